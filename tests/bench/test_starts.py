"""Start-up times: every command runs, and the table tells medians and the goal."""

from __future__ import annotations

import pytest

from bench import starts
from bench.starts import COMMANDS, CommandFailed, Took, table, take
from tests.cli.test_start import WITHOUT


def test_what_is_timed_is_what_starts_lean() -> None:
    assert set(COMMANDS) <= set(WITHOUT)


def test_a_row_tells_median_spread_processor_time_and_goal() -> None:
    quick = [Took(wall, 0.25) for wall in (0.5, 0.3, 0.4)]
    slow = [Took(wall, 1.0) for wall in (1.6, 1.7, 1.4)]

    _, _, first, second = table({"tick": quick, "migrate": slow}).splitlines()

    assert first == "| `xiaoer tick` | 0.40 s (0.30–0.50) | 0.25 s | ≤ 1.5 s: met |"
    assert second.endswith("| 1.60 s (1.40–1.70) | 1.00 s | ≤ 1.5 s: MISSED |")


def test_a_command_is_timed_and_a_failing_one_is_told() -> None:
    took = take("version")

    assert took.processor_s > 0 and took.wall_s > 0
    with pytest.raises(CommandFailed, match="nonsense"):
        take("nonsense")


def test_the_times_are_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    taken: list[str] = []

    def pretend(command: str) -> Took:
        taken.append(command)
        return Took(0.5, 0.4)

    monkeypatch.setattr(starts, "take", pretend)

    assert starts.main(["--runs", "2"]) == 0
    assert taken[0] == "seed-demo" and len(taken) == 1 + 2 * len(COMMANDS)
    printed = capsys.readouterr().out
    assert all(f"`xiaoer {command}`" in printed for command in COMMANDS)
