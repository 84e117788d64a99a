"""Colleagues of a company: their roles, and how they leave."""

from datetime import datetime
from typing import Protocol

from summit.database import db
from summit.events.services.changing import refused_as

from ..models import Company, CompanyMember
from ..queries.own import find_member, roles_of
from ..rules.colleagues import (
    MOST_COLLEAGUES,
    AlreadyInACompany,
    CompanyIsFull,
    MemberIsGone,
    ensure_manager_left,
)
from ..rules.status import MemberRole
from .company_rows import lock_company, note_company
from .founding import lock_delegate


class OnLeaving(Protocol):
    """What happens to a colleague's meetings when the colleague leaves, in the same transaction."""

    def __call__(self, member: CompanyMember, *, now: datetime) -> None:
        """Replace the colleague or cancel, and tell everybody concerned; the membership still exists."""


_hooks: list[OnLeaving] = []


def on_leaving(hook: OnLeaving) -> None:
    """Have something done before a colleague leaves a company; for packages above this one."""
    if hook not in _hooks:
        _hooks.append(hook)


def add_member(company: Company, registration_id: int, role: MemberRole, *, now: datetime) -> CompanyMember:
    """Let a delegate belong to a company that is locked.

    Raises NotApprovedYet, MinorsTakeNoPart, AlreadyInACompany, CompanyIsFull.
    """
    registration = lock_delegate(registration_id)
    if len(roles_of(company.id)) >= MOST_COLLEAGUES:
        raise CompanyIsFull(most=MOST_COLLEAGUES)
    with refused_as(AlreadyInACompany()):
        member = CompanyMember(company_id=company.id, registration_id=registration.id, role=role, created_at=now)
        db.session.add(member)
        db.session.flush()
    company.updated_at = now
    return member


def change_role(
    company_id: int, member_id: int, role: MemberRole, *, actor_id: int | None, now: datetime
) -> CompanyMember:
    """Give a colleague another role; raises MemberIsGone, LastManagerStays, IsGone."""
    company = lock_company(company_id)
    if role is not MemberRole.MANAGER:
        ensure_manager_left(roles_of(company_id), member_id)
    member = _fresh(company_id, member_id)
    if member.role is not role:
        member.role, company.updated_at = role, now
        db.session.flush()
        note_company("role_changed", company, actor_id, member=member.id, role=role.value)
    return member


def remove_member(company_id: int, member_id: int, *, actor_id: int | None, now: datetime) -> None:
    """Take a colleague out of the company, or let them leave; their meetings are replaced or cancelled first.

    Raises MemberIsGone, LastManagerStays, IsGone.
    """
    company = lock_company(company_id)
    member = _fresh(company_id, member_id)
    roles = roles_of(company_id)
    if member_id in roles:
        ensure_manager_left(roles, member_id)
    for hook in _hooks:
        hook(member, now=now)
    company.updated_at = now
    db.session.delete(member)
    db.session.flush()
    note_company("member_left", company, actor_id, member=member_id)


def _fresh(company_id: int, member_id: int) -> CompanyMember:
    member = find_member(company_id, member_id)
    if member is None:
        raise MemberIsGone
    db.session.refresh(member, ["role"])
    return member
