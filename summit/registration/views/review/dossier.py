"""The words of a person's page: rows of answers, history, mails, twins and the neighbours in the queue."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from summit.mail.rules import MailStatus
from summit.registration.forms.review import write_filter
from summit.registration.models import Registration
from summit.registration.queries import person as people
from summit.registration.queries import review
from summit.registration.queries.places import list_categories
from summit.registration.rules.consents import PURPOSE_NAMES
from summit.registration.rules.desk import ACTION_NAMES, STEP_NAMES, QueueFilter
from summit.registration.rules.languages import language_name
from summit.registration.rules.status import REASON_NAMES, actions_for
from summit.web.filters import localized, venue_datetime
from summit.web.locale import current_language, text_direction

from .words import TONES, country, status_names

Rows = list[tuple[str, Any]]


def dossier(event: Any, person: Registration, wanted: QueueFilter) -> dict[str, Any]:
    """Return the context of the person's page besides the person and the forms."""
    arguments = write_filter(wanted)
    twins = people.list_possible_duplicates(person)
    return {
        "arguments": arguments,
        "identity": _identity(person),
        "contact": _contact(person),
        "stay": _stay(event, person),
        "sensitive_rows": _sensitive(person),
        "comparison": _comparison(event, [person, *twins]) if twins else [],
        "twins": twins,
        "mails": people.list_mails_to(person),
        "mail_status_names": _mail_statuses(),
        "actions": actions_for(person.status),
        "action_names": ACTION_NAMES,
        "step_names": {step: _(name) for step, name in STEP_NAMES.items()},
        "language_of": _language,
        "status_names": status_names(),
        "reason_names": REASON_NAMES,
        "purpose_names": PURPOSE_NAMES,
        "tones": TONES,
    } | _neighbours(event, person, wanted, arguments)


def _neighbours(
    event: Any, person: Registration, wanted: QueueFilter, arguments: dict[str, Any]
) -> dict[str, str | None]:
    categories = list_categories(event.id)
    found = {
        "previous_url": review.find_neighbour(event.id, wanted, categories, person, backwards=True),
        "next_url": review.find_neighbour(event.id, wanted, categories, person, backwards=False),
    }
    return {
        name: url_for("review.person", reference=reference, **arguments) if reference else None
        for name, reference in found.items()
    }


def bdi(text: str, language: str = "") -> Markup | str:
    """Return a name that keeps its own writing direction, marked by its language where that is known."""
    if not text:
        return ""
    if not language:
        return Markup("<bdi>{}</bdi>").format(text)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(language, _direction(language), text)


def _direction(language: str) -> str:
    try:
        return text_direction(language)
    except ValueError:
        return "auto"


def _identity(person: Registration) -> Rows:
    return [
        (_("Name in Latin letters"), bdi(person.name_latin)),
        (_("Name in its own script"), bdi(person.name_native, person.native_language)),
        (_("Name in Cyrillic"), bdi(person.name_cyrillic, "ru")),
        (_("Patronymic"), bdi(person.patronymic, "ru")),
        (_("Call me"), bdi(person.call_me)),
        (_("Form of address"), bdi(person.honorific)),
        (_("Badge, first line"), bdi(person.badge_line1)),
        (_("Badge, second line"), bdi(person.badge_line2)),
    ]


def _contact(person: Registration) -> Rows:
    return [
        (_("Organisation"), bdi(person.organisation)),
        (_("Job title"), bdi(person.job_title)),
        (_("Represents"), _represents(person)),
        (_("Citizenship"), _country(person.citizenship)),
        (_("Residence"), _country(person.residence)),
        (_("E-mail"), _ltr(person.email)),
        *([(_("New e-mail, not confirmed yet"), _ltr(person.pending_email))] if person.pending_email else []),
        (_("Telephone"), _ltr(person.phone)),
        (_("Languages spoken"), ", ".join(map(_language, person.languages_spoken))),
        (_("Language of the mails"), _language(person.language)),
    ]


def _stay(event: Any, person: Registration) -> Rows:
    def moment(value: Any) -> str:
        return venue_datetime(value, event.time_zone) if value else ""

    return [
        (_("Category"), Markup("{} · {}").format(person.category.letter, localized(person.category.names))),
        (_("Submitted"), moment(person.created_at)),
        (_("E-mail confirmed"), moment(person.email_confirmed_at)),
        *([(_("On the waiting list since"), moment(person.waitlisted_at))] if person.waitlisted_at else []),
        *([(_("Decided"), moment(person.decided_at))] if person.decided_at else []),
        (_("Changed"), moment(person.updated_at)),
    ]


def _sensitive(person: Registration) -> Rows:
    travel = person.travel
    letter = travel.get("needs_visa_letter")
    return [
        (_("Document issued by"), _country(person.document_issuer)),
        (_("Diet"), person.diet),
        (_("Access needs"), person.access_needs),
        (_("Arrival"), travel.get("arrival_on", "")),
        (_("Departure"), travel.get("departure_on", "")),
        (_("Needs a letter for a visa"), "" if letter is None else _("yes") if letter else _("no")),
        (_("About the journey"), travel.get("travel_note", "")),
        (_("Guardian"), bdi(person.guardian)),
    ]


def _comparison(event: Any, everybody: list[Registration]) -> list[tuple[str, list[Any]]]:
    """Return rows of (label, one value for each person), the person of the page first."""
    names = status_names()
    rows = {
        _("Name in its own script"): [bdi(one.name_native, one.native_language) for one in everybody],
        _("E-mail"): [_ltr(one.email) for one in everybody],
        _("Telephone"): [_ltr(one.phone) for one in everybody],
        _("Organisation"): [bdi(one.organisation) for one in everybody],
        _("Represents"): [_represents(one) for one in everybody],
        _("Category"): [localized(one.category.names) for one in everybody],
        _("Status"): [names[one.status.value] for one in everybody],
        _("Submitted"): [venue_datetime(one.created_at, event.time_zone) for one in everybody],
    }
    return list(rows.items())


def _represents(person: Registration) -> str:
    return " · ".join(part for part in (_country(person.represents), person.represents_name) if part)


def _country(code: str) -> str:
    return country(code) if code else ""


def _ltr(text: str) -> Markup | str:
    return Markup('<bdi dir="ltr">{}</bdi>').format(text) if text else ""


def _language(tag: str) -> str:
    return language_name(tag, current_language())


def _mail_statuses() -> dict[str, str]:
    return {
        MailStatus.QUEUED.value: _("Waiting to be sent"),
        MailStatus.SENDING.value: _("Being sent"),
        MailStatus.SENT.value: _("Sent"),
        MailStatus.FAILED.value: _("Not delivered"),
    }
