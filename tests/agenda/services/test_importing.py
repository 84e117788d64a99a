"""Spreadsheets brought into the draft: exactly what was shown, all of it or nothing."""

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from sqlalchemy import func, select

from summit.agenda.exports.drafts import draft_sheet, draft_sheets
from summit.agenda.exports.plan import Frame
from summit.agenda.exports.schedule_json import write_schedule_json
from summit.agenda.models import DraftChange, Session, SessionPerson, Slot, Speaker, SpeakerWindow, Track
from summit.agenda.queries.draft import draft_programme
from summit.agenda.queries.exchange import load_present
from summit.agenda.rules.exchange import SheetKind, sheet_named
from summit.agenda.rules.foreign import rows_of_schedule
from summit.agenda.rules.importing import DraftHasChanged
from summit.agenda.rules.kinds import PersonRole, SessionFormat, SessionKind, SessionState
from summit.agenda.services.importing import import_rows, plan_rows
from summit.clock import utcnow
from summit.database import transaction
from summit.events.models import Hall
from summit.sheets import read_csv, read_xlsx, write_csv, write_xlsx
from summit.sheets.plans import ImportIsRefused, RowState
from summit.sheets.rules import Row
from tests.agenda.factories import (
    add_part,
    make_placed,
    make_session,
    make_settings,
    make_slot,
    make_speaker,
    make_track,
)
from tests.factories import NOON, make_category, make_event, make_hall

SESSIONS, TIMES, SPEAKERS = SheetKind.SESSIONS, SheetKind.TIMES, SheetKind.SPEAKERS
HALLS, TRACKS = SheetKind.HALLS, SheetKind.TRACKS


@pytest.fixture
def event(db: Any) -> Any:
    return make_event()


def rows(**sheets: list[dict[str, str]]) -> dict[SheetKind, list[Row]]:
    """Rows as a file holds them, numbered below their headers."""
    return {
        SheetKind(name): [Row(number, cells) for number, cells in enumerate(lines, start=2)]
        for name, lines in sheets.items()
    }


def bring(event: Any, given: Any, *, adds_missing: bool = False) -> Any:
    """Plan and import."""
    plan = plan_rows(event, given, adds_missing=adds_missing)
    with transaction():
        return import_rows(event.id, given, adds_missing=adds_missing, digest=plan.digest, actor_id=None, now=utcnow())


def states(event: Any, given: Any, **options: Any) -> list[str]:
    return [row.state.value for row in plan_rows(event, given, **({"adds_missing": False} | options)).rows]


def faults(event: Any, given: Any, **options: Any) -> list[str]:
    plan = plan_rows(event, given, **({"adds_missing": False} | options))
    return [f"{fault.column}: {type(fault.error).__name__}" for row in plan.rows for fault in row.faults]


def read_back(content: bytes) -> dict[SheetKind, list[Row]]:
    return {kind: list(found) for name, found in read_xlsx(content).sheets.items() if (kind := sheet_named(name))}


def furnish(event: Any) -> None:
    """A draft with something of everything, odd texts among it."""
    make_category(event, "D")
    one, other = make_hall(event, names={"en": "Hall", "ru": "Зал"}, floor="1"), make_hall(event, names={"en": "Hall"})
    third = make_hall(event, names={"ru": "Музей; зал [2] | x"}, address="2 Invented Street", capacity=0)
    track = make_track(event)
    make_track(event, names={"en": "=Craft", "zh-Hant": "工藝"}, colour="#2f5d1d")
    window = SpeakerWindow(starts_at=NOON, ends_at=NOON + timedelta(hours=3))
    ada = make_speaker(event, "Ada Invented", name_native="Ада", native_language="ru", country="BR", windows=[window])
    twin = make_speaker(event, "Ada Invented", email="", biographies={})
    long = make_session(
        event,
        "+Открытие: «мода»",
        ada,
        track_id=track.id,
        abstracts={"en": "Line one\nline two, with 'quotes'; and more", "ar": "نص"},
        channels={"1": "en", "2": "ru"},
        capacity=40,
        age_limit=18,
        language="zh-Hans",
        state=SessionState.DRAFT,
        format=SessionFormat.RUNWAY_SHOW,
        is_featured=True,
        internal_note="@home",
    )
    add_part(long, twin, PersonRole.MODERATOR, position=2)
    add_part(long, ada, PersonRole.INTERPRETER, position=3, language="ru")
    make_slot(long, third, joined=(other, one), is_locked=True)
    make_slot(long, other, NOON + timedelta(hours=5))
    make_slot(long)
    make_placed(event, one, datetime(2026, 11, 28, 21, 30, tzinfo=UTC), "Night show")
    make_placed(event, one, NOON + timedelta(days=1), "Break", kind=SessionKind.BREAK)


