"""When feedback is possible, and who sees how much of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from summit.agenda.rules.feedback import (
    FeedbackIsNotOpen,
    FeedbackIsOver,
    FeedbackIsTooLong,
    FeedbackOrder,
    RatingIsMissing,
    TakesNoFeedback,
    Verdict,
    clean_text,
    ensure_open,
    ensure_rating,
    for_speakers,
    in_order,
    is_open,
)
from summit.agenda.rules.kinds import SessionFormat, SessionKind, SlotStatus
from summit.agenda.rules.programme import ProgrammeSession, ProgrammeSlot
from tests.factories import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SESSION = ProgrammeSession(1, "AAAAAA", "g", SessionKind.SESSION, SessionFormat.TALK, {"en": "Silk"})
SLOT = ProgrammeSlot(1, 1, "g", "u", (1,), NOON, NOON + HOUR)
AGAIN = replace(SLOT, id=2, starts_at=NOON + DAY, ends_at=NOON + DAY + HOUR)
OFF = replace(SLOT, status=SlotStatus.CANCELLED)


@pytest.mark.parametrize(
    ("after", "refusal"),
    [(timedelta(seconds=-1), FeedbackIsNotOpen), (timedelta(), None), (30 * DAY, FeedbackIsOver)],
)
def test_it_opens_at_the_end_and_closes_after_thirty_days(after, refusal):
    now = SLOT.ends_at + after
    assert is_open(SESSION, [SLOT], now) == (refusal is None)
    if refusal:
        with pytest.raises(refusal):
            ensure_open(SESSION, [SLOT], now)


def test_a_repeated_session_is_open_from_its_first_end_until_thirty_days_after_its_last():
    assert is_open(SESSION, [SLOT, AGAIN], SLOT.ends_at)
    assert is_open(SESSION, [SLOT, AGAIN], AGAIN.ends_at + 30 * DAY - HOUR)


@pytest.mark.parametrize(
    ("session", "slots"),
    [
        (SESSION, []),
        (SESSION, [OFF]),
        (replace(SESSION, takes_feedback=False), [SLOT]),
        (replace(SESSION, kind=SessionKind.BREAK), [SLOT]),
    ],
)
def test_some_sessions_take_none(session, slots):
    with pytest.raises(TakesNoFeedback):
        ensure_open(session, slots, SLOT.ends_at)


@pytest.mark.parametrize("rating", [None, 0, 6, -1, 10**30])
def test_a_rating_is_one_to_five(rating):
    with pytest.raises(RatingIsMissing):
        ensure_rating(rating)
    assert [ensure_rating(one) for one in range(1, 6)] == [1, 2, 3, 4, 5]


def test_a_text_has_its_limit_and_no_blanks_around_it():
    assert clean_text("  Bravo!\r\nMore.  ") == "Bravo!\nMore."
    assert clean_text("ж" * 2000) == "ж" * 2000
    with pytest.raises(FeedbackIsTooLong):
        clean_text("x" * 2001)


def test_figures_are_counted_and_rounded():
    verdict = Verdict({5: 2, 2: 1})
    assert (verdict.count, verdict.average) == (3, 4.0)
    assert verdict.distribution == [(5, 2), (4, 0), (3, 0), (2, 1), (1, 0)]
    assert (Verdict().count, Verdict().average) == (0, 0.0)
    assert Verdict({5: 1, 4: 2}).average == 4.3


def test_speakers_see_nothing_while_they_could_guess_who_said_it():
    assert for_speakers(Verdict({5: 2}, ("Bravo",))) is None
    assert for_speakers(Verdict({5: 3})) == Verdict({5: 3})


@pytest.mark.parametrize(
    ("order", "ids"),
    [(FeedbackOrder.ANSWERS, [2, 1, 3]), (FeedbackOrder.BEST, [1, 3, 2]), (FeedbackOrder.WORST, [2, 1, 3])],
)
def test_sessions_stand_in_the_wanted_order(order, ids):
    assert in_order({1: Verdict({5: 1}), 2: Verdict({1: 2}), 3: Verdict({5: 1})}, order) == ids
