"""Whose turn it is, and which steps are open."""

from datetime import UTC, datetime, timedelta

import pytest

from summit.meetings.rules.kinds import LIVE, MeetingStatus, Phase, SlotChoice
from summit.meetings.rules.requests import MeetingsAreClosed
from summit.meetings.rules.turns import (
    Act,
    AlreadyAnswered,
    IsFixed,
    NotYourTurn,
    ProposalHasChanged,
    Standing,
    StartIsNeeded,
    StepIsNotPossible,
    accepted_start,
    ensure_may,
)

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)
ASKER, ASKED = 1, 2
ALWAYS = {Act.CHANGE_PEOPLE, Act.CHANGE_DETAILS}
PENDING, ACCEPTED, SCHEDULED = MeetingStatus.PENDING, MeetingStatus.ACCEPTED, MeetingStatus.SCHEDULED
CHOOSERS = (SlotChoice.REQUESTER, SlotChoice.ACCEPTER)


def standing(status=PENDING, phase=Phase.LIVE, choice=SlotChoice.ACCEPTER, **values):
    return Standing(status, ASKER, ASKED, phase, choice, **values)


@pytest.mark.parametrize(
    ("status", "proposed_by", "answerer"),
    [
        (PENDING, None, ASKED),
        (PENDING, ASKER, ASKED),
        (PENDING, ASKED, ASKER),
        (ACCEPTED, None, None),
        (ACCEPTED, ASKER, ASKED),
        (ACCEPTED, ASKED, ASKER),
        (SCHEDULED, None, None),
        (SCHEDULED, ASKER, ASKED),
        (SCHEDULED, ASKED, ASKER),
    ],
)
def test_a_proposal_is_answered_by_the_other_side_and_a_request_by_the_one_asked(status, proposed_by, answerer):
    assert standing(status, proposed_by=proposed_by).answerer_id == answerer


@pytest.mark.parametrize("status", sorted(set(MeetingStatus) - LIVE))
def test_what_has_ended_waits_for_nobody_and_is_open_to_nothing(status):
    row = standing(status, proposed_by=ASKED)
    assert row.answerer_id is None
    assert row.acts_of(ASKER, NOW) == row.acts_of(ASKED, NOW) == frozenset()


@pytest.mark.parametrize("status", sorted(LIVE))
@pytest.mark.parametrize("company", [ASKER, ASKED])
def test_nothing_is_open_once_the_meetings_are_closed(status, company):
    row = standing(status, Phase.CLOSED)
    assert row.acts_of(company, NOW) == frozenset()
    with pytest.raises(MeetingsAreClosed):
        ensure_may(row, company, Act.CHANGE_PEOPLE, NOW)


@pytest.mark.parametrize(
    ("phase", "choice", "they_do"),
    [
        (Phase.PROFILE, SlotChoice.ACCEPTER, False),
        (Phase.PREFERENCES, SlotChoice.REQUESTER, True),
        (Phase.PREFERENCES, SlotChoice.ACCEPTER, True),
        (Phase.PREFERENCES, SlotChoice.OPTIMISER, False),
        (Phase.PROVISIONAL, SlotChoice.ACCEPTER, False),
        (Phase.PROVISIONAL, SlotChoice.OPTIMISER, False),
        (Phase.LIVE, SlotChoice.ACCEPTER, True),
        (Phase.LIVE, SlotChoice.OPTIMISER, True),
    ],
)
def test_companies_choose_times_when_live_and_before_only_without_an_optimiser(phase, choice, they_do):
    row = standing(phase=phase, choice=choice)
    assert row.people_choose is they_do
    for company in (ASKER, ASKED):
        assert (Act.PROPOSE in row.acts_of(company, NOW)) is they_do


@pytest.mark.parametrize(
    ("company", "proposed_by", "acts"),
    [
        (ASKER, None, {Act.WITHDRAW, Act.EDIT}),
        (ASKED, None, {Act.DECLINE, Act.ACCEPT}),
        (ASKER, ASKER, {Act.WITHDRAW, Act.EDIT}),
        (ASKED, ASKER, {Act.DECLINE, Act.ACCEPT}),
        (ASKER, ASKED, {Act.WITHDRAW, Act.EDIT, Act.ACCEPT}),
        (ASKED, ASKED, {Act.DECLINE}),
    ],
)
def test_steps_at_a_request(company, proposed_by, acts):
    assert standing(proposed_by=proposed_by).acts_of(company, NOW) == acts | ALWAYS | {Act.PROPOSE}


