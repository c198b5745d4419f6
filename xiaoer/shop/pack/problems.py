"""What is wrong with a pack: every error has its place and says what is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Sequence


@dataclass(frozen=True)
class Problem:
    """One error. `row` counts as a spreadsheet does: the header is row 1."""

    file: str
    text: str
    row: Optional[int] = None
    column: Optional[str] = None
    #: What may stand there instead; empty where the text says it all.
    allowed: str = ""

    def __str__(self) -> str:
        """One line for people."""
        place = self.file
        if self.row is not None:
            place += f" 第{self.row}行"
        if self.column is not None:
            place += f" {self.column} 列"
        return f"{place}：{self.text}" + (f"（{self.allowed}）" if self.allowed else "")


class PackInvalid(Exception):
    """The pack has errors; nothing of it was written. `problems` holds all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: List[Problem] = sorted(
            problems, key=lambda problem: (problem.file, problem.row or 0)
        )
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"店铺资料有 {len(self.problems)} 处错误，什么都没有写入：\n{lines}")
