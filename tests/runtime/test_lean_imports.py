"""Rasa without what the bot never uses. Each case needs an interpreter of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def python(code: str, **environment: str) -> str:
    """Runs code in a fresh interpreter; returns what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


MEASURE = """
import re, sys
import xiaoer.runtime.agent
heavy = {"tensorflow", "keras", "boto3", "pymongo", "slack_sdk", "twilio", "matplotlib"}
real = {name for name, module in sys.modules.items() if getattr(module, "__file__", None)}
print(sorted({name.split(".")[0] for name in real} & heavy))
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read()).group(1))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's /proc")
def test_the_agent_loads_without_tensorflow() -> None:
    loaded, kilobytes = python(MEASURE).splitlines()
    assert loaded == "[]"
    # Stock Rasa takes 630 MB at this point.
    assert int(kilobytes) < 250_000


def test_whoever_calls_what_is_left_out_is_told() -> None:
    printed = python(
        "import xiaoer.runtime\n"
        "import tensorflow as tf\n"
        "from xiaoer.runtime.lean_imports import LeftOut\n"
        "for call in (lambda: tf.config.list_physical_devices('GPU'), lambda: tf.keras.Model()):\n"
        "    try:\n"
        "        call()\n"
        "    except LeftOut as error:\n"
        "        print(isinstance(error, ImportError), 'XIAOER_FULL_RASA=1' in str(error))"
    )
    assert printed.splitlines() == ["True True", "True True"]


def test_components_of_a_stock_pipeline_name_the_way_out() -> None:
    printed = python(
        "import xiaoer.runtime\n"
        "from rasa.nlu.classifiers.diet_classifier import DIETClassifier\n"
        "try:\n"
        "    DIETClassifier({})\n"
        "except ImportError as error:\n"
        "    print(error)"
    )
    assert "diet_classifier.DIETClassifier" in printed
    assert "XIAOER_FULL_RASA" in printed


def test_importing_it_loads_no_rasa() -> None:
    printed = python("import xiaoer.runtime.prepare, sys\nprint('rasa' in sys.modules)")
    assert printed == "False"


def test_telemetry_is_off() -> None:
    assert (
        python("import os, xiaoer.runtime; print(os.environ['RASA_TELEMETRY_ENABLED'])") == "false"
    )


@pytest.mark.slow
def test_the_owner_may_have_all_of_rasa() -> None:
    printed = python(
        "import xiaoer.runtime.agent, tensorflow; print(bool(tensorflow.__file__))",
        XIAOER_FULL_RASA="1",
    )
    assert printed == "True"


@pytest.mark.slow
def test_a_process_that_has_tensorflow_keeps_it() -> None:
    printed = python(
        "import tensorflow\n"
        "from xiaoer.runtime.lean_imports import install, is_lean\n"
        "print(install(), is_lean(), bool(tensorflow.__file__))"
    )
    assert printed == "False False True"
