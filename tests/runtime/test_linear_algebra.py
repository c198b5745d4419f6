"""The kernel of numpy's linear algebra follows the processor's features."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from xiaoer.runtime.linear_algebra import VARIABLE, choose_kernel


def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes the variable away; set first, so that it is put back in any case."""
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.delenv(VARIABLE)


AVX512 = "avx2 fma avx512f avx512cd avx512bw avx512dq avx512vl"


@pytest.mark.parametrize(
    ("flags", "kernel"),
    [
        (f"fpu sse2 {AVX512}", "SKYLAKEX"),
        ("fpu sse2 avx2 fma", "HASWELL"),
        ("fpu sse2 avx2 fma avx512f", "HASWELL"),
        ("fpu sse2", None),
    ],
)
def test_kernel_is_the_best_that_the_processor_can_run(
    flags: str, kernel: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unset(monkeypatch)
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(f"processor : 0\nflags\t\t: {flags}\nmodel : 1\n", encoding="ascii")

    choose_kernel(cpuinfo)

    assert os.environ.get(VARIABLE) == kernel


def test_owner_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "PRESCOTT")
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(f"flags : {AVX512}\n", encoding="ascii")

    choose_kernel(cpuinfo)

    assert os.environ[VARIABLE] == "PRESCOTT"


def test_without_a_processor_file_nothing_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unset(monkeypatch)

    choose_kernel(tmp_path / "nothing")

    assert VARIABLE not in os.environ