def test_the_draft_as_a_workbook_comes_back_unchanged(event):
    furnish(event)
    given = read_back(write_xlsx(draft_sheets(load_present(event))))
    plan = plan_rows(event, given, adds_missing=False)
    assert [(row.label, row.differences, row.faults) for row in plan.rows if row.state is not RowState.UNCHANGED] == []
    assert len(plan.rows) == 3 + 2 + 2 + 3 + 5


@pytest.mark.parametrize("kind", SheetKind)
def test_every_sheet_as_a_table_comes_back_unchanged(event, kind):
    furnish(event)
    content = write_csv(draft_sheet(load_present(event), kind))
    found = {kind: list(read_csv(content, kind.value).sheets[kind.value])}
    assert set(states(event, found)) == {"unchanged"}


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_times_around_a_change_of_the_clock_come_back_unchanged(event, db, zone):
    event.time_zone, event.starts_on, event.ends_on = zone, datetime(2026, 10, 20).date(), datetime(2026, 11, 5).date()
    db.session.commit()
    hall = make_hall(event)
    for step in range(0, 16 * 24 * 2, 3):
        make_placed(event, hall, datetime(2026, 10, 20, tzinfo=UTC) + timedelta(minutes=30 * step))
    given = read_back(write_xlsx(draft_sheets(load_present(event))))
    assert set(states(event, given)) == {"unchanged"}


def test_importing_the_unchanged_draft_writes_nothing(event, db):
    furnish(event)
    given = read_back(write_xlsx(draft_sheets(load_present(event))))
    before = db.session.scalar(select(func.count()).select_from(DraftChange))
    bring(event, given)
    assert db.session.scalar(select(func.count()).select_from(DraftChange)) == before


def test_an_empty_edition_takes_a_whole_programme(event, db):
    given = rows(
        halls=[{"name (en)": "Main hall", "name (ru)": "Большой зал", "capacity": "500"}],
        tracks=[{"name (en)": "Business", "colour": "#1f5f8b"}],
        speakers=[{"key": "s1", "name": "Ada Invented", "email": "ada@example.org", "biography (en)": "Designs."}],
        sessions=[
            {
                "key": "1",
                "title (en)": "Opening",
                "title (ru)": "Открытие",
                "track": "Business",
                "people": "Ada Invented [s1] | moderator",
                "minutes": "60",
                "format": "plenary",
            }
        ],
        times=[{"session": "1", "starts": "2026-11-28 12:00", "ends": "", "halls": "Main hall"}],
    )
    plan = bring(event, given, adds_missing=True)
    assert plan.counts[RowState.NEW] == 5
    session = db.session.scalar(select(Session))
    slot = db.session.scalar(select(Slot))
    part = db.session.scalar(select(SessionPerson))
    assert (session.titles, session.format) == ({"en": "Opening", "ru": "Открытие"}, SessionFormat.PLENARY)
    assert (slot.starts_at, slot.ends_at) == (NOON, NOON + timedelta(minutes=60))
    assert part.role is PersonRole.MODERATOR
    assert db.session.scalar(select(Hall.capacity)) == 500


def test_a_second_import_of_the_same_file_changes_nothing(event):
    given = rows(
        halls=[{"name (en)": "Main hall"}],
        speakers=[{"email": "ada@example.org", "name": "Ada"}, {"key": "x", "name": "Bo"}],
        sessions=[{"key": "1", "title (en)": "Opening", "people": "ada@example.org; x"}, {"title (en)": "Second"}],
        times=[
            {"session": "1", "starts": "2026-11-28 12:00", "halls": "Main hall"},
            {"session": "Second", "starts": "2026-11-28 15:00", "halls": "Main hall"},
            {"session": "1", "starts": "2026-11-29 12:00", "halls": "Main hall"},
        ],
    )
    bring(event, given, adds_missing=True)
    assert set(states(event, given)) == {"unchanged"}


