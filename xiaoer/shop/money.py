"""Money is integer fen inside and yuan at the edges."""

from __future__ import annotations


def yuan(fen: int) -> str:
    """Writes fen as buyers read it: 2990 -> "29.9", 3000 -> "30", 5 -> "0.05"."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    decimals = f".{rest:02d}".rstrip("0") if rest else ""
    return f"{sign}{whole}{decimals}元"
