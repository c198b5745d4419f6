"""Everything is got ready, and each step only where it is needed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from xiaoer.runtime import prepare as preparing
from xiaoer.runtime.lexicon_file import write_lexicon
from xiaoer.runtime.prepare import prepare, prepare_shop
from xiaoer.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    # Set by the preparation; restored after the test.
    monkeypatch.setenv("XIAOER_LEXICON", "")
    return Settings(
        data_dir=tmp_path / "var", model_dir=tmp_path / "models", pack=ROOT / "packs" / "demo"
    )


def test_an_empty_machine_gets_the_demo_shop_and_its_names(settings: Settings) -> None:
    told: list[str] = []
    shop = prepare_shop(settings, told.append)
    assert shop.catalogue_version()
    names = json.loads(settings.lexicon.read_text(encoding="utf-8"))
    assert names == shop.lexicon()
    assert names["product"]
    assert os.environ["XIAOER_LEXICON"] == str(settings.lexicon.resolve())
    assert any("示例店铺" in line for line in told)


def test_the_second_time_nothing_is_left_to_do(settings: Settings) -> None:
    prepare_shop(settings, print).db.close()
    before = settings.lexicon.stat().st_mtime_ns
    told: list[str] = []
    prepare_shop(settings, told.append)
    assert told == []
    assert settings.lexicon.stat().st_mtime_ns == before


def test_a_shop_of_ones_own_is_not_mixed_with_the_demo(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_shop(settings, print).db.close()

    def never(*_: object) -> None:
        raise AssertionError("imported over an existing shop")

    monkeypatch.setattr(preparing, "import_pack", never)
    prepare_shop(settings, print)


def test_the_lexicon_is_written_when_it_changes(settings: Settings) -> None:
    assert write_lexicon(settings, {"product": {"毛衣": "毛衣"}}) is True
    assert write_lexicon(settings, {"product": {"毛衣": "毛衣"}}) is False
    assert write_lexicon(settings, {"product": {"坚果": "坚果"}}) is True
    assert "坚果" in settings.lexicon.read_text(encoding="utf-8")


def test_the_model_comes_last_and_sees_the_lexicon(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def train(given: Settings, progress: object) -> Path:
        assert given.lexicon.exists()
        return Path("a model")

    monkeypatch.setattr(preparing, "ensure_model", train)
    assert prepare(settings, print).model == Path("a model")
