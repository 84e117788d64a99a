"""What a zone and a gate ask, as the JSON that devices decide on without a network."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from summit.entrance.rules.facts import ZoneFacts
from summit.entrance.rules.gate_rules import GateRules, all_rules_as_json, windows_as_json


def facts_as_json(zone: ZoneFacts, rules: GateRules, day_starts: Iterable[datetime] = ()) -> dict[str, Any]:
    """Return {"zone": …, "rules": …, "day_starts": …} under the names of ZoneFacts and GateRules.

    Moments are ISO 8601. `day_starts` are the beginnings of the event's days (04:00 at the venue) in their order:
    `day_starts_at` of a scan is the last that does not lie after it.
    """
    return {
        "zone": {
            "letter": zone.letter,
            "windows": windows_as_json(zone.windows),
            "capacity": zone.capacity,
            "inside": zone.inside,
            "anti_passback": zone.anti_passback.value,
            "anti_passback_minutes": zone.anti_passback_minutes,
            "once_per_day": zone.once_per_day,
            "needs_escort": zone.needs_escort,
            "attention": dict(zone.attention),
        },
        "rules": all_rules_as_json(rules),
        "day_starts": [moment.isoformat() for moment in day_starts],
    }
