"""The table on the screen and the same as JSON lines."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Row:
    """One figure: what was measured, how much, in which unit, beside which floor and goal."""

    part: str
    what: str
    value: float
    unit: str
    floor: float | None = None
    goal: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None


@dataclass
class Report:
    """All figures of one run with their conditions."""

    conditions: dict[str, Any]
    rows: list[Row] = field(default_factory=list)

    def add(self, part: str, what: str, value: float, unit: str, *, floor: float | None = None, goal: str = "") -> None:
        row = Row(part, what, value, unit, floor, goal)
        self.rows.append(row)
        print(f"  {_line(row)}", flush=True)

    def print_conditions(self) -> None:
        for name, value in self.conditions.items():
            print(f"{name:<9} {value}")
        print()

    def print_table(self) -> None:
        print(f"\n{'part':<14} {'what':<58} {'value':>11} {'':<11} {'floor':>9} {'ratio':>7}  goal")
        for row in self.rows:
            print(_line(row))

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps({"conditions": self.conditions}), *(json.dumps(asdict(row)) for row in self.rows)]
        path.write_text("\n".join(lines) + "\n")


def _line(row: Row) -> str:
    floor = f"{row.floor:>9.2f}" if row.floor else f"{'':>9}"
    ratio = f"{row.ratio:>7.2f}" if row.ratio else f"{'':>7}"
    return f"{row.part:<14} {row.what:<58} {row.value:>11.2f} {row.unit:<11} {floor} {ratio}  {row.goal}"
