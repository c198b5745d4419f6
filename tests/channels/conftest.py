"""A real server on a free port, with the real bot, in a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import jwt
import pytest
from sanic import Sanic
from sqlalchemy import select

from tests.runtime.fixtures import agent, bot, loaded_once, model
from xiaoer.channels.app import create_app
from xiaoer.runtime.bot import Bot
from xiaoer.settings import Settings
from xiaoer.shop import Shop
from xiaoer.shop.orders.model import Buyer

__all__ = ["agent", "bot", "loaded_once", "model"]

SYSTEM, ADMIN, SECRET = "the-system", "the-administrator", "signs the tokens of buyers" * 2


@dataclass
class Door:
    """The server as a client sees it."""

    client: httpx.Client
    app: Any

    def call(self, method: str, path: str, token: str | None = None, **more: Any) -> httpx.Response:
        """Sends one request."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= more.pop("headers", {})
        return self.client.request(method, path, headers=headers, **more)

    def say(self, conversation: str, text: str, token: str = SYSTEM, **more: Any) -> httpx.Response:
        """Posts a message."""
        path = f"/api/v1/conversations/{conversation}/messages"
        return self.call("POST", path, token, json={"text": text, **more})


@pytest.fixture
def buyers(shop: Shop) -> list[str]:
    """The demo buyers' ids."""
    with shop.db.read() as session:
        return sorted(session.execute(select(Buyer.id)).scalars())


@pytest.fixture
def token() -> Callable[..., str]:
    """Signs a buyer's token that lasts ten minutes: `token("b01")`, `token("b01", exp=…)`."""

    def sign(buyer: Any, secret: str = SECRET, **claims: Any) -> str:
        lasting = {"exp": datetime.now(timezone.utc) + timedelta(minutes=10)}
        given = {"sub": buyer, **lasting, **claims}
        kept = {name: value for name, value in given.items() if value is not None}
        return jwt.encode(kept, secret, algorithm="HS256")

    return sign


@pytest.fixture
def settings() -> Settings:
    """Without an administrator; `admin_settings` has one."""
    return Settings(_env_file=None, api_token=SYSTEM, buyer_secret=SECRET, admin_token=None)


@pytest.fixture
def door(settings: Settings, shop: Shop, bot: Bot) -> Iterator[Door]:
    """The server without an administrator."""
    yield from _served(settings, shop, bot)


@pytest.fixture
def admin_door(settings: Settings, shop: Shop, bot: Bot) -> Iterator[Door]:
    """The server with Rasa's own routes, for the administrator."""
    with_admin = settings.copy(update={"admin_token": type(settings.api_token)(ADMIN)})
    yield from _served(with_admin, shop, bot)


def _served(settings: Settings, shop: Shop, bot: Bot) -> Iterator[Door]:
    Sanic.test_mode = True
    app = create_app(settings, shop, bot)
    started, stop = threading.Event(), threading.Event()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))

    async def run() -> None:
        server = await app.create_server(sock=listening, return_asyncio_server=True)
        await server.startup()
        await server.start_serving()
        started.set()
        await asyncio.get_running_loop().run_in_executor(None, stop.wait)
        server.close()

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    assert started.wait(20)
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with httpx.Client(base_url=base, timeout=20, trust_env=False) as client:
        yield Door(client, app)
    stop.set()
    thread.join(20)
