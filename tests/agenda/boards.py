"""Random boards, and a plain board to write cases on; every board is made of values, no database is needed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from summit.agenda.rules.board import Board, BoardHall, BoardPerson, BoardSlot, ConflictKind, Level
from summit.agenda.rules.kinds import SessionKind
from summit.agenda.rules.timing import Placement, at_minute

DAY = date(2026, 11, 28)
ZONE = "Europe/Moscow"
STEP = timedelta(minutes=5)
# A plain day, both nights of a clock change, and zones at odd offsets.
PLACES_AND_DAYS = (
    (ZONE, DAY),
    ("Europe/Berlin", date(2026, 3, 28)),
    ("Europe/Berlin", date(2026, 10, 24)),
    ("America/New_York", date(2026, 3, 7)),
    ("Asia/Kathmandu", DAY),
    ("Australia/Lord_Howe", date(2026, 4, 4)),
)


def at(hour: int, minute: int = 0, day: date = DAY, zone: str = ZONE) -> datetime:
    """A moment by the venue's clock; hours from 24 on belong to the night after the day."""
    return at_minute(day, hour * 60 + minute, zone)


def place(start: datetime, minutes: int = 60, *halls: int) -> Placement:
    """A place in hall 1 unless others are named."""
    return Placement(halls or (1,), start, start + timedelta(minutes=minutes))


def slot(key: int, placement: Placement | None = None, **values: Any) -> BoardSlot:
    """A slot of a session with the same number."""
    minutes = placement.minutes if placement else 60
    return BoardSlot(**({"id": key, "session_id": key, "minutes": minutes, "placement": placement} | values))


def board(*slots: BoardSlot, **values: Any) -> Board:
    """Two days from 9 to 22 in Moscow, three halls without limits, people 1 to 3 always there."""
    days = (DAY, DAY + timedelta(days=1))
    defaults: dict[str, Any] = {
        "zone": ZONE,
        "hours": {day: (at(9, day=day), at(22, day=day)) for day in days},
        "halls": {key: BoardHall(key) for key in (1, 2, 3)},
        "people": {key: BoardPerson(key) for key in (1, 2, 3)},
        "slots": {one.id: one for one in slots},
    }
    return Board(**(defaults | values))


def _span(origin: datetime, *, minutes: int, longest: int) -> st.SearchStrategy[tuple[datetime, datetime]]:
    """Spans that begin within so many minutes; not on the grid, as windows and meetings are entered by hand."""
    return st.tuples(st.integers(0, minutes), st.integers(1, longest)).map(
        lambda pair: (origin + timedelta(minutes=pair[0]), origin + timedelta(minutes=sum(pair)))
    )


@st.composite
def boards(draw: st.DrawFn, *, waiting: bool = False) -> Board:
    """Small, crowded boards: joined halls, midnight, touching spans, equal times, windows, clock changes."""
    zone, first = draw(st.sampled_from(PLACES_AND_DAYS))
    origin = at_minute(first, draw(st.sampled_from((9 * 60, 20 * 60, 27 * 60))), zone)
    halls = draw(st.integers(1, 3))
    people = draw(st.integers(0, 3))
    spans = st.lists(_span(origin, minutes=120, longest=600), max_size=2).map(tuple)
    hall_ids = st.lists(st.integers(1, halls), min_size=1, max_size=halls, unique=True).map(tuple)
    places = st.builds(
        lambda keys, start, length: Placement(keys, origin + start * STEP, origin + (start + length) * STEP),
        hall_ids,
        # Mostly quarters of an hour, so that sessions follow each other closely.
        st.one_of(st.integers(0, 10).map(lambda number: number * 3), st.integers(0, 30)),
        st.one_of(st.integers(1, 4).map(lambda number: number * 3), st.integers(1, 12)),
    )
    slots = st.builds(
        BoardSlot,
        id=st.just(0),
        session_id=st.integers(1, 5),
        minutes=st.integers(1, 6).map(lambda number: number * 15),
        placement=st.one_of(st.none(), places, places, places),
        kind=st.sampled_from((SessionKind.SESSION, SessionKind.SESSION, *SessionKind)),
        people=st.lists(st.integers(1, people), max_size=2, unique=True).map(tuple) if people else st.just(()),
        signed_up=st.integers(0, 12),
        capacity=st.one_of(st.none(), st.integers(0, 12)),
        is_cancelled=st.sampled_from((False, False, False, True)),
    )
    drawn = draw(st.lists(slots, min_size=draw(st.sampled_from((0, 5))), max_size=9))
    rows = [replace(row, id=number) for number, row in enumerate(drawn, start=1)]
    if waiting:
        rows.append(replace(draw(slots), id=len(rows) + 1, is_cancelled=False))
    days = [first + timedelta(days=number) for number in range(draw(st.integers(1, 2)))]
    opens, length = draw(st.integers(5 * 60, 22 * 60)), draw(st.integers(60, 300))
    return Board(
        zone=zone,
        hours={day: (at_minute(day, opens, zone), at_minute(day, opens + length, zone)) for day in days},
        halls={
            key: BoardHall(key, draw(st.one_of(st.none(), st.integers(1, 12))), draw(spans))
            for key in range(1, halls + 1)
        },
        people={key: BoardPerson(key, draw(spans), draw(spans)) for key in range(1, people + 1)},
        slots={row.id: row for row in rows},
        changeover_minutes=draw(st.sampled_from((0, 5, 7, 10, 30))),
        levels=draw(st.dictionaries(st.sampled_from(ConflictKind), st.sampled_from(Level), max_size=3)),
        fans=draw(st.dictionaries(st.integers(1, 5), st.integers(0, 2**12 - 1).map(lambda bits: bits | 0b11100))),
    )


def crowded(sessions: int, *, days: int = 5, halls: int = 8) -> Board:
    """A large board without randomness: sessions side by side in all halls, each with two people and many fans."""
    rows = {}
    for number in range(sessions):
        hall, turn = number % halls + 1, number // halls
        day, position = turn % days, turn // days
        start = datetime(2026, 11, 28, 6, tzinfo=UTC) + timedelta(days=day, minutes=25 * position)
        rows[number + 1] = slot(
            number + 1, place(start, 25, hall), people=(number % 250 + 1, (number * 7) % 250 + 1), signed_up=30
        )
    keys = [DAY + timedelta(days=number) for number in range(days)]
    return board(
        hours={day: (at(9, day=day), at(22, day=day)) for day in keys},
        halls={key: BoardHall(key, 100) for key in range(1, halls + 1)},
        people={key: BoardPerson(key) for key in range(1, 251)},
        slots=rows,
        fans={key: ((1 << 5000) // (key % 97 + 3)) for key in rows},
    )
