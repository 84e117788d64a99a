"""Taking a company out of an edition: by itself or by staff, with everything that hangs on it."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from summit.database import db

from ..mails.decisions import queue_withdrawal
from ..models import Company
from ..queries.companies import list_members
from ..rules.moderation import Step, ensure_words, status_after
from .company_rows import add_step, lock_company


class OnWithdrawal(Protocol):
    """What happens to others when a company goes, in the same transaction."""

    def __call__(self, company: Company, *, actor_id: int | None, now: datetime) -> None:
        """Undo what hangs on the company and tell everybody concerned."""


CountConsequences = Callable[[int], int]
_hooks: list[OnWithdrawal] = []
_counters: list[CountConsequences] = []


def on_withdrawal(hook: OnWithdrawal) -> None:
    """Have something done in the transaction in which a company is withdrawn; for packages above this one."""
    if hook not in _hooks:
        _hooks.append(hook)


def count_consequences(counter: CountConsequences) -> None:
    """Tell how many live meetings a withdrawal would cancel: the counter takes a company's id."""
    if counter not in _counters:
        _counters.append(counter)


def consequences_of(company_id: int) -> int:
    """Return how many live meetings a withdrawal of the company would cancel."""
    return sum(counter(company_id) for counter in _counters)


def withdraw_company(company_id: int, *, words: str = "", actor_id: int | None, now: datetime) -> Company:
    """Take a company out of the edition, cancel what it has agreed on, and tell its people; nothing is deleted.

    Raises StepIsImpossible where it is withdrawn already, TextIsTooLong, TextTurnsAround, IsGone.
    """
    company = lock_company(company_id)
    status = status_after(company.status, Step.WITHDRAWN)
    note = ensure_words(words, needed=False)
    cancelled = consequences_of(company_id)
    company.status, company.status_note, company.decided_at = status, note, now
    company.is_listed = False
    add_step(company, Step.WITHDRAWN, actor_id=actor_id, now=now, note=note)
    db.session.flush()
    for hook in _hooks:
        hook(company, actor_id=actor_id, now=now)
    for member in list_members(company.id):
        queue_withdrawal(company, member.registration, words=note, cancelled=cancelled)
    return company


def reopen_company(company_id: int, *, actor_id: int | None, now: datetime) -> Company:
    """Take a withdrawn company up again as a draft, unlisted; its meetings stay cancelled.

    Raises StepIsImpossible, IsGone.
    """
    company = lock_company(company_id)
    company.status, company.status_note = status_after(company.status, Step.REOPENED), ""
    add_step(company, Step.REOPENED, actor_id=actor_id, now=now)
    db.session.flush()
    return company
