"""What an edition may be: days, colours, slugs, copies, and the categories and zones it starts with."""

from summit.events.rules.appearance import (
    ColourIsInvalid,
    ColourIsUnreadable,
    contrast,
    ensure_accent,
    ensure_colour,
    on_accent,
)
from summit.events.rules.content import localized
from summit.events.rules.defaults import (
    DEFAULT_CATEGORIES,
    DEFAULT_ZONES,
    CategoryDefaults,
    ZoneDefaults,
)
from summit.events.rules.edition import (
    Ask,
    DaysAreReversed,
    EditionIsTooLong,
    EventKind,
    SlugIsInvalid,
    TimeZoneIsUnknown,
    ensure_days,
    ensure_slug,
    ensure_time_zone,
    moved,
    shift_for_copy,
)
from summit.events.rules.passback import ANTI_PASSBACK_NAMES, AntiPassback

__all__ = [
    "ANTI_PASSBACK_NAMES",
    "DEFAULT_CATEGORIES",
    "DEFAULT_ZONES",
    "AntiPassback",
    "Ask",
    "CategoryDefaults",
    "ColourIsInvalid",
    "ColourIsUnreadable",
    "DaysAreReversed",
    "EditionIsTooLong",
    "EventKind",
    "SlugIsInvalid",
    "TimeZoneIsUnknown",
    "ZoneDefaults",
    "contrast",
    "ensure_accent",
    "ensure_colour",
    "ensure_days",
    "ensure_slug",
    "ensure_time_zone",
    "localized",
    "moved",
    "on_accent",
    "shift_for_copy",
]
