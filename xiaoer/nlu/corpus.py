"""Reads `data/nlu.yml` and says what is wrong with it, by file and line.

The rules keep the training data varied: a classifier learns nothing from the
same sentence with another number in it, and a sentence under two intents
teaches it to doubt.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Iterator

#: Above this Jaccard similarity of character trigrams two examples of one intent are the same.
MAX_SIMILARITY = 0.7
#: How often one skeleton (digits, colours and products masked) may occur in an intent.
MAX_SKELETON = 2

_INTENT = re.compile(r"^- intent:\s*(\S+)\s*$")
_EXAMPLE = re.compile(r"^ {4}-(?: (.*))?$")
_ENTITY = re.compile(r"\[([^\]]+)\]\(([a-z_]+)\)")
_MASKED = {"product", "colour"}


@dataclass(frozen=True)
class Example:
    """One training example: its intent, the text as typed, and where it stands."""

    intent: str
    text: str
    entities: tuple[tuple[str, str], ...]
    skeleton: str
    path: Path
    line: int


@dataclass(frozen=True)
class Problem:
    """Something that has to be mended before training."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def read(path: Path) -> Iterator[Example]:
    """Yields the examples of one Rasa NLU file in order."""
    intent = ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if match := _INTENT.match(raw):
            intent = match.group(1)
        elif intent and (match := _EXAMPLE.match(raw)):
            yield _example(intent, (match.group(1) or "").strip(), path, number)
        elif raw and not raw.startswith(" "):
            intent = ""


def _example(intent: str, marked: str, path: Path, line: int) -> Example:
    text = _ENTITY.sub(lambda m: m.group(1), marked)
    masked = _ENTITY.sub(
        lambda m: f"<{m.group(2)}>" if m.group(2) in _MASKED else m.group(1), marked
    )
    skeleton = re.sub(r"\d+(\.\d+)?", "0", masked)
    entities = tuple((m.group(2), m.group(1)) for m in _ENTITY.finditer(marked))
    return Example(intent, text, entities, skeleton, path, line)


def trigrams(text: str) -> frozenset[str]:
    """The character trigrams of a text; a text of fewer than three characters is its own."""
    plain = re.sub(r"\s+", "", text)
    return frozenset(plain[i : i + 3] for i in range(len(plain) - 2)) or frozenset({plain})


def similarity(a: frozenset[str], b: frozenset[str]) -> float:
    """Jaccard similarity of two trigram sets, 0–1."""
    return len(a & b) / len(a | b)


def unusable(examples: Iterable[Example], known: frozenset[str] | None = None) -> Iterator[Problem]:
    """Yields what no model may be trained on: empty, under two intents, an unknown intent.

    `known` are the intents of the domain; None where they are not checked.
    """
    owner: dict[str, Example] = {}
    unknown: set[str] = set()
    for example in examples:
        if not example.text:
            yield Problem(example.path, example.line, f"empty example of {example.intent}")
            continue
        other = owner.setdefault(re.sub(r"\s+", "", example.text), example)
        if other.intent != example.intent:
            yield Problem(
                example.path,
                example.line,
                f"«{example.text}» is under {example.intent} "
                f"and, line {other.line}, {other.intent}",
            )
        if known is not None and example.intent not in known | unknown:
            unknown.add(example.intent)
            told = f"intent {example.intent} is not in the domain"
            yield Problem(example.path, example.line, told)


def problems(
    examples: Iterable[Example], known: frozenset[str] | None = None, minimum: int = 0
) -> Iterator[Problem]:
    """Yields every breach of the rules; `known` are the intents of the domain."""
    read_ = list(examples)
    yield from unusable(read_, known)
    by_intent: dict[str, list[Example]] = defaultdict(list)
    for example in read_:
        by_intent[example.intent].append(example)
    for intent, group in by_intent.items():
        if len(group) < minimum:
            yield Problem(
                group[0].path, group[0].line, f"{intent} has {len(group)} examples, needs {minimum}"
            )
        yield from _repetitions(intent, group)


def _repetitions(intent: str, group: list[Example]) -> Iterator[Problem]:
    skeletons: dict[str, int] = defaultdict(int)
    grams: list[tuple[Example, frozenset[str]]] = []
    for example in group:
        skeletons[example.skeleton] += 1
        if skeletons[example.skeleton] == MAX_SKELETON + 1:
            yield Problem(
                example.path,
                example.line,
                f"skeleton «{example.skeleton}» a third time in {intent}",
            )
        mine = trigrams(example.text)
        for other, theirs in grams:
            if similarity(mine, theirs) > MAX_SIMILARITY:
                yield Problem(
                    example.path,
                    example.line,
                    f"«{example.text}» is too close to «{other.text}», "
                    f"line {other.line}, in {intent}",
                )
        grams.append((example, mine))


def main(paths: list[str]) -> int:
    """Prints the problems of the given files; the exit code is 1 where there are any."""
    examples = [example for path in paths for example in read(Path(path))]
    found = list(problems(examples))
    for problem in found:
        print(problem)
    counts: dict[str, int] = defaultdict(int)
    for example in examples:
        counts[example.intent] += 1
    print(f"{len(examples)} examples, {len(counts)} intents, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