@pytest.mark.parametrize(
    ("status", "choice", "company", "proposed_by", "acts"),
    [
        (ACCEPTED, SlotChoice.ACCEPTER, ASKED, None, {Act.ACCEPT}),
        (ACCEPTED, SlotChoice.ACCEPTER, ASKER, None, set()),
        (ACCEPTED, SlotChoice.REQUESTER, ASKED, None, set()),
        (ACCEPTED, SlotChoice.OPTIMISER, ASKED, None, set()),
        (ACCEPTED, SlotChoice.ACCEPTER, ASKED, ASKED, set()),
        (ACCEPTED, SlotChoice.ACCEPTER, ASKER, ASKED, {Act.ACCEPT, Act.REFUSE_PROPOSAL}),
        (SCHEDULED, SlotChoice.ACCEPTER, ASKED, None, set()),
        (SCHEDULED, SlotChoice.ACCEPTER, ASKED, ASKER, {Act.ACCEPT, Act.REFUSE_PROPOSAL}),
        (SCHEDULED, SlotChoice.ACCEPTER, ASKER, ASKER, set()),
    ],
)
def test_steps_at_an_agreed_meeting(status, choice, company, proposed_by, acts):
    row = standing(status, choice=choice, proposed_by=proposed_by)
    assert row.acts_of(company, NOW) == acts | ALWAYS | {Act.PROPOSE, Act.CANCEL}


@pytest.mark.parametrize("company", [ASKER, ASKED])
def test_a_meeting_under_way_is_neither_moved_nor_cancelled(company):
    assert standing(SCHEDULED, starts_at=NOW).acts_of(company, NOW) == {Act.CHANGE_DETAILS}
    assert Act.CANCEL in standing(SCHEDULED, starts_at=NOW + timedelta(seconds=1)).acts_of(company, NOW)


def test_a_proposal_of_the_time_before_is_refused_but_not_accepted_while_others_make_the_timetable():
    row = standing(SCHEDULED, Phase.PROVISIONAL, proposed_by=ASKER)
    assert row.acts_of(ASKED, NOW) == ALWAYS | {Act.CANCEL, Act.REFUSE_PROPOSAL}


@pytest.mark.parametrize(
    ("row", "company", "act", "refusal"),
    [
        (standing(), ASKER, Act.ACCEPT, NotYourTurn),
        (standing(), ASKER, Act.DECLINE, NotYourTurn),
        (standing(proposed_by=ASKED), ASKED, Act.ACCEPT, NotYourTurn),
        (standing(SCHEDULED), ASKED, Act.ACCEPT, AlreadyAnswered),
        (standing(MeetingStatus.CANCELLED), ASKED, Act.ACCEPT, AlreadyAnswered),
        (standing(MeetingStatus.WITHDRAWN), ASKED, Act.DECLINE, AlreadyAnswered),
        (standing(SCHEDULED, is_pinned=True), ASKED, Act.PROPOSE, IsFixed),
        (standing(), ASKED, Act.WITHDRAW, StepIsNotPossible),
        (standing(), ASKER, Act.CANCEL, StepIsNotPossible),
        (standing(ACCEPTED), ASKER, Act.EDIT, StepIsNotPossible),
        (standing(SCHEDULED, starts_at=NOW), ASKER, Act.CANCEL, StepIsNotPossible),
        (standing(phase=Phase.PROVISIONAL), ASKED, Act.PROPOSE, StepIsNotPossible),
    ],
)
def test_a_step_out_of_turn_says_why(row, company, act, refusal):
    with pytest.raises(refusal):
        ensure_may(row, company, act, NOW)


@pytest.mark.parametrize("act", [Act.ACCEPT, Act.DECLINE, Act.PROPOSE])
def test_a_step_in_turn_passes(act):
    ensure_may(standing(), ASKED, act, NOW)


def test_a_proposal_is_accepted_as_it_was_seen():
    row = standing(proposed_by=ASKER)
    assert accepted_start(row, NOW, None) == accepted_start(row, NOW, NOW) == NOW
    with pytest.raises(ProposalHasChanged):
        accepted_start(row, LATER, NOW)


@pytest.mark.parametrize("choice", CHOOSERS)
def test_without_a_proposal_the_accepter_chooses_one(choice):
    row = standing(choice=choice)
    assert accepted_start(row, None, NOW) == NOW
    with pytest.raises(StartIsNeeded):
        accepted_start(row, None, None)


@pytest.mark.parametrize(
    ("phase", "chosen", "start"),
    [(Phase.PREFERENCES, None, None), (Phase.PREFERENCES, NOW, None), (Phase.LIVE, None, None), (Phase.LIVE, NOW, NOW)],
)
def test_the_optimiser_finds_the_time_unless_companies_choose_when_live(phase, chosen, start):
    assert accepted_start(standing(phase=phase, choice=SlotChoice.OPTIMISER), None, chosen) == start


def test_an_agreed_meeting_gets_its_time_when_it_is_chosen():
    with pytest.raises(StartIsNeeded):
        accepted_start(standing(ACCEPTED, choice=SlotChoice.OPTIMISER), None, None)
