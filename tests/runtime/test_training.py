"""Training happens when something has changed, and never leaves half a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiaoer.runtime import training
from xiaoer.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(model_dir=tmp_path / "models", data_dir=tmp_path / "var")


def test_the_same_project_has_the_same_fingerprint(project: Path) -> None:
    assert training.fingerprint(project) == training.fingerprint(project)


@pytest.mark.parametrize(
    "name", ["config.yml", "domain.yml", "data/nlu.yml", "xiaoer/nlu/classifier.py"]
)
def test_whatever_goes_into_a_model_changes_its_fingerprint(project: Path, name: str) -> None:
    before = training.fingerprint(project)
    (project / name).write_text("two\n")
    assert training.fingerprint(project) != before


@pytest.mark.parametrize("name", ["data/more.yml", "data/feeling.tsv", "xiaoer/nlu/words.txt"])
def test_so_does_a_new_file(project: Path, name: str) -> None:
    before = training.fingerprint(project)
    (project / name).write_text("new\n")
    assert training.fingerprint(project) != before


def test_what_does_not_go_into_it_does_not(project: Path) -> None:
    before = training.fingerprint(project)
    (project / "README.md").write_text("words\n")
    (project / "xiaoer" / "shop.py").write_text("code\n")
    assert training.fingerprint(project) == before


def test_another_version_of_a_library_does(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = training.fingerprint(project)
    monkeypatch.setattr(training, "version", lambda name: "99")
    assert training.fingerprint(project) != before


def pretend_training(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Replaces the training process by a line of Python; sys.argv[1] is the folder."""
    monkeypatch.setattr(training, "WORKER", ("-c", code))


WRITES = "import sys, pathlib; pathlib.Path(sys.argv[1], 'model.tar.gz').write_text('model')"


def test_a_model_that_is_there_is_not_trained_again(
    project: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_training(monkeypatch, WRITES)
    told: list[str] = []
    first = training.ensure_model(settings, told.append, root=project)
    assert first.read_text() == "model"
    assert told
    told.clear()
    assert training.ensure_model(settings, told.append, root=project) == first
    assert told == []


def test_changed_data_is_trained(
    project: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_training(monkeypatch, WRITES)
    first = training.ensure_model(settings, print, root=project)
    (project / "data" / "nlu.yml").write_text("more\n")
    assert training.ensure_model(settings, print, root=project) != first


def test_force_trains_in_any_case(
    project: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_training(monkeypatch, WRITES)
    target = training.ensure_model(settings, print, root=project)
    target.write_text("old")
    assert training.ensure_model(settings, print, force=True, root=project).read_text() == "model"


def test_a_failed_training_says_why_and_leaves_nothing(
    project: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_training(monkeypatch, "import sys; print('no examples for greet'); sys.exit(1)")
    with pytest.raises(training.TrainingFailed, match="no examples for greet"):
        training.ensure_model(settings, print, root=project)
    assert list(settings.model_dir.iterdir()) == []


def test_old_models_are_forgotten(
    project: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_training(monkeypatch, WRITES)
    for number in range(5):
        (project / "data" / "nlu.yml").write_text(f"{number}\n")
        newest = training.ensure_model(settings, print, root=project)
    kept = list(settings.model_dir.glob("*.tar.gz"))
    assert newest in kept
    assert len(kept) == 3


@pytest.mark.parametrize(
    ("examples", "line", "told"),
    [
        ("- intent: greet\n  examples: |\n    - 在吗\n    -\n", 5, "empty example of greet"),
        ("- intent: fly\n  examples: |\n    - 飞\n", 4, "intent fly is not in the domain"),
        (
            "- intent: greet\n  examples: |\n    - 好\n- intent: thank\n  examples: |\n    - 好\n",
            7,
            "under thank and, line 4, greet",
        ),
    ],
)
def test_examples_that_teach_nonsense_stop_the_training(
    project: Path, settings: Settings, examples: str, line: int, told: str
) -> None:
    (project / "domain.yml").write_text("intents:\n- greet\n- thank\n", encoding="utf-8")
    (project / "data" / "nlu.yml").write_text("nlu:\n" + examples, encoding="utf-8")
    with pytest.raises(training.TrainingFailed) as raised:
        training.ensure_model(settings, lambda words: None, root=project)
    assert f"nlu.yml:{line}: " in str(raised.value)
    assert told in str(raised.value)


def test_so_do_faulty_labels_of_feelings(project: Path, settings: Settings) -> None:
    (project / "data" / "feeling.tsv").write_text("text\tanger\turgency\n好\t0\t5\n")
    with pytest.raises(training.TrainingFailed, match=r"feeling\.tsv:2: .*只能是 0、1、2"):
        training.ensure_model(settings, lambda words: None, root=project)
