"""Who may leave a company, and what an invitation is good for."""

from datetime import timedelta

import pytest

from summit.companies.rules import colleagues as rules
from summit.companies.rules.moderation import Step, StepIsImpossible, status_after
from summit.companies.rules.status import CompanyStatus, MemberRole
from tests.factories import NOON

MANAGER, MEMBER = MemberRole.MANAGER, MemberRole.MEMBER


def test_the_last_manager_stays_while_colleagues_are_there():
    with pytest.raises(rules.LastManagerStays):
        rules.ensure_manager_left({1: MANAGER, 2: MEMBER}, 1)


@pytest.mark.parametrize("roles", [{1: MANAGER}, {1: MANAGER, 2: MANAGER}, {1: MEMBER, 2: MANAGER}])
def test_whoever_is_alone_or_leaves_a_manager_behind_may_go(roles):
    rules.ensure_manager_left(roles, 1)


def test_whoever_has_left_cannot_leave_again():
    with pytest.raises(rules.MemberIsGone):
        rules.ensure_manager_left({2: MANAGER}, 1)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, rules.InvitationState.OPEN),
        ({"now": NOON + timedelta(days=14)}, rules.InvitationState.EXPIRED),
        ({"revoked": True, "now": NOON + timedelta(days=99)}, rules.InvitationState.REVOKED),
        ({"accepted": True, "revoked": True}, rules.InvitationState.USED),
        ({"withdrawn": True}, rules.InvitationState.CLOSED),
    ],
)
def test_an_invitation_holds_until_its_end_comes(facts, state):
    plain = {"accepted": False, "revoked": False, "withdrawn": False, "now": NOON}
    assert rules.state_of_invitation(expires_at=NOON + timedelta(days=14), **(plain | facts)) is state


def test_an_invitation_that_is_over_says_why():
    with pytest.raises(rules.InvitationIsOver, match="expired"):
        rules.ensure_invitation(rules.InvitationState.EXPIRED)


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (CompanyStatus.DRAFT, Step.APPROVED),
        (CompanyStatus.APPROVED, Step.SENT_BACK),
        (CompanyStatus.WITHDRAWN, Step.WITHDRAWN),
        (CompanyStatus.APPROVED, Step.REOPENED),
        (CompanyStatus.APPROVED, Step.SUBMITTED),
    ],
)
def test_some_steps_lead_nowhere(status, step):
    with pytest.raises(StepIsImpossible):
        status_after(status, step)
