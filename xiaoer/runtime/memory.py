"""What is loaded once and stays for good."""

from __future__ import annotations

import ctypes
import gc


def settle() -> None:
    """Called when everything is loaded, before the first buyer.

    Looking through all of it again and again for garbage would stop every conversation for a
    fifth of a second. What loading needed only for a while goes back to the system; by itself the
    C library keeps it (70 MB) for later.
    """
    gc.collect()
    gc.freeze()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:  # glibc alone has it
        trim(0)
