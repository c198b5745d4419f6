"""The table: medians, ratios, goals met and missed."""

from __future__ import annotations

from bench.report import ROWS, Result, document, goals_missed, table


def figures(**changed: float) -> dict[str, float]:
    return {**{row.figure: 10.0 for row in ROWS}, "not_sure_32u": 15.0, **changed}


def result(ours: list[dict[str, float]], stock: list[dict[str, float]]) -> Result:
    return Result(ours, stock, "make bench", "all examples, 100 epochs", ["A remark."])


def test_goals_are_judged_by_the_ratio_of_medians() -> None:
    good = figures(rate_32u=25.0, memory_mb=6.0, start_s=6.0)
    bad = figures(rate_32u=24.0, memory_mb=6.1, start_s=6.1)

    assert goals_missed(result([good], [figures()])) == []
    assert len(goals_missed(result([bad], [figures()]))) == 3
    assert goals_missed(result([bad, good, good], [figures()] * 3)) == []


def test_a_row_tells_median_spread_ratio_and_goal() -> None:
    runs = [figures(rate_32u=rate) for rate in (30.0, 20.0, 25.0)]
    row = next(
        line
        for line in table(result(runs, [figures()])).splitlines()
        if line.startswith("| throughput, 32 users |")
    )

    assert "25.0 /s (20.0–30.0)" in row
    assert "| 10.0 /s |" in row
    assert "| 2.50 | ≥ 2.5: met |" in row


def test_the_document_names_command_runs_and_remarks_but_no_machine_paths() -> None:
    text = document(result([figures()] * 3, [figures()] * 3))

    assert "`make bench`, 3 runs each" in text
    assert "all examples, 100 epochs" in text
    assert "85 % of the messages" in text
    assert "- A remark." in text
    assert "/work" not in text
    assert "/home" not in text
