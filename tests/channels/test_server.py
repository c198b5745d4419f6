"""Starting and stopping."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from xiaoer.channels import server
from xiaoer.channels.server import BackgroundTicker, PortTaken, ensure_port_free, listening
from xiaoer.settings import Settings
from xiaoer.shop import Shop


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_taken_port_is_told_with_the_remedy(taken: int) -> None:
    with pytest.raises(PortTaken, match=rf"{taken}.*--port"):
        ensure_port_free("127.0.0.1", taken)


def test_a_taken_port_is_seen_from_all_addresses(taken: int) -> None:
    with pytest.raises(PortTaken):
        ensure_port_free("0.0.0.0", taken)


def test_a_free_port_is_fine(taken: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    ensure_port_free("127.0.0.1", free)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("203.0.113.7", 5005)])
def test_what_can_never_work_is_told_too(host: str, port: int) -> None:
    with pytest.raises(PortTaken, match=str(port)):
        ensure_port_free(host, port)


def test_the_server_listens_on_loopback_unless_told_otherwise() -> None:
    assert Settings(_env_file=None).host == "127.0.0.1"


def test_the_ticker_runs_beside_the_server(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    ticked = threading.Event()
    monkeypatch.setattr(shop, "tick", lambda: ticked.set() or [])
    background = BackgroundTicker(shop, 0.01)
    background.start()
    assert ticked.wait(5)
    background.stop()
    assert not any(thread.name == "ticker" for thread in threading.enumerate())


def test_serve_refuses_a_taken_port_before_anything_else(
    taken: int, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "create_app", lambda *_: pytest.fail("built the app"))
    with pytest.raises(PortTaken):
        server.serve(Settings(_env_file=None, port=taken), shop, None)  # type: ignore[arg-type]


def test_the_port_is_kept_from_the_check_to_the_first_request(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening("127.0.0.1", 0) as probe:
        port = probe.getsockname()[1]

    class App:
        def register_listener(self, *_: object) -> None:
            assert_taken(port)

        def run(self, *, sock: socket.socket, **_: object) -> None:
            assert sock.getsockname() == ("127.0.0.1", port)
            assert_taken(port)

    monkeypatch.setattr(server, "create_app", lambda *_: App())
    server.serve(Settings(_env_file=None, port=port), shop, None)  # type: ignore[arg-type]
    ensure_port_free("127.0.0.1", port)


def assert_taken(port: int) -> None:
    with pytest.raises(PortTaken):
        ensure_port_free("127.0.0.1", port)
