"""Who interprets which meeting: what an interpreter may be, who is able, and a fair first assignment."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summit.errors import N_, DomainError
from summit.events.rules import IsStillUsed, ensure_text
from summit.registration.rules.languages import SPOKEN_LANGUAGES

LONGEST_NAME = 120
LONGEST_PHONE = 40
LONGEST_NOTE = 1000


class InterpreterIsIncomplete(DomainError):
    """Without a name, or with fewer than two languages."""

    message = N_("Please enter a name and choose at least two languages.")


class PersonIsUnknown(DomainError):
    """No approved delegate of this edition has the reference."""

    message = N_("No approved delegate has this reference. Please check it.")


class PersonInterpretsAlready(DomainError):
    """Another interpreter is the same delegate."""

    message = N_("Another interpreter is linked to this delegate already.")


class InterpreterIsUnable(DomainError):
    """Out of use, without one of the languages, or an attendee of the meeting."""

    message = N_("This interpreter cannot take the meeting. Please choose another one.")


class MeetingHasNoTime(DomainError):
    """Not in the timetable, or over."""

    message = N_("This meeting is not in the timetable any more.")


class InterpreterIsStillUsed(IsStillUsed):
    """Past meetings name the interpreter."""

    message = N_("The interpreter has worked at meetings and stays on the list. Please deactivate the entry instead.")


@dataclass(frozen=True, slots=True)
class Helper:
    """An interpreter in use: `taken` are five-minute steps, `person` the delegate who they are."""

    id: int
    languages: frozenset[str]
    taken: frozenset[int] = frozenset()
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A meeting that wishes interpreting: its two languages, the steps it takes, who attends."""

    id: int
    languages: tuple[str, ...]
    steps: frozenset[int]
    people: frozenset[int] = frozenset()


def clean_interpreter(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of an interpreter, checked; raises InterpreterIsIncomplete, TextIsTooLong."""
    clean = dict(values)
    for name, longest in {"name": LONGEST_NAME, "phone": LONGEST_PHONE, "note": LONGEST_NOTE}.items():
        if name in clean:
            clean[name] = ensure_text(clean[name].strip(), longest)
    spoken = [tag for tag in SPOKEN_LANGUAGES if tag in clean.get("languages", ())]
    if "languages" in clean:
        clean["languages"] = spoken
    if clean.get("name") == "" or ("languages" in clean and len(spoken) < 2):
        raise InterpreterIsIncomplete
    return clean


def speaks_all(spoken: Collection[str], wished: Collection[str]) -> bool:
    """Tell whether all the languages are spoken; regional forms such as pt-BR count as the language."""
    return {_base(tag) for tag in wished} <= {_base(tag) for tag in spoken}


def _base(tag: str) -> str:
    return tag.split("-")[0]


def is_able(helper: Helper, need: Need) -> bool:
    """Tell whether an interpreter is free for a meeting, speaks both languages and does not attend it."""
    speaks = speaks_all(helper.languages, need.languages)
    return speaks and helper.person not in need.people and helper.taken.isdisjoint(need.steps)


def able_for(need: Need, helpers: Sequence[Helper]) -> tuple[int, ...]:
    """Return the ids of those who could take a meeting, in the order given."""
    return tuple(helper.id for helper in helpers if is_able(helper, need))


def assign_greedily(needs: Sequence[Need], helpers: Sequence[Helper]) -> dict[int, int]:
    """Return {meeting id: interpreter id}: the meeting with the fewest able interpreters is next.

    Among the able ones whoever has least to do takes it. A greedy choice: not always the most meetings possible.
    """
    busy = {helper.id: helper.taken for helper in helpers}
    load = dict.fromkeys(busy, 0)
    open_needs, chosen = {need.id: need for need in needs}, dict[int, int]()
    while open_needs:
        now = [Helper(one.id, one.languages, busy[one.id], one.person) for one in helpers]
        able = {key: able_for(need, now) for key, need in open_needs.items()}
        key = min(able, key=lambda each: (len(able[each]) or len(now) + 1, each))
        need = open_needs.pop(key)
        if not able[key]:
            break
        taker = min(able[key], key=lambda each: (load[each], each))
        chosen[key] = taker
        load[taker] += 1
        busy[taker] = busy[taker] | need.steps
    return chosen