def test_what_changes_is_shown_old_and_new(event):
    session = make_session(event, "Old title", minutes=45)
    given = rows(sessions=[{"code": session.code, "title (en)": "New title", "minutes": "60", "state": ""}])
    (row,) = plan_rows(event, given, adds_missing=False).rows
    assert row.state is RowState.CHANGED
    found = [(one.column, one.old, one.new) for one in row.differences]
    assert found == [("title (en)", "Old title", "New title"), ("minutes", "45", "60")]


def test_texts_in_languages_without_a_column_stay(event, db):
    session = make_session(event, titles={"en": "One", "ru": "Один"})
    bring(event, rows(sessions=[{"code": session.code, "title (en)": "Two"}]))
    db.session.refresh(session)
    assert session.titles == {"en": "Two", "ru": "Один"}


def test_an_empty_cell_empties_and_a_missing_column_does_not(event, db):
    session = make_session(event, "One", abstracts={"en": "About"}, internal_note="Kept")
    bring(event, rows(sessions=[{"code": session.code, "abstract (en)": ""}]))
    db.session.refresh(session)
    assert (session.abstracts, session.internal_note) == ({}, "Kept")


def test_two_sessions_change_places_in_one_import(event, db):
    hall = make_hall(event)
    one, other = make_placed(event, hall), make_placed(event, hall, NOON + timedelta(hours=2))
    given = rows(
        times=[
            {"key": one.guid, "starts": "2026-11-28 14:00", "ends": "2026-11-28 14:45"},
            {"key": other.guid, "starts": "2026-11-28 12:00", "ends": "2026-11-28 12:45"},
        ]
    )
    bring(event, given)
    db.session.refresh(one)
    db.session.refresh(other)
    assert (one.starts_at, other.starts_at) == (NOON + timedelta(hours=2), NOON)


def test_a_place_that_is_taken_is_refused_before_anything_is_written(event, db):
    hall = make_hall(event)
    make_placed(event, hall)
    given = rows(
        sessions=[{"key": "1", "title (en)": "Late"}],
        times=[{"session": "1", "starts": "2026-11-28 12:00", "halls": "Main hall"}],
    )
    assert faults(event, given) == [": DomainError", ": PlaceCollides"]


def test_two_new_sessions_in_one_place_are_refused(event):
    given = rows(
        halls=[{"name (en)": "New"}],
        sessions=[{"key": "1", "title (en)": "One"}, {"key": "2", "title (en)": "Two"}],
        times=[{"session": key, "starts": "2026-11-28 12:00", "halls": "New"} for key in ("1", "2")],
    )
    assert faults(event, given, adds_missing=True) == [": DomainError", ": PlaceCollides"] * 2


def test_a_person_in_two_places_is_refused_where_the_edition_says_so(event):
    make_settings(event, levels={"person_overlap": "block"})
    given = rows(
        halls=[{"name (en)": "One"}, {"name (en)": "Two"}],
        speakers=[{"key": "a", "name": "Ada"}],
        sessions=[{"key": key, "title (en)": key, "people": "a"} for key in ("1", "2")],
        times=[
            {"session": key, "starts": "2026-11-28 12:00", "halls": hall} for key, hall in (("1", "One"), ("2", "Two"))
        ],
    )
    assert faults(event, given, adds_missing=True) == [": DomainError", ": PlaceCollides"] * 2


def test_a_cancelled_session_frees_its_place_in_the_same_import(event, db):
    hall = make_hall(event)
    old = make_placed(event, hall, title="Old")
    given = rows(
        sessions=[{"title (en)": "Old", "state": "cancelled"}, {"key": "1", "title (en)": "New"}],
        times=[{"session": "1", "starts": "2026-11-28 12:00", "halls": "Main hall"}],
    )
    bring(event, given)
    assert db.session.scalar(select(func.count()).select_from(Slot).where(Slot.starts_at == old.starts_at)) == 2


def test_a_place_that_is_taken_after_the_list_refuses_the_whole_import(event, db):
    """The digest of the list does not know of other sessions' places; the import itself does."""
    hall = make_hall(event)
    given = rows(
        sessions=[{"key": "1", "title (en)": "Late"}],
        times=[{"session": "1", "starts": "2026-11-28 12:00", "halls": "Main hall"}],
    )
    digest = plan_rows(event, given, adds_missing=False).digest
    make_placed(event, hall)
    with pytest.raises(ImportIsRefused) as refused, transaction():
        import_rows(event.id, given, adds_missing=False, digest=digest, actor_id=None, now=utcnow())
    assert (refused.value.row.sheet, refused.value.row.number) == (TIMES, 2)
    assert db.session.scalar(select(func.count()).select_from(Session)) == 1


