"""How an edition's programme is made."""

from datetime import date

import pytest

from summit.agenda.models import AgendaSettings
from summit.agenda.queries.board import load_board
from summit.agenda.queries.settings import present_settings
from summit.agenda.rules import hours
from summit.agenda.rules.board import DEFAULT_LEVELS, ConflictKind, Level
from summit.agenda.rules.kinds import OverlapPolicy
from summit.agenda.rules.timing import SlotIsOutsideDays
from summit.agenda.services import settings
from summit.database import transaction
from summit.events.rules import ChangedMeanwhile, NumberIsOutOfRange
from tests.factories import NOON, make_event

DAY = date(2026, 11, 29)


@pytest.fixture
def event(db):
    return make_event(starts_on=date(2026, 11, 28), ends_on=date(2026, 11, 30))


def update(event, **values):
    with transaction():
        return settings.update_settings(event.id, actor_id=None, now=NOON, **values)


def test_an_edition_that_nobody_has_set_up_has_the_usual_settings(event):
    present = present_settings(event)
    assert (present.version, present.hours, present.changeover_minutes) == (1, (540, 1320), 10)
    assert (present.levels, present.overlap) == (DEFAULT_LEVELS, OverlapPolicy.WARN)
    assert present.days == {date(2026, 11, 28): None, DAY: None, date(2026, 11, 30): None}


def test_the_settings_are_changed_and_the_board_knows(event):
    levels = DEFAULT_LEVELS | {ConflictKind.CHANGEOVER: Level.IGNORE}
    update(
        event, opens_minute=600, closes_minute=1470, changeover_minutes=15, levels=levels, overlap=OverlapPolicy.REFUSE
    )
    present = present_settings(event)
    assert (present.hours, present.levels, present.overlap) == ((600, 1470), levels, OverlapPolicy.REFUSE)
    board = load_board(event)
    assert (board.changeover_minutes, board.level_of(ConflictKind.CHANGEOVER)) == (15, Level.IGNORE)


def test_only_levels_that_differ_are_kept(event, db):
    update(event, levels=DEFAULT_LEVELS | {ConflictKind.CHANGEOVER: Level.IGNORE})
    assert db.session.get(AgendaSettings, event.id).levels == {"changeover": "ignore"}
    update(event, levels=DEFAULT_LEVELS)
    assert db.session.get(AgendaSettings, event.id).levels == {}


def test_a_day_has_hours_of_its_own_until_it_is_as_usual_again(event):
    update(event, days={DAY: (660, 1500), date(2026, 11, 28): None})
    assert present_settings(event).days[DAY] == (660, 1500)
    update(event, days={DAY: (720, 1500)})
    assert present_settings(event).days[DAY] == (720, 1500)
    update(event, days={DAY: None})
    assert present_settings(event).days[DAY] is None


def test_a_stale_form_changes_nothing(event):
    seen = present_settings(event).version
    update(event, version=seen, changeover_minutes=20)
    with pytest.raises(ChangedMeanwhile):
        update(event, version=seen, changeover_minutes=30)
    assert present_settings(event).changeover_minutes == 20


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"opens_minute": 1320}, hours.HoursAreReversed),
        ({"closes_minute": 1321}, hours.HoursAreOffGrid),
        ({"changeover_minutes": -5}, NumberIsOutOfRange),
        ({"changeover_minutes": 241}, NumberIsOutOfRange),
        ({"days": {DAY: (600, 600)}}, hours.HoursAreReversed),
        ({"days": {date(2026, 12, 5): (600, 660)}}, SlotIsOutsideDays),
    ],
)
def test_impossible_settings_are_refused_and_nothing_is_half_done(event, values, refusal):
    update(event, days={DAY: (660, 1500)})
    before = present_settings(event)
    with pytest.raises(refusal):
        update(event, **({"days": {DAY: (700, 1500)}, "overlap": OverlapPolicy.ALLOW} | values))
    assert present_settings(event) == before
