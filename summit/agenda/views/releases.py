"""Releases: the organiser's list, the page before one is made, and the page of each."""

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.forms import translated

from ..forms.releases import ReleaseForm
from ..models import Release
from ..queries import history
from ..queries.board import find_settings
from ..queries.names import load_names
from ..queries.notices import count_followers
from ..queries.releases import find_release, programme_of
from ..queries.restoring import load_restoration
from ..queries.upcoming import Upcoming, list_blocking, load_upcoming
from ..rules.changes import SlotChange
from ..rules.news import news_of_people, news_of_slots
from ..rules.releases import ensure_news
from ..services import notifying, releasing, restoring
from .blueprints import agenda_bp
from .change_words import TONES, counts_of, groups_of, others_of, zone_words
from .conflict_words import marked_sentence
from .restoration_words import restoration_look, restored_words

Answer = Response | tuple[str, int]
_MOST_CONFLICTS = 50


@agenda_bp.get("/releases/")
@requires(Permission.MANAGE_AGENDA)
def releases(edition: str) -> str:
    """List the releases with what each of them changed and who was told."""
    event = current_edition()
    rows = history.list_history(event.id)
    counts = {row.release.id: counts_of(row.changes) for row in rows}
    return render_template("agenda/releases/list.html", event=event, rows=rows, counts=counts, tones=TONES)


@agenda_bp.route("/releases/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def new_release(edition: str) -> Answer:
    """Show what a release would change, and make it."""
    event, now = current_edition(), utcnow()
    form = ReleaseForm(languages=event.languages)
    if form.validate_on_submit():
        try:
            with transaction():
                made = releasing.release(event.id, actor_id=current_user.account_id, now=now, **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The programme is released."), "success")
            return redirect(url_for(".release", number=made.number), 303)
    return _new_release_page(event, form, now), form.status


def _new_release_page(event: Event, form: ReleaseForm, now: datetime) -> str:
    upcoming, settings = load_upcoming(event, now), find_settings(event.id)
    if not form.is_submitted():
        form.name.data = f"{upcoming.number}.0"
    if not form.is_submitted() or form.is_stale:
        form.show_seen(settings.draft_number if settings else 0)
    blocking = list_blocking(event)
    names = load_names(event) if blocking else None
    return render_template(
        "agenda/releases/new.html",
        event=event,
        form=form,
        upcoming=upcoming,
        refusal=_refusal(upcoming),
        groups=groups_of(upcoming.changes, _session_page),
        others=others_of(upcoming.changes),
        told=_count_told(event, upcoming),
        conflicts=[marked_sentence(one, names) for one in blocking[:_MOST_CONFLICTS]] if names else [],
        conflict_count=len(blocking),
        zone_name=zone_words(upcoming.changes.zone),
        tones=TONES,
    )


def _refusal(upcoming: Upcoming) -> str:
    """Return why there is nothing to release, or ""."""
    try:
        ensure_news(upcoming.previous, upcoming.programme, name=upcoming.before.name if upcoming.before else "")
    except DomainError as error:
        return translated(error)
    return ""


def _count_told(event: Event, upcoming: Upcoming) -> dict[str, int]:
    """Return how many people a mail would go to: on stage, and delegates."""
    sessions = {slot.id: slot.session_id for slot in upcoming.programme.slots}
    followed = {slot_id: sessions[slot_id] for slot_id in news_of_slots(upcoming.changes)}
    on_stage = news_of_people(upcoming.previous, upcoming.programme)
    return {"people": len(on_stage), "delegates": count_followers(event.id, followed)}


@agenda_bp.get("/releases/<int:number>")
@requires(Permission.MANAGE_AGENDA)
def release(edition: str, number: int) -> str:
    """Show one release: its message, what it changed, and how far the mails are."""
    entry = history.describe(_release(number))
    return render_template("agenda/releases/release.html", event=current_edition(), **_details(entry))


def _details(entry: history.Entry) -> dict[str, Any]:
    return {
        "entry": entry,
        "row": entry.release,
        "groups": groups_of(entry.changes, _session_page),
        "others": others_of(entry.changes),
        "silent": history.list_silent(entry),
        "zone_name": zone_words(entry.changes.zone),
        "tones": TONES,
    }


@agenda_bp.post("/releases/<int:number>/notify")
@requires(Permission.MANAGE_AGENDA)
def notify_release(edition: str, number: int) -> Response:
    """Tell the people concerned by a release of which nobody was told."""
    row = _release(number)
    try:
        with transaction():
            notifying.notify(row.event_id, row.number, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The people concerned are being told."), "success")
    return redirect(url_for(".release", number=row.number), 303)


@agenda_bp.route("/releases/<int:number>/restore", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def restore_release(edition: str, number: int) -> Answer:
    """Say what becomes of the draft, and bring it back to a release once that is confirmed."""
    row = _release(number)
    if request.method == "POST":
        try:
            with transaction():
                found = restoring.restore(row.event_id, number, actor_id=current_user.account_id, now=utcnow())
        except DomainError as error:
            flash(translated(error), "error")
        else:
            flash(restored_words(found), "success")
        return redirect(url_for(".release", number=number), 303)
    return render_template("agenda/releases/restore.html", row=row, **_restoration(row)), 200


def _restoration(row: Release) -> dict[str, Any]:
    event, programme = current_edition(), programme_of(row)
    found = load_restoration(event, programme)
    return {"event": event} | restoration_look(found, programme, load_names(event))


def _session_page(change: SlotChange) -> str:
    return url_for("agenda.session", session_id=change.session_id)


def _release(number: int) -> Release:
    return find_release(current_edition().id, number) or abort(404)