def test_one_bad_row_refuses_the_whole_import(event, db):
    given = rows(sessions=[{"title (en)": "Good"}, {"title (en)": "Bad", "minutes": "7"}])
    assert states(event, given) == ["new", "refused"]
    with pytest.raises(ImportIsRefused):
        bring(event, given)
    assert db.session.scalar(select(func.count()).select_from(Session)) == 0


def test_a_draft_that_changed_meanwhile_refuses_what_was_shown(event):
    session = make_session(event, "One")
    given = rows(sessions=[{"code": session.code, "title (en)": "Two", "minutes": "45"}])
    digest = plan_rows(event, given, adds_missing=False).digest
    bring(event, rows(sessions=[{"code": session.code, "minutes": "60"}]))
    with pytest.raises(DraftHasChanged), transaction():
        import_rows(event.id, given, adds_missing=False, digest=digest, actor_id=None, now=utcnow())


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"code": "NOCODE", "title (en)": "x"}, "code: CodeIsUnknown"),
        ({"title (en)": ""}, ": TitleIsMissing"),
        ({"title (en)": "x" * 10_000}, "title: TextIsTooLong"),
        ({"title (en)": "#REF!"}, "title (en): CellIsBroken"),
        ({"title (en)": "x", "minutes": "many"}, "minutes: CellIsNoNumber"),
        ({"title (en)": "x", "minutes": "9" * 5000}, "minutes: CellIsNoNumber"),
        ({"title (en)": "x", "minutes": "99999999"}, "minutes: LengthIsImpossible"),
        ({"title (en)": "x", "capacity": "9" * 30}, "capacity: NumberIsOutOfRange"),
        ({"title (en)": "x", "format": "opera"}, "format: CellIsNoChoice"),
        ({"title (en)": "x", "featured": "perhaps"}, "featured: CellIsNoAnswer"),
        ({"title (en)": "x", "track": "Nowhere"}, "track: TrackIsMissing"),
        ({"title (en)": "x", "people": "Nobody"}, "people: PersonIsUnknown"),
        ({"title (en)": "x", "people": "a | b | c | d"}, "people: CellIsNoPart"),
        ({"title (en)": "x", "categories": "Q"}, "categories: CategoryIsUnknown"),
        ({"title (en)": "x", "channels": "a=b"}, "channels: ChannelIsImpossible"),
        ({"title (en)": "x", "stream link": "javascript:alert(1)"}, "stream link: LinkIsInvalid"),
        ({"title (en)": "x", "age limit": "17"}, "age limit: AgeLimitIsUnknown"),
        ({"title (en)": "\u202ex"}, "title: TextTurnsAround"),
    ],
)
def test_a_bad_cell_of_a_session_is_named(event, cells, fault):
    assert faults(event, rows(sessions=[cells])) == [fault]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"session": "Nowhere"}, "session: SessionIsUnknown"),
        ({"starts": "2026-11-28 12:00"}, "session: SessionIsUnknown"),
        ({"session": "One", "starts": "yesterday", "halls": "Main hall"}, "starts: CellIsNoTime"),
        ({"session": "One", "starts": "2026-11-28 12:00"}, ": PlaceIsIncomplete"),
        ({"session": "One", "halls": "Main hall"}, ": PlaceIsIncomplete"),
        ({"session": "One", "starts": "2026-11-28 12:00", "halls": "Attic"}, "halls: HallIsUnknown"),
        ({"session": "One", "starts": "2026-11-28 12:02", "halls": "Main hall"}, ": SlotIsOffGrid"),
        ({"session": "One", "starts": "2027-11-28 12:00", "halls": "Main hall"}, ": SlotIsOutsideDays"),
        ({"session": "One", "starts": "1826-11-28 12:00", "halls": "Main hall"}, "starts: TimeIsImplausible"),
        ({"session": "One", "starts": "0001-01-01T00:00+14:00", "halls": "Main hall"}, "starts: CellIsNoTime"),
        (
            {"session": "One", "starts": "2026-11-28 12:00", "ends": "2026-11-28 12:00", "halls": "Main hall"},
            ": SlotIsEmpty",
        ),
        (
            {"session": "One", "starts": "2026-11-28 22:00", "ends": "2026-11-29 06:00", "halls": "Main hall"},
            ": SlotCrossesDays",
        ),
    ],
)
def test_a_bad_cell_of_a_time_is_named(event, cells, fault):
    make_hall(event)
    make_slot(make_session(event, "One"))
    assert faults(event, rows(times=[cells])) == [fault]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-28 12:00", NOON),
        ("28.11.2026 12:00", NOON),
        ("2026-11-28T12:00:00", NOON),
        ("2026-11-28T09:00:00Z", NOON),
        ("2026-11-28 10:00+01:00", NOON),
        ("46354.5", NOON),
    ],
)
def test_a_time_is_read_in_every_usual_form(event, db, text, moment):
    make_hall(event)
    slot = make_slot(make_session(event, "One"))
    bring(event, rows(times=[{"session": "One", "starts": text, "halls": "Main hall"}]))
    db.session.refresh(slot)
    assert slot.starts_at == moment


