"""The HTTP API for other systems: post a message, read the conversation."""

from __future__ import annotations

import asyncio
from typing import Any, Optional

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from xiaoer.channels.bodies import MessageIn, message_in, number_of
from xiaoer.channels.openapi import document
from xiaoer.channels.problems import Problem
from xiaoer.channels.tokens import Caller, caller
from xiaoer.runtime.turn import Turn
from xiaoer.shop import Shop
from xiaoer.shop.conversations.messages import MessageRefused, MessageView
from xiaoer.shop.conversations.model import Conversation

#: Most messages that one request returns.
PAGE = 100

#: How a refusal of the core is told over HTTP.
_STATUS_OF = {
    "message_too_long": 413,
    "invalid_conversation_id": 422,
    "foreign_conversation": 403,
    "unknown_buyer": 422,
    "client_id_reused": 409,
}

api = Blueprint("xiaoer_api", url_prefix="/api/v1")
open_to_all = Blueprint("xiaoer_open")


async def post_message(request: Request, conversation_id: str) -> HTTPResponse:
    """Stores a buyer's message and returns the replies to it."""
    who = caller(request.headers, request.app.ctx.settings)
    message = message_in(request.body)
    buyer = _buyer_meant(who, message)
    shop: Shop = request.app.ctx.shop
    if who.buyer_id is not None:
        await _own_or_new(shop, who, conversation_id)
    try:
        turn: Turn = await request.app.ctx.bot.handle(
            conversation_id,
            message.text,
            client_id=message.client_id,
            buyer_id=buyer,
            channel="api",
            product_id=message.product,
            address=message.address if who.buyer_id is None else request.ip,
            may_continue=message.may_continue,
        )
    except MessageRefused as refusal:
        status = _STATUS_OF.get(refusal.code, 422)
        raise Problem(status, refusal.code.replace("_", "-"), str(refusal)) from refusal
    return json(turn_out(turn), ensure_ascii=False)


async def get_messages(request: Request, conversation_id: str) -> HTTPResponse:
    """The messages after a number, oldest first: late answers are found here."""
    who = caller(request.headers, request.app.ctx.settings)
    after = number_of(request.args.get("after"), "after", 0, 0, 2**31 - 1)
    limit = number_of(request.args.get("limit"), "limit", PAGE, 1, PAGE)
    shop: Shop = request.app.ctx.shop
    view = await _visible(shop, who, conversation_id)
    found = await asyncio.to_thread(shop.messages, conversation_id, after, limit)
    body = {**conversation_out(conversation_id, view), "messages": [message_out(m) for m in found]}
    return json(body, ensure_ascii=False)


async def get_conversation(request: Request, conversation_id: str) -> HTTPResponse:
    """Who has the conversation and how far it is."""
    who = caller(request.headers, request.app.ctx.settings)
    view = await _visible(request.app.ctx.shop, who, conversation_id)
    return json(conversation_out(conversation_id, view), ensure_ascii=False)


async def get_openapi(request: Request) -> HTTPResponse:
    """The description of this API; it holds no secrets."""
    return json(document(), ensure_ascii=False)


async def get_health(request: Request) -> HTTPResponse:
    """Whether the bot is loaded and the database answers."""
    try:
        await asyncio.to_thread(request.app.ctx.shop.conversation, "healthz")
    except Exception as error:
        raise Problem(503, "database-unavailable", "数据库没有响应") from error
    return json({"status": "ok"})


def _buyer_meant(who: Caller, message: MessageIn) -> Optional[str]:
    if who.buyer_id is None:
        return message.buyer
    if message.buyer not in (None, who.buyer_id):
        raise Problem(403, "foreign-buyer", "买家的令牌只能代表本人")
    return who.buyer_id


async def _own_or_new(shop: Shop, who: Caller, conversation_id: str) -> None:
    """A buyer writes in conversations of their own only, an unclaimed one included."""
    view = await asyncio.to_thread(shop.conversation, conversation_id)
    if view is not None and view.buyer_id != who.buyer_id:
        raise Problem(403, "foreign-conversation", "这个会话属于另一位买家")


async def _visible(shop: Shop, who: Caller, conversation_id: str) -> Conversation:
    """The conversation; another buyer's is told to be absent."""
    view: Optional[Conversation] = await asyncio.to_thread(shop.conversation, conversation_id)
    if view is None or who.buyer_id not in (None, view.buyer_id):
        raise Problem(404, "conversation-not-found", "没有这个会话")
    return view


def turn_out(turn: Turn) -> dict[str, Any]:
    """The answer to a posted message."""
    return {
        "conversation": turn.conversation_id,
        "seq": turn.seq,
        "duplicate": turn.duplicate,
        "answered_with": turn.answered_with,
        "owner": turn.owner,
        "text": turn.text,
        "replies": [{"text": bubble} for bubble in turn.bubbles],
        "buttons": list(turn.buttons),
        "intent": turn.intent,
        "intents": list(turn.intents),
        "confidence": turn.confidence,
        "entities": list(turn.entities),
        "case": turn.case,
        "proposal": turn.proposal,
        "failed": turn.failed,
        "reply_ms": turn.reply_ms,
    }


def conversation_out(conversation_id: str, view: Conversation) -> dict[str, Any]:
    """A conversation without its messages."""
    return {
        "conversation": conversation_id,
        "owner": view.owner,
        "buyer": view.buyer_id,
        "last_seq": view.last_seq,
    }


def message_out(message: MessageView) -> dict[str, Any]:
    """A stored message."""
    return {
        "seq": message.seq,
        "author": message.author,
        "type": message.type,
        "text": message.text,
        "buttons": [{"title": b["label"], "payload": b["text"]} for b in message.buttons],
        "created_at": message.created_at.isoformat(),
        "client_id": message.client_id,
    }


_CONVERSATION = "/conversations/<conversation_id:str>"
api.add_route(post_message, f"{_CONVERSATION}/messages", methods=["POST"], unquote=True)
api.add_route(get_messages, f"{_CONVERSATION}/messages", methods=["GET"], unquote=True)
api.add_route(get_conversation, _CONVERSATION, methods=["GET"], unquote=True)
open_to_all.add_route(get_openapi, "/api/v1/openapi.json", methods=["GET"])
open_to_all.add_route(get_health, "/healthz", methods=["GET"])
