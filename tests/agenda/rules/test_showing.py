"""What a reader is shown: filters, days, now and next, what moved, what stands beside a session."""

from datetime import UTC, date, datetime, timedelta

import pytest

from summit.agenda.rules.kinds import PersonRole, SessionFormat, SessionKind, SlotStatus
from summit.agenda.rules.programme import (
    Programme,
    ProgrammeHall,
    ProgrammePart,
    ProgrammePerson,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeTrack,
)
from summit.agenda.rules.showing import (
    Filters,
    Move,
    Stage,
    at_the_same_time,
    by_day,
    by_start,
    count_sessions,
    days_of,
    moves_between,
    next_turn,
    now_and_next,
    of_the_same_track,
    opening_day,
    people_on_stage,
    search_people,
    search_texts,
    stage_of,
    turning_points,
    turns_passed,
    wanted_slots,
)
from summit.registration.rules import search_tokens

NINE = datetime(2026, 11, 28, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNA = ProgrammePerson(1, "ANNA33", "g1", "Anna Ivanova", "Анна Иванова", "ru", organisation="Atelier Nord")
WEI = ProgrammePerson(2, "WEI333", "g2", "Xiao Ming", "小明", "zh-Hans")


def session(key: int, **values) -> ProgrammeSession:
    defaults = {"kind": SessionKind.SESSION, "format": SessionFormat.TALK, "titles": {"en": f"Title {key}"}}
    return ProgrammeSession(id=key, code=f"CODE{key:02}", guid=f"g{key}", **(defaults | values))


def slot(key: int, session_id: int, start: datetime = NINE, hours: float = 1, halls=(1,), **values) -> ProgrammeSlot:
    return ProgrammeSlot(key, session_id, f"g{key}", f"u{key}", halls, start, start + hours * HOUR, **values)


def programme(*slots: ProgrammeSlot, sessions=(), people=(ANNA, WEI)) -> Programme:
    known = {one.id: one for one in sessions}
    found = tuple(known.get(key) or session(key) for key in dict.fromkeys(one.session_id for one in slots))
    return Programme(
        time_zone="Europe/Moscow",
        halls=tuple(ProgrammeHall(key, {"en": f"Hall {key}"}) for key in (1, 2, 3)),
        tracks=(ProgrammeTrack(1, {"en": "Business"}, "#1f5f8b"),),
        people=people,
        sessions=found,
        slots=tuple(sorted(slots, key=lambda one: (one.starts_at, one.id))),
    )


def shown(program: Programme, **filters) -> list[int]:
    return [one.id for one in wanted_slots(program, Filters(**filters), search_texts(program))]


def test_without_filters_everything_is_shown():
    assert shown(programme(slot(1, 1), slot(2, 2))) == [1, 2]


def test_a_hall_shows_what_stands_in_it_or_joins_it():
    assert shown(programme(slot(1, 1), slot(2, 2, halls=(3, 2)), slot(3, 3, halls=(3,))), hall_id=2) == [2]


def test_a_language_is_heard_on_stage_or_through_a_channel():
    sessions = (session(1, language="ru"), session(2, language="en", channels={"1": "ru"}), session(3, language="en"))
    program = programme(slot(1, 1), slot(2, 2), slot(3, 3), sessions=sessions)
    assert shown(program, language="ru") == [1, 2]


def test_track_and_format_narrow_together():
    sessions = (
        session(1, track_id=1, format=SessionFormat.PANEL),
        session(2, track_id=1),
        session(3, format=SessionFormat.PANEL),
    )
    program = programme(slot(1, 1), slot(2, 2), slot(3, 3), sessions=sessions)
    assert shown(program, track_id=1, format=SessionFormat.PANEL) == [1]


def test_a_break_has_no_format_to_be_found_by():
    program = programme(slot(1, 1), sessions=(session(1, kind=SessionKind.BREAK, format=SessionFormat.OTHER),))
    assert shown(program, format=SessionFormat.OTHER) == []


def test_a_night_belongs_to_the_evening_before_it():
    program = programme(slot(1, 1, datetime(2026, 11, 28, 22, tzinfo=UTC)), slot(2, 2, NINE + 24 * HOUR))
    assert shown(program, day=date(2026, 11, 28)) == [1]
    assert shown(program, day=date(2026, 11, 29)) == [2]


def test_own_sessions_are_shown_and_none_where_nothing_is_followed():
    program = programme(slot(1, 1), slot(2, 2))
    assert shown(program, session_ids=frozenset({2})) == [2]
    assert shown(program, session_ids=frozenset()) == []


@pytest.mark.parametrize(
    "query", ["шелк", "shelk", "ШЁЛК", "anna", "иванова анна", "nord", "xiaoming", "小明", "code01"]
)
def test_a_search_reads_titles_abstracts_and_people_in_any_script(query):
    first = session(
        1, abstracts={"ru": "Будущее шёлка"}, parts=(ProgrammePart(1), ProgrammePart(2, PersonRole.MODERATOR))
    )
    program = programme(slot(1, 1), slot(2, 2), sessions=(first,))
    assert shown(program, tokens=tuple(search_tokens(query))) == [1]


def test_every_word_of_a_search_must_be_there():
    program = programme(slot(1, 1), sessions=(session(1, titles={"en": "Silk roads"}),))
    assert shown(program, tokens=tuple(search_tokens("silk cotton"))) == []


def test_days_come_in_order_and_once():
    program = programme(slot(1, 1, NINE + 48 * HOUR), slot(2, 2), slot(3, 3))
    assert days_of(program) == (date(2026, 11, 28), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(-500, 28), (0, 28), (0.9, 28), (1, 30), (20, 30), (48.5, 30), (49, 28)],
)
def test_the_first_day_shown_is_that_of_what_runs_or_comes_next(hours, expected):
    program = programme(slot(1, 1), slot(2, 2, NINE + 48 * HOUR))
    assert opening_day(program, NINE + hours * HOUR) == date(2026, 11, expected)


