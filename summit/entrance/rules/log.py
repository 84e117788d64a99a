"""What the scan log is filtered by."""

from dataclasses import dataclass
from datetime import datetime

from summit.entrance.rules.outcomes import Direction, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFilter:
    """One view of the log; None and "" filter nothing. `since` and `until` are half-open, aware moments."""

    gate_id: int | None = None
    zone_id: int | None = None
    outcome: Outcome | None = None
    direction: Direction | None = None
    overrides_only: bool = False
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None
