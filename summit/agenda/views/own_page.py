"""A speaker's own page, opened by a secret link."""

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
from summit.web.filters import text_for

from ..forms.speakers import OwnForm, SlidesForm, SpeakerPhotoForm
from ..models import Speaker
from ..queries import speakers as queries
from ..queries.releases import find_current_programme
from ..rules.kinds import ROLE_NAMES
from ..rules.programme import Programme, ProgrammeSlot
from ..rules.speakers import MISSING_NAMES, Missing, missing_of
from ..services import materials, own_page, speaker_photos
from .blueprints import speakers_bp
from .feedback import feedback_for_speaker
from .speaker_photos import file_of, photo_answer, upload_of

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
    return _page(secret, form), form.status


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
    return _page(secret, photo_form=form), form.status


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


@speakers_bp.post("/<secret>/slides")
@public
def add_slides(secret: str) -> Answer:
    """Keep a file for one of the speaker's released sessions, or say why not."""
    form = SlidesForm(sessions=_choices(released_sessions(_mine(secret))))
    if form.validate_on_submit():
        name, data = file_of(form.file)
        try:
            with transaction():
                materials.add_material(
                    int(form.session_id.data or 0), file_name=name, data=data, actor_id=None, now=utcnow()
                )
        except DomainError as error:
            form.refuse(error, "file")
        else:
            flash(_("Thank you. Your file is saved."), "success")
            return redirect(url_for(".mine", secret=secret), 303)
    return _page(secret, slides_form=form), form.status


def _page(secret: str, form: OwnForm | None = None, **forms: Any) -> str:
    """Return the page as it is now: what was read before a refusal is given up with its transaction."""
    speaker = _mine(secret)
    event, sessions = get_event(speaker.event_id), released_sessions(speaker)
    programme = find_current_programme(event.id)
    return render_template(
        "agenda/speakers/own_page.html",
        speaker=speaker,
        secret=secret,
        form=form or OwnForm(formdata=None, obj=speaker, languages=event.languages, time_zone=event.time_zone),
        photo_form=forms.get("photo_form") or SpeakerPhotoForm(formdata=None),
        slides_form=forms.get("slides_form") or SlidesForm(formdata=None, sessions=_choices(sessions)),
        files=queries.list_materials({one["session"].id for one in sessions}),
        missing=[_(MISSING_NAMES[kind]) for kind in missing_of(speaker) if kind is not Missing.EMAIL],
        sessions=sessions,
        has_release=programme is not None,
        # What is released keeps the clock of its release, also while the edition has another zone already.
        zone=programme.time_zone if programme else event.time_zone,
        has_more=_has_more(speaker, sessions),
        role_names=ROLE_NAMES,
        feedback=feedback_for_speaker(speaker.id, programme),
        **_dress(event),
    )


def released_sessions(speaker: Speaker) -> list[dict[str, Any]]:
    """Return what the newest release shows of the speaker's sessions: when, where, and the parts they have."""
    programme = find_current_programme(speaker.event_id)
    if programme is None:
        return []
    return [_released(speaker, programme, slot) for slot in programme.slots_of_person.get(speaker.id, ())]


def _released(speaker: Speaker, programme: Programme, slot: ProgrammeSlot) -> dict[str, Any]:
    session = programme.session_of[slot.session_id]
    return {
        "slot": slot,
        "session": session,
        "halls": [programme.hall_of[key] for key in slot.hall_ids],
        "parts": [part for part in session.parts if part.person_id == speaker.id],
    }


def _choices(sessions: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Return the sessions that take files: those that are held, each once."""
    held = [one["session"] for one in sessions if not one["slot"].is_cancelled]
    return list({session.id: text_for(session.titles) for session in held}.items())


def _has_more(speaker: Speaker, sessions: list[dict[str, Any]]) -> bool:
    """Tell whether sessions with the speaker are planned that no release shows yet."""
    return bool({part.session_id for part in speaker.parts} - {one["session"].id for one in sessions})


def _dress(event: Event) -> dict[str, Any]:
    """Return what makes a page outside of the edition's own addresses wear its name and colour."""
    return {"event": event, "edition": event, "accent": event.accent, "on_accent": on_accent(event.accent)}


def _mine(secret: str) -> Speaker:
    return own_page.find_by_secret(secret) or abort(404)
