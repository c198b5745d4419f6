"""The names that the shop knows: its goods, carriers, colours and places."""

from __future__ import annotations

import json
import logging
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping

from xiaoer.nlu import wordlists

logger = logging.getLogger(__name__)

#: Names the file that the core writes after an import.
VARIABLE = "XIAOER_LEXICON"
KINDS = ("product", "carrier", "colour", "region")

Names = Mapping[str, Mapping[str, str]]


def built_in() -> dict[str, dict[str, str]]:
    """Carriers, colours and Chinese regions; no goods."""
    return {
        "product": {},
        "carrier": dict(wordlists.aliases("carriers")),
        "colour": dict(wordlists.aliases("colours")),
        "region": dict(wordlists.regions()),
    }


@dataclass
class LexiconFile:
    """The lexicon on disk, read anew when it changes.

    A file that is missing or cannot be read leaves the built-in names in force: the bot must
    not stop because an import is half written.
    """

    path: Path | None = None
    _seen: tuple[float, int] | None = field(default=None, init=False)
    _fresh: bool = field(default=False, init=False)

    @classmethod
    def from_environment(cls) -> LexiconFile:
        """The file named by `XIAOER_LEXICON`, else none."""
        told = os.environ.get(VARIABLE)
        return cls(Path(told) if told else None)

    def changed(self) -> Names | None:
        """The names if this is the first call or the file changed since the last, else None."""
        state = self._state()
        if self._fresh and state == self._seen:
            return None
        self._seen, self._fresh = state, True
        return self._read() if state else built_in()

    def _state(self) -> tuple[float, int] | None:
        if self.path is None:
            return None
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime, found.st_size

    def _read(self) -> Names:
        names = built_in()
        try:
            told = json.loads((self.path or Path()).read_text(encoding="utf-8"))
            for kind in KINDS:
                entries = dict(told.get(kind, {})).items()
                names[kind].update(
                    (alias.strip(), name) for alias, name in entries if _usable(alias, kind)
                )
        except (OSError, ValueError, AttributeError, TypeError) as error:
            logger.warning("lexicon %s cannot be read: %s", self.path, error)
            return built_in()
        return names


def _usable(alias: object, kind: str) -> bool:
    """Bare numbers would be found everywhere, and so would single characters: only goods have
    such names (鞋), which the tagger finds where they are a word of their own."""
    if not isinstance(alias, str) or re.fullmatch(r"[\d.\s]*", alias):
        return False
    return len(alias.strip()) > 1 or (kind == "product" and "一" <= alias.strip() <= "鿿")
