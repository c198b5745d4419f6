"""Hands instructions to the shop's own system over HTTP; docs/gateways.md is the other side's view.

Every request is signed, and may be sent again: the other side knows it by its key. What is not a
clear answer is never taken for one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import random
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Callable, Optional
from urllib.parse import quote

import urllib3

from xiaoer.shop.aftersales.gateways.ports import (
    ACTIONS,
    GatewayRefused,
    GatewayUnavailable,
    Instruction,
    Receipt,
)
from xiaoer.shop.clock import Clock

log = logging.getLogger(__name__)

#: Seconds before the second attempt; doubled with each further one, at most LONGEST_WAIT_S.
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 8.0
#: An answer is a few hundred bytes; of a longer one nothing is believed.
_LONGEST_ANSWER = 64 * 1024
#: What says nothing of the instruction: our settings are wrong, or the other side was too slow.
_NOT_ABOUT_IT = frozenset({401, 403, 408})


@dataclass(frozen=True)
class Endpoint:
    """Where instructions go."""

    url: str
    #: Known to both sides; signs every request.
    secret: str
    #: Seconds for one attempt, from connecting to the last byte of the answer.
    timeout_s: float
    #: How often it is tried before the ticker is told to come back later.
    attempts: int


class _TryAgain(Exception):
    """No answer this time, or one that asks for patience of so many seconds."""

    def __init__(self, why: str, wait_s: float = 0.0) -> None:
        super().__init__(why)
        self.wait_s = wait_s


class HttpGateway:
    """Posts each instruction, again while there is no answer, with growing and uneven pauses."""

    def __init__(
        self,
        endpoint: Endpoint,
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`sleep` waits seconds; `chance` gives the uneven part of the pauses, from 0 to 1."""
        self._endpoint, self._clock = endpoint, clock
        self._sleep, self._chance = sleep, chance

    def carry_out(self, instruction: Instruction) -> Receipt:
        """Has it done once per key. Raises GatewayUnavailable or GatewayRefused."""
        _check(instruction)
        body = json.dumps(asdict(instruction), ensure_ascii=False, sort_keys=True).encode()
        last = self._endpoint.attempts - 1
        for attempt in range(self._endpoint.attempts):
            try:
                return self._once(instruction, body)
            except _TryAgain as error:
                log.warning("gateway, %s, attempt %d: %s", instruction.key, attempt + 1, error)
                if attempt == last:
                    raise GatewayUnavailable(str(error)) from error
                self._sleep(self._pause(attempt, error.wait_s))
        raise AssertionError("an endpoint has at least one attempt")

    def _pause(self, attempt: int, wanted_s: float) -> float:
        """Uneven, so that many who failed together do not come back together."""
        longest = min(FIRST_WAIT_S * 2.0**attempt, LONGEST_WAIT_S)
        return max(longest * (0.5 + self._chance() / 2), min(wanted_s, LONGEST_WAIT_S))

    def _once(self, instruction: Instruction, body: bytes) -> Receipt:
        deadline = time.monotonic() + self._endpoint.timeout_s
        try:
            # A connection of its own: what else may come on it is not the answer to the next one.
            with (
                urllib3.PoolManager(retries=False) as pool,
                pool.request(
                    "POST",
                    self._endpoint.url,
                    body=body,
                    headers=self._headers(instruction.key, body),
                    timeout=urllib3.Timeout(total=self._endpoint.timeout_s),
                    redirect=False,
                    preload_content=False,
                ) as response,
            ):
                answer = _read(response, deadline)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise _TryAgain(f"没有收到回复（{type(error).__name__}）") from error
        return _receipt(instruction, response, answer)

    def _headers(self, key: str, body: bytes) -> dict[str, str]:
        timestamp = str(int(self._clock().timestamp()))
        return {
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "Idempotency-Key": quote(key, safe=":"),
            "X-Xiaoer-Timestamp": timestamp,
            "X-Xiaoer-Signature": signature(self._endpoint.secret, timestamp, body),
        }


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """ "v1=" and the HMAC-SHA256, in hex, over timestamp, full stop and body."""
    signed = timestamp.encode() + b"." + body
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _check(instruction: Instruction) -> None:
    if instruction.action not in ACTIONS:
        raise GatewayRefused(f"不认识的指令 {instruction.action}")
    if instruction.amount_fen < 0:
        raise GatewayRefused(f"金额不能是负数：{instruction.amount_fen} 分")


def _read(response: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
    """The body; an answer that trickles in for longer than the time-out is none."""
    answer = b""
    while chunk := response.read1(4096):
        answer += chunk
        if len(answer) > _LONGEST_ANSWER:
            raise GatewayUnavailable("对方的回复太长，不像是一条回执")
        if time.monotonic() > deadline:
            raise _TryAgain("对方回复得太慢")
    return answer


def _receipt(
    instruction: Instruction, response: urllib3.BaseHTTPResponse, answer: bytes
) -> Receipt:
    status = response.status
    if status >= 500 or status == 429:
        raise _TryAgain(f"对方暂时处理不了（HTTP {status}）", _retry_after(response))
    if status in _NOT_ABOUT_IT or 300 <= status < 400:
        raise GatewayUnavailable(f"对方没有受理（HTTP {status}），请检查网关的地址和密钥")
    told = _json(answer)
    if status >= 400:
        detail = str(told.get("detail") or "没有说明原因")[:200]
        raise GatewayRefused(f"对方拒绝了（HTTP {status}）：{detail}")
    return _checked(instruction, told)


def _checked(instruction: Instruction, told: dict[str, Any]) -> Receipt:
    """The receipt, if it is one for this very instruction."""
    reference, at = told.get("reference"), _moment(told.get("at"))
    if told.get("key") != instruction.key or at is None:
        raise GatewayUnavailable("对方的回执对不上这条指令，或看不懂")
    if not isinstance(reference, str) or not 0 < len(reference.strip()) <= 128:
        raise GatewayUnavailable("对方的回执没有可用的编号")
    if told.get("amount_fen") != instruction.amount_fen:
        # It did something, but not this: to ask again would not put it right.
        raise GatewayRefused(
            f"对方回执的金额是 {told.get('amount_fen')} 分，应为 {instruction.amount_fen} 分"
        )
    return Receipt(reference.strip(), at)


def _json(answer: bytes) -> dict[str, Any]:
    try:
        told = json.loads(answer)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _moment(value: object) -> Optional[datetime]:
    try:
        moment = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _retry_after(response: urllib3.BaseHTTPResponse) -> float:
    """Seconds that the other side asks us to wait; its other form, a date, is not read."""
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdecimal() else 0.0
