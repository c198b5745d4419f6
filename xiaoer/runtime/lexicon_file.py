"""The file in which the core tells the understanding the shop's names."""

from __future__ import annotations

import json
import os
from typing import Any

from xiaoer.settings import Settings


def write_lexicon(settings: Settings, lexicon: dict[str, Any]) -> bool:
    """Writes the names that the understanding must know; returns whether they had changed.

    The pipeline reads the file named in XIAOER_LEXICON, and again whenever it changes.
    """
    path = settings.lexicon.resolve()
    os.environ["XIAOER_LEXICON"] = str(path)
    text = json.dumps(lexicon, ensure_ascii=False, indent=1, sort_keys=True)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".json.new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)
    return True