def test_an_empty_programme_opens_no_day():
    assert opening_day(programme(), NINE) is None


def test_slots_are_grouped_by_day_and_by_start():
    first, second, third = slot(1, 1), slot(2, 2), slot(3, 3, NINE + 24 * HOUR)
    assert by_day((first, second, third), "Europe/Moscow") == {
        date(2026, 11, 28): (first, second),
        date(2026, 11, 29): (third,),
    }
    assert by_start((first, second, third)) == [(first, second), (third,)]


@pytest.mark.parametrize(
    ("moment", "stage"),
    [(NINE - HOUR, Stage.COMING), (NINE, Stage.NOW), (NINE + HOUR / 2, Stage.NOW), (NINE + HOUR, Stage.PAST)],
)
def test_the_stage_of_a_slot_is_half_open(moment, stage):
    assert stage_of(slot(1, 1), moment) is stage


def test_a_cancelled_slot_never_takes_place_now():
    assert stage_of(slot(1, 1, status=SlotStatus.CANCELLED), NINE) is Stage.COMING


def test_the_stage_of_every_slot_stays_while_no_turning_point_passes():
    program = programme(slot(1, 1), slot(2, 2, NINE + HOUR / 2), slot(3, 3, NINE + 3 * HOUR))
    points = turning_points(program)
    seen: dict[int, set[tuple[Stage, ...]]] = {}
    for minute in range(-60, 300):
        moment = NINE + timedelta(minutes=minute)
        stages = tuple(stage_of(one, moment) for one in program.slots)
        seen.setdefault(turns_passed(points, moment), set()).add(stages)
    assert len(seen) == len(points) + 1
    assert all(len(stages) == 1 for stages in seen.values())


def test_now_and_next_names_what_runs_and_what_comes_in_each_hall():
    runs, comes, elsewhere = slot(1, 1), slot(2, 2, NINE + 2 * HOUR), slot(3, 3, NINE + 4 * HOUR, halls=(2,))
    cancelled = slot(4, 4, NINE + HOUR, status=SlotStatus.CANCELLED)
    program = programme(runs, comes, elsewhere, cancelled)
    found = now_and_next(program, NINE + HOUR / 2)
    assert [(row.hall_id, row.running, row.coming) for row in found] == [(1, (runs,), comes), (2, (), elsewhere)]


def test_the_next_change_is_the_next_turning_point_and_none_after_the_last():
    points = turning_points(programme(slot(1, 1)))
    assert next_turn(points, NINE - HOUR) == NINE
    assert next_turn(points, NINE) == NINE + HOUR
    assert next_turn(points, NINE + HOUR) is None


def test_a_move_says_where_a_slot_stood():
    before = programme(slot(1, 1), slot(2, 2), slot(3, 3))
    after = programme(slot(1, 1, NINE + HOUR), slot(2, 2, halls=(2,)), slot(3, 3), slot(4, 4))
    assert moves_between(before, after) == {
        1: Move(NINE, NINE + HOUR, (1,)),
        2: Move(NINE, NINE + HOUR, (1,)),
    }


def test_what_is_cancelled_or_comes_back_did_not_move():
    before = programme(slot(1, 1), slot(2, 2, status=SlotStatus.CANCELLED))
    after = programme(slot(1, 1, NINE + HOUR, status=SlotStatus.CANCELLED), slot(2, 2, NINE + HOUR))
    assert moves_between(before, after) == {}
    assert moves_between(None, after) == {}


def test_related_sessions_leave_out_the_session_itself_and_breaks():
    sessions = (session(1, track_id=1), session(2, track_id=1), session(3, kind=SessionKind.BREAK), session(4))
    program = programme(
        slot(1, 1), slot(2, 2, NINE + 5 * HOUR), slot(3, 3), slot(4, 4, NINE + HOUR / 2), sessions=sessions
    )
    assert [one.id for one in at_the_same_time(program, sessions[0])] == [4]
    assert [one.id for one in of_the_same_track(program, sessions[0])] == [2]
    assert of_the_same_track(program, sessions[3]) == ()


def test_interpreters_are_not_on_stage():
    parts = (ProgrammePart(1), ProgrammePart(2, PersonRole.INTERPRETER, "en"))
    program = programme(slot(1, 1), sessions=(session(1, parts=parts),))
    assert people_on_stage(program) == (ANNA,)
    assert search_people(program, search_tokens("xiao")) == ()
    assert search_people(program, search_tokens("иванова")) == (ANNA,)


def test_repeats_count_once_and_breaks_not_at_all():
    program = programme(slot(1, 1), slot(2, 1, NINE + HOUR), slot(3, 3), sessions=(session(3, kind=SessionKind.BREAK),))
    assert count_sessions(program, program.slots) == 1


def test_only_the_day_leaves_the_filters_unset():
    assert not Filters(day=date(2026, 11, 28)).is_set
    assert all(
        filters.is_set
        for filters in (
            Filters(hall_id=1),
            Filters(track_id=1),
            Filters(language="ru"),
            Filters(format=SessionFormat.TALK),
            Filters(tokens=("silk",)),
            Filters(session_ids=frozenset()),
        )
    )
