"""The printed programme as plain values."""

from datetime import UTC, date, datetime, timedelta

from summit.agenda.rules.booklet import booklet_days, booklet_index, booklet_sessions
from summit.agenda.rules.kinds import PersonRole, SessionFormat, SessionKind, SlotStatus
from summit.agenda.rules.programme import (
    Programme,
    ProgrammeHall,
    ProgrammePart,
    ProgrammePerson,
    ProgrammeSession,
    ProgrammeSlot,
)

MORNING = datetime(2026, 11, 28, 6, tzinfo=UTC)
HALLS = (
    ProgrammeHall(2, {"en": "Blue"}),
    ProgrammeHall(1, {"en": "Red"}),
    ProgrammeHall(3, {"en": "Palace"}, address="X"),
)
PEOPLE = tuple(ProgrammePerson(key, f"C{key}", f"g{key}", name) for key, name in ((1, "Ana"), (2, "Bo"), (3, "Cy")))


def session(key, *parts, kind=SessionKind.SESSION):
    return ProgrammeSession(key, f"S{key}", f"s{key}", kind, SessionFormat.TALK, {"en": f"Session {key}"}, parts=parts)


def slot(key, session_id, hall_ids, hours, status=SlotStatus.CONFIRMED):
    start = MORNING + timedelta(hours=hours)
    return ProgrammeSlot(key, session_id, f"g{key}", f"u{key}", hall_ids, start, start + timedelta(hours=1), status)


def programme(sessions, slots):
    return Programme("Europe/Moscow", halls=HALLS, people=PEOPLE, sessions=tuple(sessions), slots=tuple(slots))


def test_rows_stand_by_time_then_in_the_order_of_the_halls():
    sessions = [session(1), session(2), session(3)]
    slots = [slot(1, 1, (1,), 2), slot(2, 2, (2,), 2), slot(3, 3, (1,), 0)]
    (day,) = booklet_days(programme(sessions, slots))
    assert [row.session.id for row in day.rows] == [3, 2, 1]


def test_a_night_belongs_to_the_evening_before():
    days = booklet_days(programme([session(1)], [slot(1, 1, (1,), 0), slot(2, 1, (1,), 18), slot(3, 1, (1,), 22)]))
    assert [(one.day, len(one.rows)) for one in days] == [(date(2026, 11, 28), 2), (date(2026, 11, 29), 1)]


def test_a_break_across_the_venue_is_in_all_halls_but_not_elsewhere():
    sessions = [session(1, kind=SessionKind.BREAK), session(2)]
    (day,) = booklet_days(programme(sessions, [slot(1, 1, (1, 2), 0), slot(2, 2, (1,), 1)]))
    assert [(row.in_all_halls, row.is_break) for row in day.rows] == [(True, True), (False, False)]


def test_sessions_are_told_once_with_all_their_times_and_breaks_not_at_all():
    sessions = [session(1, kind=SessionKind.BREAK), session(2)]
    slots = [slot(1, 1, (1,), 0), slot(2, 2, (1,), 1, SlotStatus.CANCELLED), slot(3, 2, (1,), 3)]
    (one,) = booklet_sessions(booklet_days(programme(sessions, slots)))
    assert (one.session.id, [row.slot.id for row in one.rows], one.is_cancelled) == (2, [2, 3], False)


def test_the_index_names_everybody_with_their_sessions_once():
    both = (ProgrammePart(1), ProgrammePart(1, PersonRole.MODERATOR), ProgrammePart(2, PersonRole.INTERPRETER, "ru"))
    planned = programme([session(1, *both), session(2, ProgrammePart(1))], [slot(1, 1, (1,), 0), slot(2, 2, (1,), 2)])
    days = booklet_days(planned)
    index = booklet_index(booklet_sessions(days), planned)
    assert [(entry.person.name, [one.id for one in entry.sessions]) for entry in index] == [
        ("Ana", [1, 2]),
        ("Bo", [1]),
    ]
    assert [one.person.name for one in days[0].rows[0].people] == ["Ana", "Ana"]
