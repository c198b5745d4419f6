"""Reads request bodies and parameters; says in words what is wrong with them."""

from __future__ import annotations

import json
from typing import Any, Optional

from pydantic import BaseModel, Field, StrictBool, StrictStr, ValidationError

from xiaoer.channels.problems import Problem


class MessageIn(BaseModel):
    """The body of a posted message."""

    text: StrictStr
    #: The sender's own id of this message: sent twice, it is stored and answered once.
    client_id: Optional[StrictStr] = Field(default=None, min_length=1, max_length=128)
    #: Whose conversation it is; a buyer's token needs not say so.
    buyer: Optional[StrictStr] = Field(default=None, min_length=1, max_length=64)
    #: The product page that the buyer is looking at.
    product: Optional[StrictStr] = Field(default=None, min_length=1, max_length=64)
    #: The visitor's network address as the calling system sees it: wrong tries to prove an order
    #: count per visitor and per address, and the caller's own address says nothing of visitors.
    address: Optional[StrictStr] = Field(default=None, min_length=1, max_length=64)
    #: The buyer may be writing on: wait for the rest, and answer all of it together.
    may_continue: StrictBool = False

    class Config:
        extra = "forbid"


_WORDS = {
    "value_error.missing": "缺少这个字段",
    "value_error.extra": "没有这个字段",
    "type_error.str": "必须是文字",
    "value_error.strictbool": "必须是 true 或 false",
    "type_error.none.not_allowed": "不能为 null",
    "value_error.any_str.min_length": "不能为空",
    "value_error.any_str.max_length": "太长了",
}


def message_in(body: bytes) -> MessageIn:
    """Reads a posted message. Raises Problem 400 (no JSON object) or 422 (wrong fields)."""
    try:
        value: Any = json.loads(body.decode("utf-8")) if body else None
    except (ValueError, RecursionError) as error:
        raise Problem(400, "bad-json", "请求内容不是有效的 JSON（UTF-8）") from error
    if not isinstance(value, dict):
        raise Problem(400, "bad-json", '请求内容要是一个 JSON 对象，例如 {"text": "在吗"}')
    try:
        return MessageIn(**value)
    except ValidationError as error:
        errors = [
            {
                "field": ".".join(str(part) for part in item["loc"]),
                "detail": _WORDS.get(item["type"], "格式不对"),
            }
            for item in error.errors()
        ]
        told = "；".join(f"{item['field']}：{item['detail']}" for item in errors)
        raise Problem(422, "invalid-fields", told, errors=errors) from error


def number_of(value: Optional[str], name: str, default: int, least: int, most: int) -> int:
    """A whole number from the query string. Raises Problem 422."""
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and least <= int(value[:12]) <= most):
        detail = f"{name} 要是 {least}–{most} 之间的整数"
        raise Problem(422, "invalid-fields", detail, errors=[{"field": name, "detail": detail}])
    return int(value)
