"""Tells numpy's linear algebra which processor it runs on.

numpy 1.23 is the newest that Rasa takes. Its OpenBLAS is of 2022: on a processor that came later
it falls back to code for one of 2004, and the factorisation of the training takes several times as
long.
"""

from __future__ import annotations

import os
from pathlib import Path

#: Names a kernel of OpenBLAS; read once, when numpy is imported.
VARIABLE = "OPENBLAS_CORETYPE"

#: The best kernel first, with the processor features that it needs.
_KERNELS = (
    ("SKYLAKEX", frozenset({"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"})),
    ("HASWELL", frozenset({"avx2", "fma"})),
)


def choose_kernel(cpuinfo: Path = Path("/proc/cpuinfo")) -> None:
    """Sets `OPENBLAS_CORETYPE` by what the processor can do, unless the owner has set it.

    Does nothing where Linux does not tell (another system, another kind of processor): there
    OpenBLAS is left to find out by itself.
    """
    if VARIABLE in os.environ:
        return
    features = _features(cpuinfo)
    for kernel, needed in _KERNELS:
        if needed <= features:
            os.environ[VARIABLE] = kernel
            return


def _features(cpuinfo: Path) -> frozenset[str]:
    try:
        lines = cpuinfo.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return frozenset()
    flags = (line.partition(":")[2] for line in lines if line.startswith("flags"))
    return frozenset(next(flags, "").split())
