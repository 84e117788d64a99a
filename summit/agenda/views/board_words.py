"""What the editor says about places: sentences in the reader's language and the venue's time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time

from babel.dates import format_time
from flask_babel import get_locale, gettext, ngettext

from summit.errors import DomainError
from summit.events.models import Event
from summit.web.filters import number, plain_date, venue_time
from summit.web.forms import translated

from ..models import DraftChange
from ..queries.editor import NotedChange, actor_names
from ..queries.names import Names, load_names
from ..rules.places import (
    REDONE,
    UNDONE,
    ChangeIsOverridden,
    PlaceChangedMeanwhile,
    PlaceHasWarnings,
    PlaceIsBlocked,
    Standing,
    Step,
    steps_from_json,
)
from ..rules.timing import Placement, programme_day
from .conflict_words import hall_words, isolated, sentence, title_words


def _(message: str, **values: object) -> str:
    return str(gettext(message, **values))


def plain_time(clock: time) -> str:
    """Write a time of the day in the reader's language."""
    return str(format_time(clock, format="short", locale=get_locale()))


def conflict_words(count: int) -> str:
    """Say how many conflicts the draft has."""
    if not count:
        return _("No conflicts in the draft")
    shown = number(count)
    return str(ngettext("%(count)s conflict in the draft", "%(count)s conflicts in the draft", count, count=shown))


def script_words() -> dict[str, str]:
    """Return the sentences of the editor's script, their places left open."""
    return {
        "picked": _("You hold “%(title)s”."),
        "place": _("%(start)s–%(end)s, %(hall)s."),
        "in_pool": _("Among the unscheduled sessions."),
        "free": _("Free."),
        "taken": _("“%(title)s” stands there."),
        "edge": _("The grid ends here."),
        "locked": _("“%(title)s” is locked. Unlock it first."),
        "put_back": _("“%(title)s” stays where it was."),
        "selected": _("Selected sessions: %(count)s."),
        "note": _("Please note: %(what)s."),
        "offline": _("The server could not be reached. Nothing was changed; please try again."),
        "failed": _("This could not be done. Please reload the page."),
    }


class BoardWords:
    """Writes places and changes of one edition into plain sentences."""

    def __init__(self, names: Names) -> None:
        self.names, self.zone = names, names.zone

    def title(self, slot_id: int) -> str:
        """Write the title of a slot's session, empty where it is gone."""
        return title_words(slot_id, self.names, isolated) if slot_id in self.names.slots else ""

    def span(self, place: Placement) -> str:
        """Write from when to when a place lasts."""
        start, end = venue_time(place.starts_at, self.zone), venue_time(place.ends_at, self.zone)
        return _("%(start)s–%(end)s", start=start, end=end)

    def halls(self, hall_ids: tuple[int, ...]) -> str:
        """Write the names of halls in a row."""
        return hall_words(hall_ids, self.names, isolated)

    def place(self, place: Placement | None) -> str:
        """Write hall, day and time of a place."""
        if place is None:
            return _("not scheduled")
        day = plain_date(programme_day(place.starts_at, self.zone))
        return _("%(hall)s, %(day)s, %(time)s", hall=self.halls(place.hall_ids), day=day, time=self.span(place))

    def outcome(self, kind: str, steps: Sequence[Step]) -> str:
        """Say what a change of the reader's own has done."""
        if not steps:
            return _("Nothing had to be changed.")
        what = self._exchanged(steps) if kind == "swapped" else self._moved(steps)
        if kind == UNDONE:
            # Translators: after "undo"; %(what)s is a sentence about where sessions stand now
            return _("Taken back. %(what)s", what=what)
        # Translators: after "redo"; %(what)s is a sentence about where sessions stand now
        return _("Done again. %(what)s", what=what) if kind == REDONE else what

    def _moved(self, steps: Sequence[Step]) -> str:
        if len(steps) > 1:
            count = number(len(steps))
            return str(
                ngettext("%(count)s session is moved.", "%(count)s sessions are moved.", len(steps), count=count)
            )
        title, after = self.title(steps[0].slot_id), steps[0].after
        if after is None:
            return _("“%(title)s” is back among the unscheduled sessions.", title=title)
        return _("“%(title)s” now stands here: %(place)s.", title=title, place=self.place(after))

    def _exchanged(self, steps: Sequence[Step]) -> str:
        first, second = self.title(steps[0].slot_id), self.title(steps[-1].slot_id)
        return _("“%(first)s” and “%(second)s” have changed places.", first=first, second=second)

    def standing(self, one: Standing, actors: Mapping[int, str]) -> str:
        """Say how a slot stands now, and who put it there when."""
        title, place = self.title(one.slot_id), self.place(one.placement)
        if one.is_gone or not title:
            return _("The session was deleted.")
        if one.actor_id is None or one.actor_id not in actors or one.changed_at is None:
            return _("“%(title)s” now stands here: %(place)s.", title=title, place=place)
        when, name = venue_time(one.changed_at, self.zone), actors[one.actor_id]
        return _("%(name)s changed “%(title)s” at %(when)s: %(place)s.", name=name, when=when, title=title, place=place)


