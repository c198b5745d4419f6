"""Amounts as they are typed on a command line."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from xiaoer.cli.errors import CommandFailed


def parse_yuan(text: str) -> int:
    """Reads an amount in yuan ("5", "4.5", "5元") as fen. Raises CommandFailed."""
    try:
        fen = Decimal(text.strip().strip("¥￥元")) * 100
    except InvalidOperation as error:
        raise CommandFailed(f"金额“{text}”看不懂，请写成 5 或 4.5（单位是元）") from error
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise CommandFailed(f"金额“{text}”最小到分，请写成 5 或 4.50")
    return int(fen)
