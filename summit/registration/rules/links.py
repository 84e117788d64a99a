"""The delegate's links: how long they live and what is refused about them."""

from datetime import datetime, timedelta

from summit.errors import N_, DomainError

CONFIRMATION_LIFE = timedelta(days=7)
CONFIRMATION_PAUSE = timedelta(minutes=1)
DRAFT_LIFE = timedelta(days=14)


class ConfirmationWasJustSent(DomainError):
    """Another link is asked for within a minute."""

    message = N_("We sent a link less than a minute ago. Please look into your mailbox, also into the spam folder.")


class ConfirmationLinkIsExpired(DomainError):
    """The link is older than seven days, or was sent to an address that has been changed since."""

    message = N_("This link is no longer valid. Please ask for a new one below.")


class RegistrationHasChanged(DomainError):
    """The registration was changed since the delegate began to edit it."""

    message = N_(
        "Your registration was changed meanwhile. Your new answers are kept: please check them once more and save."
    )


class DraftIsGone(DomainError):
    """The draft expired, was sent, or belongs to another browser."""

    message = N_("We no longer have your unfinished form. Please begin again.")


def is_confirmation_expired(sent_at: datetime, now: datetime) -> bool:
    """Tell whether a confirmation link of that moment has expired."""
    return now - sent_at >= CONFIRMATION_LIFE


def may_send_confirmation(last_sent_at: datetime | None, now: datetime) -> bool:
    """Tell whether another confirmation mail may leave: at most one a minute for one registration."""
    return last_sent_at is None or now - last_sent_at >= CONFIRMATION_PAUSE


def ensure_may_send_confirmation(last_sent_at: datetime | None, now: datetime) -> None:
    """Refuse another confirmation mail within a minute; raises ConfirmationWasJustSent."""
    if not may_send_confirmation(last_sent_at, now):
        raise ConfirmationWasJustSent
