"""What an import would do, row by row: new, changed, unchanged or refused; nothing here touches a database.

The present draft comes in as items in the words of a spreadsheet (rules.exchange), so that a row and an item can be
compared as they are. A row finds its item by code, by the sender's key, by address, name or title.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from summit.errors import N_, DomainError
from summit.events.rules import localized
from summit.sheets.plans import Plan, RowPlan

from .cells import listable
from .exchange import SheetKind


class HallIsUnknown(DomainError):
    """A hall that this edition does not have."""

    message = N_("There is no hall “%(name)s”. Correct the name, or allow that missing halls and tracks are added.")


class TrackIsMissing(DomainError):
    """A track that this edition does not have."""

    message = N_("There is no track “%(name)s”. Correct the name, or allow that missing halls and tracks are added.")


class PersonIsUnknown(DomainError):
    """Nobody among the speakers."""

    message = N_("“%(name)s” is not among the speakers, neither in this edition nor in this file.")


class PersonIsTwice(DomainError):
    """Somebody with the same role twice."""

    message = N_("“%(name)s” has the same role twice.")


class SessionIsUnknown(DomainError):
    """A time of a session that is not there."""

    message = N_("There is no session “%(name)s”, neither in this edition nor in this file.")


class TimeIsOfAnother(DomainError):
    """A time whose key belongs to another session."""

    message = N_("This time belongs to another session. Leave its key empty to add a new time.")


class CategoryIsUnknown(DomainError):
    """A category that this edition does not have."""

    message = N_("This edition has no category “%(letter)s”.")


class PlaceIsIncomplete(DomainError):
    """A time without a hall, or a hall without a time."""

    message = N_("A time needs a hall, and a hall needs a time. Leave all of them empty for a session without a place.")


class DraftHasChanged(DomainError):
    """Somebody changed the draft after the list was drawn."""

    message = N_("The agenda was changed meanwhile. Please look at the list again; nothing was imported.")


@dataclass(frozen=True, slots=True)
class Item:
    """Something of the draft: `values` by field as a row would hold them, `aliases` by which a row finds it."""

    id: int
    values: Mapping[str, Any]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Present:
    """The draft of an edition in the words of a spreadsheet; `taken` are guids that other editions use."""

    event_id: int
    zone: str
    first_day: date
    last_day: date
    languages: tuple[str, ...]
    categories: frozenset[str] = frozenset()
    items: Mapping[SheetKind, Sequence[Item]] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    @property
    def main(self) -> str:
        """Return the main language, by which halls and tracks are named."""
        return self.languages[0] if self.languages else "en"


@dataclass
class PlanRow(RowPlan[SheetKind]):
    """What an import does with one row of the agenda; `guid` is what a new thing is known by elsewhere."""

    guid: str = ""


ImportPlan = Plan[PlanRow]


def own_guids(event_id: int, key: str) -> tuple[str, ...]:
    """Return the guids by which a sender's key is known: itself where it is one, then one made of edition and key."""
    derived = str(uuid.uuid5(uuid.NAMESPACE_OID, f"summit/{event_id}/{key}"))
    plain = as_guid(key)
    return (plain, derived) if plain else (derived,)


def as_guid(text: str) -> str:
    """Return the text as a guid in its usual spelling, "" where it is none."""
    try:
        return str(uuid.UUID(text)) if len(text) == 36 else ""
    except ValueError:
        return ""


def labels_of(names: Iterable[Mapping[str, str]], main: str) -> list[str]:
    """Return the names by which halls or tracks are referred to; of several of one name the later are numbered."""
    labels: list[str] = []
    for texts in names:
        name = listable(localized(texts, main)[0]) or "?"
        label, number = name, 1
        while label in labels:
            number += 1
            label = f"{name} ({number})"
        labels.append(label)
    return labels
