"""What the editor answers to a change: the cards that look different now, and a sentence about it."""

from typing import Any

from flask import jsonify, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.errors import DomainError
from summit.events.models import Event
from summit.events.rules import wall_time

from ..models import Slot
from ..queries.board import load_board
from ..queries.editor import draft_number
from ..queries.names import Names, load_names
from ..rules.board import Board
from ..rules.conflicts import Conflict, conflicts_of
from ..rules.places import ChangeIsOverridden, PlaceChangedMeanwhile, Standing, place_to_json
from ..services.placing import Outcome
from .board_words import BoardWords, refusal_sentence
from .boards import board_page, board_values, shown_day

_LARGEST = 2**53


def as_json(event: Event, done: Outcome | Slot) -> Response:
    """Answer a script: number of the draft, sentence, the slots now, conflicts of both sides, and cards anew."""
    board = done.after if isinstance(done, Outcome) else load_board(event)
    names, day = load_names(event), shown_day(event, request.values.get("day"), _today(event))
    halls, slot_ids = _touched(done)
    page = board_page(
        event, board, names, day, only=lambda slot: slot.id in slot_ids or not halls.isdisjoint(slot.hall_ids)
    )
    cards = [*page.cards, *page.pool]
    slots = done.slots if isinstance(done, Outcome) else (done,)
    return jsonify(
        number=done.number if isinstance(done, Outcome) else draft_number(event.id),
        message=sentence_of(names, done),
        warnings=[sentence for card in cards if card.slot in slots for sentence in card.conflicts],
        slots=[slot_json(slot) for slot in slots],
        touched=sorted(slot_ids | {card.slot.id for card in cards}),
        frame=[page.frame.first, page.frame.last],
        html=render_template("agenda/editor_cards.html", **board_values(page), cards=cards),
        conflicts=page.conflicts,
    )


def sentence_of(names: Names, done: Outcome | Slot) -> str:
    """Say what a change has done."""
    words = BoardWords(names)
    if isinstance(done, Outcome):
        return words.outcome(done.change.kind if done.change else "", done.steps)
    title = words.title(done.id)
    if done.is_locked:
        return str(_("“%(title)s” is locked in its place.", title=title))
    return str(_("“%(title)s” is unlocked.", title=title))


def refusal_json(event: Event, error: DomainError) -> Response:
    """Answer a script with the refusal, and with how the sessions stand now where it was about that."""
    found = error.found if isinstance(error, PlaceChangedMeanwhile | ChangeIsOverridden) else ()
    return jsonify(message=refusal_sentence(error, event), slots=[_standing_json(one) for one in found])


def slot_json(slot: Slot) -> dict[str, Any]:
    """Return where a slot stands, as values."""
    place = place_to_json(slot.placement)
    return {"id": slot.id, "version": slot.version, "locked": slot.is_locked, "place": place}


def sent_number(name: str) -> int | None:
    """Return a number that a form or a script has sent, None where there is none that fits."""
    body = request.get_json(silent=True) if request.is_json else None
    value = body.get(name) if isinstance(body, dict) else request.form.get(name, type=int)
    return value if type(value) is int and 0 <= value <= _LARGEST else None


def _standing_json(one: Standing) -> dict[str, Any]:
    return {"id": one.slot_id, "gone": one.is_gone, "place": place_to_json(one.placement)}


def _touched(done: Outcome | Slot) -> tuple[set[int], set[int]]:
    """Return the halls in which cards may look different, and the slots: moved, or part of their conflicts."""
    if isinstance(done, Slot):
        return set(), {done.id}
    places = [place for step in done.steps for place in (step.before, step.after) if place]
    moved = {step.slot_id for step in done.steps} | {slot.id for slot in done.slots}
    conflicts = _conflicts(done.before, moved) | _conflicts(done.after, moved)
    slot_ids = {slot_id for conflict in conflicts for slot_id in conflict.slot_ids}
    return {hall_id for place in places for hall_id in place.hall_ids}, moved | slot_ids


def _conflicts(board: Board, slot_ids: set[int]) -> set[Conflict]:
    return {conflict for slot_id in slot_ids for conflict in conflicts_of(board, slot_id)}


def _today(event: Event) -> Any:
    return wall_time(utcnow(), event.time_zone).date()
