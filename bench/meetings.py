"""Meetings over HTTP: acceptances from 16 clients without a double booking, a crowd that wants the same few, asking."""

import random
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from bench.meeting_stock import Speaker, Wish, acceptance, ask, crowd, fill_meetings, question, rounds
from bench.report import Report
from bench.scans import measure_floors
from bench.server import Load, Request, Server, run_load, serving
from bench.stock import Stock, stocked
from summit.calendar.rules import TICK_SECONDS
from summit.database import db, transaction
from summit.meetings.rules.grid import SlotSpan

CLIENTS = 16
COMPANIES = 200
POPULAR = 4
FEW_SLOTS = 4
CROWD_A_ROUND = 20
WARMING = 2
# Written against the tables alone, so that nothing of what is measured judges itself.
_SAME_PERSON = """
SELECT count(*) FROM meetings m JOIN meeting_attendees a ON a.meeting_id = m.id
JOIN meeting_attendees b ON b.registration_id = a.registration_id AND b.meeting_id > a.meeting_id
JOIN meetings n ON n.id = b.meeting_id
WHERE m.status = 'scheduled' AND n.status = 'scheduled' AND m.starts_at < n.ends_at AND n.starts_at < m.ends_at
"""
_SAME_TABLE = """
SELECT count(*) FROM meetings m JOIN meetings n ON n.table_id = m.table_id AND n.id > m.id
WHERE m.status = 'scheduled' AND n.status = 'scheduled' AND m.starts_at < n.ends_at AND n.starts_at < m.ends_at
"""
_SCHEDULED = "SELECT count(*) FROM meetings WHERE status = 'scheduled'"
_UNSEATED = "SELECT count(*) FROM meetings WHERE status = 'scheduled' AND table_id IS NULL"
_PLACES = """
SELECT count(*) FROM meetings m JOIN meeting_attendees a ON a.meeting_id = m.id WHERE m.status = 'scheduled'
"""
_CLAIMS = "SELECT count(*) FROM claims WHERE owner_kind = 'meeting'"
_ORPHANS = """
SELECT count(*) FROM claims c LEFT JOIN meetings m ON m.id = c.owner_id AND m.status = 'scheduled'
WHERE c.owner_kind = 'meeting' AND m.id IS NULL
"""


@dataclass
class Answers:
    """What came back from a crowd: accepted, refused with other times, refused without any, and anything else."""

    accepted: int = 0
    offered: int = 0
    bare: int = 0
    broken: int = 0

    def note(self, status: int, body: bytes) -> bool:
        """Count an answer; tells whether it is one of those that are right."""
        if status == 303:
            self.accepted += 1
        elif status != 422:
            self.broken += 1
        elif b'name="start"' in body:
            self.offered += 1
        else:
            self.bare += 1
        return status in {303, 422}


