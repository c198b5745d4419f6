"""Reads Rasa's parse result of a message into the core's `Understanding`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiaoer.shop.dialogue.understanding import Entity, Request, Understanding


def understanding_of(parsed: Mapping[str, Any]) -> Understanding:
    """What the pipeline made of a message.

    `parsed` is the tracker's `latest_message`. A pipeline without our classifier (a stock one,
    an intent triggered from outside) gives no `requests`, no `doubt` and no `feeling`: then the
    intent speaks for the whole text, `nlu_fallback` means that nothing was understood, and the
    message counts as calm.
    """
    text = str(parsed.get("text") or "")
    intent = parsed.get("intent") or {}
    name = str(intent.get("name") or "nlu_fallback")
    fallback = name == "nlu_fallback"
    whole = {"intent": name, "confidence": intent.get("confidence") or 0.0, "end": len(text)}
    requests, feeling = parsed.get("requests"), parsed.get("feeling") or {}
    if requests is None:
        requests = [] if fallback else [whole]
    return Understanding(
        text=text,
        requests=tuple(_request(request, len(text)) for request in requests),
        ranking=tuple(
            (str(guess["name"]), float(guess["confidence"]))
            for guess in parsed.get("intent_ranking") or ()
            if guess.get("name") != "nlu_fallback"
        ),
        entities=tuple(_entity(entity, text) for entity in parsed.get("entities") or ()),
        doubt=str(parsed.get("doubt") or ("none" if fallback else "sure")),
        anger=float(feeling.get("anger") or 0.0),
        urgency=float(feeling.get("urgency") or 0.0),
    )


def nothing_understood(text: str) -> Understanding:
    """The reading of a message in which there is nothing to read (blank)."""
    return Understanding(text=text, requests=(), ranking=(), entities=(), doubt="none")


def _request(request: Mapping[str, Any], length: int) -> Request:
    return Request(
        intent=str(request["intent"]),
        confidence=float(request["confidence"]),
        start=int(request.get("start", 0)),
        end=int(request.get("end", length)),
    )


def _entity(entity: Mapping[str, Any], text: str) -> Entity:
    start, end = int(entity.get("start") or 0), int(entity.get("end") or 0)
    return Entity(
        kind=str(entity["entity"]),
        value=entity.get("value"),
        text=str(entity.get("text") or text[start:end]),
        start=start,
        end=end,
        unit=entity.get("unit"),
    )
