"""What buyers write does not get onto standard output, nor into the log."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

SPEAK = """
import logging, warnings
from xiaoer.runtime.quiet import configure_logging
configure_logging()
import sanic.app, structlog
structlog.get_logger().debug("processor.message.parse", parse_data_text="我的电话是13800000000")
structlog.get_logger().info("processor.slots.log", slot_values="我的电话是13800000000")
logging.getLogger("rasa.core.processor").info("heard 我的电话是13800000000")
logging.getLogger("xiaoer.runtime").info("a line of ours")
logging.getLogger("rasa.core.agent").error("a real problem")
warnings.warn("some API goes away", DeprecationWarning)
"""


def test_only_our_lines_and_real_problems_are_logged() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SPEAK], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "13800000000" not in done.stderr
    assert "goes away" not in done.stderr
    assert "a line of ours" in done.stderr
    assert "a real problem" in done.stderr
