"""Searching, filtering and ordering sessions."""

from datetime import UTC, date, datetime, timedelta

import pytest

from summit.agenda.rules.kinds import SessionFormat, SessionKind, SessionState
from summit.agenda.rules.listing import (
    NO_TRACK,
    ListedSession,
    SessionFilter,
    SessionSort,
    counts_of,
    in_order,
    matching,
)
from summit.registration.rules.search import search_key

ZONE = "Europe/Moscow"
NOON = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def row(key=1, title="Linen", **values):
    defaults = {
        "code": "ACDEF3",
        "titles": {"en": title},
        "kind": SessionKind.SESSION,
        "state": SessionState.CONFIRMED,
        "format": SessionFormat.TALK,
        "track_id": None,
        "updated_at": NOON,
        "starts": (NOON,),
    }
    return ListedSession(id=key, **(defaults | values))


def found(rows, **wanted):
    return [one.id for one in matching(rows, SessionFilter(**wanted), zone=ZONE)]


@pytest.mark.parametrize(
    "query",
    ["linen", "LINEN tomorrow", "tomorrow linen", "лён", "лен", "len", "الكتان", "亚麻", "acdef3", "Щукин", "schukin"],
)
def test_a_session_is_found_by_words_of_any_language_and_its_people(query):
    titles = {"en": "Linen of tomorrow", "ru": "Лён завтра", "ar": "الكتان غدا", "zh-Hans": "明日亚麻"}
    rows = [row(1, titles=titles, people_key=search_key("Anna Shchukin", "Анна Щукин")), row(2, "Silk", code="XXXXXX")]
    assert found(rows, q=query) == [1]


@pytest.mark.parametrize("query", ["wool", "linen wool", "!!!", "%", "_"])
def test_what_is_not_there_is_not_found(query):
    assert found([row()], q=query) == []


def test_a_blank_query_finds_everything():
    assert found([row(1), row(2)], q="  ") == [1, 2]


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        ({"kind": SessionKind.BREAK}, [2]),
        ({"state": SessionState.DRAFT}, [3]),
        ({"format": SessionFormat.PANEL}, [4]),
        ({"track_id": 7}, [4]),
        ({"track_id": NO_TRACK}, [1, 2, 3, 5]),
        ({"unscheduled": True}, [5]),
        ({"kind": SessionKind.SESSION, "state": SessionState.CONFIRMED}, [1, 4, 5]),
    ],
)
def test_filters_leave_what_was_asked_for(wanted, keys):
    rows = [
        row(1),
        row(2, kind=SessionKind.BREAK),
        row(3, state=SessionState.DRAFT),
        row(4, format=SessionFormat.PANEL, track_id=7),
        row(5, starts=(NOON, None)),
    ]
    assert found(rows, **wanted) == keys


def test_a_cancelled_session_waits_for_nothing():
    assert found([row(state=SessionState.CANCELLED, starts=(None,))], unscheduled=True) == []


def test_half_past_midnight_belongs_to_the_evening_before():
    night = datetime(2026, 11, 28, 21, 30, tzinfo=UTC)
    assert found([row(starts=(None, night))], day=date(2026, 11, 28)) == [1]
    assert found([row(starts=(None, night))], day=date(2026, 11, 29)) == []


def test_sessions_are_ordered_by_their_first_time_and_the_pool_comes_last():
    rows = [row(1, starts=(None,)), row(2, starts=(NOON + timedelta(hours=1), NOON)), row(3, starts=()), row(4)]
    assert [one.id for one in in_order(rows, SessionSort.TIME, "en")] == [2, 4, 1, 3]


def test_sessions_are_ordered_by_the_title_in_the_readers_language():
    rows = [row(1, titles={"en": "Zari", "ru": "Арт"}), row(2, titles={"en": "Élan", "ru": "Ярмарка"}), row(3, "fur")]
    assert [one.id for one in in_order(rows, SessionSort.TITLE, "en")] == [2, 3, 1]
    assert [one.id for one in in_order(rows, SessionSort.TITLE, "ru")] == [1, 3, 2]


def test_what_was_changed_last_comes_first():
    rows = [row(1), row(2, updated_at=NOON + timedelta(hours=1))]
    assert [one.id for one in in_order(rows, SessionSort.CHANGED, "en")] == [2, 1]


def test_numbers_count_what_the_other_filters_leave():
    rows = [row(1), row(2, starts=(None,)), row(3, state=SessionState.DRAFT), row(4, kind=SessionKind.BREAK)]
    wanted = SessionFilter(kind=SessionKind.SESSION, state=SessionState.CANCELLED, unscheduled=True)
    counts = counts_of(rows, wanted, zone=ZONE)
    assert (counts.total, counts.unscheduled) == (3, 1)
    assert counts.by_state == {SessionState.DRAFT: 1, SessionState.CONFIRMED: 2, SessionState.CANCELLED: 0}


def test_a_filter_knows_whether_it_leaves_anything_out():
    assert not SessionFilter(sort=SessionSort.TITLE).is_narrowed
    assert SessionFilter(unscheduled=True).is_narrowed
