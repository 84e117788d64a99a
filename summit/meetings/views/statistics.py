"""Figures of the meetings, and the companies that have none."""

from collections import Counter
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user

from summit.audit.services import record
from summit.companies.rules.kinds import KIND_NAMES
from summit.database import transaction
from summit.events.models import Event
from summit.events.views.filters import language_name, territory
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.filters import plain_date

from ..queries import figures
from ..queries.settings import get_settings, list_slots, list_tables
from ..rules.figures import OTHERS, Matrix, answers_by_kind, answers_of, by_day, matrix_of, pairs_of, use_by_day
from ..rules.kinds import OUTCOME_NAMES
from .blueprints import meetings_bp

_MOST_PAIRS = 60


@meetings_bp.get("/statistics")
@requires(Permission.MANAGE_MEETINGS)
def statistics(edition: str) -> str:
    """Show what became of requests and meetings."""
    event = current_edition()
    asked = figures.list_asked(event.id)
    outcomes, rated, rating = figures.count_outcomes(event.id)
    return render_template(
        "meetings/statistics.html",
        event=event,
        answers=answers_of(asked),
        by_kind=[(_kind(kind), one) for kind, one in answers_by_kind(asked).items()],
        by_day=[(plain_date(day), count) for day, count in by_day((one.asked_at for one in asked), event.time_zone)],
        **_pairs(event),
        absences=figures.count_absences(event.id),
        outcomes=[(_(name), outcomes.get(one, 0)) for one, name in OUTCOME_NAMES.items()],
        rated=rated,
        rating=rating,
        use=_use(event),
        newcomers=figures.count_newcomers(event.id),
        languages=_languages(event),
    )


@meetings_bp.get("/all/without")
@requires(Permission.MANAGE_MEETINGS)
def without_meetings(edition: str) -> str:
    """List the approved companies that have no meeting, or fewer than the edition promises."""
    return _lonely_page(shows_contacts=False)


@meetings_bp.post("/all/without")
@requires(Permission.MANAGE_MEETINGS)
def show_contacts(edition: str) -> str:
    """Show the same list once with the contacts of the companies, and write down who looked."""
    event = current_edition()
    with transaction():
        actor = current_user.account_id
        record("companies.contacts_viewed", "event", event.id, actor_id=actor, event_id=event.id, list="without")
    return _lonely_page(shows_contacts=True)


def _lonely_page(*, shows_contacts: bool) -> str:
    event = current_edition()
    least = max(1, get_settings(event.id).least_meetings or 1)
    lonely = figures.list_lonely(event.id, least)
    contacts = figures.list_contacts([one.company.id for one in lonely]) if shows_contacts else {}
    groups = [
        (_("No meeting"), [one for one in lonely if not one.meetings]),
        (_("Fewer than %(least)s", least=least), [one for one in lonely if one.meetings]),
    ]
    return render_template(
        "meetings/without.html",
        event=event,
        groups=[group for group in groups if group[1]],
        contacts=contacts,
        shows_contacts=shows_contacts,
    )


def _kind(kind: str) -> str:
    """Return the name of a kind of companies; one that the house does not know any more stands as it is."""
    known = {one.value: name for one, name in KIND_NAMES.items()}
    return str(_(known[kind])) if kind in known else kind


def _pairs(event: Event) -> dict[str, Any]:
    """Return the pairs of countries with names, how many are left out, and the matrix of the busiest."""
    pairs = pairs_of(figures.count_by_countries(event.id))
    return {
        "pairs": [(territory(one), territory(other), count) for one, other, count in pairs[:_MOST_PAIRS]],
        "further": max(0, len(pairs) - _MOST_PAIRS),
        "matrix": _named(matrix_of(pairs)),
    }


def _named(matrix: Matrix) -> dict[str, Any]:
    """Return the matrix with names to read out and codes to stand above the columns."""
    names = [_("All others") if code == OTHERS else territory(code) for code in matrix.countries]
    short = [_("others") if code == OTHERS else code for code in matrix.countries]
    return {"names": names, "short": short, "cells": matrix.cells, "largest": matrix.largest}


def _use(event: Event) -> list[tuple[Any, int, int]]:
    starts = [one.starts_at for one in list_slots(event.id)]
    return use_by_day(figures.count_seated(event.id), starts, len(list_tables(event.id)), event.time_zone)


def _languages(event: Event) -> list[tuple[str, int, int]]:
    """Return (languages, meetings, those with an interpreter), the most wanted first."""
    wanted: Counter[str] = Counter()
    assigned: Counter[str] = Counter()
    for tags, is_assigned in figures.list_interpreting(event.id):
        name = " – ".join(sorted(map(language_name, tags), key=str.casefold))
        wanted[name] += 1
        assigned[name] += is_assigned
    return [(name, count, assigned[name]) for name, count in wanted.most_common()]
