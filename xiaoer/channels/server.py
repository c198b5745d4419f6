"""Runs the server and the ticker beside it."""

from __future__ import annotations

import errno
import logging
import socket
import threading
from collections.abc import Callable
from typing import Optional

from sanic import Sanic

from xiaoer.channels.app import create_app
from xiaoer.jobs import ticker
from xiaoer.runtime.bot import Bot
from xiaoer.runtime.memory import settle
from xiaoer.settings import Settings
from xiaoer.shop import Shop

logger = logging.getLogger(__name__)

#: How long the ticker may finish what it is doing when the server stops.
TICKER_STOPS_WITHIN_S = 10

#: Connections that may wait until the server takes them, as Sanic's own default.
BACKLOG = 100


class PortTaken(Exception):
    """The server cannot listen there; the message says why and what to do."""


def ensure_port_free(host: str, port: int) -> None:
    """Raises PortTaken where nobody can listen on the address."""
    listening(host, port).close()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens on the address; nobody else can have it then. Raises PortTaken."""
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        # A port of a server just stopped counts as free.
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        found.close()
        raise _port_taken(host, port, error) from error
    return found


def _port_taken(host: str, port: int, error: Exception) -> PortTaken:
    if isinstance(error, OverflowError):
        return PortTaken(f"端口 {port} 不在 1–65535 之间")
    if isinstance(error, PermissionError):
        return PortTaken(f"没有权限使用端口 {port}，请用 --port 换一个大于 1023 的端口")
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return PortTaken(
            f"{host} 的端口 {port} 已被占用，可能已有一个店小二在运行。"
            "请先停掉它，或用 --port 换一个端口"
        )
    return PortTaken(
        f"不能在 {host} 的端口 {port} 上监听（{getattr(error, 'strerror', error)}）。"
        "请检查 --host，本机自用写 127.0.0.1"
    )


class BackgroundTicker:
    """The ticker of `xiaoer.jobs` in a thread of the server's process."""

    def __init__(self, shop: Shop, interval_s: float) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=ticker.run_forever,
            args=(shop, interval_s, self._stop),
            name="ticker",
            daemon=True,
        )

    def start(self) -> None:
        """Begins to fire what is due."""
        self._thread.start()

    def stop(self) -> None:
        """Lets it finish what it is doing."""
        self._stop.set()
        self._thread.join(TICKER_STOPS_WITHIN_S)


def with_ticker(app: Sanic, shop: Shop, interval_s: float) -> None:
    """The ticker runs as long as the app does."""
    background = BackgroundTicker(shop, interval_s)

    async def start(app: Sanic, loop: object) -> None:
        background.start()

    async def stop(app: Sanic, loop: object) -> None:
        background.stop()

    app.register_listener(start, "before_server_start")
    app.register_listener(stop, "after_server_stop")


def serve(
    settings: Settings, shop: Shop, bot: Bot, on_ready: Optional[Callable[[], None]] = None
) -> None:
    """Serves until it is stopped. Raises PortTaken.

    `on_ready` is called once requests are answered.
    """
    # From here on the port is ours: of two that start at once the second is told now, and not by
    # Sanic, which would log a traceback and end as if all were well.
    sock = listening(settings.host, settings.port)
    app = create_app(settings, shop, bot)
    with_ticker(app, shop, settings.ticker_interval_s)

    async def warm_up(app: Sanic, loop: object) -> None:
        await bot.warm_up()
        settle()

    async def ready(app: Sanic, loop: object) -> None:
        if on_ready is not None:
            on_ready()

    app.register_listener(warm_up, "before_server_start")
    app.register_listener(ready, "after_server_start")
    try:
        app.run(sock=sock, workers=1, access_log=False, motd=False)
    finally:
        sock.close()
