"""A conflict as one sentence in the reader's language, for pages (marked up) and for scripts and titles (plain)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from summit.web.filters import number, pick_text, plain_date, venue_time
from summit.web.locale import current_language, text_direction

from ..queries.names import Names
from ..rules.board import ConflictKind
from ..rules.conflicts import Conflict, Need
from ..rules.timing import programme_day

_FIRST_STRONG_ISOLATE, _POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"
# Writes a name (language tag, text) so that its direction does not disturb the sentence around it.
Writer = Callable[[str, str], str]


def sentence(conflict: Conflict, names: Names) -> str:
    """Return the conflict as a plain sentence; names stand in bidirectional isolates (Unicode UAX #9)."""
    return _sentence(conflict, names, isolated)


def marked_sentence(conflict: Conflict, names: Names) -> Markup:
    """Return the conflict as a sentence in HTML; names stand in <bdi>, with their language if it is another one."""
    # What comes from the edition is escaped by the writer; the sentence around it is our own.
    return Markup(_sentence(conflict, names, marked))  # noqa: S704


def isolated(tag: str, text: str) -> str:
    """Write a name into plain text."""
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_DIRECTIONAL_ISOLATE}"


def marked(tag: str, text: str) -> Markup:
    """Write a name into HTML."""
    if tag in {"", current_language()}:
        return Markup("<bdi>{}</bdi>").format(text)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(tag, text_direction(tag), text)


def hall_words(hall_ids: tuple[int, ...], names: Names, write: Writer) -> str:
    """Return the names of halls as a list in the reader's language."""
    words = [write(*pick_text(names.halls.get(key, {}), current_language())) for key in hall_ids]
    return format_list(words, locale=get_locale())


def title_words(slot_id: int, names: Names, write: Writer) -> str:
    """Return the title of a slot's session."""
    slot = names.slots.get(slot_id)
    return write(*pick_text(slot.titles if slot else {}, current_language()))


def _sentence(conflict: Conflict, names: Names, write: Writer) -> str:
    words = {
        "one": title_words(conflict.slot_ids[0], names, write),
        "other": title_words(conflict.slot_ids[-1], names, write),
        "person": write("", names.people.get(conflict.person_id or 0, "")),
        "hall": hall_words((conflict.hall_id,) if conflict.hall_id else (), names, write),
        **_times(conflict, names),
    }
    return str(_SENTENCES[conflict.kind](conflict, names, words, write))


def _times(conflict: Conflict, names: Names) -> dict[str, str]:
    """Return `start` and `end`: of what overlaps, or else of the slot."""
    slot = names.slots.get(conflict.slot_ids[0])
    starts_at = conflict.params.get("starts_at") or (slot.starts_at if slot else None)
    ends_at = conflict.params.get("ends_at") or (slot.ends_at if slot else None)
    return {"start": _clock(starts_at, names.zone), "end": _clock(ends_at, names.zone)}


def _clock(moment: datetime | None, zone: str) -> str:
    return venue_time(moment, zone) if moment else ""


Words = dict[str, str]
# flask_babel tells no types: a str.
Said = Any


def _hall_overlap(conflict: Conflict, names: Names, words: Words, write: Writer) -> Said:
    return _("“%(one)s” and “%(other)s” are both in %(hall)s from %(start)s to %(end)s.", **words)


def _hall_closed(conflict: Conflict, names: Names, words: Words, write: Writer) -> Said:
    return _(
        "“%(one)s” is in %(hall)s from %(start)s to %(end)s, but the hall cannot be used for all of that time.",
        **words,
    )


def _person_overlap(conflict: Conflict, names: Names, words: Words, write: Writer) -> Said:
    return _(
        "%(person)s is needed in “%(one)s” and in “%(other)s” at the same time, from %(start)s to %(end)s.", **words
    )


def _person_unavailable(conflict: Conflict, names: Names, words: Words, write: Writer) -> Said:
    return _("%(person)s is needed in “%(one)s” from %(start)s to %(end)s, but is not available then.", **words)


def _person_meeting(conflict: Conflict, names: Names, words: Words, write: Writer) -> Said:
    return _("%(person)s is needed in “%(one)s”, but has a business meeting from %(start)s to %(end)s.", **words)


