"""Making and changing editions, their halls, zones and categories."""

from .categories import CategoryValues, add_category, delete_category, move_category, on_new_letter, update_category
from .copying import copy_event, on_copy
from .editions import EventValues, create_event, on_rezone, update_event
from .places import (
    HallValues,
    Span,
    ZoneValues,
    add_hall,
    add_zone,
    delete_hall,
    delete_zone,
    move_hall,
    on_hall_change,
    set_windows,
    update_hall,
    update_zone,
)

__all__ = [
    "CategoryValues",
    "EventValues",
    "HallValues",
    "Span",
    "ZoneValues",
    "add_category",
    "add_hall",
    "add_zone",
    "copy_event",
    "create_event",
    "delete_category",
    "delete_hall",
    "delete_zone",
    "move_category",
    "move_hall",
    "on_copy",
    "on_hall_change",
    "on_new_letter",
    "on_rezone",
    "set_windows",
    "update_category",
    "update_event",
    "update_hall",
    "update_zone",
]
