"""The stock project: every intent has its answer and its rule; cutting takes examples off."""

from __future__ import annotations

from pathlib import Path

import yaml

from bench.stock_project import EXAMPLES, STOCK, Cut, fingerprint, write_project


def read(path: Path) -> dict[str, list[dict[str, object]]]:
    loaded: dict[str, list[dict[str, object]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def test_whole_project_learns_from_the_projects_own_file(tmp_path: Path) -> None:
    data = write_project(tmp_path, Cut())
    domain = read(tmp_path / "domain.yml")
    config = (tmp_path / "config.yml").read_text(encoding="utf-8")

    assert data[0] == EXAMPLES
    assert len(domain["intents"]) == 60
    assert set(domain["responses"]) == {f"utter_{name}" for name in domain["intents"]}
    assert len(read(tmp_path / "rules.yml")["rules"]) == 60
    assert yaml.safe_load(config) == read(STOCK / "config.yml")


def test_cut_project_keeps_every_intent_with_fewer_examples(tmp_path: Path) -> None:
    data = write_project(tmp_path, Cut(examples_per_intent=5, epochs=2))
    examples = [entry for entry in read(data[0])["nlu"] if "intent" in entry]

    assert len(examples) == 60
    assert all(len(str(entry["examples"]).splitlines()) == 5 for entry in examples)
    assert "epochs: 100" not in (tmp_path / "config.yml").read_text(encoding="utf-8")


def test_every_story_is_answered_as_the_rules_say() -> None:
    for story in read(STOCK / "stories.yml")["stories"]:
        steps = story["steps"]
        assert isinstance(steps, list)
        for asked, answered in zip(steps[::2], steps[1::2], strict=True):
            assert answered["action"] == f"utter_{asked['intent']}"


def test_another_cut_is_another_model() -> None:
    assert fingerprint(Cut()) == fingerprint(Cut())
    assert fingerprint(Cut()) != fingerprint(Cut(15, 10))
