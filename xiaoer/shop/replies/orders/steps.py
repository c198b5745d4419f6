"""What an answer that takes several questions remembers from one to the next."""

from __future__ import annotations

import re
from typing import Any, Dict, Optional, Tuple

from xiaoer.shop.replies.draft import Situation

_PICTURE = re.compile(r"[\[【]?(图片|照片|视频)[\]】]|\[(image|photo|video)\]", re.I)
#: "没有照片", "没拍": an answer that tells nothing of the matter.
_NO_PHOTO = re.compile(r"^(没|不)[有能会拍了方便]{0,3}(照片?|图片?|拍照?)?[了呀啊哦，,。 ]*$")
#: Belongs to one question alone and must not colour the next one.
_OF_ONE_QUESTION = frozenset(
    {"confirmed", "declined", "choice", "text", "photo", "reminded", "order_number", "phone_tail"}
)
#: What a message names and the last question of a row still needs.
_NAMED = ("amount", "quantity", "colour", "size", "tracking_number")


def kept(s: Situation, **more: Any) -> Dict[str, Any]:
    """The data of the next question: what was said first, what is known, and `more`.

    `said` is the message that began it all; an answer such as "第一个" never replaces it.
    """
    before = {name: value for name, value in s.given.items() if name not in _OF_ONE_QUESTION}
    if (step := s.given.get("step")) and (answer := s.given.get("choice") or s.given.get("text")):
        before[step] = answer
    if s.given.get("text"):
        before["problem"] = told(s)
    named = {kind: s.understanding.value(kind) for kind in _NAMED}
    found = {kind: value for kind, value in named.items() if value is not None}
    return {**before, **found, "said": said(s), **more}


def said(s: Situation) -> str:
    """The message in which the buyer told what the matter is."""
    first: str = s.given.get("said") or s.text
    return first


def told(s: Situation) -> str:
    """Everything that was told of the matter so far, without picture references."""
    texts = [str(s.given.get("problem") or said(s))]
    answer = str(s.given.get("text") or "")
    if answer and answer not in texts[0] and not _NO_PHOTO.search(answer):
        texts.append(answer)
    plain = [_PICTURE.sub("", text).strip() for text in texts]
    return "；".join(text for text in plain if text) or "见照片"


def at(s: Situation, step: str) -> bool:
    """Whether this message answers the question that was asked as `step`."""
    return bool(s.given.get("step") == step)


def chosen(s: Situation, step: str) -> Optional[str]:
    """The option that was picked where `step` was the question, now or earlier; else None."""
    picked: Optional[str] = s.given.get("choice") if at(s, step) else s.given.get(step)
    return picked


def answered(s: Situation, step: str) -> Optional[str]:
    """What was typed where `step` was the question, now or earlier; else None."""
    typed: Optional[str] = s.given.get("text") if at(s, step) else s.given.get(step)
    return typed


def agreed(s: Situation, step: str) -> bool:
    """Whether the buyer said yes to what `step` read back."""
    return at(s, step) and bool(s.given.get("confirmed"))


def mentioned(s: Situation, words: Tuple[str, ...]) -> bool:
    """Whether one of the words stands in this message or in the one that began the matter."""
    return any(word in text for text in (s.text, said(s)) for word in words)
