"""The table of cases that Python's rules and the browser's share, as plain values of the rules."""

import json
from datetime import datetime
from pathlib import Path

from summit.entrance import rules
from summit.entrance.rules import (
    Attention,
    CredentialFacts,
    Direction,
    HallFacts,
    HallSession,
    HolderFacts,
    PresenceFacts,
    ScanMode,
    ScanRequest,
    ZoneFacts,
)
from summit.events.rules import AntiPassback
from summit.registration.rules import RegistrationStatus

FOLDER = Path(__file__).parents[1]
TABLE = json.loads((FOLDER / "decision_cases.json").read_text(encoding="utf-8"))
CODE_CASES = json.loads((FOLDER / "code_cases.json").read_text(encoding="utf-8"))["cases"]


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def merged(case: dict, part: str) -> dict | None:
    given = case.get(part, {})
    return None if given is None else {**TABLE["defaults"][part], **given}


def request(values: dict) -> ScanRequest:
    enums = {"direction": Direction(values["direction"]), "mode": ScanMode(values["mode"])}
    return ScanRequest(**{**values, **enums})


def holder(values: dict | None) -> HolderFacts | None:
    if values is None:
        return None
    typed = {
        "status": RegistrationStatus(values["status"]),
        "zones": frozenset(values["zones"]),
        "attention": tuple(Attention(flag) for flag in values["attention"]),
    }
    return HolderFacts(**{**values, **typed})


def zone(values: dict) -> ZoneFacts:
    typed = {"anti_passback": AntiPassback(values["anti_passback"]), "day_starts_at": moment(values["day_starts_at"])}
    return ZoneFacts(**{**values, **typed, "windows": windows(values)})


def windows(values: dict) -> tuple:
    return tuple((moment(start), moment(end)) for start, end in values["windows"])


def presence(values: dict) -> PresenceFacts:
    times = {name: moment(values[name]) for name in ("last_entry_at", "last_exit_at")}
    return PresenceFacts(**{**values, **times})


def hall(sessions: list[dict] | None) -> HallFacts | None:
    return None if sessions is None else HallFacts(tuple(map(hall_session, sessions)))


def hall_session(given: dict) -> HallSession:
    values = {**TABLE["defaults"]["hall_session"], **given}
    times = {name: moment(values[name]) for name in ("starts_at", "ends_at", "entered_at")}
    return HallSession(**{**values, **times, "categories": tuple(values["categories"])})


def case_of(case: dict) -> rules.Case:
    credential = merged(case, "credential")
    return rules.make_case(
        request(merged(case, "request")),
        CredentialFacts(**credential) if credential else None,
        holder(merged(case, "holder")),
        zone(merged(case, "zone")),
        presence(merged(case, "presence")),
        moment(case.get("now", TABLE["defaults"]["now"])),
        hall(case.get("hall")),
        rules.rules_from_json(merged(case, "gate")),
    )
