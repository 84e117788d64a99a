"""The front page, and the page of one edition."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask_login import current_user

from summit.clock import utcnow
from summit.permissions import Permission
from summit.web.access import current_edition, public

from .. import queries
from ..models import Category, Event
from ..rules import Opening, Phase, on_accent, opening_of, phase_of
from .blueprints import public_bp


@public_bp.get("/")
@public
def home() -> str:
    """Show the present edition large, the others below."""
    now = utcnow()
    events = [(event, _phase(event, now)) for event in queries.list_events_for(_may_view)]
    leading = _leading(events)
    return render_template(
        "events/home.html",
        leading=leading,
        accent=leading.accent if leading else None,
        on_accent=on_accent(leading.accent) if leading else None,
        groups=[(phase, [e for e, p in events if p is phase and e is not leading]) for phase in Phase],
        leading_phase=_phase(leading, now) if leading else None,
        is_open=leading is not None and _takes_registrations(leading, now),
    )


@public_bp.get("/e/<edition>/")
@public
def edition(edition: str) -> str:
    """Show one edition: days, venue, categories and how to register."""
    event, now = current_edition(), utcnow()
    openings = _openings(event, now)
    return render_template(
        "events/edition.html",
        event=event,
        phase=_phase(event, now),
        openings=openings,
        zones=queries.list_zones(event.id),
        is_open=any(state in {Opening.OPEN, Opening.WAITLIST} for _, state in openings),
    )


def find_visible_event(slug: str) -> Event | None:
    """Return the edition if the reader may see it; one that is not public exists for its staff only."""
    event = queries.find_event(slug)
    return event if event and (event.is_public or _may_view(event.id)) else None


def find_staff_home() -> str | None:
    """Return the page of the edition that the reader works for: the one that runs, else the next, else the latest."""
    now = utcnow()
    theirs = [(event, _phase(event, now)) for event in queries.list_events() if _may_view(event.id)]
    leading = _leading(theirs) or next((event for event, _ in theirs), None)
    return url_for("events.edition", edition=leading.slug) if leading else None


def _may_view(event_id: int) -> bool:
    return bool(current_user.is_authenticated and current_user.may(Permission.VIEW_EDITION, event_id))


def _phase(event: Event, now: datetime) -> Phase:
    today = now.astimezone(ZoneInfo(event.time_zone)).date()
    return phase_of(event.starts_on, event.ends_on, today)


def _leading(events: list[tuple[Event, Phase]]) -> Event | None:
    """Return the public edition that runs, else the next one, else the latest."""
    order = (Phase.RUNNING, Phase.UPCOMING, Phase.PAST)
    shown = [(event, phase) for event, phase in events if event.is_public]
    for phase in order:
        found = sorted((e for e, p in shown if p is phase), key=lambda e: e.starts_on, reverse=phase is Phase.PAST)
        if found:
            return found[0]
    return None


def _openings(event: Event, now: datetime) -> list[tuple[Category, Opening]]:
    taken = queries.places_taken(event.id)
    return [
        (category, _opening(category, taken.get(category.id, 0), now)) for category in queries.list_categories(event.id)
    ]


def _opening(category: Category, taken: int, now: datetime) -> Opening:
    return opening_of(
        is_open=category.is_open,
        opens_at=category.opens_at,
        closes_at=category.closes_at,
        quota=category.quota,
        taken=taken,
        now=now,
    )


def _takes_registrations(event: Event, now: datetime) -> bool:
    return any(state in {Opening.OPEN, Opening.WAITLIST} for _, state in _openings(event, now))
