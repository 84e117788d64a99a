"""Inviting colleagues by mail, and joining by the link."""

import hmac
import secrets
from datetime import datetime

from sqlalchemy import select

from summit.database import db
from summit.registration.queries.registrations import find_live_by_email

from ..mails.invitations import invitation_secret, queue_company_invitation
from ..models import Company, CompanyInvitation, CompanyMember
from ..queries import own as queries
from ..rules.colleagues import (
    INVITATION_HOLDS,
    INVITATION_PAUSE,
    MOST_INVITATIONS,
    InvitationIsOpen,
    InvitationIsOver,
    InvitationPauses,
    InvitationState,
    TooManyInvitations,
    ensure_address,
    ensure_invitation,
    state_of_invitation,
)
from ..rules.moderation import ensure_not_withdrawn
from ..rules.status import CompanyStatus, MemberRole
from .company_rows import lock_company, note_company
from .members import add_member


def invite(
    company_id: int,
    email: str,
    role: MemberRole,
    *,
    registration_id: int | None,
    inviter: str,
    language: str,
    actor_id: int | None,
    now: datetime,
) -> CompanyInvitation:
    """Send somebody a link by which they join the company; it holds for two weeks.

    The mail is in the language of the address's registration, or else in `language`. Raises
    InvitationEmailIsInvalid, InvitationIsOpen, TooManyInvitations, CompanyIsWithdrawn, IsGone.
    """
    address = ensure_address(email)
    company = lock_company(company_id)
    ensure_not_withdrawn(company.status)
    _ensure_room(company_id, address, now)
    invitation = CompanyInvitation(
        company_id=company.id,
        public_id=secrets.token_hex(12),
        email=address,
        role=role,
        invited_by=registration_id,
        created_at=now,
        expires_at=now + INVITATION_HOLDS,
    )
    db.session.add(invitation)
    db.session.flush()
    _send(invitation, company, inviter, language)
    note_company("colleague_invited", company, actor_id, invitation=invitation.id, role=role.value)
    return invitation


def _ensure_room(company_id: int, address: str, now: datetime) -> None:
    open_ones = [one for one in queries.list_invitations(company_id) if one.expires_at > now]
    if address in {one.email for one in open_ones}:
        raise InvitationIsOpen
    if len(open_ones) >= MOST_INVITATIONS:
        raise TooManyInvitations(most=MOST_INVITATIONS)


def _send(invitation: CompanyInvitation, company: Company, inviter: str, language: str) -> None:
    known = find_live_by_email(company.event_id, invitation.email)
    queue_company_invitation(invitation, company, inviter=inviter, language=known.language if known else language)


def resend(
    company_id: int, invitation_id: int, *, inviter: str, language: str, actor_id: int | None, now: datetime
) -> CompanyInvitation:
    """Send an invitation again and let it hold for two weeks more, also one that has expired.

    Raises InvitationIsOver where it was used or withdrawn, InvitationPauses, CompanyIsWithdrawn, IsGone.
    """
    company = lock_company(company_id)
    ensure_not_withdrawn(company.status)
    invitation = _lock_own(company_id, invitation_id)
    sent_at = invitation.expires_at - INVITATION_HOLDS
    # As it was when it was sent: that it has expired since is what this mends.
    ensure_invitation(_state(invitation, company.status, sent_at))
    if now - sent_at < INVITATION_PAUSE:
        raise InvitationPauses
    invitation.expires_at = now + INVITATION_HOLDS
    db.session.flush()
    _send(invitation, company, inviter, language)
    note_company("colleague_invited", company, actor_id, invitation=invitation.id, role=invitation.role.value)
    return invitation


def revoke(company_id: int, invitation_id: int, *, actor_id: int | None, now: datetime) -> CompanyInvitation:
    """Make an invitation useless; a repeat is harmless. Raises InvitationIsOver where it was used, IsGone."""
    company = lock_company(company_id)
    invitation = _lock_own(company_id, invitation_id)
    if invitation.revoked_at is None:
        if invitation.accepted_at is not None:
            ensure_invitation(InvitationState.USED)
        invitation.revoked_at = now
        db.session.flush()
        note_company("invitation_revoked", company, actor_id, invitation=invitation.id)
    return invitation


def find_by_secret(event_id: int, secret: str) -> CompanyInvitation | None:
    """Return the invitation of the edition that a link belongs to, with its company; None for a forged one."""
    public_id, dot, _ = secret.partition(".")
    invitation = queries.find_invitation(public_id) if dot and secret.isascii() else None
    if invitation is None or invitation.company.event_id != event_id:
        return None
    return invitation if hmac.compare_digest(invitation_secret(invitation), secret) else None


def state_of(invitation: CompanyInvitation, now: datetime) -> InvitationState:
    """Return what an invitation, loaded with its company, is good for."""
    return _state(invitation, invitation.company.status, now)


def _state(invitation: CompanyInvitation, status: CompanyStatus, now: datetime) -> InvitationState:
    return state_of_invitation(
        expires_at=invitation.expires_at,
        accepted=invitation.accepted_at is not None,
        revoked=invitation.revoked_at is not None,
        withdrawn=status is CompanyStatus.WITHDRAWN,
        now=now,
    )


def join(invitation: CompanyInvitation, registration_id: int, *, actor_id: int | None, now: datetime) -> CompanyMember:
    """Let a delegate join by an invitation; whoever pressed twice has joined once.

    Raises InvitationIsOver, NotApprovedYet, MinorsTakeNoPart, AlreadyInACompany, CompanyIsFull, IsGone.
    """
    company = lock_company(invitation.company_id)
    fresh = _lock_own(company.id, invitation.id)
    present = queries.find_member_of(registration_id)
    if present is not None and present.company_id == company.id:
        return present
    ensure_invitation(_state(fresh, company.status, now))
    member = add_member(company, registration_id, fresh.role, now=now)
    fresh.accepted_at, fresh.accepted_by = now, registration_id
    db.session.flush()
    note_company("colleague_joined", company, actor_id, invitation=fresh.id, member=member.id)
    return member


def _lock_own(company_id: int, invitation_id: int) -> CompanyInvitation:
    statement = select(CompanyInvitation).where(
        CompanyInvitation.company_id == company_id, CompanyInvitation.id == invitation_id
    )
    fresh = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    invitation = db.session.scalar(fresh)
    if invitation is None:
        raise InvitationIsOver
    return invitation
