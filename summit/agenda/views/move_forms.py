"""Moving sessions without a script: "Move to…" for one, and another form for several."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.events.queries import list_halls
from summit.events.rules import wall_time
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.filters import plain_date, text_for

from ..forms.moving import MoveForm, MoveTogetherForm, read_picks
from ..models import Slot
from ..queries.board import load_board
from ..queries.editor import find_card, list_picked
from ..queries.names import Names, load_names
from ..rules.free_places import FreePlace, find_free_places
from ..rules.places import PlaceHasWarnings, SlotIsUnscheduled, days_from, place_at, shifted
from ..rules.timing import Placement, days_between, programme_day
from ..services import placing
from ..services.placing import Outcome
from .answers import sentence_of
from .blueprints import agenda_bp
from .board_words import BoardWords, refusal_sentence, warning_sentences

Answer = Response | tuple[str, int]


@agenda_bp.route("/slots/<int:slot_id>/move", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def move(edition: str, slot_id: int) -> Answer:
    """Move one session to a day, halls, a start and a length; offers places without conflicts."""
    event, slot = current_edition(), _slot(slot_id)
    form, warnings = _form(event, slot), []
    if form.validate_on_submit():
        try:
            done = _move(event, slot, form)
        except DomainError as error:
            warnings = _refuse(form, error, event, slot)
        else:
            flash(sentence_of(load_names(event), done), "success")
            return redirect(url_for(".editor", day=form.day.data, _anchor=f"slot-{slot.id}"), 303)
    return _shown(event, slot, form, warnings), form.status


@agenda_bp.route("/slots/move-together", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def move_together(edition: str) -> Answer:
    """Move several sessions to another day, or earlier or later; they keep their halls and distances."""
    event = current_edition()
    picks = read_picks(request.values.getlist("pick"))
    slots = list_picked(event.id, picks)
    form = MoveTogetherForm(day=_first_day(event, slots))
    form.day.choices = _days(event)
    if slots and form.validate_on_submit():
        try:
            done = _move_together(event, slots, picks, form)
        except DomainError as error:
            _say(form, error, event)
        else:
            flash(sentence_of(load_names(event), done), "success")
            return redirect(url_for(".editor", day=form.day.data), 303)
    words = BoardWords(load_names(event))
    rows = [(slot, words.title(slot.id), words.place(slot.placement)) for slot in slots]
    return render_template("agenda/editor_together.html", event=event, form=form, rows=rows), form.status


def _form(event: Event, slot: Slot) -> MoveForm:
    """Return the form, filled with the present place, or with the place asked for in the address."""
    place = slot.placement
    day = programme_day(place.starts_at, event.time_zone) if place else event.starts_on
    form = MoveForm(
        version=slot.version,
        day=day.isoformat(),
        hall_id=place.hall_ids[0] if place else None,
        further_ids=list(place.hall_ids[1:]) if place else [],
        start=wall_time(place.starts_at, event.time_zone).time() if place else None,
        minutes=place.minutes if place else slot.session.minutes,
    )
    form.day.choices = _days(event)
    halls = [(hall.id, text_for(hall.names)) for hall in list_halls(event.id)]
    form.hall_id.choices = form.further_ids.choices = halls
    return form


def _move(event: Event, slot: Slot, form: MoveForm) -> Outcome:
    placement = place_at(form.wanted_day, form.wanted_minute, form.length, form.hall_ids, event.time_zone)
    with transaction():
        return placing.place_many(
            event.id,
            {slot.id: placement},
            versions={slot.id: form.version.data},
            actor_id=current_user.account_id,
            now=utcnow(),
            accepts_warnings=form.is_confirmed,
        )


def _move_together(event: Event, slots: Sequence[Slot], picks: dict[int, int], form: MoveTogetherForm) -> Outcome:
    places = {slot.id: slot.placement for slot in slots}
    if not all(places.values()):
        raise SlotIsUnscheduled
    first = min((place for place in places.values() if place), key=lambda place: place.starts_at)
    days = days_from(first, form.wanted_day, event.time_zone)
    way = {"days": days, "minutes": form.minutes_later}
    wanted = {key: shifted(place, event.time_zone, **way) for key, place in places.items() if place}
    with transaction():
        return placing.place_many(event.id, wanted, versions=picks, actor_id=current_user.account_id, now=utcnow())


def _refuse(form: MoveForm, error: DomainError, event: Event, slot: Slot) -> list[str]:
    """Show a refusal; return the warnings that the reader is asked to accept."""
    _say(form, error, event)
    form.show_version(_slot(slot.id).version)
    if not isinstance(error, PlaceHasWarnings):
        return []
    form.accept_by_next_press()
    return warning_sentences(error, event)


def _say(form: MoveForm | MoveTogetherForm, error: DomainError, event: Event) -> None:
    form.refuse(error)
    if form.form_errors:
        form.form_errors[-1] = refusal_sentence(error, event)


def _shown(event: Event, slot: Slot, form: MoveForm, warnings: list[str]) -> str:
    names = load_names(event)
    words = BoardWords(names)
    offers = _offers(event, slot, form)
    return render_template(
        "agenda/editor_move.html",
        event=event,
        slot=slot,
        title=text_for(slot.session.titles),
        place=words.place(slot.placement),
        form=form,
        warnings=warnings,
        offers=[_offer(one.placement, event.time_zone, words) for one in offers],
        offers_are_free=not any(one.conflicts for one in offers),
        others=_others(slot.id, names, words),
    )


def _others(slot_id: int, names: Names, words: BoardWords) -> list[tuple[int, str, str]]:
    """Return the sessions with which this one may change places: number, title and place, by title."""
    listed = []
    for key, named in names.slots.items():
        placed = named.starts_at is not None and named.ends_at is not None
        place = Placement(named.hall_ids, named.starts_at, named.ends_at) if placed else None  # type: ignore[arg-type]
        listed.append((key, words.title(key), words.place(place)))
    return sorted((one for one in listed if one[0] != slot_id), key=lambda one: (one[1], one[2]))


def _offers(event: Event, slot: Slot, form: MoveForm) -> tuple[FreePlace, ...]:
    """Return places without conflicts, else those with warnings, on the day and with the length that were tried."""
    tried = form.is_submitted() and not form.day.errors
    day = form.wanted_day if tried else None
    minutes = form.length if form.minutes.data and 0 < form.length <= 24 * 60 and not form.length % 5 else None
    return find_free_places(load_board(event), slot.id, day=day, minutes=minutes, limit=9)


def _offer(place: Placement, zone: str, words: BoardWords) -> dict[str, Any]:
    return {
        "day": programme_day(place.starts_at, zone).isoformat(),
        "start": f"{wall_time(place.starts_at, zone):%H:%M}",
        "minutes": place.minutes,
        "hall_ids": place.hall_ids,
        "label": words.place(place),
    }


def _first_day(event: Event, slots: Sequence[Slot]) -> str:
    starts = [slot.starts_at for slot in slots if slot.starts_at]
    return (programme_day(min(starts), event.time_zone) if starts else event.starts_on).isoformat()


def _days(event: Event) -> list[tuple[str, str]]:
    return [(day.isoformat(), plain_date(day)) for day in days_between(event.starts_on, event.ends_on)]


def _slot(slot_id: int) -> Slot:
    return find_card(current_edition().id, slot_id) or abort(404)
