"""Errors as `application/problem+json` (RFC 7807): a stable `type`, a sentence for people."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from typing import Any, Optional

from sanic import Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse

logger = logging.getLogger(__name__)

#: Prefix of every `type`; what follows is stable and may be relied on.
TYPE = "urn:xiaoer:problem:"


@dataclass
class Problem(Exception):
    """An error that the caller is told of. `code` is stable, `detail` is for people."""

    status: int
    code: str
    detail: str
    headers: dict[str, str] = field(default_factory=dict)
    #: One entry for each wrong field of a body.
    errors: list[dict[str, str]] = field(default_factory=list)

    def response(self) -> HTTPResponse:
        """The error as it goes over the wire."""
        body: dict[str, Any] = {
            "type": TYPE + self.code,
            "title": self.code.replace("-", " "),
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = self.errors
        return HTTPResponse(
            json.dumps(body, ensure_ascii=False),
            self.status,
            self.headers,
            "application/problem+json",
        )


def unauthorized(detail: str = "需要有效的访问令牌") -> Problem:
    """Who calls is not known, or may not do this; it is not told which."""
    return Problem(401, "unauthorized", detail, {"WWW-Authenticate": "Bearer"})


_FROM_SANIC = {
    400: ("bad-request", "请求格式不对"),
    404: ("not-found", "没有这个地址"),
    405: ("method-not-allowed", "这个地址不支持这种请求方法"),
    408: ("request-timeout", "请求没有发完整，请重试"),
    413: ("body-too-large", "请求内容太大"),
    417: ("bad-request", "请求格式不对"),
    503: ("unavailable", "服务正忙，请稍后再试"),
}


def problem_of(error: BaseException) -> Problem:
    """The problem that stands for any exception; what is not expected stays inside."""
    if isinstance(error, Problem):
        return error
    status: Optional[int] = None
    if isinstance(error, SanicException):
        status = getattr(error, "status_code", None)
    if status in _FROM_SANIC:
        code, detail = _FROM_SANIC[status]
        return Problem(status, code, detail)
    return Problem(500, "internal-error", "系统出了点问题，我们已经记录，请稍后再试")


def install(app: Sanic) -> None:
    """Turns every error of the app into a problem document; unexpected ones are logged."""

    async def on_error(request: Request, error: Exception) -> HTTPResponse:
        problem = problem_of(error)
        if problem.status >= 500:
            logger.error("%s %s failed", request.method, request.path, exc_info=error)
        return problem.response()

    app.error_handler.add(Exception, on_error)
