"""Which purposes a person agrees to, each with its own text (152-FZ, GDPR art. 7, PIPL, LGPD; PRODUCT.md)."""

import hashlib
import unicodedata
from collections.abc import Collection, Iterable
from enum import StrEnum

from summit.errors import N_, DomainError
from summit.events.rules import Ask

FALLBACK_LANGUAGES = ("ru", "en")


class ConsentPurpose(StrEnum):
    """What a person may agree to, one text each."""

    REGISTRATION = "registration"
    DOCUMENTS = "documents"
    SECURITY_CHECK = "security_check"
    DIET_ACCESS = "diet_access"
    BADGE_PHOTO = "badge_photo"
    PROFILE_VISIBLE = "profile_visible"
    PUBLICATION = "publication"
    CONTACT_EXCHANGE = "contact_exchange"
    FILMING = "filming"
    TRANSFER_ABROAD = "transfer_abroad"
    NEWS = "news"


PURPOSE_NAMES: dict[ConsentPurpose, str] = {
    ConsentPurpose.REGISTRATION: N_("Registration and admission"),
    ConsentPurpose.DOCUMENTS: N_("Passport and visa letters"),
    ConsentPurpose.SECURITY_CHECK: N_("Security check"),
    ConsentPurpose.DIET_ACCESS: N_("Diet and access needs"),
    ConsentPurpose.BADGE_PHOTO: N_("Photo on the badge"),
    ConsentPurpose.PROFILE_VISIBLE: N_("Profile visible to participants"),
    ConsentPurpose.PUBLICATION: N_("Publication of name and photo"),
    ConsentPurpose.CONTACT_EXCHANGE: N_("Contact exchange by badge scan"),
    ConsentPurpose.FILMING: N_("Filming and photography"),
    ConsentPurpose.TRANSFER_ABROAD: N_("Transfer of data abroad"),
    ConsentPurpose.NEWS: N_("News of the summit"),
}

_BY_ASK: dict[Ask, frozenset[ConsentPurpose]] = {
    Ask.PHOTO: frozenset({ConsentPurpose.BADGE_PHOTO}),
    Ask.DIET: frozenset({ConsentPurpose.DIET_ACCESS}),
    Ask.ACCESS: frozenset({ConsentPurpose.DIET_ACCESS}),
    Ask.TRAVEL: frozenset({ConsentPurpose.DOCUMENTS, ConsentPurpose.SECURITY_CHECK}),
    Ask.GUARDIAN: frozenset(),
}
_OPTIONAL = frozenset(
    {
        ConsentPurpose.PROFILE_VISIBLE,
        ConsentPurpose.PUBLICATION,
        ConsentPurpose.CONTACT_EXCHANGE,
        ConsentPurpose.FILMING,
        ConsentPurpose.TRANSFER_ABROAD,
        ConsentPurpose.NEWS,
    }
)
_NEVER_FOR_MINORS = frozenset(
    {ConsentPurpose.PROFILE_VISIBLE, ConsentPurpose.PUBLICATION, ConsentPurpose.CONTACT_EXCHANGE}
)


class ConsentIsMissing(DomainError):
    """`purposes` lists what is missing, as ConsentPurpose values."""

    message = N_("Please read the texts marked as required and agree to them, or leave those answers empty.")


class ConsentTextIsMissing(DomainError):
    """No approved text exists in any language that could be shown."""

    message = N_("The organisers have not published the consent texts yet. Please come back later.")


class ConsentTextHasChanged(DomainError):
    """A text was published anew since the person read it."""

    message = N_("A consent text has changed since you read it. Please read it again and decide.")


class ConsentIsRequired(DomainError):
    """The answers that need this consent are still there."""

    message = N_("We need this consent for what you have told us. Remove those answers, or withdraw your registration.")


def required_purposes(answered: Collection[Ask]) -> set[ConsentPurpose]:
    """Return the purposes without which these answers may not be stored.

    `answered` holds the asks to which the person really gave something: who leaves diet empty needs
    no consent for it. A security check is asked for, never required here.
    """
    needed = {ConsentPurpose.REGISTRATION}
    for ask in answered:
        needed |= _BY_ASK[ask]
    return needed - {ConsentPurpose.SECURITY_CHECK}


def offered_purposes(asks: Collection[Ask]) -> list[ConsentPurpose]:
    """Return the purposes to show for a category's asks, in the order of ConsentPurpose.

    Where a guardian is asked, the person is a minor: no directory, no publication, no lead scan.
    """
    shown = {ConsentPurpose.REGISTRATION} | _OPTIONAL
    for ask in asks:
        shown |= _BY_ASK[ask]
    if Ask.GUARDIAN in asks:
        shown -= _NEVER_FOR_MINORS
    return [purpose for purpose in ConsentPurpose if purpose in shown]


def ensure_required_given(given: Collection[ConsentPurpose], answered: Collection[Ask]) -> None:
    """Refuse answers without their consent; raises ConsentIsMissing with `purposes` in its params."""
    missing = required_purposes(answered) - set(given)
    if missing:
        raise ConsentIsMissing(purposes=[purpose for purpose in ConsentPurpose if purpose in missing])


def text_hash(body: str) -> str:
    """Return the SHA-256 of a consent text (NFC, \\n line ends, UTF-8) as 64 hex digits."""
    plain = unicodedata.normalize("NFC", body.replace("\r\n", "\n"))
    return hashlib.sha256(plain.encode()).hexdigest()


def choose_languages(available: Iterable[str], wanted: str) -> tuple[str, ...]:
    """Return the language tags in which to show a text: the wanted one if a lawyer approved it, else ru + en.

    Raises ConsentTextIsMissing when none of them is available.
    """
    approved = set(available)
    if wanted in approved:
        return (wanted,)
    shown = tuple(tag for tag in FALLBACK_LANGUAGES if tag in approved)
    if not shown:
        raise ConsentTextIsMissing
    return shown