def refusal_sentence(error: DomainError, event: Event) -> str:
    """Write a refusal with what is there now, who put it there, or what stands against it."""
    if isinstance(error, PlaceIsBlocked):
        reason = sentence(error.conflict, names_at(load_names(event), error.places))
        return _("This place is not possible. %(reason)s", reason=reason)
    if isinstance(error, PlaceChangedMeanwhile | ChangeIsOverridden):
        words = BoardWords(load_names(event))
        actors = actor_names({one.actor_id for one in error.found if one.actor_id})
        return " ".join([*(words.standing(one, actors) for one in error.found), translated(error)])
    return translated(error)


def warning_sentences(error: PlaceHasWarnings, event: Event) -> list[str]:
    """Write the warnings that places would bring."""
    names = names_at(load_names(event), error.places)
    return [sentence(conflict, names) for conflict in error.conflicts]


def names_at(names: Names, places: Mapping[int, Placement | None]) -> Names:
    """Return the names as they would be with these slots in other places."""
    moved = {
        key: replace(
            names.slots[key],
            hall_ids=place.hall_ids if place else (),
            starts_at=place.starts_at if place else None,
            ends_at=place.ends_at if place else None,
        )
        for key, place in places.items()
        if key in names.slots
    }
    return replace(names, slots={**names.slots, **moved})


def change_sentences(names: Names, noted: Sequence[NotedChange]) -> list[str]:
    """Say what others did to the draft, one sentence for each change."""
    words = BoardWords(names)
    titles = {slot.session_id: words.title(slot_id) for slot_id, slot in names.slots.items()}
    return [_change(one.change, one.actor or _("Somebody"), titles, words) for one in noted]


def _change(change: DraftChange, name: str, titles: Mapping[int, str], words: BoardWords) -> str:
    if change.steps:
        return _moved(change.kind, name, steps_from_json(change.steps), words)
    title = titles.get(change.session_id or 0, "")
    if not title:
        return _without_title(change.kind, name)
    if change.kind in {"session_created", "slot_added"}:
        return _("%(name)s added “%(title)s”.", name=name, title=title)
    if change.kind == "session_cancelled":
        return _("%(name)s cancelled “%(title)s”.", name=name, title=title)
    if change.kind == "locked":
        return _("%(name)s locked “%(title)s” in its place.", name=name, title=title)
    if change.kind == "unlocked":
        return _("%(name)s unlocked “%(title)s”.", name=name, title=title)
    return _("%(name)s changed “%(title)s”.", name=name, title=title)


def _without_title(kind: str, name: str) -> str:
    if kind == "session_deleted":
        return _("%(name)s deleted a session.", name=name)
    if kind == "released":
        return _("%(name)s published a release.", name=name)
    return _("%(name)s changed the agenda.", name=name)


def _moved(kind: str, name: str, steps: Sequence[Step], words: BoardWords) -> str:
    if len(steps) == 1 and words.title(steps[0].slot_id):
        title, place = words.title(steps[0].slot_id), words.place(steps[0].after)
        return _("%(name)s moved “%(title)s”: %(place)s.", name=name, title=title, place=place)
    if kind == "swapped":
        return _("%(name)s let two sessions change places.", name=name)
    if kind in {UNDONE, REDONE}:
        return _("%(name)s took a change back or brought it back.", name=name)
    count = number(len(steps))
    return str(
        ngettext(
            "%(name)s moved %(count)s session.",
            "%(name)s moved %(count)s sessions.",
            len(steps),
            name=name,
            count=count,
        )
    )
