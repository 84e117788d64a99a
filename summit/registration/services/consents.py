"""Consent texts with versions, and the append-only record of who agreed to which."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from summit.database import ROW_LOCK, db
from summit.events.models import Event
from summit.events.rules import Ask
from summit.registration.models import ConsentRecord, ConsentText, Registration
from summit.registration.queries import consents, registrations
from summit.registration.rules import (
    ConsentPurpose,
    ConsentTextIsMissing,
    choose_languages,
    offered_purposes,
    required_purposes,
    text_hash,
)
from summit.registration.rules.answers import answered_asks
from summit.registration.rules.consent_texts import DEFAULT_TEXTS
from summit.registration.rules.consents import ConsentIsRequired, ConsentTextHasChanged

from .answers import answers_of

ShownTexts = dict[ConsentPurpose, list[ConsentText]]


def publish_text(
    event_id: int, purpose: ConsentPurpose, language: str, body: str, *, approved: bool = True
) -> ConsentText:
    """Make a new version of a text; earlier ones stay as they were, and so do the records that name them."""
    db.session.get_one(Event, event_id, with_for_update=ROW_LOCK)
    text = ConsentText(
        event_id=event_id,
        purpose=purpose,
        language=language,
        version=consents.find_latest_version(event_id, purpose, language) + 1,
        body=body,
        body_hash=text_hash(body),
        approved=approved,
    )
    db.session.add(text)
    db.session.flush()
    return text


def ensure_default_texts(event_id: int) -> None:
    """Publish the default texts (en and ru) where the edition has none yet; a repeat changes nothing."""
    if consents.has_texts(event_id):
        return
    db.session.get_one(Event, event_id, with_for_update=ROW_LOCK)
    if consents.has_texts(event_id):
        return
    for purpose, bodies in DEFAULT_TEXTS.items():
        for language, body in bodies.items():
            publish_text(event_id, purpose, language, body)


def copy_texts(source: Event, copy: Event, days: int) -> None:
    """Give a copied edition the texts that its source uses now (a hook of events.services.on_copy)."""
    for text in consents.list_current_texts(source.id):
        publish_text(copy.id, text.purpose, text.language, text.body)


def texts_for(event_id: int, purposes: Iterable[ConsentPurpose], language: str) -> ShownTexts:
    """Return the texts to show for each purpose: in the language if approved, otherwise in ru and en.

    Raises ConsentTextIsMissing where a purpose has no approved text at all.
    """
    current = consents.list_current_texts(event_id)
    shown: ShownTexts = {}
    for purpose in purposes:
        by_language = {text.language: text for text in current if text.purpose is purpose}
        shown[purpose] = [by_language[tag] for tag in choose_languages(by_language, language)]
    return shown


def binding_text(texts: Collection[ConsentText], language: str) -> ConsentText:
    """Return which of the texts shown a record names: the reader's language, otherwise the first (ru)."""
    own = [text for text in texts if text.language == language]
    return [*own, *texts][0]


def ensure_read(shown: ShownTexts, read: Mapping[str, Collection[int]] | None) -> None:
    """Refuse texts that changed since they were read, given as {purpose: text ids}; raises ConsentTextHasChanged."""
    if read is None:
        return
    for purpose, texts in shown.items():
        if purpose.value in read and set(read[purpose.value]) != {text.id for text in texts}:
            raise ConsentTextHasChanged


def record_consents(
    registration: Registration,
    shown: ShownTexts,
    given: Collection[ConsentPurpose],
    *,
    language: str,
    now: datetime,
) -> list[ConsentPurpose]:
    """Write what differs from what the person agreed to before, and return those purposes."""
    before = consents.given_purposes(registration.id)
    changed = [purpose for purpose in shown if (purpose in given) != (purpose in before)]
    for purpose in changed:
        _record(registration, binding_text(shown[purpose], language), purpose in given, language, now)
    return changed


def _record(registration: Registration, text: ConsentText, given: bool, language: str, now: datetime) -> None:
    record = ConsentRecord(
        registration_id=registration.id,
        text_id=text.id,
        purpose=text.purpose,
        given=given,
        language=text.language,
        text_version=text.version,
        text_hash=text.body_hash,
        created_at=now,
    )
    db.session.add(record)


def changeable_purposes(registration: Registration, asks: Collection[Ask]) -> list[ConsentPurpose]:
    """Return the purposes that the delegate may give or take back at any time; the photo must be loaded."""
    answered = answered_asks(answers_of(registration), has_photo=registration.photo is not None)
    needed = required_purposes(answered)
    return [purpose for purpose in offered_purposes(asks) if purpose not in needed]


def change_consent(registration_id: int, purpose: ConsentPurpose, *, given: bool, language: str, now: datetime) -> bool:
    """Give or take back one consent and tell whether that changed anything.

    Raises ConsentIsRequired where the stored answers need it, ConsentTextIsMissing without a text.
    """
    registration = registrations.lock_registration(registration_id)
    asks = [Ask(ask) for ask in registrations.asks_of(registration)]
    if not given and purpose in required_purposes(
        answered_asks(answers_of(registration), has_photo=registration.photo is not None)
    ):
        raise ConsentIsRequired
    if given and purpose not in offered_purposes(asks):
        raise ConsentTextIsMissing
    shown = texts_for(registration.event_id, [purpose], language)
    kept = {purpose} if given else set()
    return bool(record_consents(registration, shown, kept, language=language, now=now))
