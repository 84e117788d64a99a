"""What a track may be: names and a colour that holds contrast."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from summit.errors import N_, DomainError
from summit.events.rules import ensure_accent, ensure_texts

# Proposed one after the other: each carries white text and stands out from white paper.
PALETTE = ("#8a1538", "#1f5f8b", "#2f5d1d", "#6b4e00", "#5a3d8a", "#00616b", "#a0410d", "#7a1f5c", "#4a4a4a", "#1f3a5f")
_RULES: dict[str, Callable[[Any], Any]] = {"names": ensure_texts, "colour": ensure_accent}


class TrackIsStillUsed(DomainError):
    """Sessions belong to the track."""

    message = N_("Sessions belong to this track, so it cannot be deleted. Please move them to another track first.")


class TrackIsUnknown(DomainError):
    """A track that this edition does not have."""

    message = N_("This track no longer exists. Please choose another one from the list.")


def clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as they may be kept; raises the refusals of events.rules about texts and colours."""
    return {name: _RULES[name](value) for name, value in values.items()}


def free_colour(taken: Iterable[str]) -> str:
    """Return the first colour of the palette that no track has yet, the very first when all are taken."""
    used = {colour.lower() for colour in taken}
    return next((colour for colour in PALETTE if colour not in used), PALETTE[0])
