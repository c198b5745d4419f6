"""Who calls: another system, a buyer on the shop's pages, or the shop's administrator."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any, Mapping, Optional

import jwt
from pydantic import SecretStr

from xiaoer.channels.problems import unauthorized
from xiaoer.settings import Settings


@dataclass(frozen=True)
class Caller:
    """Somebody with a valid token. `buyer_id` is None for a system, which may name any buyer."""

    buyer_id: Optional[str] = None


def caller(headers: Mapping[str, str], settings: Settings) -> Caller:
    """Reads the `Authorization: Bearer …` header.

    A token is the system's (`XIAOER_API_TOKEN`) or a buyer's: a JWT signed HS256 with
    `XIAOER_BUYER_SECRET`, whose `sub` is the buyer's id and which has an `exp`. Raises
    Problem 401.
    """
    token = bearer(headers)
    if token is None:
        raise unauthorized("请在 Authorization 头里带上访问令牌（Bearer）")
    if same(token, settings.api_token):
        return Caller()
    if buyer := _buyer_of(token, settings.buyer_secret):
        return Caller(buyer)
    raise unauthorized("访问令牌无效或已过期")


def is_admin(headers: Mapping[str, str], settings: Settings) -> bool:
    """Whether the administrator calls. Nobody is one while `XIAOER_ADMIN_TOKEN` is not set."""
    token = bearer(headers)
    return token is not None and same(token, settings.admin_token)


def bearer(headers: Mapping[str, str]) -> Optional[str]:
    """The bearer token of a request, None where there is none."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() or None if kind.lower() == "bearer" else None


def same(token: str, secret: Optional[SecretStr]) -> bool:
    """Compares in constant time; an unset or empty secret equals nothing."""
    expected = secret.get_secret_value() if secret else ""
    return bool(expected) and hmac.compare_digest(token.encode(), expected.encode())


def _buyer_of(token: str, secret: Optional[SecretStr]) -> Optional[str]:
    if secret is None or not secret.get_secret_value():
        return None
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            secret.get_secret_value(),
            algorithms=["HS256"],
            options={"require": ["sub", "exp"]},
        )
    except jwt.InvalidTokenError:
        return None
    subject = claims["sub"]
    return subject if isinstance(subject, str) and subject.strip() else None