def test_missing_halls_and_tracks_are_added_only_when_allowed(event, db):
    given = rows(
        sessions=[{"key": "1", "title (en)": "x", "track": "New track"}],
        times=[{"session": "1", "starts": "2026-11-28 12:00", "halls": "New hall; Other hall"}],
    )
    assert faults(event, given) == ["track: TrackIsMissing", "halls: HallIsUnknown"]
    bring(event, given, adds_missing=True)
    assert sorted(db.session.scalar(select(func.count()).select_from(model)) for model in (Track, Hall)) == [1, 2]


def test_a_locked_session_is_not_moved_unless_it_is_unlocked(event, db):
    slot = make_slot(make_session(event, "One"), make_hall(event), is_locked=True)
    moved = {"key": slot.guid, "starts": "2026-11-28 15:00", "ends": "2026-11-28 15:45"}
    assert faults(event, rows(times=[moved])) == [": SlotIsLocked"]
    bring(event, rows(times=[{**moved, "locked": "no"}]))
    db.session.refresh(slot)
    assert (slot.starts_at, slot.is_locked) == (NOON + timedelta(hours=3), False)


def test_two_rows_about_the_same_are_refused(event):
    session = make_session(event, "One")
    given = rows(sessions=[{"code": session.code, "minutes": "60"}, {"title (en)": "One", "minutes": "30"}])
    assert faults(event, given) == [": RowIsDouble"]


def test_one_address_twice_in_a_file_is_refused(event):
    given = rows(speakers=[{"name": "Ada", "email": "a@example.org"}, {"name": "Bo", "email": "A@example.org"}])
    assert faults(event, given) == [": RowIsDouble"]


def test_a_title_that_two_sessions_have_asks_for_the_code(event):
    make_session(event, "Same")
    make_session(event, "Same")
    assert faults(event, rows(sessions=[{"title (en)": "Same", "minutes": "30"}])) == [": NameIsAmbiguous"]


def test_a_name_that_two_speakers_have_asks_for_the_code(event):
    ada = make_speaker(event, "Ada")
    make_speaker(event, "Ada")
    given = rows(sessions=[{"title (en)": "x", "people": "Ada"}, {"title (en)": "y", "people": f"Ada [{ada.code}]"}])
    assert faults(event, given) == ["people: NameIsAmbiguous"]


def test_nothing_of_another_edition_is_found_or_changed(event, db):
    other = make_event()
    theirs = make_session(other, "Theirs")
    speaker = make_speaker(other, "Ada")
    given = rows(sessions=[{"code": theirs.code, "title (en)": "Mine"}, {"key": theirs.guid, "title (en)": "Mine"}])
    assert faults(event, given) == ["code: CodeIsUnknown"]
    bring(
        event,
        rows(sessions=[{"key": theirs.guid, "title (en)": "Mine"}], speakers=[{"key": speaker.guid, "name": "Bo"}]),
    )
    db.session.refresh(theirs)
    assert theirs.titles == {"en": "Theirs"}
    assert db.session.scalar(select(func.count()).select_from(Speaker)) == 2


