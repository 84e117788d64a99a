"""Changes of the programme in the reader's words: what organisers see before a release, and everybody after it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time, get_timezone_name
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from summit.web.filters import listed, localized

from ..rules.changes import CHANGE_NAMES, FIELD_NAMES, OTHER_NAMES, ChangeKind, Changes, SlotChange
from ..rules.programme import Texts
from ..rules.timing import Placement

Link = Callable[[SlotChange], str]
Writer = Callable[[Texts], str | Markup]
MOST_SHOWN = 200
TONES = {
    ChangeKind.NEW: "positive",
    ChangeKind.RETURNED: "positive",
    ChangeKind.MOVED: "caution",
    ChangeKind.CHANGED: "neutral",
    ChangeKind.CANCELLED: "negative",
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One slot in one list: its session with the address of its page, old and new place ("" for none), and fields."""

    slot_id: int
    url: str
    title: str | Markup
    before: Markup
    after: Markup
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """All slots of one kind of change; `left_out` counts those beyond what a page can hold."""

    kind: ChangeKind
    label: str
    count: int
    rows: tuple[ChangeRow, ...]
    left_out: int


def groups_of(changes: Changes, link: Link, *, write: Writer = localized) -> list[ChangeGroup]:
    """Return the kinds of change that there are, each with its slots in words; times are in the changes' zone.

    `link` returns the address of a slot's session, "" for none; `write` chooses the language of titles and halls.
    """
    return [
        ChangeGroup(
            kind=kind,
            label=_(CHANGE_NAMES[kind]),
            count=len(slots),
            rows=tuple(_row(kind, one, changes, link(one), write) for one in slots[:MOST_SHOWN]),
            left_out=max(0, len(slots) - MOST_SHOWN),
        )
        for kind, slots in _as_read(changes)
    ]


def _as_read(changes: Changes) -> Iterator[tuple[ChangeKind, list[SlotChange]]]:
    """Yield the kinds that there are; other contents concern a session, so one that is repeated stands once."""
    for kind, slots in changes:
        once = {one.session_id if kind is ChangeKind.CHANGED else one.slot_id: one for one in reversed(slots)}
        if once:
            yield kind, list(reversed(once.values()))


def counts_of(changes: Changes) -> list[tuple[ChangeKind, str, int]]:
    """Return how many there are of each kind, with the kind's name; kinds without any are left out."""
    return [(kind, _(CHANGE_NAMES[kind]), len(slots)) for kind, slots in _as_read(changes)]


def others_of(changes: Changes) -> list[str]:
    """Return the names of what differs beside the slots."""
    return [_(OTHER_NAMES[name]) for name in changes.others]


def _row(kind: ChangeKind, change: SlotChange, changes: Changes, url: str, write: Writer) -> ChangeRow:
    moved, cancelled = kind is ChangeKind.MOVED, kind is ChangeKind.CANCELLED
    place = change.before if cancelled and change.before else change.after or change.before
    return ChangeRow(
        slot_id=change.slot_id,
        url=url,
        title=write(change.titles),
        before=place_words(change.before, changes.halls, changes.zone, write) if moved else Markup(""),
        after=place_words(change.after if moved else place, changes.halls, changes.zone, write),
        fields=tuple(_(FIELD_NAMES[name]) for name in change.fields),
    )


def place_words(place: Placement | None, halls: Mapping[int, Texts], zone: str, write: Writer = localized) -> Markup:
    """Return day, hours and halls as the venue writes them, isolated from what stands around; "" for no place."""
    if place is None:
        return Markup("")
    locale, there = get_locale(), ZoneInfo(zone)
    start, end = place.starts_at.astimezone(there), place.ends_at.astimezone(there)
    day = format_skeleton("MMMEd", start, tzinfo=there, locale=locale)
    hours = f"{format_time(start, 'short', locale=locale)}–{format_time(end, 'short', locale=locale)}"
    names = listed(Markup("<bdi>{}</bdi>").format(write(halls[key])) for key in place.hall_ids)
    # Translators: day, hours and halls of a session, such as "Sat, Nov 28, 12:00–12:45, Main hall"
    pattern = Markup(_("%(day)s, %(hours)s, %(halls)s"))  # noqa: S704 - a translation of ours
    unbroken = Markup('<span class="nowrap">{}</span>').format
    return pattern % {"day": unbroken(day), "hours": unbroken(hours), "halls": names}


def zone_words(zone: str) -> str:
    """Return the name of a time zone (IANA), such as "Moscow Time"."""
    return get_timezone_name(ZoneInfo(zone), width="long", locale=get_locale())
