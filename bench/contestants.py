"""The two bots that are compared: how each is trained, started and asked."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.process import Request, Start, clean_environment
from bench.stock_project import ROOT, STOCK, Cut, fingerprint, write_project

WORK = ROOT / "bench" / "work"

#: The longest that a training may take.
TRAINING_S = 3 * 3600


class TrainingFailed(Exception):
    """The message ends with what the training said."""


@dataclass(frozen=True)
class Training:
    """How long a training took from nothing, wall-clock seconds with the start of Python."""

    seconds: float
    #: Measured by an earlier comparison with the same data and configuration.
    earlier: bool = False


class Contestant(ABC):
    """A bot under test. Its working files are in `bench/work/<name>`."""

    name: str

    @property
    def folder(self) -> Path:
        """Its working files."""
        return WORK / self.name

    @abstractmethod
    def train(self) -> Training:
        """Makes the model, unless one of the same making is kept. Raises TrainingFailed."""

    @abstractmethod
    def prepare(self) -> None:
        """Makes everything ready for a run, as new."""

    @abstractmethod
    def start(self, port: int) -> Start:
        """What starts the server."""

    @abstractmethod
    def first_request(self, port: int) -> Request:
        """A request that only a server which is ready answers."""

    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {}


class Stock(Contestant):
    """Rasa as it comes, `bench/stock/`."""

    name = "stock"

    def __init__(self, cut: Cut) -> None:
        self.cut = cut
        name = f"stock-{fingerprint(cut)}"
        self.model = STOCK / "models" / f"{name}.tar.gz"
        self._told = self.model.with_name(f"{name}.json")

    def train(self) -> Training:
        """Trains the frozen project; a kept model of the same data is taken with its time."""
        if self.model.exists() and self._told.exists():
            told: dict[str, Any] = json.loads(self._told.read_text(encoding="utf-8"))
            return Training(float(told["training_s"]), earlier=True)
        data = write_project(self.folder, self.cut)
        command = [
            *(sys.executable, "-m", "rasa", "train"),
            *("--config", str(self.folder / "config.yml")),
            *("--domain", str(self.folder / "domain.yml")),
            *("--data", *map(str, data)),
            *("--out", str(self.folder / "fresh"), "--fixed-model-name", "stock"),
        ]
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        seconds = _timed(command, self._environment(), self.folder)
        self.model.parent.mkdir(exist_ok=True)
        shutil.move(self.folder / "fresh" / "stock.tar.gz", self.model)
        self._told.write_text(json.dumps({"training_s": seconds}), encoding="utf-8")
        return Training(seconds)

    def prepare(self) -> None:
        """Nothing to do: it keeps nothing."""

    def start(self, port: int) -> Start:
        """`rasa run` with the REST channel, trackers in memory, no action server."""
        command = [
            *(sys.executable, "-m", "rasa", "run", "--model", str(self.model)),
            *("--credentials", str(STOCK / "credentials.yml")),
            *("--interface", "127.0.0.1", "--port", str(port)),
        ]
        # Not from the checkout, whose endpoints.yml is ours.
        return Start(command, self._environment(), STOCK)

    def _environment(self) -> dict[str, str]:
        """Plain, with a training cache of its own."""
        return {**clean_environment(), "RASA_CACHE_DIRECTORY": str(self.folder / "cache")}

    def first_request(self, port: int) -> Request:
        """A message over the REST channel."""
        url = f"http://127.0.0.1:{port}/webhooks/rest/webhook"
        return Request(url, {"sender": "first", "message": "在吗"}, {})


class Ours(Contestant):
    """`xiaoer serve` on a SQLite file, with real actions and everything stored."""

    name = "ours"

    def __init__(self, quick: bool = False) -> None:
        """`quick` takes the project's own model and training cache as they are."""
        self._quick = quick
        self._token = secrets.token_hex(16)
        self._model = ""
        self._data = self.folder / "data"
        self._seeded = self.folder / "seeded"

    def train(self) -> Training:
        """Trains from nothing; where it is to be quick, only what has changed."""
        if not self._quick:
            shutil.rmtree(self._models, ignore_errors=True)
            shutil.rmtree(self.folder / "cache", ignore_errors=True)
        seconds = _timed(_xiaoer("train"), self._environment(), self.folder)
        # The command ends with the model's path. Named at the start of the server, because a
        # source that is edited meanwhile would make it train anew.
        self._model = _log(self.folder).read_text(encoding="utf-8").split()[-1]
        return Training(seconds)

    @property
    def _models(self) -> Path:
        return ROOT / "models" if self._quick else self.folder / "models"

    def prepare(self) -> None:
        """Lays out the demo shop in a new file; it is imported once and copied after that."""
        shutil.rmtree(self._data, ignore_errors=True)
        if not self._seeded.exists():
            for step in ("migrate", "seed-demo"):
                _timed(_xiaoer(step), self._environment(), self.folder)
            self._data.rename(self._seeded)
        shutil.copytree(self._seeded, self._data)

    def forget(self) -> None:
        """Drops the imported demo shop, whose times are relative to its import."""
        shutil.rmtree(self._seeded, ignore_errors=True)

    def start(self, port: int) -> Start:
        """The whole server, as `make run` starts it."""
        listen = ("--host", "127.0.0.1", "--port", str(port))
        command = _xiaoer("serve", *listen, "--model", self._model)
        return Start(command, self._environment(), ROOT)

    def _environment(self) -> dict[str, str]:
        """Its settings; a `.env` of the checkout must not matter."""
        cache = ROOT / ".rasa" / "cache" if self._quick else self.folder / "cache"
        return {
            **clean_environment(),
            "RASA_CACHE_DIRECTORY": str(cache),
            "XIAOER_DATA_DIR": str(self._data),
            "XIAOER_DATABASE_URL": f"sqlite:///{self._data / 'xiaoer.db'}",
            "XIAOER_MODEL_DIR": str(self._models),
            "XIAOER_API_TOKEN": self._token,
            "XIAOER_ADMIN_TOKEN": "",
        }

    def headers(self) -> dict[str, str]:
        """The system's token."""
        return {"Authorization": f"Bearer {self._token}"}

    def first_request(self, port: int) -> Request:
        """A message over the HTTP API."""
        url = f"http://127.0.0.1:{port}/api/v1/conversations/first/messages"
        return Request(url, {"text": "在吗"}, self.headers())


def _xiaoer(*arguments: str) -> list[str]:
    # Not the console script: it would start the checkout that it was installed from.
    start = "from xiaoer.cli.main import main; main()"
    return [sys.executable, "-c", start, *arguments]


def _log(folder: Path) -> Path:
    return folder / "work.log"


def _timed(command: list[str], environment: dict[str, str], folder: Path) -> float:
    """Runs a command from the project's folder and returns its seconds. Raises TrainingFailed."""
    folder.mkdir(parents=True, exist_ok=True)
    log = _log(folder)
    began = time.perf_counter()
    with log.open("wb") as output:
        code = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=TRAINING_S,
            check=False,
        ).returncode
    if code != 0:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        raise TrainingFailed("\n".join([" ".join(command), *tail]))
    return time.perf_counter() - began