def test_a_plan_of_more_rows_asks_no_more_questions(event, count_queries):
    furnish(event)
    counts = []
    for number in (1, 40):
        given = rows(sessions=[{"key": str(key), "title (en)": f"Session {key}"} for key in range(number)])
        with count_queries() as counter:
            plan_rows(event, given, adds_missing=False)
        counts.append(counter.count)
    assert counts[0] == counts[1]


def test_a_workbook_that_people_made_is_read(event, db):
    book = openpyxl.Workbook()
    book.active.title = "Sessions"
    for line in (["Title (EN)", "Minutes", "Whatever"], ["Opening", 60.0, "x"], [2026, 45, None]):
        book.active.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    bring(event, read_back(buffer.getvalue()))
    assert sorted(s.titles["en"] for s in db.session.scalars(select(Session))) == ["2026", "Opening"]


def foreign(event: Any, *events: dict[str, Any], **conference: Any) -> dict[SheetKind, list[Row]]:
    """Another tool's schedule.json as rows."""
    days = [{"date": "2026-11-28", "rooms": {"Saal 1": list(events)}}]
    return rows_of_schedule({"schedule": {"conference": {"days": days, **conference}}}, event.languages[0])


def foreign_event(number: int = 1, **values: Any) -> dict[str, Any]:
    return {
        "guid": str(UUID(int=number)),
        "date": "2026-11-28T12:00:00+03:00",
        "duration": "00:30",
        "room": "Saal 1",
        "title": f"Talk {number}",
        "type": "talk",
        "persons": [{"id": 3, "public_name": "Ada Invented"}],
        "track": "Craft",
        **values,
    }


def test_another_tools_schedule_keeps_its_guids_and_a_second_import_updates(event, db):
    bring(event, foreign(event, foreign_event()), adds_missing=True)
    session, slot = db.session.scalar(select(Session)), db.session.scalar(select(Slot))
    assert session.guid == slot.guid == str(UUID(int=1))
    assert slot.starts_at == NOON
    changed = foreign_event(title="New", date="2026-11-28T14:00:00+03:00")
    plan = bring(event, foreign(event, changed), adds_missing=True)
    assert plan.counts == {RowState.NEW: 0, RowState.CHANGED: 2, RowState.UNCHANGED: 3, RowState.REFUSED: 0}
    db.session.refresh(slot)
    assert slot.starts_at == NOON + timedelta(hours=2)


def test_two_editions_take_the_same_schedule(event, db):
    other = make_event()
    for one in (event, other, other):
        bring(one, foreign(one, foreign_event()), adds_missing=True)
    assert db.session.scalar(select(func.count()).select_from(Session)) == 2


def test_a_bad_event_of_another_tool_is_named(event):
    given = foreign(event, foreign_event(), foreign_event(2, duration="00:32", date="never"))
    assert faults(event, given, adds_missing=True) == ["minutes: LengthIsImpossible", "starts: CellIsNoTime"]


def test_our_own_schedule_comes_back_unchanged(event, db):
    hall, other = make_hall(event, names={"en": "A"}), make_hall(event, names={"en": "B"})
    track, ada = make_track(event, names={"en": "Craft"}), make_speaker(event, "Ada", biographies={})
    session = make_session(event, "Twice", ada, track_id=track.id, abstracts={"en": "x"}, takes_feedback=True)
    make_slot(session, hall, joined=(other,))
    make_slot(session, hall, NOON + timedelta(hours=3))
    make_placed(event, hall, NOON + timedelta(hours=6), "Break", kind=SessionKind.BREAK, format=SessionFormat.OTHER)
    frame = Frame(event.slug, event.names, event.starts_on, event.ends_on, "1", "http://localhost")
    values = json.loads(write_schedule_json(draft_programme(event), frame))
    plan = plan_rows(event, rows_of_schedule(values, "en"), adds_missing=False)
    assert [(row.label, row.differences, row.faults) for row in plan.rows if row.state is not RowState.UNCHANGED] == []


def test_an_import_locks_the_edition_before_its_draft_as_a_new_time_zone_does(event, count_queries):
    given = rows(halls=[{"name (en)": "Silk hall"}])
    plan = plan_rows(event, given, adds_missing=True)
    with count_queries() as counter, transaction():
        import_rows(event.id, given, adds_missing=True, digest=plan.digest, actor_id=None, now=utcnow())
    asked = [one.partition("FROM ")[2].split()[0] for one in counter.statements if one.startswith("SELECT")]
    assert asked.index("events") < asked.index("agenda_settings")
