"""The plain values a scan is decided on, and the decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from summit.entrance.rules.outcomes import Attention, Direction, Outcome, ScanMode
from summit.events.rules import AntiPassback
from summit.registration.rules import RegistrationStatus


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What the gate asks. `event_id` is the gate's event; `accompanied` is the operator's word that the
    adult or escort is here; `override_reason` is "" unless a supervisor lets the person in all the same.
    """

    event_id: int
    direction: Direction = Direction.ENTRY
    mode: ScanMode = ScanMode.LIVE
    accompanied: bool = False
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class CredentialFacts:
    """The badge: `is_current` is False once a newer issue was printed, `is_revoked` once it was blocked."""

    event_id: int
    issue: int = 1
    is_current: bool = True
    is_revoked: bool = False


@dataclass(frozen=True, slots=True)
class HolderFacts:
    """The person: `zones` are the letters of the category's zones; `is_minor` where a guardian is named."""

    status: RegistrationStatus
    category_letter: str
    zones: frozenset[str]
    needs_adult: bool = False
    needs_escort: bool = False
    is_minor: bool = False
    attention: tuple[Attention, ...] = ()


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    """The zone behind the gate: `windows` are half-open (start, end) pairs of aware moments, none at all
    means always open; `capacity` None means without limit; `inside` counts the people in it now. `attention` is
    {language tag: text}. `day_starts_at` is when the event's present day began (04:00 at the venue), None where
    nobody asks: then no rule of once per day can refuse.
    """

    letter: str
    windows: tuple[tuple[datetime, datetime], ...] = ()
    capacity: int | None = None
    inside: int = 0
    anti_passback: AntiPassback = AntiPassback.LOGICAL
    anti_passback_minutes: int = 15
    once_per_day: bool = False
    needs_escort: bool = False
    attention: Mapping[str, str] = field(default_factory=dict)
    day_starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PresenceFacts:
    """Where the person stands towards this zone; a last entry or exit that never was is None."""

    is_inside: bool = False
    last_entry_at: datetime | None = None
    last_exit_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HallSession:
    """A session that runs in the hall behind the gate or begins soon, and what the person has to do with it.

    `capacity` None: everybody may come. `inside` counts the people let in for it who have not left; `entered_at` is
    when this person was let in and has not left since; `position` is their number in the waiting list, from 1.
    `admits_waiting` once an organiser lets those who wait in before the beginning.
    """

    slot_id: int
    titles: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime
    capacity: int | None = None
    categories: tuple[str, ...] = ()
    age_limit: int = 0
    inside: int = 0
    has_place: bool = False
    position: int | None = None
    is_on_stage: bool = False
    entered_at: datetime | None = None
    admits_waiting: bool = False


@dataclass(frozen=True, slots=True)
class HallFacts:
    """The hall at whose door the gate stands: what runs in it now or begins within 45 minutes."""

    sessions: tuple[HallSession, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer and what to write for it.

    `explanation` and `next_step` are English messages for translation at display; `params` fills the
    explanation's places (a datetime among them is aware and shown in the event's zone, a mapping is content per
    language). `overridden` is the refusal that a supervisor set aside; `slot_id` the session of a hall's door;
    `notes` are what zone and gate ask the operator to mind at an entry, each {language tag: text}.
    """

    outcome: Outcome
    explanation: str
    next_step: str
    params: Mapping[str, Any] = field(default_factory=dict)
    counts_as_entry: bool = False
    opens_presence: bool = False
    closes_presence: bool = False
    attention: tuple[Attention, ...] = ()
    overridden: Outcome | None = None
    slot_id: int | None = None
    notes: tuple[Mapping[str, str], ...] = ()
