"""Phases of meetings, and what settings may say."""

from datetime import timedelta

import pytest

from summit.companies.rules.kinds import KindGroup
from summit.meetings.rules.kinds import Phase
from summit.meetings.rules.phases import (
    PHASE_WORDS,
    DeadlinesAreReversed,
    LimitsAreReversed,
    PhaseIsOutOfReach,
    clean_matrix,
    ensure_deadlines,
    ensure_limits,
    ensure_step,
    phase_behind,
    phases_ahead,
)
from tests.factories import NOON


@pytest.mark.parametrize(
    ("phase", "ahead"),
    [
        (Phase.PROFILE, {Phase.PREFERENCES, Phase.LIVE}),
        (Phase.PREFERENCES, {Phase.PROVISIONAL, Phase.LIVE}),
        (Phase.PROVISIONAL, {Phase.LIVE}),
        (Phase.LIVE, {Phase.CLOSED}),
        (Phase.CLOSED, set()),
    ],
)
def test_which_phases_can_follow(phase, ahead):
    assert set(phases_ahead(phase)) == ahead
    assert phase in PHASE_WORDS


def test_meetings_go_back_one_phase_at_a_time():
    assert phase_behind(Phase.PROFILE) is None
    ensure_step(Phase.CLOSED, Phase.LIVE)
    with pytest.raises(PhaseIsOutOfReach):
        ensure_step(Phase.CLOSED, Phase.PROFILE)


def test_limits_and_deadlines_have_an_order():
    ensure_limits(None, 3)
    ensure_limits(3, 3)
    ensure_deadlines(NOON, None)
    with pytest.raises(LimitsAreReversed):
        ensure_limits(4, 3)
    with pytest.raises(DeadlinesAreReversed):
        ensure_deadlines(NOON, NOON - timedelta(hours=1))


def test_all_and_nothing_mean_everybody_and_unknown_groups_are_left_out():
    everybody = [group.value for group in KindGroup]
    assert clean_matrix(dict.fromkeys(everybody, everybody)) == {}
    assert clean_matrix({}) == {}
    found = clean_matrix({"retail": ["brand", "x"]})
    assert (found["retail"], found["brand"]) == (["brand"], [])
