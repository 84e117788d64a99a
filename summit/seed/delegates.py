"""Three hundred delegates register, confirm, and are decided upon, as they would be in life."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from summit.database import transaction
from summit.events.models import Event
from summit.events.queries import list_categories
from summit.events.rules import Ask
from summit.registration.models import Registration
from summit.registration.rules import (
    ConsentPurpose,
    RegistrationStatus,
    RejectionReason,
    ReviewAction,
    offered_purposes,
)
from summit.registration.services.confirming import confirm_email
from summit.registration.services.registering import RegistrationAnswers, register, withdraw
from summit.registration.services.reviewing import decide
from summit.web.locale import best_language

from .people import Person, people
from .portraits import portrait

COUNT = 300
_DAYS = 38
_LETTERS = "DDDDDDDDXXXXBBBBBSSSMMPPPUUUOOVVGGCCIIWTKA"
# How many of a hundred end how.
_SHARES = {
    "approved": 62,
    "submitted": 14,
    "pre_approved": 6,
    "on_hold": 4,
    "rejected": 5,
    "unconfirmed": 5,
    "withdrawn": 4,
}
_ENDS = tuple(end for end, share in _SHARES.items() for _ in range(share))
_OPTIONAL = (ConsentPurpose.BADGE_PHOTO, ConsentPurpose.PROFILE_VISIBLE, ConsentPurpose.CONTACT_EXCHANGE)


@dataclass(frozen=True, slots=True)
class Officers:
    """The two accounts that decide: one is not enough for official guests."""

    first: int
    second: int


def plant_delegates(event: Event, officers: Officers, *, until: datetime, chance: random.Random) -> list[int]:
    """Register and decide everybody; return the ids of those who were approved."""
    asks = {category.letter: [Ask(ask) for ask in category.asks] for category in list_categories(event.id)}
    approved = []
    for number, person in enumerate(people(COUNT, chance)):
        moment = until - timedelta(days=_DAYS * (1 - number / COUNT), minutes=chance.randrange(600))
        letter = chance.choice(_LETTERS)
        with transaction():
            row = _register(event, person, letter, asks[letter], moment, chance)
            _bring_to_end(row, chance.choice(_ENDS), officers, moment, until)
        if row.status is RegistrationStatus.APPROVED:
            approved.append(row.id)
    return approved


def _register(
    event: Event, person: Person, letter: str, asks: list[Ask], now: datetime, chance: random.Random
) -> Registration:
    answers = _answers(person, asks, chance)
    given = set(_needed(answers, asks)) | {purpose for purpose in _OPTIONAL if chance.random() < 0.7}
    offered = set(offered_purposes(asks))
    return register(
        event,
        category_letter=letter,
        answers=answers,
        language=_language(person),
        consents={purpose: purpose in given for purpose in offered},
        photo=portrait(chance) if Ask.PHOTO in asks and ConsentPurpose.BADGE_PHOTO in given else None,
        submission_key=f"demo-{event.id}-{person.email}",
        now=now,
    )


def _answers(person: Person, asks: list[Ask], chance: random.Random) -> RegistrationAnswers:
    return RegistrationAnswers(
        email=person.email,
        name_latin=person.name_latin,
        name_native=person.name_native,
        native_language=person.native_language,
        citizenship=person.country,
        residence=person.country,
        represents=person.country if chance.random() < 0.9 else "",
        organisation=person.organisation,
        job_title=person.job_title,
        languages_spoken=tuple(dict.fromkeys(("en", _language(person)))),
        diet=chance.choice(("", "", "Vegetarian", "Halal", "No nuts")) if Ask.DIET in asks else "",
        access_needs=chance.choice(("", "", "", "Step-free access")) if Ask.ACCESS in asks else "",
        guardian="Accompanied by a parent" if Ask.GUARDIAN in asks else "",
    )


def _language(person: Person) -> str:
    if person.country in {"BY", "KZ", "KG", "AM", "UZ", "MN"}:
        return "ru"
    return "pt-BR" if person.country == "BR" else best_language([person.native_language or "en"])


def _needed(answers: RegistrationAnswers, asks: list[Ask]) -> Iterator[ConsentPurpose]:
    yield ConsentPurpose.REGISTRATION
    if answers.diet or answers.access_needs:
        yield ConsentPurpose.DIET_ACCESS
    if Ask.PHOTO in asks:
        yield ConsentPurpose.BADGE_PHOTO


def _bring_to_end(row: Registration, end: str, officers: Officers, moment: datetime, until: datetime) -> None:
    """Take one registration as far as it is meant to come."""
    if end == "unconfirmed":
        return
    row = confirm_email(row.id, moment + timedelta(minutes=9))
    if row.status is not RegistrationStatus.SUBMITTED:
        return
    later = min(moment + timedelta(days=2, hours=3), until)
    if end == "withdrawn":
        withdraw(row.id, later)
    elif end in _STEPS:
        _decide(row, _STEPS[end], officers, later)


_STEPS = {
    "approved": (ReviewAction.PRE_APPROVE, ReviewAction.APPROVE),
    "pre_approved": (ReviewAction.PRE_APPROVE,),
    "on_hold": (ReviewAction.HOLD,),
    "rejected": (ReviewAction.REJECT,),
}


def _decide(row: Registration, actions: tuple[ReviewAction, ...], officers: Officers, now: datetime) -> None:
    for action, actor_id in zip(actions, (officers.first, officers.second), strict=False):
        reason = RejectionReason.NOT_ELIGIBLE if action is ReviewAction.REJECT else None
        row = decide(row.id, action, actor_id=actor_id, expected_version=row.version, now=now, reason=reason)
