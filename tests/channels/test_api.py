"""The HTTP API with the real bot behind it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from tests.channels.conftest import SYSTEM, Door
from tests.long_texts import long_text, stuck_on_long_texts
from tests.runtime.test_bursts import PATIENTLY, pause
from xiaoer.shop import Shop

PATH = "/api/v1/conversations/c1/messages"


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """Checks that a response is a problem document; returns it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["type"] == f"urn:xiaoer:problem:{code}"
    assert body["status"] == status
    assert body["detail"]
    assert "Traceback" not in response.text
    return body


def test_a_message_gets_replies(door: Door) -> None:
    response = door.say("c1", "在吗")
    assert response.status_code == 200
    body = response.json()
    assert body["replies"]
    assert body["text"] == "\n".join(reply["text"] for reply in body["replies"])
    assert (body["conversation"], body["seq"], body["owner"]) == ("c1", 1, "bot")
    assert body["intent"] == "greet"


def test_a_message_sent_twice_is_answered_once(door: Door, shop: Shop) -> None:
    first = door.say("c1", "在吗", client_id="m-1").json()
    again = door.say("c1", "在吗", client_id="m-1").json()
    assert (first["duplicate"], again["duplicate"]) == (False, True)
    assert (again["seq"], again["replies"]) == (first["seq"], first["replies"])
    assert len(shop.messages("c1")) == 1 + len(first["replies"])


