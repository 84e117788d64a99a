"""What the page shows of its reader: what they follow, and how many places are left."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...queries.following import count_taken
from ...rules.sign_ups import ReaderState
from ..following import find_reader_state
from .look import Look
from .shown import Shown, Source


@dataclass(frozen=True, slots=True)
class Following:
    """The delegate behind the page (`state`, None for everybody else) and the places taken by slot id."""

    state: ReaderState | None = None
    taken: Mapping[int, int] = field(default_factory=dict)
    own_sessions: frozenset[int] | None = None

    @property
    def is_personal(self) -> bool:
        """Tell whether the page is one reader's own."""
        return self.state is not None

    @property
    def mark(self) -> tuple[object, ...]:
        """Return what changes whenever the page does on account of what people follow."""
        return tuple(sorted(self.taken.items())), self._state_mark

    @property
    def _state_mark(self) -> object:
        if self.state is None:
            return None
        sign_ups = sorted((slot_id, status.value) for slot_id, status in self.state.sign_ups.items())
        return self.state.delegate, sorted(self.state.starred), sign_ups, sorted(self.state.positions.items())


def find_following(shown: Shown, look: Look) -> Following:
    """Return what the reader follows of the present programme; old versions and the draft are nobody's."""
    if shown.source is not Source.CURRENT:
        return Following()
    taken = count_taken(shown.event.id) if look.has_limits else {}
    state = find_reader_state(shown.event)
    return Following(state, taken, _own_sessions(shown, state) if state else None)


def _own_sessions(shown: Shown, state: ReaderState) -> frozenset[int]:
    """Return the sessions that the delegate has starred or signed up for."""
    slots = (shown.programme.slot_of.get(slot_id) for slot_id in state.sign_ups)
    return state.starred | {slot.session_id for slot in slots if slot}
