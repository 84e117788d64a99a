"""Who is on stage: the index of speakers, and a page for each."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from summit.clock import utcnow
from summit.registration.rules import sort_key
from summit.web.access import current_edition, public

from ...rules.programme import ProgrammePerson
from ...rules.showing import people_on_stage, search_people, turns_passed
from ..blueprints import programme_bp
from .answering import answer
from .listing import Listing
from .look import Look, PersonLook, look_of, tokens_of
from .reader import Following, find_following
from .shown import Shown, shown_now
from .structured import person_data
from .times import chosen_zone, offered_zones, zone_words


@programme_bp.get("/speakers/")
@public
def speakers(edition: str) -> Response | str:
    """List who speaks and moderates, by the alphabet; search in any script."""
    event = current_edition()
    shown = shown_now(event)
    if shown is None:
        return render_template("agenda/programme/empty.html", event=event)
    return answer((shown.key,), lambda: _write_index(shown, look_of(shown)))


@programme_bp.get("/speakers/<code>")
@public
def speaker(edition: str, code: str) -> AnyResponse:
    """Show somebody on stage with their sessions."""
    shown = shown_now(current_edition())
    found = _find_person(shown, code) if shown else None
    if shown is None or found is None:
        abort(404)
    if code != found.code:
        return redirect(url_for("programme.speaker", code=found.code), 301)
    return _person_page(shown, look_of(shown), found)


def _find_person(shown: Shown, code: str) -> ProgrammePerson | None:
    wanted = code.partition("-")[0].upper()
    return next((one for one in shown.programme.people if one.code == wanted), None)


def _write_index(shown: Shown, look: Look) -> str:
    query = request.args.get("q", "")[:200]
    tokens = tokens_of(query)
    found = search_people(shown.programme, tokens) if tokens else people_on_stage(shown.programme)
    people = [look.person(person.id) for person in found]
    return render_template(
        "agenda/programme/speakers.html",
        shown=shown,
        query=query,
        letters=list(_by_letter(people)),
        count=len(people),
        index_url=url_for("programme.speakers"),
    )


def _by_letter(people: Sequence[PersonLook]) -> Iterable[tuple[str, list[PersonLook]]]:
    """Yield the people, in their order, under their first letters; under none where organisers chose another order."""
    letters = [sort_key(look.person.name)[:1].upper() for look in people]
    if letters != sorted(letters):
        letters = [""] * len(letters)
    for letter, found in groupby(zip(letters, people, strict=True), lambda pair: pair[0]):
        yield letter, [look for _, look in found]


def _person_page(shown: Shown, look: Look, person: ProgrammePerson) -> Response:
    now, zone = utcnow(), chosen_zone()
    following = find_following(shown, look)
    parts = (shown.key, zone, turns_passed(look.turning_points, now), following.mark)
    return answer(parts, lambda: _write_person(shown, look, person, following, now, zone))


def _write_person(
    shown: Shown, look: Look, person: ProgrammePerson, following: Following, now: datetime, zone: str
) -> str:
    listing = Listing(look, now, zone, following.taken)
    rows = listing.rows(shown.programme.slots_of_person.get(person.id, ()))
    return render_template(
        "agenda/programme/speaker.html",
        shown=shown,
        look=look.person(person.id),
        person=person,
        rows=rows,
        days=listing.days(tuple(row.slot for row in rows)),
        following=following,
        data=person_data(shown, look.person(person.id)),
        zone_name=zone_words(shown.zone, rows[0].slot.starts_at if rows else now),
        zones=offered_zones(look.language),
        zone=zone,
        back=url_for("programme.speaker", code=person.code),
    )
