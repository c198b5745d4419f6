"""The owner's policy: what is wrong with a file is said by file, line and field."""

import os
from pathlib import Path

import pytest

from xiaoer.policy import PolicyInvalid, PolicySource, load


def test_own_values_lie_over_the_defaults(tmp_path: Path) -> None:
    own = tmp_path / "policy.yml"
    own.write_text("desk:\n  close: '22:00'\n", encoding="utf-8")
    policy = load(own)
    assert policy.desk.close == "22:00"
    assert policy.desk.open == load().desk.open
    assert policy.version != load().version


@pytest.mark.parametrize(
    ("text", "line", "field", "allowed"),
    [
        ("desk:\n  failed_turns: 99\n", 2, "desk.failed_turns", "不能大于 10"),
        ("desk:\n  open: 9点\n", 2, "desk.open", '"16:00"'),
        ("clocks:\n  no_reason_days: 3\n", 2, "clocks.no_reason_days", "不能小于 7"),
        ("\n\nbargin:\n  x: 1\n", 3, "bargin", "检查拼写"),
        ("bargain:\n  price_same_offline: maybe\n", 2, "price_same_offline", "true 或 false"),
        ("clocks:\n  arrival_working_days:\n    alipay: [5, 1]\n", 2, "clocks", "最早不晚于最晚"),
        ("wording:\n  forbidden: [最好, '']\n", 2, "wording.forbidden", "不能是空的"),
        ("desk: [1, 2\n", 2, "", "YAML"),
        ('desk:\n\topen: "09:00"\n', 2, "", "不能用 Tab"),
        ("- a\n", 1, "", "名称: 值"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, text: str, line: int, field: str, allowed: str) -> None:
    own = tmp_path / "policy.yml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyInvalid) as caught:
        load(own)
    (problem,) = caught.value.problems
    assert problem.startswith(f"{own}:{line}:")
    assert field in problem
    assert allowed in problem


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyInvalid, match="读不到"):
        load(tmp_path / "nothing.yml")


def test_a_saved_change_applies_and_a_bad_one_keeps_the_last_good(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = tmp_path / "policy.yml"
    own.write_text("desk:\n  close: '22:00'\n", encoding="utf-8")
    source = PolicySource(own)
    assert source.current().desk.close == "22:00"

    own.write_text("desk:\n  close: '21:00'\n", encoding="utf-8")
    os.utime(own, ns=(1, 1))
    assert source.current().desk.close == "21:00"

    own.write_text("desk:\n  close: later\n", encoding="utf-8")
    os.utime(own, ns=(2, 2))
    assert source.current().desk.close == "21:00"
    assert source.error is not None
    assert f"{own}:2: desk.close" in caplog.text, "the owner hears of it"

    own.unlink()
    assert source.current().desk.close == "21:00"
    assert "读不到" in caplog.text
