"""None of Rasa's own routes answers without the administrator's token."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.channels.conftest import ADMIN, SYSTEM, Door

RASA = [
    ("GET", "/"),
    ("GET", "/version"),
    ("GET", "/status"),
    ("GET", "/domain"),
    ("GET", "/conversations/x/tracker"),
    ("GET", "/conversations/x/story"),
    ("POST", "/conversations/x/trigger_intent"),
    ("POST", "/conversations/x/tracker/events"),
    ("PUT", "/conversations/x/tracker/events"),
    ("POST", "/conversations/x/execute"),
    ("POST", "/conversations/x/predict"),
    ("POST", "/conversations/x/messages"),
    ("PUT", "/model"),
    ("DELETE", "/model"),
    ("POST", "/model/train"),
    ("POST", "/model/parse"),
    ("POST", "/model/test/stories"),
    ("POST", "/model/test/intents"),
    ("POST", "/webhooks/rest/webhook"),
    ("GET", "/webhooks/rest/"),
    ("POST", "/webhooks/callback/webhook"),
    ("GET", "/socket.io/"),
]

#: Other spellings of the same, and other ways to ask.
TRICKS = [
    ("GET", "//conversations/x/tracker"),
    ("GET", "/conversations/x/tracker/"),
    ("GET", "/conversations/x/tracker?token="),
    ("GET", "/api/v1/../../conversations/x/tracker"),
    ("GET", "/api/v1/%2e%2e/%2e%2e/conversations/x/tracker"),
    ("GET", "/%63onversations/x/tracker"),
    ("OPTIONS", "/model"),
    ("HEAD", "/status"),
    ("GET", "/nobody/knows"),
    ("GET", "/API/V1/openapi.json"),
]


@pytest.mark.parametrize("with_admin", [False, True], ids=["no admin", "admin set"])
def test_rasas_routes_are_closed(
    with_admin: bool,
    request: pytest.FixtureRequest,
    buyers: list[str],
    token: Callable[..., str],
) -> None:
    door: Door = request.getfixturevalue("admin_door" if with_admin else "door")
    wrong = [None, "", "wrong", SYSTEM, token(buyers[0])]
    if not with_admin:
        wrong.append(ADMIN)
    for method, path in RASA + TRICKS:
        for held in wrong:
            response = door.call(method, path, held)
            assert response.status_code in (401, 404), (method, path, held, response.text)
            assert response.content != b"x"
            if method != "HEAD":
                assert response.headers["content-type"] == "application/problem+json"
                assert response.json()["type"].startswith("urn:xiaoer:problem:")


def test_the_administrator_gets_through(admin_door: Door) -> None:
    assert admin_door.call("GET", "/version", ADMIN).json()["version"] == "3.6.21"
    tracker = admin_door.call("GET", "/conversations/nobody/tracker", ADMIN)
    assert tracker.status_code == 200
    assert tracker.json()["sender_id"] == "nobody"
    parsed = admin_door.call("POST", "/model/parse", ADMIN, json={"text": "在吗"})
    assert parsed.json()["text"] == "在吗"


def test_nobody_is_administrator_while_there_is_none(door: Door) -> None:
    for held in ("", "None", "null", ADMIN):
        assert door.call("GET", "/version", held).status_code == 401


def test_a_closed_door_says_how_to_knock(door: Door) -> None:
    response = door.call("GET", "/version")
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["detail"]


def test_whether_a_route_exists_is_not_told(admin_door: Door) -> None:
    there, absent = admin_door.call("GET", "/status"), admin_door.call("GET", "/absent")
    assert (there.status_code, there.json()) == (absent.status_code, absent.json())


def test_our_own_paths_tell_what_is_wrong(door: Door) -> None:
    assert door.call("GET", "/api/v1/absent").status_code == 404
    wrong_method = door.call("DELETE", "/healthz")
    assert wrong_method.status_code == 405
    assert wrong_method.json()["type"] == "urn:xiaoer:problem:method-not-allowed"