def _changeover(conflict: Conflict, names: Names, words: Words, write: Writer) -> Said:
    missing = conflict.params["missing"]
    first, second = (names.slots.get(key) for key in conflict.slot_ids)
    return ngettext(
        "In %(hall)s, “%(one)s” ends at %(end)s and “%(other)s” begins at %(begin)s: "
        "%(missing)s minute is missing for the change-over.",
        "In %(hall)s, “%(one)s” ends at %(end)s and “%(other)s” begins at %(begin)s: "
        "%(missing)s minutes are missing for the change-over.",
        missing,
        **words
        | {
            "missing": number(missing),
            "end": _clock(first.ends_at if first else None, names.zone),
            "begin": _clock(second.starts_at if second else None, names.zone),
        },
    )


def _hall_too_small(conflict: Conflict, names: Names, words: Words, write: Writer) -> Said:
    slot = names.slots.get(conflict.slot_ids[0])
    words["hall"] = hall_words(slot.hall_ids if slot else (), names, write)
    return _TOO_SMALL[conflict.params["need"]](conflict.params, words)


def _for_sign_ups(params: Mapping[str, Any], words: Words) -> Said:
    return ngettext(
        "%(people)s person has signed up for “%(one)s”, which is more than the %(room)s that fit into %(hall)s.",
        "%(people)s people have signed up for “%(one)s”, which is more than the %(room)s that fit into %(hall)s.",
        params["people"],
        **words | _numbers(params),
    )


def _for_capacity(params: Mapping[str, Any], words: Words) -> Said:
    return ngettext(
        "“%(one)s” is open to %(people)s person, which is more than the %(room)s that fit into %(hall)s.",
        "“%(one)s” is open to %(people)s people, which is more than the %(room)s that fit into %(hall)s.",
        params["people"],
        **words | _numbers(params),
    )


def _for_stars(params: Mapping[str, Any], words: Words) -> Said:
    return ngettext(
        "%(people)s delegate has starred “%(one)s”, which is more than the %(room)s that fit into %(hall)s.",
        "%(people)s delegates have starred “%(one)s”, which is more than the %(room)s that fit into %(hall)s.",
        params["people"],
        **words | _numbers(params),
    )


def _numbers(params: Mapping[str, Any]) -> Words:
    return {"people": number(params["people"]), "room": number(params["room"])}


def _outside_hours(conflict: Conflict, names: Names, words: Words, write: Writer) -> Said:
    if "opens_at" not in conflict.params:
        slot = names.slots.get(conflict.slot_ids[0])
        day = plain_date(programme_day(slot.starts_at, names.zone)) if slot and slot.starts_at else ""
        return _("“%(one)s” is planned for %(day)s, which is not a day of this edition.", **words, day=day)
    hours = {name: _clock(conflict.params[name], names.zone) for name in ("opens_at", "closes_at")}
    return _(
        "“%(one)s” is planned from %(start)s to %(end)s, but this day is open from %(opens_at)s to %(closes_at)s.",
        **words | hours,
    )


def _shared_audience(conflict: Conflict, names: Names, words: Words, write: Writer) -> Said:
    people = conflict.params["people"]
    return ngettext(
        "%(people)s delegate wants to see both “%(one)s” and “%(other)s”, which overlap from %(start)s to %(end)s.",
        "%(people)s delegates want to see both “%(one)s” and “%(other)s”, which overlap from %(start)s to %(end)s.",
        people,
        **words | {"people": number(people)},
    )


_TOO_SMALL = {Need.SIGN_UPS: _for_sign_ups, Need.CAPACITY: _for_capacity, Need.STARS: _for_stars}
_SENTENCES = {
    ConflictKind.HALL_OVERLAP: _hall_overlap,
    ConflictKind.HALL_CLOSED: _hall_closed,
    ConflictKind.PERSON_OVERLAP: _person_overlap,
    ConflictKind.PERSON_UNAVAILABLE: _person_unavailable,
    ConflictKind.PERSON_MEETING: _person_meeting,
    ConflictKind.CHANGEOVER: _changeover,
    ConflictKind.HALL_TOO_SMALL: _hall_too_small,
    ConflictKind.OUTSIDE_HOURS: _outside_hours,
    ConflictKind.SHARED_AUDIENCE: _shared_audience,
}
