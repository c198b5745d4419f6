"""Adds examples to a file of training data, under the rules that the data is checked by."""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

from xiaoer.nlu.corpus import Example, problems, read

_INTENT = re.compile(r"^- intent:\s*(\S+)\s*$")
_EXAMPLE = re.compile(r"^ {4}-")
#: What the file's format would read as markup.
_MARKUP = re.compile(r"[\[\](){}\r\n]+")


class CannotAdd(Exception):
    """The examples do not fit; the text says which and why, for people."""


@dataclass(frozen=True)
class Change:
    """A file before and after; nothing is written before `write`."""

    path: Path
    before: str
    after: str

    @property
    def difference(self) -> str:
        """The change as a unified diff."""
        lines = difflib.unified_diff(
            self.before.splitlines(), self.after.splitlines(), str(self.path), str(self.path), n=1
        )
        return "\n".join(line.rstrip("\n") for line in lines)

    def write(self) -> None:
        """Replaces the file in one step: nobody reads half of it."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(self.after, encoding="utf-8")
        os.replace(fresh, self.path)


def added(path: Path, examples: Sequence[Tuple[str, str]]) -> Change:
    """The change that puts (intent, text) pairs into the file, at the end of their intents.

    Raises CannotAdd where an intent is not in the file, or an example is empty, stands there
    already, under another intent, or is too much like another one.
    """
    try:
        before = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CannotAdd(f"读不了训练数据 {path}：{error.strerror}") from error
    wanted: Dict[str, List[str]] = {}
    for intent, text in examples:
        plain = re.sub(r"\s+", " ", _MARKUP.sub(" ", text)).strip()
        if not plain:
            raise CannotAdd("有一条消息去掉个人信息后是空的，不能当例句")
        wanted.setdefault(intent, []).append(plain)
    known = list(read(path))
    _check(path, known, wanted)
    return Change(path, before, _inserted(before, wanted))


def _check(path: Path, known: Sequence[Example], wanted: Dict[str, List[str]]) -> None:
    names = {example.intent for example in known}
    if missing := [intent or "（空）" for intent in wanted if intent not in names]:
        raise CannotAdd(f"训练数据里没有意图 {'、'.join(missing)}，请用 --intent 指定")
    fresh = [
        Example(intent, text, (), re.sub(r"\d+(\.\d+)?", "0", text), path, 0)
        for intent, texts in wanted.items()
        for text in texts
    ]
    allowed = set(map(str, problems(known)))
    found = [one for one in problems([*known, *fresh]) if str(one) not in allowed]
    if found:
        raise CannotAdd("不能加进训练数据：\n" + "\n".join(one.message for one in found))


def _inserted(before: str, wanted: Dict[str, List[str]]) -> str:
    lines = before.split("\n")
    last: Dict[str, int] = {}
    intent = ""
    for place, line in enumerate(lines):
        if match := _INTENT.match(line):
            intent = match.group(1)
        elif intent and _EXAMPLE.match(line):
            last[intent] = place
        elif line and not line.startswith(" "):
            intent = ""
    for name in sorted(wanted, key=lambda name: last[name], reverse=True):
        lines[last[name] + 1 : last[name] + 1] = [f"    - {text}" for text in wanted[name]]
    return "\n".join(lines)
