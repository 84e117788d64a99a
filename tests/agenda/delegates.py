"""Delegates who follow the programme; every name is invented."""

from typing import Any

from sqlalchemy import select

from summit.agenda.models import SignUp, Slot, Star
from summit.agenda.rules.kinds import SignUpStatus
from summit.clock import utcnow
from summit.database import db
from summit.events.models import Category, Event
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus
from tests.factories import make_account, make_category, make_registration


def make_delegate(event: Event, letter: str = "D", **values: Any) -> Registration:
    """An approved delegate who can sign in; the category is made on first need."""
    category = values.pop("category", None) or _category(event, letter)
    status = values.pop("status", RegistrationStatus.APPROVED)
    account = values.pop("account", None) or make_account()
    row = make_registration(event, category, status, account_id=account.id, **values)
    row.account = account
    db.session.commit()
    return row


def _category(event: Event, letter: str) -> Category:
    here = (Category.event_id == event.id, Category.letter == letter)
    return db.session.scalar(select(Category).where(*here)) or make_category(event, letter)


def make_sign_up(slot: Slot, delegate: Registration, status: SignUpStatus = SignUpStatus.CONFIRMED) -> SignUp:
    """A sign-up as it stands, made without the rules."""
    row = SignUp(slot_id=slot.id, registration_id=delegate.id, status=status, created_at=utcnow())
    db.session.add(row)
    db.session.commit()
    return row


def make_star(slot: Slot, delegate: Registration) -> Star:
    """A star for the slot's session."""
    row = Star(registration_id=delegate.id, session_id=slot.session_id, created_at=utcnow())
    db.session.add(row)
    db.session.commit()
    return row
