"""The same actions in a server of their own: `rasa run actions`, called by a stock Rasa agent."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rasa.core.agent import Agent
from rasa.utils.endpoints import EndpointConfig

from xiaoer.shop import Shop

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture
def server(demo_file: Path, tmp_path: Path) -> Iterator[str]:
    """The base address of an action server over a demo shop of its own."""
    (tmp_path / "var").mkdir()
    shutil.copy(demo_file, tmp_path / "var" / "xiaoer.db")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["-m", "rasa", "run", "actions", "--actions", "actions", "--port", str(port)]
    environment = {
        "XIAOER_DATA_DIR": str(tmp_path / "var"),
        "SANIC_HOST": "127.0.0.1",
        "RASA_TELEMETRY_ENABLED": "false",
    }
    with subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env={**os.environ, **environment}
    ) as process:
        base = f"http://127.0.0.1:{port}"
        _wait_for(f"{base}/health")
        yield base
        process.terminate()


def _wait_for(address: str, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if httpx.get(address, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    raise AssertionError(f"{address} did not answer within {seconds:.0f} s")


async def test_it_answers_a_stock_agent(server: str, model: Path, tmp_path: Path) -> None:
    endpoint = EndpointConfig(f"{server}/webhook", enable_selective_domain=True)
    agent = Agent.load(model, action_endpoint=endpoint)
    answers = await agent.handle_text("在吗", sender_id="shell-1")
    assert answers
    stored = shop_in(tmp_path).messages("shell-1")
    assert [message.author for message in stored][:2] == ["buyer", "bot"]
    assert [message.text for message in stored[1:]] == [answer["text"] for answer in answers]


def shop_in(folder: Path) -> Shop:
    """Opens the action server's shop."""
    from xiaoer.bootstrap import build_shop
    from xiaoer.settings import Settings

    return build_shop(Settings(_env_file=None, data_dir=folder / "var"))
