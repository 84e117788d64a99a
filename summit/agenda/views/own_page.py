"""A speaker's own page, opened by a secret link."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.events.queries import get_event
from summit.events.rules import on_accent
from summit.web.access import public

from ..forms.speakers import OwnForm, SpeakerPhotoForm
from ..models import Speaker
from ..queries.releases import find_current_programme
from ..rules.kinds import ROLE_NAMES
from ..rules.programme import Programme
from ..rules.speakers import MISSING_NAMES, Missing, missing_of
from ..services import own_page, speaker_photos
from .blueprints import speakers_bp
from .speaker_photos import photo_answer, upload_of

Answer = Response | tuple[str, int]


@speakers_bp.after_request
def keep_private(answer: Response) -> Response:
    """Let nobody on the way keep a page whose address is a secret, and no search engine list it."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@speakers_bp.route("/<secret>/", methods=["GET", "POST"])
@public
def mine(secret: str) -> Answer:
    """Show speakers their sessions, and let them say what the organisers need to know."""
    speaker = _mine(secret)
    event = get_event(speaker.event_id)
    form = OwnForm(obj=speaker, languages=event.languages, time_zone=event.time_zone)
    if form.validate_on_submit():
        try:
            with transaction():
                own_page.answer(speaker.id, version=form.version.data, now=utcnow(), **form.values())
        except DomainError as error:
            form.refuse(error)
            form.show_version(_mine(secret).version)
        else:
            flash(_("Thank you. Your answers are saved."), "success")
            return redirect(url_for(".mine", secret=secret), 303)
    return _page(speaker, event, secret, form), form.status


@speakers_bp.post("/<secret>/photo")
@public
def set_photo(secret: str) -> Answer:
    """Keep a photo that the speaker sends, or say why not."""
    speaker, form = _mine(secret), SpeakerPhotoForm()
    if form.validate_on_submit():
        try:
            data = upload_of(form)
            with transaction():
                speaker_photos.set_photo(speaker.id, data, actor_id=None, now=utcnow())
        except DomainError as error:
            form.refuse(error, "photo")
        else:
            flash(_("Thank you. Your photo is saved."), "success")
            return redirect(url_for(".mine", secret=secret), 303)
    return _page(speaker, get_event(speaker.event_id), secret, photo_form=form), form.status


@speakers_bp.post("/<secret>/photo/remove")
@public
def remove_photo(secret: str) -> Response:
    """Take the speaker's photo away."""
    speaker = _mine(secret)
    with transaction():
        speaker_photos.remove_photo(speaker.id, actor_id=None, now=utcnow())
    flash(_("Your photo is removed."), "success")
    return redirect(url_for(".mine", secret=secret), 303)


@speakers_bp.get("/<secret>/photo.jpg")
@public
def photo(secret: str) -> Response:
    """Show speakers the photo that is on file."""
    return photo_answer(_mine(secret).photo_name)


def _page(
    speaker: Speaker,
    event: Event,
    secret: str,
    form: OwnForm | None = None,
    photo_form: SpeakerPhotoForm | None = None,
) -> str:
    programme = find_current_programme(event.id)
    return render_template(
        "agenda/speakers/own_page.html",
        speaker=speaker,
        secret=secret,
        form=form or OwnForm(formdata=None, obj=speaker, languages=event.languages, time_zone=event.time_zone),
        photo_form=photo_form or SpeakerPhotoForm(formdata=None),
        missing=[_(MISSING_NAMES[kind]) for kind in missing_of(speaker) if kind is not Missing.EMAIL],
        sessions=_released_sessions(speaker, programme),
        has_release=programme is not None,
        has_more=_has_more(speaker, programme),
        role_names=ROLE_NAMES,
        **_dress(event),
    )


def _released_sessions(speaker: Speaker, programme: Programme | None) -> list[dict[str, Any]]:
    """Return what was released of the speaker's sessions: when, where, and the parts they have."""
    slots = programme.slots_of_person.get(speaker.id, ()) if programme else ()
    return [_released(speaker, programme, slot.id) for slot in slots if programme]


def _released(speaker: Speaker, programme: Programme, slot_id: int) -> dict[str, Any]:
    slot = programme.slot_of[slot_id]
    session = programme.session_of[slot.session_id]
    return {
        "slot": slot,
        "session": session,
        "halls": [programme.hall_of[key] for key in slot.hall_ids],
        "parts": [part for part in session.parts if part.person_id == speaker.id],
    }


def _has_more(speaker: Speaker, programme: Programme | None) -> bool:
    """Tell whether sessions with the speaker are planned that no release shows yet."""
    shown: Sequence[Any] = programme.slots_of_person.get(speaker.id, ()) if programme else ()
    return bool({part.session_id for part in speaker.parts} - {slot.session_id for slot in shown})


def _dress(event: Event) -> dict[str, Any]:
    """Return what makes a page outside of the edition's own addresses wear its name and colour."""
    return {"event": event, "edition": event, "accent": event.accent, "on_accent": on_accent(event.accent)}


def _mine(secret: str) -> Speaker:
    return own_page.find_by_secret(secret) or abort(404)
