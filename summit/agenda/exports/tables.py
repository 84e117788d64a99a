"""The released programme as tables for people: one line per time at which something takes place."""

from collections.abc import Callable, Iterable, Iterator
from zoneinfo import ZoneInfo

from summit.errors import N_
from summit.sheets import Cell, Sheet

from ..rules.kinds import FORMAT_NAMES, ROLE_NAMES, SessionKind
from ..rules.programme import Programme, ProgrammePerson, ProgrammeSession, ProgrammeSlot
from ..rules.timing import programme_day
from .plan import Frame, name_of

Translate = Callable[[str], str]
_PROGRAMME = (
    *(N_("Day"), N_("Starts"), N_("Ends"), N_("Hall"), N_("Title"), N_("Format"), N_("Track"), N_("Language")),
    *(N_("Interpretation"), N_("People"), N_("Age limit"), N_("Dress code"), N_("Categories"), N_("Status")),
    *(N_("Abstract"), N_("Address of the page")),
)
_PEOPLE = (
    N_("Name"),
    N_("Name in its own script"),
    N_("Job title"),
    N_("Organisation"),
    N_("Country"),
    N_("Biography"),
)
_HALLS = (N_("Hall"), N_("Capacity"), N_("Floor"), N_("Address"))
_TRACKS = (N_("Track"), N_("Colour"))


def public_sheets(programme: Programme, frame: Frame, translate: Translate) -> list[Sheet]:
    """Return the programme, its people, halls and tracks as sheets in the frame's language."""
    return [
        programme_sheet(programme, frame, translate),
        Sheet(translate(N_("Speakers")), _heads(_PEOPLE, translate), (_person(one, frame) for one in programme.people)),
        Sheet(
            translate(N_("Halls")),
            _heads(_HALLS, translate),
            ([frame.text(hall.names), hall.capacity, hall.floor, hall.address] for hall in programme.halls),
        ),
        Sheet(
            translate(N_("Tracks")),
            _heads(_TRACKS, translate),
            ([frame.text(track.names), track.colour] for track in programme.tracks),
        ),
    ]


def programme_sheet(programme: Programme, frame: Frame, translate: Translate) -> Sheet:
    """Return every time of the programme as one sheet, cancelled ones too; times are the venue's clock."""
    rows = (_row(programme, slot, frame, translate) for slot in programme.slots)
    return Sheet(translate(N_("Programme")), _heads(_PROGRAMME, translate), rows)


def _heads(heads: Iterable[str], translate: Translate) -> list[str]:
    return [translate(head) for head in heads]


def _row(programme: Programme, slot: ProgrammeSlot, frame: Frame, translate: Translate) -> list[Cell]:
    session, zone = programme.session_of[slot.session_id], ZoneInfo(programme.time_zone)
    track = programme.track_of.get(session.track_id or 0)
    is_session = session.kind is SessionKind.SESSION
    return [
        programme_day(slot.starts_at, programme.time_zone).isoformat(),
        slot.starts_at.astimezone(zone).replace(tzinfo=None),
        slot.ends_at.astimezone(zone).replace(tzinfo=None),
        ", ".join(frame.text(programme.hall_of[key].names) for key in slot.hall_ids),
        frame.text(session.titles),
        translate(FORMAT_NAMES[session.format]) if is_session else translate(N_("Break")),
        frame.text(track.names) if track else "",
        session.language,
        ", ".join(session.channels.values()),
        "\n".join(_people(programme, session, frame, translate)),
        session.age_limit or None,
        frame.text(session.dress_codes),
        ", ".join(session.categories),
        translate(N_("Cancelled")) if slot.is_cancelled else "",
        frame.text(session.abstracts),
        f"{frame.home}/sessions/{session.code}",
    ]


def _people(programme: Programme, session: ProgrammeSession, frame: Frame, translate: Translate) -> Iterator[str]:
    for part in session.parts:
        name = name_of(programme.person_of[part.person_id], frame.language)
        yield f"{name} ({translate(ROLE_NAMES[part.role])})"


def _person(person: ProgrammePerson, frame: Frame) -> list[Cell]:
    biography = frame.text(person.biographies)
    return [person.name, person.name_native, person.job_title, person.organisation, person.country, biography]
