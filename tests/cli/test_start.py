"""Commands that do not talk start lean: what takes long to load is not loaded.

How many seconds that makes depends on the machine; `python -m bench.starts` measures them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT

#: What only talking needs. spaCy and jieba are the understanding's, sanic is the server's.
TALKING = {
    *("rasa", "rasa_sdk", "tensorflow", "numpy", "scipy", "sklearn", "spacy", "jieba"),
    *("sanic", "prompt_toolkit", "xiaoer.nlu", "xiaoer.runtime.bot", "xiaoer.channels.server"),
    # Every reply and what leads to it: half of the core's code.
    *("xiaoer.shop.replies", "xiaoer.shop.dialogue.respond"),
}
#: Loaded where a database has to be changed to this version's schema, by nobody else.
MIGRATING = {"alembic", "mako"}
DATABASE = {"sqlalchemy", "xiaoer.shop"}
#: For settings, asynchronous drivers and drawn tables: not for printing a few words.
MORE_THAN_WORDS = {"pydantic", "yaml", "asyncio", "rich"}

#: What each command must do without.
WITHOUT = {
    "--help": TALKING | MIGRATING | DATABASE | MORE_THAN_WORDS,
    "chat --help": TALKING | MIGRATING | DATABASE | MORE_THAN_WORDS,
    "version": TALKING | MIGRATING | DATABASE | MORE_THAN_WORDS,
    "policy check": TALKING | MIGRATING | DATABASE,
    "demo --json": TALKING | MIGRATING,
    "approvals list": TALKING | MIGRATING,
    "tickets list": TALKING | MIGRATING,
    "conversations list": TALKING | MIGRATING,
    "tick": TALKING | MIGRATING,
    "migrate": TALKING | MIGRATING,
    "import-shop packs/demo --dry-run": TALKING | MIGRATING,
    "seed-demo": TALKING | MIGRATING,
}

PROGRAM = """
import json, sys
from xiaoer.cli.main import run
code = run(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


@pytest.mark.parametrize("command", WITHOUT)
def test_starts_lean(command: str, data_dir: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, *command.split()],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    code, modules = json.loads(result.stderr.splitlines()[-1])

    assert code == 0, result.stderr
    assert set(modules) & WITHOUT[command] == set()


@pytest.mark.parametrize("module", sorted(TALKING | MIGRATING | DATABASE | MORE_THAN_WORDS))
def test_what_must_stay_away_could_come(module: str) -> None:
    assert find_spec(module) is not None, "a name that cannot be loaded proves nothing"
