"""The programme as entries of a calendar."""

from collections.abc import Iterable, Mapping

from summit.calendar.rules import CalendarEntry, EntryKind
from summit.events.rules import localized

from ..rules.programme import Programme, ProgrammePerson, ProgrammeSession, ProgrammeSlot, Texts


def entries_of(
    programme: Programme, slots: Iterable[ProgrammeSlot], *, kind: EntryKind, edition: str = ""
) -> list[CalendarEntry]:
    """Return a calendar entry for each of the slots; `edition` is the slug by which its page is found.

    A slot that no release has dated yet (a draft) is taken to have changed when it starts.
    """
    return [_entry(programme, slot, kind, edition) for slot in slots]


def _entry(programme: Programme, slot: ProgrammeSlot, kind: EntryKind, edition: str) -> CalendarEntry:
    session = programme.session_of[slot.session_id]
    track = programme.track_of.get(session.track_id or 0)
    return CalendarEntry(
        uid=slot.uid,
        sequence=slot.sequence,
        changed_at=slot.changed_at or slot.starts_at,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        titles=session.titles,
        places=_places(programme, slot),
        descriptions=_descriptions(programme, session),
        path=f"/e/{edition}/programme/sessions/{session.code}" if edition else "",
        kind=kind,
        is_cancelled=slot.is_cancelled,
        categories=(track.names,) if track else (),
    )


def _places(programme: Programme, slot: ProgrammeSlot) -> Texts:
    """Return the names of all halls of the slot per language; an address stands behind the place elsewhere."""
    halls = [programme.hall_of[key] for key in slot.hall_ids]
    tags = dict.fromkeys(tag for hall in halls for tag in hall.names)
    return {tag: ", ".join(_place(localized(hall.names, tag)[0], hall.address) for hall in halls) for tag in tags}


def _place(name: str, address: str) -> str:
    return f"{name}, {address}" if address else name


def _descriptions(programme: Programme, session: ProgrammeSession) -> Mapping[str, str]:
    """Return who is on stage, then what it is about; without an abstract the names serve every language."""
    people = dict.fromkeys(part.person_id for part in session.parts)
    names = "\n".join(_name(programme.person_of[key]) for key in people)
    abstracts = {tag: text for tag, text in session.abstracts.items() if text.strip()} or {"": ""}
    return {tag: "\n\n".join(filter(None, (names, text))) for tag, text in abstracts.items()}


def _name(person: ProgrammePerson) -> str:
    return f"{person.name} ({person.organisation})" if person.organisation else person.name
