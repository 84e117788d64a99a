"""What the B2B manager decides about profiles."""

from collections.abc import Iterable
from datetime import datetime

from summit.database import db

from ..mails.decisions import queue_approval, queue_sending_back
from ..models import Company
from ..queries.own import list_managers
from ..rules.moderation import Step, ensure_words, status_after
from ..rules.status import CompanyStatus
from .company_rows import add_step, lock_company


def approve(company_id: int, *, version: int | None = None, actor_id: int | None, now: datetime) -> Company:
    """Approve a profile, or what has changed in an approved one, and tell those who speak for the company.

    Raises StepIsImpossible, ChangedMeanwhile where another version was seen, IsGone.
    """
    company = lock_company(company_id, version)
    was_approved = company.status is CompanyStatus.APPROVED
    company.status, company.status_note = status_after(company.status, Step.APPROVED), ""
    company.decided_at = now
    add_step(company, Step.APPROVED, actor_id=actor_id, now=now)
    db.session.flush()
    if not was_approved:
        for manager in list_managers([company.id]):
            queue_approval(company, manager.registration)
    return company


def approve_many(company_ids: Iterable[int], *, actor_id: int | None, now: datetime) -> int:
    """Approve those of the companies that wait for review, and return how many these were."""
    approved = 0
    for company_id in sorted(set(company_ids)):
        company = lock_company(company_id)
        if company.status is CompanyStatus.SUBMITTED:
            approve(company_id, actor_id=actor_id, now=now)
            approved += 1
    return approved


def send_back(
    company_id: int, words: str, *, version: int | None = None, actor_id: int | None, now: datetime
) -> Company:
    """Send a profile back with words, and tell those who speak for the company.

    Raises WordsAreMissing, StepIsImpossible, ChangedMeanwhile, TextIsTooLong, TextTurnsAround, IsGone.
    """
    company = lock_company(company_id, version)
    note = ensure_words(words, needed=True)
    company.status, company.status_note = status_after(company.status, Step.SENT_BACK), note
    company.decided_at = now
    add_step(company, Step.SENT_BACK, actor_id=actor_id, now=now, note=note)
    db.session.flush()
    for manager in list_managers([company.id]):
        queue_sending_back(company, manager.registration, words=note)
    return company
