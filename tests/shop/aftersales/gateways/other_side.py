"""A shop system on a real port: it does each instruction once, and fails when told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from xiaoer.shop.aftersales.gateways.http import signature

SECRET = "a secret that both sides know"
#: When it does everything.
AT = "2026-11-18T02:00:00Z"


@dataclass
class OtherSide:
    """What it was asked, what it did, and how it behaves: one word for each coming request."""

    url: str = ""
    plan: list[str] = field(default_factory=list)
    requests: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    #: Key -> its receipt: what was really done.
    done: dict[str, dict[str, Any]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def do(self, headers: dict[str, str], body: bytes) -> tuple[str, dict[str, Any]]:
        """Checks the signature and does what is new; returns how to answer, and the receipt."""
        instruction = json.loads(body)
        with self.lock:
            self.requests.append((headers, instruction))
            behaviour = self.plan.pop(0) if self.plan else "ok"
            expected = signature(SECRET, headers["X-Xiaoer-Timestamp"], body)
            if headers["X-Xiaoer-Signature"] != expected:
                return "401", {}
            if behaviour in ("500", "503", "429", "422", "refuse"):
                return behaviour, {}
            key = headers["Idempotency-Key"]
            number = f"R{len(self.done) + 1}"
            made = {**instruction, "reference": number, "at": AT}
            return behaviour, self.done.setdefault(key, made)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        side: OtherSide = self.server.side  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        behaviour, receipt = side.do(dict(self.headers), body)
        getattr(self, f"_{behaviour}", self._status)(behaviour, receipt)

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _status(self, behaviour: str, _receipt: dict[str, Any]) -> None:
        self._send(int(behaviour), b'{"detail": "not now"}')

    def _ok(self, _behaviour: str, receipt: dict[str, Any]) -> None:
        self._send(200, json.dumps(receipt).encode())

    def _refuse(self, _behaviour: str, _receipt: dict[str, Any]) -> None:
        self._send(409, '{"detail": "订单已经全额退过款"}'.encode())

    def _patience(self, _behaviour: str, _receipt: dict[str, Any]) -> None:
        self._send(429, b"", Retry_After="3")

    def _redirect(self, _behaviour: str, _receipt: dict[str, Any]) -> None:
        self._send(302, b"", Location="http://127.0.0.1:1/")

    def _twice(self, _behaviour: str, receipt: dict[str, Any]) -> None:
        self._ok("ok", receipt)
        self._ok("ok", {**receipt, "reference": "GHOST"})

    def _drop(self, _behaviour: str, _receipt: dict[str, Any]) -> None:
        self.close_connection = True
        self.connection.close()

    def _half(self, _behaviour: str, receipt: dict[str, Any]) -> None:
        body = json.dumps(receipt).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:10])
        self._drop("drop", receipt)

    def _hang(self, _behaviour: str, receipt: dict[str, Any]) -> None:
        time.sleep(1)
        self._ok("ok", receipt)

    def _trickle(self, _behaviour: str, _receipt: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(20):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)

    def _garbage(self, _behaviour: str, _receipt: dict[str, Any]) -> None:
        self._send(200, b"<html>\xff welcome </html>")

    def _list(self, _behaviour: str, _receipt: dict[str, Any]) -> None:
        self._send(200, b"[1, 2]")

    def _endless(self, _behaviour: str, _receipt: dict[str, Any]) -> None:
        self._send(200, b"x" * 200_000)

    def _other(self, _behaviour: str, receipt: dict[str, Any]) -> None:
        self._ok("ok", {**receipt, "key": "somebody-else"})

    def _nameless(self, _behaviour: str, receipt: dict[str, Any]) -> None:
        self._ok("ok", {**receipt, "reference": "  "})

    def _timeless(self, _behaviour: str, receipt: dict[str, Any]) -> None:
        self._ok("ok", {**receipt, "at": "2026-11-18 10:00"})

    def _dearer(self, _behaviour: str, receipt: dict[str, Any]) -> None:
        self._ok("ok", {**receipt, "amount_fen": 80_000})

    def log_message(self, format: str, *args: Any) -> None:
        """Tests print nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some tests are about."""


@contextmanager
def other_side() -> Iterator[OtherSide]:
    """A server on a free loopback port."""
    server = _Server(("127.0.0.1", 0), _Handler)
    side = OtherSide(url=f"http://127.0.0.1:{server.server_port}/xiaoer")
    server.side = side  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield side
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
