from datetime import UTC, datetime, timedelta

from summit.agenda.queries.entries import entries_of
from summit.agenda.rules.kinds import SessionFormat, SessionKind, SlotStatus
from summit.agenda.rules.programme import (
    Programme,
    ProgrammeHall,
    ProgrammePart,
    ProgrammePerson,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeTrack,
)
from summit.calendar.rules import EntryKind

NOON = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
CHANGED = datetime(2026, 11, 1, tzinfo=UTC)
HALLS = (
    ProgrammeHall(1, {"en": "Main hall", "ru": "Большой зал"}),
    ProgrammeHall(2, {"en": "Museum"}, address="2 Invented Street"),
)
ADA = ProgrammePerson(5, "ADA345", "a" * 36, "Ada Invented", organisation="Atelier")
SLOT = ProgrammeSlot(9, 3, "g", "uid@x", (1, 2), NOON, NOON + timedelta(hours=1), sequence=2, changed_at=CHANGED)


def programme(slot: ProgrammeSlot = SLOT, **values: object) -> Programme:
    defaults = {"titles": {"en": "Opening"}, "track_id": 4, "parts": (ProgrammePart(5),)}
    session = ProgrammeSession(3, "OPEN34", "s", SessionKind.SESSION, SessionFormat.PLENARY, **(defaults | values))
    track = ProgrammeTrack(4, {"en": "Business"}, "#112233")
    return Programme("Europe/Moscow", HALLS, (track,), (ADA,), (session,), (slot,))


def test_an_entry_keeps_what_the_release_stored() -> None:
    (entry,) = entries_of(programme(), [SLOT], kind=EntryKind.STARRED, edition="s26")
    assert (entry.uid, entry.sequence, entry.changed_at) == ("uid@x", 2, CHANGED)
    assert (entry.starts_at, entry.ends_at, entry.kind) == (SLOT.starts_at, SLOT.ends_at, EntryKind.STARRED)
    assert entry.path == "/e/s26/programme/sessions/OPEN34"
    assert entry.categories == ({"en": "Business"},)


def test_a_place_names_every_hall_in_each_language_and_the_address_elsewhere() -> None:
    (entry,) = entries_of(programme(), [SLOT], kind=EntryKind.SESSION)
    assert entry.places == {
        "en": "Main hall, Museum, 2 Invented Street",
        "ru": "Большой зал, Museum, 2 Invented Street",
    }


def test_the_description_names_the_people_before_the_abstract() -> None:
    (entry,) = entries_of(programme(abstracts={"ru": "О тканях."}), [SLOT], kind=EntryKind.SESSION)
    assert entry.descriptions == {"ru": "Ada Invented (Atelier)\n\nО тканях."}


def test_without_an_abstract_the_names_serve_every_language() -> None:
    (entry,) = entries_of(programme(), [SLOT], kind=EntryKind.SESSION)
    assert entry.descriptions == {"": "Ada Invented (Atelier)"}


def test_a_cancelled_slot_is_a_cancelled_entry() -> None:
    slot = ProgrammeSlot(
        9, 3, "g", "u", (1,), NOON, NOON + timedelta(hours=1), SlotStatus.CANCELLED, changed_at=CHANGED
    )
    (entry,) = entries_of(programme(slot), [slot], kind=EntryKind.SESSION)
    assert entry.is_cancelled
