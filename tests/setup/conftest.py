"""A bare machine: a project folder with a space in its path, an empty PATH, an empty home."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: The interpreter behind this environment; tests put links to it where a machine might have it.
REAL_PYTHON = Path(getattr(sys, "_base_executable", sys.executable))

#: What the scripts may use besides the shell; a fresh Debian has these.
BASICS = ("rm", "mkdir", "ln", "cat", "sleep")


class Machine:
    """Runs the project's scripts with nothing around them but what a test has put there."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "my shop 小店"
        self.home = folder / "home"
        self.path = folder / "bin"
        for made in (self.project, self.home, self.path):
            made.mkdir()
        shutil.copytree(ROOT / "scripts", self.project / "scripts")
        for tool in BASICS:
            found = shutil.which(tool)
            assert found, tool
            (self.path / tool).symlink_to(found)

    def program(self, name: str, *lines: str, folder: Path | None = None) -> Path:
        """Puts a shell script where the scripts will find it."""
        where = folder or self.path
        where.mkdir(parents=True, exist_ok=True)
        path = where / name
        path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def run(
        self, script: str, *arguments: str, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs a script of the project from another folder."""
        with self.started(script, *arguments, **environment) as process:
            try:
                out, err = process.communicate(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def started(self, script: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Starts a script of the project from another folder."""
        return subprocess.Popen(
            ["/bin/sh", str(self.project / "scripts" / script), *arguments],
            cwd=self.home,
            env={"PATH": str(self.path), "HOME": str(self.home), "LANG": "C.UTF-8", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with neither Python nor uv."""
    return Machine(tmp_path)


def version_of(python: str) -> str:
    """What an interpreter says of itself."""
    command = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.check_output(command, encoding="utf-8", env=environment).strip()
