"""The released programme in the formats of other programs; a client that has it already is told so."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Response, abort, current_app, request
from flask_babel import force_locale
from flask_babel import gettext as _

from summit.calendar.ical import write_calendar
from summit.calendar.rules import EntryKind
from summit.events.models import Event
from summit.sheets.writing import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx
from summit.web.access import current_edition, public
from summit.web.locale import LANGUAGE_NAMES, current_language

from ..exports import schedule_json, schedule_xml, tables
from ..exports.plan import Frame
from ..models import Release
from ..queries.entries import entries_of
from ..queries.releases import find_current_release, programme_of
from ..rules.programme import Programme, ProgrammeSlot
from .blueprints import programme_bp

# Raised when the same programme is written differently than before, so that nobody keeps the old bytes.
_EDITION_OF_THE_WRITERS = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the edition's present release, and the frame with the language."""

    event: Event
    release: Release
    frame: Frame

    @property
    def tag(self) -> str:
        """Return what changes whenever the answer would: its ETag."""
        parts = (
            *(self.release.content_hash, self.release.name, self.event.version, self.frame.base_url),
            *(self.frame.language, request.full_path, _EDITION_OF_THE_WRITERS),
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def frame_of(event: Event, version: str, language: str) -> Frame:
    """Return what stands around an export of this edition."""
    return Frame(
        slug=event.slug,
        titles=event.names,
        first_day=event.starts_on,
        last_day=event.ends_on,
        version=version,
        base_url=current_app.extensions["summit_config"].base_url,
        language=language,
        accent=event.accent,
    )


@programme_bp.get("/schedule.xml", endpoint="schedule_xml")
@public
def schedule_xml_file(edition: str) -> Response:
    """Answer with schedule.xml for programme apps."""
    asked = _asked()
    return _answer(
        asked,
        schedule_xml.MEDIA_TYPE,
        lambda programme: schedule_xml.write_schedule_xml(programme, asked.frame),
    )


@programme_bp.get("/schedule.json", endpoint="schedule_json")
@public
def schedule_json_file(edition: str) -> Response:
    """Answer with schedule.json for programme apps."""
    asked = _asked()
    return _answer(
        asked,
        schedule_json.MEDIA_TYPE,
        lambda programme: schedule_json.write_schedule_json(programme, asked.frame),
    )


@programme_bp.get("/schedule.ics")
@public
def schedule_ics(edition: str) -> Response:
    """Answer with a calendar to subscribe to: whole, or of one track, hall, speaker, session or time."""
    asked = _asked()
    return _answer(asked, "text/calendar", lambda programme: _calendar(programme, asked), name="ics")


@programme_bp.get("/schedule.csv")
@public
def schedule_csv(edition: str) -> Response:
    """Answer with the programme as one table."""
    asked = _asked()
    return _answer(
        asked, CSV_TYPE, lambda programme: write_csv(tables.programme_sheet(programme, asked.frame, _)), name="csv"
    )


@programme_bp.get("/schedule.xlsx")
@public
def schedule_xlsx(edition: str) -> Response:
    """Answer with the programme, its people, halls and tracks as a workbook."""
    asked = _asked()
    return _answer(
        asked, XLSX_TYPE, lambda programme: write_xlsx(tables.public_sheets(programme, asked.frame, _)), name="xlsx"
    )


def asked_language() -> str:
    """Return the language that the address names, else the reader's."""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGE_NAMES else current_language()


def _asked() -> Asked:
    event = current_edition()
    release = find_current_release(event.id)
    if release is None:
        abort(404)
    return Asked(event, release, frame_of(event, release.name, asked_language()))


def _answer(asked: Asked, media_type: str, write: Callable[[Programme], bytes], *, name: str = "") -> Response:
    """Write the programme unless the client has it; with a `name` (a file's ending) it is there to be saved."""
    if request.if_none_match.contains(asked.tag):
        response = Response(status=304)
    else:
        with force_locale(asked.frame.language.replace("-", "_")):
            response = Response(write(programme_of(asked.release)), mimetype=media_type)
        if name:
            response.headers["Content-Disposition"] = f'attachment; filename="{asked.event.slug}.{name}"'
    response.set_etag(asked.tag)
    response.vary.update(("Accept-Language", "Cookie"))
    if asked.event.is_public:
        # Apps and pages elsewhere may read what everybody may read; no cookie changes it but the language.
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Cache-Control"] = "public, no-cache"
    return response


def _calendar(programme: Programme, asked: Asked) -> bytes:
    names, slots = _part_of(programme, asked.frame)
    return write_calendar(
        entries_of(programme, slots, kind=EntryKind.SESSION, edition=asked.event.slug),
        name=" · ".join((asked.frame.text(asked.frame.titles), *names)),
        language=asked.frame.language,
        time_zone=programme.time_zone,
        base_url=asked.frame.base_url,
    )


def _part_of(programme: Programme, frame: Frame) -> tuple[list[str], Iterable[ProgrammeSlot]]:
    """Return the names of what the address asks for and its slots; 404 for what the programme does not have."""
    slots: Iterable[ProgrammeSlot] = programme.slots
    names = []
    for parameter, narrow in _NARROWED.items():
        wanted = request.args.get(parameter, "")
        if wanted:
            found = narrow(programme, frame, wanted)
            if found is None:
                abort(404)
            names.append(found[0])
            slots = [slot for slot in slots if slot.id in found[1]]
    return names, slots


Narrowed = tuple[str, set[int]] | None


def _of_track(programme: Programme, frame: Frame, wanted: str) -> Narrowed:
    track = next((one for one in programme.tracks if str(one.id) == wanted), None)
    sessions = {one.id for one in programme.sessions if track and one.track_id == track.id}
    return (frame.text(track.names), _held(programme, sessions)) if track else None


def _of_hall(programme: Programme, frame: Frame, wanted: str) -> Narrowed:
    hall = next((one for one in programme.halls if str(one.id) == wanted), None)
    return (frame.text(hall.names), {s.id for s in programme.slots if hall.id in s.hall_ids}) if hall else None


def _of_speaker(programme: Programme, frame: Frame, wanted: str) -> Narrowed:
    person = next((one for one in programme.people if one.code == wanted), None)
    return (person.name, {s.id for s in programme.slots_of_person.get(person.id, ())}) if person else None


def _of_session(programme: Programme, frame: Frame, wanted: str) -> Narrowed:
    session = next((one for one in programme.sessions if one.code == wanted), None)
    return (frame.text(session.titles), _held(programme, {session.id})) if session else None


def _of_slot(programme: Programme, frame: Frame, wanted: str) -> Narrowed:
    slot = next((one for one in programme.slots if str(one.id) == wanted), None)
    return (frame.text(programme.session_of[slot.session_id].titles), {slot.id}) if slot else None


def _held(programme: Programme, sessions: set[int]) -> set[int]:
    return {slot.id for slot in programme.slots if slot.session_id in sessions}


_NARROWED: dict[str, Callable[[Programme, Frame, str], Narrowed]] = {
    "track": _of_track,
    "hall": _of_hall,
    "speaker": _of_speaker,
    "session": _of_session,
    "slot": _of_slot,
}
