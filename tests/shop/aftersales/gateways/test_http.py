"""The HTTP gateway against a real server that fails, hangs, answers twice and answers nonsense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from tests.shop.aftersales.gateways.other_side import SECRET, OtherSide, other_side
from xiaoer.shop.aftersales.gateways.http import Endpoint, HttpGateway, signature
from xiaoer.shop.aftersales.gateways.ports import GatewayRefused, GatewayUnavailable, Instruction
from xiaoer.shop.clock import ManualClock, system_clock

ROOT = Path(__file__).parents[4]
PAYOUT = Instruction("offer:AS1-1:payout", "payout", "202600000000000101", "AS1", 800, {"to": "b1"})
DONE_AT = datetime(2026, 11, 18, 2, tzinfo=timezone.utc)


@pytest.fixture
def side() -> Iterator[OtherSide]:
    with other_side() as server:
        yield server


@pytest.fixture
def waited() -> list[float]:
    """The pauses that the gateway made, in seconds."""
    return []


@pytest.fixture
def gateway(side: OtherSide, waited: list[float]) -> HttpGateway:
    return to(side, waited)


def to(
    side: OtherSide, waited: list[float], secret: str = SECRET, timeout_s: float = 0.4
) -> HttpGateway:
    endpoint = Endpoint(side.url, secret, timeout_s, attempts=4)
    return HttpGateway(endpoint, system_clock, sleep=waited.append, chance=lambda: 1.0)


def test_done_and_receipted(gateway: HttpGateway, side: OtherSide) -> None:
    receipt = gateway.carry_out(PAYOUT)
    assert (receipt.reference, receipt.at) == ("R1", DONE_AT)
    ((headers, body),) = side.requests
    assert body == {
        "key": "offer:AS1-1:payout",
        "action": "payout",
        "order_no": "202600000000000101",
        "case_no": "AS1",
        "amount_fen": 800,
        "detail": {"to": "b1"},
    }
    assert headers["Idempotency-Key"] == PAYOUT.key
    assert abs(int(headers["X-Xiaoer-Timestamp"]) - system_clock().timestamp()) < 60


@pytest.mark.parametrize("trouble", ["500", "503", "429", "drop", "half", "hang", "trickle"])
def test_trouble_that_passes(
    gateway: HttpGateway, side: OtherSide, waited: list[float], trouble: str
) -> None:
    side.plan = [trouble, trouble]
    assert gateway.carry_out(PAYOUT).reference == "R1"
    assert len(side.requests) == 3
    assert len(side.done) == 1, "it may have been done before the answer was lost, but once"
    assert waited == [0.5, 1.0]


@pytest.mark.parametrize("trouble", ["500", "429", "drop", "hang"])
def test_trouble_that_stays(
    gateway: HttpGateway, side: OtherSide, waited: list[float], trouble: str
) -> None:
    side.plan = [trouble] * 9
    with pytest.raises(GatewayUnavailable):
        gateway.carry_out(PAYOUT)
    assert len(side.requests) == 4
    assert waited == [0.5, 1.0, 2.0]


def test_nobody_there(waited: list[float]) -> None:
    endpoint = Endpoint("http://127.0.0.1:1/", SECRET, 0.4, attempts=2)
    gateway = HttpGateway(endpoint, system_clock, sleep=waited.append)
    with pytest.raises(GatewayUnavailable, match="没有收到回复"):
        gateway.carry_out(PAYOUT)
    (pause,) = waited
    assert 0.25 <= pause <= 0.5


def test_the_other_side_may_ask_for_patience(
    gateway: HttpGateway, side: OtherSide, waited: list[float]
) -> None:
    side.plan = ["patience"]
    gateway.carry_out(PAYOUT)
    assert waited == [3.0]


@pytest.mark.parametrize(
    ("trouble", "error", "said"),
    [
        ("refuse", GatewayRefused, "订单已经全额退过款"),
        ("422", GatewayRefused, "not now"),
        ("dearer", GatewayRefused, "80000 分，应为 800 分"),
        ("redirect", GatewayUnavailable, "302"),
        ("garbage", GatewayUnavailable, "看不懂"),
        ("list", GatewayUnavailable, "看不懂"),
        ("endless", GatewayUnavailable, "太长"),
        ("other", GatewayUnavailable, "对不上"),
        ("nameless", GatewayUnavailable, "编号"),
        ("timeless", GatewayUnavailable, "看不懂"),
    ],
)
def test_answers_that_are_not_tried_again(
    gateway: HttpGateway,
    side: OtherSide,
    waited: list[float],
    trouble: str,
    error: type[Exception],
    said: str,
) -> None:
    side.plan = [trouble]
    with pytest.raises(error, match=said):
        gateway.carry_out(PAYOUT)
    assert len(side.requests) == 1
    assert waited == []


def test_a_wrong_secret_is_our_fault_and_is_tried_again_later(
    side: OtherSide, waited: list[float]
) -> None:
    with pytest.raises(GatewayUnavailable, match="密钥"):
        to(side, waited, secret="not the one they know").carry_out(PAYOUT)
    assert side.done == {}
    assert len(side.requests) == 1


def test_a_second_answer_is_not_the_next_one(gateway: HttpGateway, side: OtherSide) -> None:
    side.plan = ["twice", "twice"]
    assert gateway.carry_out(PAYOUT).reference == "R1"
    assert gateway.carry_out(replace(PAYOUT, key="another")).reference == "R2"


def test_many_at_once_are_done_once(side: OtherSide, waited: list[float]) -> None:
    side.plan = ["drop", "500"] * 4
    gateway = to(side, waited, timeout_s=5)
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: gateway.carry_out(PAYOUT), range(8)))
    assert {receipt.reference for receipt in receipts} == {"R1"}
    assert len(side.done) == 1


def test_an_older_signature_is_not_sent_again(side: OtherSide, waited: list[float]) -> None:
    clock = ManualClock(datetime(2026, 11, 18, tzinfo=timezone.utc))
    endpoint = Endpoint(side.url, SECRET, 0.4, attempts=2)

    def ten_minutes(_seconds: float) -> None:
        clock.now = datetime(2026, 11, 18, 0, 10, tzinfo=timezone.utc)

    side.plan = ["500"]
    HttpGateway(endpoint, clock, sleep=ten_minutes).carry_out(PAYOUT)
    stamps = [int(headers["X-Xiaoer-Timestamp"]) for headers, _ in side.requests]
    assert stamps[1] - stamps[0] == 600


@pytest.mark.parametrize("wrong", [replace(PAYOUT, action="fly"), replace(PAYOUT, amount_fen=-1)])
def test_what_makes_no_sense_is_not_sent(
    gateway: HttpGateway, side: OtherSide, wrong: Instruction
) -> None:
    with pytest.raises(GatewayRefused):
        gateway.carry_out(wrong)
    assert side.requests == []


def test_a_key_with_other_letters_is_written_safely(gateway: HttpGateway, side: OtherSide) -> None:
    gateway.carry_out(replace(PAYOUT, key="退款\r\nX-Evil: 1"))
    ((headers, body),) = side.requests
    assert "X-Evil" not in headers
    assert headers["Idempotency-Key"].isascii()
    assert body["key"] == "退款\r\nX-Evil: 1"


def test_the_example_in_the_documentation_is_right() -> None:
    text = (ROOT / "docs" / "gateways.md").read_text(encoding="utf-8")
    secret = re.search(r"XIAOER_GATEWAY_SECRET=(\S+)", text)
    timestamp = re.search(r"X-Xiaoer-Timestamp: (\d+)", text)
    body = re.search(r"^(\{\"action\".*\})$", text, re.M)
    signed = re.search(r"X-Xiaoer-Signature: (\S+)", text)
    assert secret and timestamp and body and signed
    assert signature(secret[1], timestamp[1], body[1].encode()) == signed[1]