def measure(report: Report, folder: Path, quick: bool) -> None:
    """Measure both engines; the floors are a bare endpoint and a bare insert from as many clients."""
    in_rounds = 2 if quick else 10
    for engine in ("sqlite", "postgresql"):
        print(f"meetings on {engine}")
        with stocked(engine, folder, COMPANIES + POPULAR, COMPANIES + POPULAR) as stock:
            floors = measure_floors(stock, folder, 300 if quick else 1000)
            speakers, slots = fill_meetings(stock, COMPANIES + POPULAR, COMPANIES // 2)
            with serving("wsgi:app", stock.environment) as server:
                _Desk(report, engine, stock, server, floors).measure(speakers, slots, in_rounds)


@dataclass
class _Desk:
    """One engine under measurement."""

    report: Report
    engine: str
    stock: Stock
    server: Server
    floors: dict[str, Load]

    def measure(self, speakers: list[Speaker], slots: tuple[SlotSpan, ...], in_rounds: int) -> None:
        """Have requests accepted, a crowd refused, and more asked for; then look for double bookings."""
        ring, popular = speakers[:COMPANIES], speakers[COMPANIES:]
        busy, few = slots[: WARMING + in_rounds], slots[WARMING + in_rounds :][:FEW_SLOTS]
        wishes = rounds(ring, slots[: WARMING + 2 * in_rounds])
        asked = len(busy) * COMPANIES // 2
        accepted = self._accept(wishes[:asked])
        self._verify("accepted", accepted)
        accepted += self._crowd(crowd(popular, ring[: CROWD_A_ROUND * in_rounds], few))
        self._verify("crowd", accepted)
        self._ask(wishes[asked:])

    def _accept(self, wishes: list[Wish]) -> int:
        requests = _shuffled([acceptance(*pair) for pair in zip(wishes, ask(self.stock, wishes), strict=True)])
        warm = WARMING * COMPANIES // 2
        run_load(self.server, requests[:warm], CLIENTS, _is_done)
        load = run_load(self.server, requests[warm:], CLIENTS, _is_done)
        if load.failures:
            raise RuntimeError(f"{load.failures} requests were not accepted although everybody was free")
        self._add_load("accepted", load)
        return len(requests)

    def _crowd(self, wishes: list[Wish]) -> int:
        """Accept far more than there are slots for those who are wanted; everybody else is offered other times."""
        answers = Answers()
        requests = _shuffled([acceptance(*pair) for pair in zip(wishes, ask(self.stock, wishes), strict=True)])
        load = run_load(self.server, requests, CLIENTS, answers.note)
        if answers.broken:
            raise RuntimeError(f"{answers.broken} acceptances were neither accepted nor refused")
        label = f"{self.engine}: {len(wishes)} for {POPULAR} people in {FEW_SLOTS} slots"
        self._add(f"{label}, accepted", answers.accepted, "meetings", goal=f"= {POPULAR * FEW_SLOTS}")
        self._add(f"{label}, refused with an offer", answers.offered, "refusals")
        self._add(f"{label}, refused without", answers.bare, "refusals", goal="= 0")
        self._add(f"{label}, answers", load.per_second, "1/s", floor=self.floors[f"/bare{CLIENTS}"].per_second)
        self._add(f"{label}, p99", load.percentile(0.99), "ms")
        return answers.accepted

    def _ask(self, wishes: list[Wish]) -> None:
        load = run_load(self.server, _shuffled([question(wish) for wish in wishes]), CLIENTS, _is_done)
        if load.failures:
            raise RuntimeError(f"{load.failures} requests were not taken")
        self._add_load("asked for", load)

    def _add_load(self, what: str, load: Load) -> None:
        bare, written = self.floors[f"/bare{CLIENTS}"], self.floors[f"/insert{CLIENTS}"]
        label = f"{self.engine}, {CLIENTS} clients: {what}"
        self._add(f"{label}, per second", load.per_second, "1/s", floor=written.per_second)
        self._add(f"{label}, CPU beside bare insert", load.cpu_ms, "ms", floor=written.cpu_ms)
        self._add(f"{label}, CPU beside bare endpoint", load.cpu_ms, "ms", floor=bare.cpu_ms)
        self._add(f"{label}, p50", load.percentile(0.5), "ms", floor=written.percentile(0.5))
        self._add(f"{label}, p99", load.percentile(0.99), "ms", floor=written.percentile(0.99))

    def _add(self, what: str, value: float, unit: str, *, floor: float | None = None, goal: str = "") -> None:
        self.report.add("meetings", what, value, unit, floor=floor, goal=goal)

    def _verify(self, what: str, accepted: int) -> None:
        """Report double bookings; raise RuntimeError where the claims are not exactly those of the meetings."""
        with transaction():
            counts = {name: db.session.scalar(text(sql)) for name, sql in _CHECKS.items()}
        twice = counts["person"] + counts["table"]
        self._add(f"{self.engine}: double bookings, {what}", twice, "meetings", goal="= 0")
        ticks = 20 * 60 // TICK_SECONDS * (counts["places"] + counts["scheduled"])
        sound = counts["scheduled"] == accepted and counts["claims"] == ticks
        if twice or not sound or counts["unseated"] or counts["orphans"]:
            raise RuntimeError(f"{accepted} were accepted, but the tables say {counts}")


_CHECKS = {
    "person": _SAME_PERSON,
    "table": _SAME_TABLE,
    "scheduled": _SCHEDULED,
    "unseated": _UNSEATED,
    "places": _PLACES,
    "claims": _CLAIMS,
    "orphans": _ORPHANS,
}


def _is_done(status: int, body: bytes) -> bool:
    return status == 303


def _shuffled(requests: list[Request]) -> list[Request]:
    return random.Random(5).sample(requests, len(requests))