def test_a_burst_gets_one_answer_where_the_client_lets_it_wait(
    door: Door, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause(shop, monkeypatch, PATIENTLY)
    told: dict[int, dict[str, Any]] = {}

    def say(number: int, text: str, **more: Any) -> None:
        told[number] = door.say("c1", text, client_id=f"m-{number}", **more).json()

    first = threading.Thread(target=say, args=(1, "有赠品吗"), kwargs={"may_continue": True})
    first.start()
    while not shop.messages("c1"):
        first.join(0.02)
    say(2, "今天能发不")
    first.join()
    assert (told[1]["answered_with"], told[1]["replies"]) == (told[2]["seq"], [])
    assert told[2]["answered_with"] is None
    assert told[2]["intents"] == ["ask_gift", "ask_shipping_time"]
    again = door.say("c1", "有赠品吗", client_id="m-1", may_continue=True).json()
    assert (again["duplicate"], again["answered_with"]) == (True, told[2]["seq"])


def test_late_messages_are_found_after_a_number(door: Door, shop: Shop) -> None:
    last = door.say("c1", "在吗").json()["seq"]
    everything = door.call("GET", PATH, SYSTEM).json()
    assert next(m["author"] for m in everything["messages"]) == "buyer"
    assert [m["seq"] for m in everything["messages"]] == list(range(1, everything["last_seq"] + 1))
    later = door.call("GET", f"{PATH}?after={last}", SYSTEM).json()
    assert {m["author"] for m in later["messages"]} == {"bot"}
    done = door.call("GET", f"{PATH}?after={everything['last_seq']}", SYSTEM).json()
    assert done["messages"] == []


def test_a_page_of_messages(door: Door) -> None:
    door.say("c1", "在吗")
    door.say("c1", "谢谢")
    page = door.call("GET", f"{PATH}?limit=1&after=1", SYSTEM).json()["messages"]
    assert [message["seq"] for message in page] == [2]


@pytest.mark.parametrize(
    "query",
    ["after=-1", "after=x", "after=1.5", "limit=0", "limit=101", "after=１", "after=" + "9" * 30],
)
def test_a_wrong_number_is_told(door: Door, query: str) -> None:
    door.say("c1", "在吗")
    problem(door.call("GET", f"{PATH}?{query}", SYSTEM), 422, "invalid-fields")


def test_the_state_of_a_conversation(door: Door, shop: Shop, buyers: list[str]) -> None:
    door.say("c1", "在吗", buyer=buyers[0])
    shop.hand_over("c1", "agent", "staff:lin", agent="lin")
    body = door.call("GET", "/api/v1/conversations/c1", SYSTEM).json()
    assert (body["owner"], body["buyer"]) == ("agent", buyers[0])
    silent = door.say("c1", "还在吗", buyer=buyers[0]).json()
    assert (silent["owner"], silent["replies"]) == ("agent", [])


def test_a_conversation_that_is_not_there(door: Door) -> None:
    problem(door.call("GET", PATH, SYSTEM), 404, "conversation-not-found")
    problem(door.call("GET", "/api/v1/conversations/c1", SYSTEM), 404, "conversation-not-found")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad-json"),
        (b"{", 400, "bad-json"),
        (b"[1]", 400, "bad-json"),
        (b'"text"', 400, "bad-json"),
        (b"null", 400, "bad-json"),
        (b"\xff\xfe", 400, "bad-json"),
        (b"[" * 50_000, 400, "bad-json"),
        (b"{}", 422, "invalid-fields"),
        (b'{"text": 1}', 422, "invalid-fields"),
        (b'{"text": null}', 422, "invalid-fields"),
        (b'{"text": ["a"]}', 422, "invalid-fields"),
        (b'{"text": "a", "surprise": 1}', 422, "invalid-fields"),
        (b'{"text": "a", "buyer": 7}', 422, "invalid-fields"),
        (b'{"text": "a", "buyer": ""}', 422, "invalid-fields"),
        (b'{"text": "a", "client_id": ""}', 422, "invalid-fields"),
        (b'{"text": "a", "may_continue": 1}', 422, "invalid-fields"),
        (b'{"text": "a", "client_id": "' + b"x" * 129 + b'"}', 422, "invalid-fields"),
        (b'{"text": "a", "buyer": "nobody"}', 422, "unknown-buyer"),
        (b'{"text": "a", "intent": "greet", "sender_id": "x"}', 422, "invalid-fields"),
        (b" " * 300_000, 413, "body-too-large"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_wrong_with_a_body_is_told(
    door: Door, shop: Shop, body: bytes, status: int, code: str
) -> None:
    problem(door.call("POST", PATH, SYSTEM, content=body), status, code)
    assert shop.messages("c1") == []


def test_a_wrong_field_is_named(door: Door) -> None:
    body = problem(door.call("POST", PATH, SYSTEM, json={"txt": "a"}), 422, "invalid-fields")
    assert {error["field"] for error in body["errors"]} == {"text", "txt"}


@pytest.mark.parametrize("length", [2_001, 10_000])
def test_a_message_that_is_too_long_is_refused_in_words(
    door: Door, shop: Shop, length: int
) -> None:
    body = problem(door.say("c1", "长" * length), 413, "message-too-long")
    assert str(length) in body["detail"]
    assert "2000" in body["detail"]
    assert shop.messages("c1") == []


def test_two_thousand_characters_are_taken(door: Door) -> None:
    assert door.say("c1", "长" * 2_000).status_code == 200


@pytest.mark.parametrize("text", ["", "   ", "😀", "/greet", '/request_human{"a": 1}', "<b>x</b>"])
def test_odd_texts_get_a_reply(door: Door, text: str) -> None:
    response = door.say("c1", text)
    assert response.status_code == 200
    assert response.json()["replies"]
    assert response.json()["failed"] is False


def test_half_a_surrogate_pair_gets_a_reply(door: Door) -> None:
    response = door.call("POST", PATH, SYSTEM, content=b'{"text": "\\ud83d \\u0000"}')
    assert response.status_code == 200
    assert json.loads(response.content.decode("utf-8"))["replies"]


@pytest.mark.parametrize("conversation", ["a b", "会话", "x" * 65, "a%2Fb", "a%00b"])
def test_an_unusable_conversation_id_is_told(door: Door, conversation: str) -> None:
    problem(door.say(conversation, "在吗"), 422, "invalid-conversation-id")


def test_a_failing_bot_answers_with_an_apology(
    door: Door, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(shop, "respond", fail)
    body = door.say("c1", "在吗").json()
    assert body["failed"] is True
    assert "抱歉" in body["text"]


def test_an_unexpected_error_stays_inside(
    door: Door, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(shop, "accept", fail)
    response = door.say("c1", "在吗")
    problem(response, 500, "internal-error")
    assert "secret" not in response.text


def test_health_tells_whether_the_database_answers(
    door: Door, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert door.call("GET", "/healthz").json() == {"status": "ok"}

    def fail(*_: Any) -> None:
        raise OSError("gone")

    monkeypatch.setattr(shop, "conversation", fail)
    problem(door.call("GET", "/healthz"), 503, "database-unavailable")


def test_long_messages_do_not_hold_up_the_others(door: Door) -> None:
    answers: list[int] = []

    def say(number: int) -> None:
        answers.append(door.say(f"long-{number}", long_text(100 + number)).status_code)

    long = [threading.Thread(target=say, args=(number,)) for number in range(10)]
    with stuck_on_long_texts(door.app.ctx.bot) as begun:
        for thread in long:
            thread.start()
        assert begun.wait(60)
        assert door.say("short", "在吗").status_code == 200
        assert answers == []
    for thread in long:
        thread.join()
    assert answers == [200] * 10


def test_a_buyers_token_is_enough(door: Door, buyers: list[str], token: Callable[..., str]) -> None:
    assert door.say("c1", "我的订单到哪了", token(buyers[0])).status_code == 200
    state = door.call("GET", "/api/v1/conversations/c1", token(buyers[0])).json()
    assert state["buyer"] == buyers[0]


def test_a_client_id_names_one_message(door: Door) -> None:
    door.say("c1", "在吗", client_id="m-1")
    refused = door.say("c1", "别的", client_id="m-1")
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("client-id-reused")


def test_wrong_tries_of_one_visitor_do_not_slow_down_another(door: Door) -> None:
    for n in range(5):
        door.say("thief", f"订单202600000000000140 尾号{n:04d}")
    honest = door.say("honest", "订单202600000000000143 尾号1729 到哪了").json()
    assert "后再试" not in honest["text"]
