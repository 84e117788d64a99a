import pytest

from summit.errors import DomainError
from summit.registration import rules
from summit.registration.rules import RegistrationStatus as Status
from summit.registration.rules import RejectionReason, ReviewAction

PENDING = [Status.SUBMITTED, Status.PRE_APPROVED, Status.ON_HOLD, Status.WAITLISTED]
TARGETS = [
    (ReviewAction.PRE_APPROVE, Status.PRE_APPROVED),
    (ReviewAction.APPROVE, Status.APPROVED),
    (ReviewAction.HOLD, Status.ON_HOLD),
    (ReviewAction.WAITLIST, Status.WAITLISTED),
    (ReviewAction.REJECT, Status.REJECTED),
    (ReviewAction.RESET, Status.SUBMITTED),
]


def decide(status, action):
    return rules.decide(status, action, reason=RejectionReason.INCOMPLETE)


@pytest.mark.parametrize("status", PENDING)
@pytest.mark.parametrize(("action", "target"), TARGETS)
def test_a_pending_registration_takes_every_decision(status, action, target):
    if status is target:
        with pytest.raises(rules.DecisionIsTheSame):
            decide(status, action)
    else:
        assert decide(status, action) == target


@pytest.mark.parametrize("status", [Status.APPROVED, Status.REJECTED])
def test_a_decision_stands_until_the_reset(status):
    assert decide(status, ReviewAction.RESET) == Status.SUBMITTED
    with pytest.raises(rules.AlreadyDecided):
        decide(status, ReviewAction.HOLD)


@pytest.mark.parametrize("action", ReviewAction)
def test_nothing_is_decided_before_the_mail_is_confirmed(action):
    with pytest.raises(rules.EmailNotConfirmed):
        decide(Status.UNCONFIRMED, action)


@pytest.mark.parametrize("action", ReviewAction)
def test_nothing_is_decided_after_the_withdrawal(action):
    with pytest.raises(rules.RegistrationIsWithdrawn):
        decide(Status.WITHDRAWN, action)


def test_a_rejection_needs_a_reason():
    with pytest.raises(rules.RejectionNeedsReason):
        rules.decide(Status.SUBMITTED, ReviewAction.REJECT)


@pytest.mark.parametrize("status", Status)
def test_exactly_the_offered_actions_are_possible(status):
    possible = []
    for action in ReviewAction:
        try:
            decide(status, action)
        except DomainError:
            continue
        possible.append(action)
    assert list(rules.actions_for(status)) == possible


@pytest.mark.parametrize(
    ("action", "mail"),
    [
        (ReviewAction.PRE_APPROVE, None),
        (ReviewAction.APPROVE, "approved"),
        (ReviewAction.HOLD, "on_hold"),
        (ReviewAction.WAITLIST, "waitlisted"),
        (ReviewAction.REJECT, "rejected"),
        (ReviewAction.RESET, "reopened"),
    ],
)
def test_each_decision_but_the_pre_approval_sends_a_mail(action, mail):
    assert rules.mail_for(action) == mail


def four_eyes(status=Status.PRE_APPROVED, first=1, officer=2, action=ReviewAction.APPROVE, needed=True):
    return rules.ensure_four_eyes(
        action=action, status=status, needs_second_officer=needed, pre_approved_by=first, officer=officer
    )


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({}, id="two officers"),
        pytest.param({"needed": False, "officer": 1}, id="category needs one"),
        pytest.param({"action": ReviewAction.REJECT, "status": Status.SUBMITTED}, id="not an approval"),
    ],
)
def test_four_eyes_are_satisfied(facts):
    assert four_eyes(**facts) is None


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"officer": 1}, id="the same officer"),
        pytest.param({"status": Status.SUBMITTED, "first": None}, id="no first step"),
        pytest.param({"status": Status.SUBMITTED}, id="first step undone since"),
    ],
)
def test_one_officer_alone_is_refused(facts):
    with pytest.raises(rules.SecondOfficerNeeded):
        four_eyes(**facts)


EDITED = {
    Status.UNCONFIRMED: Status.UNCONFIRMED,
    Status.SUBMITTED: Status.SUBMITTED,
    Status.PRE_APPROVED: Status.SUBMITTED,
    Status.ON_HOLD: Status.SUBMITTED,
    Status.WAITLISTED: Status.WAITLISTED,
}


@pytest.mark.parametrize("status", Status)
def test_delegates_edit_until_the_decision(status):
    assert rules.is_editable(status) == (status in EDITED)
    if status in EDITED:
        assert rules.status_after_edit(status) == EDITED[status]
        return
    with pytest.raises(rules.RegistrationIsLocked):
        rules.status_after_edit(status)


@pytest.mark.parametrize("status", Status)
def test_only_a_closed_registration_cannot_be_withdrawn(status):
    closed = status in {Status.REJECTED, Status.WITHDRAWN}
    assert rules.can_withdraw(status) == (not closed)
    if closed:
        with pytest.raises(rules.CannotWithdraw):
            rules.ensure_can_withdraw(status)


def test_these_statuses_hold_a_place():
    held = [status for status in Status if rules.holds_place(status)]
    assert held == [Status.SUBMITTED, Status.PRE_APPROVED, Status.APPROVED, Status.ON_HOLD]


def test_every_status_and_reason_has_a_name():
    assert set(rules.STATUS_NAMES) == set(Status)
    assert set(rules.REASON_NAMES) == set(RejectionReason)
