"""Who may speak for whom."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest

from tests.channels.conftest import ADMIN, SECRET, SYSTEM, Door
from xiaoer.settings import Settings
from xiaoer.shop import Shop

OURS = [
    ("POST", "/api/v1/conversations/c1/messages"),
    ("GET", "/api/v1/conversations/c1/messages"),
    ("GET", "/api/v1/conversations/c1"),
]


def unsigned(buyer: str) -> str:
    return jwt.encode({"sub": buyer}, None, algorithm="none")


@pytest.mark.parametrize(("method", "path"), OURS)
def test_without_a_valid_token_nothing_is_done(
    door: Door, shop: Shop, buyers: list[str], token: Callable[..., str], method: str, path: str
) -> None:
    past = int(time.time()) - 60
    for held in (
        None,
        "",
        "wrong",
        SYSTEM + "x",
        ADMIN,
        unsigned(buyers[0]),
        token(buyers[0], secret="another secret, quite long enough for HS256"),
        token(buyers[0], exp=past),
        token(buyers[0], exp=None),
        token(""),
        token("  "),
        jwt.encode({"name": buyers[0]}, SECRET, algorithm="HS256"),
        jwt.encode({"sub": buyers[0]}, SECRET, algorithm="HS512"),
    ):
        response = door.call(method, path, held, json={"text": "在吗"})
        assert response.status_code == 401, held
        assert response.json()["type"] == "urn:xiaoer:problem:unauthorized"
    assert shop.conversation("c1") is None


@pytest.mark.parametrize("header", ["Basic dGhlLXN5c3RlbQ==", SYSTEM, f"Token {SYSTEM}", "Bearer"])
def test_only_bearer_tokens_count(door: Door, header: str) -> None:
    response = door.call("GET", OURS[2][1], headers={"Authorization": header})
    assert response.status_code == 401


def test_a_token_in_the_address_does_not_count(door: Door) -> None:
    assert door.call("GET", f"/api/v1/conversations/c1?token={SYSTEM}").status_code == 401


def test_a_buyer_cannot_speak_for_another(
    door: Door, buyers: list[str], token: Callable[..., str]
) -> None:
    response = door.say("c1", "在吗", token(buyers[0]), buyer=buyers[1])
    assert response.status_code == 403
    assert response.json()["type"] == "urn:xiaoer:problem:foreign-buyer"


def test_a_buyer_may_name_herself(door: Door, buyers: list[str], token: Callable[..., str]) -> None:
    assert door.say("c1", "在吗", token(buyers[0]), buyer=buyers[0]).status_code == 200


@pytest.mark.parametrize("owner", ["another buyer", "a visitor"])
def test_a_buyer_cannot_reach_a_conversation_of_others(
    door: Door, shop: Shop, buyers: list[str], token: Callable[..., str], owner: str
) -> None:
    more: dict[str, Any] = {"buyer": buyers[1]} if owner == "another buyer" else {}
    door.say("c1", "在吗", **more)
    before = shop.messages("c1")
    hers = token(buyers[0])
    assert door.say("c1", "在吗", hers).status_code == 403
    for method, path in OURS[1:]:
        response = door.call(method, path, hers)
        assert response.status_code == 404
        absent = door.call(method, path.replace("c1", "absent"), hers)
        assert response.json() == absent.json()
    assert shop.messages("c1") == before
    conversation = shop.conversation("c1")
    assert conversation is not None
    assert conversation.buyer_id == more.get("buyer")


def test_a_system_cannot_move_a_conversation_to_another_buyer(
    door: Door, buyers: list[str]
) -> None:
    door.say("c1", "在吗", buyer=buyers[0])
    response = door.say("c1", "在吗", buyer=buyers[1])
    assert response.status_code == 403
    assert response.json()["type"] == "urn:xiaoer:problem:foreign-conversation"


class TestNothingConfigured:
    """Without secrets nobody gets in, not even with an empty token."""

    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(_env_file=None, api_token="", buyer_secret="", admin_token="")

    def test_nobody_gets_in(self, door: Door, buyers: list[str]) -> None:
        for held in (None, "", "None", unsigned(buyers[0]), ADMIN, SYSTEM):
            for method, path in [*OURS, ("GET", "/version")]:
                response = door.call(method, path, held, json={"text": "在吗"})
                assert response.status_code == 401, (held, path)
