"""Which meetings follow from wishes."""

from datetime import timedelta

import pytest

from summit.meetings.rules.kinds import Acceptance, Phase, Wish
from summit.meetings.rules.preferences import (
    MOST_MUSTS,
    PreferencesAreNotTaken,
    TooManyMusts,
    TooManyWishes,
    Wished,
    ensure_taken,
    ensure_within,
    meetings_wished,
    still_open,
)
from tests.factories import NOON


def test_with_acceptance_both_sides_must_wish_for_it():
    wishes = {(1, 2): Wish.MEET, (2, 1): Wish.MEET, (1, 3): Wish.MUST}
    assert meetings_wished(wishes, Acceptance.REQUIRED) == [Wished(1, 2, False)]


def test_without_acceptance_one_wish_is_enough_and_musts_come_first():
    wishes = {(1, 2): Wish.MEET, (3, 1): Wish.MUST}
    assert meetings_wished(wishes, Acceptance.NOT_NEEDED) == [Wished(3, 1, True), Wished(1, 2, False)]


@pytest.mark.parametrize("acceptance", Acceptance)
def test_no_thanks_of_either_side_forbids_it(acceptance):
    assert meetings_wished({(1, 2): Wish.MUST, (2, 1): Wish.NO_THANKS}, acceptance) == []
    assert meetings_wished({(1, 2): Wish.NO_THANKS}, acceptance) == []


def test_pairs_that_live_and_companies_that_left_are_passed_over():
    wished = [Wished(2, 1, False), Wished(1, 3, False), Wished(3, 4, False)]
    assert still_open(wished, {(1, 2)}, {1, 2, 3}) == [Wished(1, 3, False)]


def test_wishes_are_limited():
    ensure_within(Wish.NO_THANKS, [Wish.MEET] * 9, 1)
    with pytest.raises(TooManyMusts):
        ensure_within(Wish.MUST, [Wish.MUST] * MOST_MUSTS, None)
    with pytest.raises(TooManyWishes):
        ensure_within(Wish.MEET, [Wish.MUST, Wish.NO_THANKS], 1)


def test_wishes_are_taken_in_their_phase_until_the_deadline():
    ensure_taken(Phase.PREFERENCES, NOON + timedelta(seconds=1), NOON)
    for phase, until in ((Phase.LIVE, None), (Phase.PREFERENCES, NOON)):
        with pytest.raises(PreferencesAreNotTaken):
            ensure_taken(phase, until, NOON)
