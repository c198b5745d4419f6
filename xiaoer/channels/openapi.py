"""The OpenAPI 3.0 description of the HTTP API; a test holds it to the routes."""

from __future__ import annotations

from typing import Any

from xiaoer import __version__

_TEXT = {"type": "string"}
_NUMBER = {"type": "integer", "minimum": 0}
_MAYBE_TEXT = {"type": "string", "nullable": True}
_MAYBE_OBJECT = {"type": "object", "nullable": True}
_OWNER = {
    "type": "string",
    "enum": ["bot", "queue", "agent", "closed"],
    "description": "谁在接待：机器人、排队中、人工客服、已结束",
}


def _object(properties: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    if required:
        schema["required"] = list(required)
    return schema


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


_BUTTON = {"title": _TEXT, "payload": _TEXT}

_SCHEMAS = {
    "MessageIn": {
        **_object(
            {
                "text": {**_TEXT, "description": "买家说的话；太长会被拒绝（默认上限 2000 字）"},
                "client_id": {
                    **_TEXT,
                    "maxLength": 128,
                    "description": "重发时不变的编号，用来去重",
                },
                "buyer": {**_TEXT, "maxLength": 64, "description": "买家编号；买家令牌可以不写"},
                "product": {**_TEXT, "maxLength": 64, "description": "买家正在看的商品编号"},
                "address": {
                    **_TEXT,
                    "maxLength": 64,
                    "description": "访客的网络地址（由转发的系统填写），用来限制试订单的次数",
                },
                "may_continue": {
                    "type": "boolean",
                    "default": False,
                    "description": (
                        "买家可能还要接着发：短消息等一等（默认 2 秒，政策里的 dialogue.burst_s），"
                        "接着来的几条合在一起回答，回答在最后一条的返回里"
                    ),
                },
            },
            ("text",),
        ),
        "additionalProperties": False,
    },
    "Turn": _object(
        {
            "conversation": _TEXT,
            "seq": {**_NUMBER, "description": "买家这条消息的编号"},
            "duplicate": {"type": "boolean"},
            "answered_with": {
                **_NUMBER,
                "nullable": True,
                "description": (
                    "有编号：这条和后面的合在一起回答，这里没有回复，"
                    "看这个编号的消息的返回；null：回复就在这里"
                ),
            },
            "owner": _OWNER,
            "text": {**_TEXT, "description": "全部回复，合成一段"},
            "replies": _list(_object({"text": _TEXT})),
            "buttons": {
                **_list(_object(_BUTTON)),
                "description": "title 是按钮上的字，点击后把 payload 当作买家的话发回来",
            },
            "intent": _TEXT,
            "intents": _list(_TEXT),
            "confidence": {"type": "number"},
            "entities": _list({"type": "object"}),
            "case": _MAYBE_OBJECT,
            "proposal": _MAYBE_OBJECT,
            "failed": {"type": "boolean", "description": "机器人出错，已道歉"},
            "reply_ms": {"type": "number"},
        }
    ),
    "Conversation": _object(
        {"conversation": _TEXT, "owner": _OWNER, "buyer": _MAYBE_TEXT, "last_seq": _NUMBER}
    ),
    "Message": _object(
        {
            "seq": _NUMBER,
            "author": {"type": "string", "enum": ["buyer", "bot", "agent", "system"]},
            "type": _TEXT,
            "text": _TEXT,
            "buttons": _list(_object(_BUTTON)),
            "created_at": {"type": "string", "format": "date-time"},
            "client_id": _MAYBE_TEXT,
        }
    ),
    "Messages": {"allOf": [_ref("Conversation"), _object({"messages": _list(_ref("Message"))})]},
    "Problem": _object(
        {
            "type": {**_TEXT, "description": "固定不变，可以用来判断"},
            "title": _TEXT,
            "status": _NUMBER,
            "detail": {**_TEXT, "description": "给人看的说明"},
            "errors": _list(_object({"field": _TEXT, "detail": _TEXT})),
        },
        ("type", "title", "status", "detail"),
    ),
}

_CONVERSATION = {
    "name": "conversation_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:@-]{1,64}$"},
}

_PROBLEMS = {
    400: "不是有效的 JSON",
    401: "没有令牌，或令牌无效",
    403: "不能代表这位买家",
    404: "没有这个会话",
    413: "消息太长",
    422: "字段不对",
    503: "数据库没有响应",
}


def _responses(schema: str, *problems: int) -> dict[str, Any]:
    answers: dict[str, Any] = {"200": _content("成功", schema, "application/json")}
    for status in problems:
        answers[str(status)] = _content(_PROBLEMS[status], "Problem", "application/problem+json")
    return answers


def _content(description: str, schema: str, kind: str) -> dict[str, Any]:
    return {"description": description, "content": {kind: {"schema": _ref(schema)}}}


def _query(name: str, what: str, default: int, most: int) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 0, "maximum": most, "default": default}
    return {"name": name, "in": "query", "description": what, "schema": schema}


_PLAIN = {"200": {"description": "成功", "content": {"application/json": {"schema": {}}}}}

_PATHS: dict[str, Any] = {
    "/api/v1/conversations/{conversation_id}/messages": {
        "parameters": [_CONVERSATION],
        "post": {
            "operationId": "post_message",
            "summary": "发一条买家消息，返回回复",
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": _ref("MessageIn")}},
            },
            "responses": _responses("Turn", 400, 401, 403, 413, 422),
        },
        "get": {
            "operationId": "get_messages",
            "summary": "某个编号之后的消息，包括后来才有的回复",
            "parameters": [
                _query("after", "只要编号比它大的", 0, 2**31 - 1),
                _query("limit", "最多几条", 100, 100),
            ],
            "responses": _responses("Messages", 401, 404, 422),
        },
    },
    "/api/v1/conversations/{conversation_id}": {
        "parameters": [_CONVERSATION],
        "get": {
            "operationId": "get_conversation",
            "summary": "会话由谁接待、到第几条",
            "responses": _responses("Conversation", 401, 404),
        },
    },
    "/api/v1/openapi.json": {
        "get": {
            "operationId": "get_openapi",
            "summary": "这份说明",
            "security": [],
            "responses": _PLAIN,
        }
    },
    "/healthz": {
        "get": {
            "operationId": "get_health",
            "summary": "机器人已就绪，数据库有响应",
            "security": [],
            "responses": {
                **_PLAIN,
                "503": _content(_PROBLEMS[503], "Problem", "application/problem+json"),
            },
        }
    },
}


def document() -> dict[str, Any]:
    """The whole description, ready to be served as JSON."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "店小二 HTTP 接口",
            "version": __version__,
            "description": (
                "令牌放在 Authorization: Bearer 里：系统令牌（XIAOER_API_TOKEN）可以代表任何买家；"
                "买家令牌是用 XIAOER_BUYER_SECRET 签名的 JWT（HS256），sub 是买家编号，要有 exp。"
            ),
        },
        "paths": _PATHS,
        "components": {
            "schemas": _SCHEMAS,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"bearer": []}],
    }
