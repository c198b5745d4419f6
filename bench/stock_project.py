"""Puts the stock Rasa project together: one `utter_` and one rule for each intent of nlu.yml.

Pipeline, policies, stories and channels are frozen in `bench/stock/`; domain, rules and (for the
quick comparison) a part of the examples are derived here from the project's own training data.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
STOCK = ROOT / "bench" / "stock"
EXAMPLES = ROOT / "data" / "nlu.yml"


@dataclass(frozen=True)
class Cut:
    """How much the stock bot learns; None leaves the frozen project as it is."""

    examples_per_intent: int | None = None
    epochs: int | None = None

    def __str__(self) -> str:
        if self == Cut():
            return "all examples, 100 epochs"
        most = self.examples_per_intent
        examples = "all examples" if most is None else f"{most} examples per intent"
        return f"{examples}, {self.epochs or 100} epochs"


def fingerprint(cut: Cut) -> str:
    """A hash (12 hex digits) of all that the stock model is made from."""
    digest = hashlib.sha256(f"{version('rasa')} {cut}".encode())
    digest.update(" ".join(_entities()).encode())
    for path in (EXAMPLES, STOCK / "config.yml", STOCK / "stories.yml", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def write_project(folder: Path, cut: Cut) -> list[Path]:
    """Writes config, domain, rules and examples into `folder`; returns the training files.

    The examples are the project's own file unless they are cut.
    """
    folder.mkdir(parents=True, exist_ok=True)
    nlu = _read(EXAMPLES)
    intents = [entry["intent"] for entry in nlu["nlu"] if "intent" in entry]
    _write(folder / "domain.yml", _domain(intents))
    _write(folder / "rules.yml", _rules(intents))
    _write(folder / "config.yml", _config(cut))
    examples = EXAMPLES
    if cut.examples_per_intent is not None:
        examples = folder / "nlu.yml"
        _write(examples, _fewer(nlu, cut.examples_per_intent))
    return [examples, folder / "rules.yml", STOCK / "stories.yml"]


def _domain(intents: list[str]) -> dict[str, Any]:
    known = sorted({*intents, "nlu_fallback"})
    text = "亲，关于“{}”的问题收到了，页面上有详细的说明，您先看一下，还有不清楚的随时告诉我。"
    return {
        "version": "3.1",
        "intents": known,
        "entities": _entities(),
        "responses": {f"utter_{name}": [{"text": text.format(name)}] for name in known},
        "session_config": {
            "session_expiration_time": 60,
            "carry_over_slots_to_new_session": True,
        },
    }


def _entities() -> list[str]:
    """The entities that the examples annotate: stock Rasa has to be told in advance."""
    declared = _read(ROOT / "domain.yml")["entities"]
    return [entity if isinstance(entity, str) else next(iter(entity)) for entity in declared]


def _rules(intents: list[str]) -> dict[str, Any]:
    known = sorted({*intents, "nlu_fallback"})
    rules = [
        {"rule": name, "steps": [{"intent": name}, {"action": f"utter_{name}"}]} for name in known
    ]
    return {"version": "3.1", "rules": rules}


def _config(cut: Cut) -> dict[str, Any]:
    config: dict[str, Any] = _read(STOCK / "config.yml")
    for part in [*config["pipeline"], *config["policies"]]:
        if cut.epochs is not None and "epochs" in part:
            part["epochs"] = cut.epochs
    return config


def _fewer(nlu: dict[str, Any], most: int) -> dict[str, Any]:
    """Every intent with at most `most` examples, spread over all that it has."""
    entries = []
    for entry in nlu["nlu"]:
        if "intent" not in entry:
            entries.append(entry)
            continue
        lines = entry["examples"].splitlines()
        step = max(1, len(lines) // most)
        entries.append({**entry, "examples": "\n".join(lines[::step][:most]) + "\n"})
    return {**nlu, "nlu": entries}


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _write(path: Path, value: Any) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
