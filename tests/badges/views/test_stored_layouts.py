"""A version that was saved under other rules, or got damaged, never breaks a page."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from sqlalchemy import select

from summit.badges import queries
from summit.badges.layouts import HOUSE, LayoutNeedsAttention, stored_design
from summit.badges.models import BadgeLayout, BadgeLayoutVersion
from summit.badges.services import runs
from summit.badges.tasks import print_run
from summit.database import db as database
from summit.jobs.services import Progress
from summit.permissions import Role
from tests.badges.conftest import sizes_of, tokens_in
from tests.badges.layout_factory import give_layout, make_layout
from tests.factories import make_staff, sign_in


def _with(kind: str, /, **values: Any) -> dict[str, Any]:
    content = copy.deepcopy(HOUSE.as_json())
    next(each for each in content["front"] if each["kind"] == kind).update(values)
    return content


def _without(*kinds: str) -> dict[str, Any]:
    sides = {side: [each for each in HOUSE.as_json()[side] if each["kind"] not in kinds] for side in ("front", "back")}
    return HOUSE.as_json() | sides


EDGE = _with("qr", x=76.5)
MILDER = {
    "edge": (EDGE, "front-qr", "edge of the badge"),
    "code": (_with("qr", width=24.0, height=24.0), "front-qr", "at least 25 mm"),
    "noisy": (_with("zones", width=23.5), "front-zones", "white space of"),
    "over": (_with("organisation", y=108.5), "front-organisation", "lies over another"),
}
DAMAGED = {
    "outside": (_with("event", x=60), "front-event", "reaches beyond"),
    "small": (_with("names", height=2), "front-names", "too small"),
    "type": (_with("names", largest=2), "front-names", "between 5 and 104"),
    "no edge": (_with("qr", width=-5, height=-5), "front-qr", "too small"),
    "word": (_with("names", x="?"), "front-names", "Please enter a number."),
    "huge": (_with("names", x=10**400), "front-names", "Please enter a number."),
    "missing": (_with("names", x=None), "front-names", "Please enter a number."),
    "align": (_with("names", align=["x"]), "front-names", "no badge has"),
    "extra": (_with("names", onload="x"), "front-names", "no badge has: onload"),
    "twice": (_with("dates", kind="event"), "front-event", "stands twice"),
    "kind": (_with("dates", kind="script"), "", "no badge has: script"),
    "nothing": ({}, "", "no badge has: None"),
    "list": ([1], "", "no badge has: [1]"),
    "text": (HOUSE.as_json() | {"front": "x", "back": [7, None]}, "", "no badge has: front"),
    "size": (HOUSE.as_json() | {"size": "a3"}, "", "no badge has: a3"),
    "sides": (HOUSE.as_json() | {"sides": {"x": 1}}, "", "no badge has"),
    "no code": (_without("qr"), "front-qr", "needs its QR code"),
    "no names": (_without("names"), "front-names", "needs the names"),
}


@pytest.fixture
def keep(event: Any) -> Any:
    """Return a function that writes a version past every rule and gives the layout to everybody."""

    def make(content: Any) -> BadgeLayout:
        layout = make_layout(event, "Gala")
        give_layout(event, layout)
        database.session.scalars(select(BadgeLayoutVersion)).one().content = content
        database.session.commit()
        return layout

    return make


@pytest.fixture
def editor(client: Any, event: Any) -> Any:
    """A browser of whoever may change the edition."""
    sign_in(client, make_staff(event, Role.ORGANISER))
    return client


def base(event: Any) -> str:
    return f"/e/{event.slug}/badges/"


def order(browser: Any, event: Any) -> Any:
    form = {"layout": "single", "order": "name", "first_place": "1", "desks": "1"}
    return browser.post(f"{base(event)}runs", data=form)


@pytest.mark.parametrize("kind", [*MILDER, *DAMAGED])
def test_every_version_is_read_and_its_trouble_named_at_its_element(kind):
    content, name, sentence = (MILDER | DAMAGED)[kind]

    stored = stored_design(content)

    said = {
        f"{each.side}-{each.kind}" if each.kind else "": each.message % each.params
        for each in reversed(stored.problems)
    }
    assert (sentence in said[name], stored.is_printable, stored.printed.problems == []) == (
        True,
        kind in MILDER,
        kind in DAMAGED,
    )


@pytest.mark.parametrize("kind", ["edge", "word", "twice", "list", "size", "no code"])
def test_every_page_opens_and_the_editor_says_what_is_wrong_at_its_element(editor, event, approve, keep, kind):
    content, name, sentence = (MILDER | DAMAGED)[kind]
    layout = keep(content)
    approve()

    pages = [editor.get(f"{base(event)}{rest}") for rest in ("", "?scope=changed", "layouts/", f"layouts/{layout.id}")]

    text = pages[-1].get_data(as_text=True)
    said = re.search(rf'id="{name}-error">([^<]*)</p>' if name else r'error-summary__title">([^<]*)<', text)
    assert [page.status_code for page in pages] == [200, 200, 200, 200]
    assert "Needs attention" in pages[2].get_data(as_text=True)
    assert said is not None
    assert sentence in said[1]


def test_what_cannot_be_read_is_shown_as_it_was_saved(editor, event, keep):
    layout = keep(_with("names", x="?"))

    text = editor.get(f"{base(event)}layouts/{layout.id}").get_data(as_text=True)

    assert re.search(r'name="front-names"[^>]* checked', text)
    assert re.search(r'name="front-names-x"[^>]*value="\?"[^>]*aria-invalid="true"', text)
    assert re.search(r'name="front-names-width"[^>]*value="89"', text)


def test_whoever_only_prints_is_told_that_a_layout_needs_attention(desk, event, keep):
    layout = keep(HOUSE.as_json() | {"size": "a3"})

    answer = desk.get(f"{base(event)}layouts/{layout.id}")

    assert (answer.status_code, "Needs attention" in answer.get_data(as_text=True)) == (200, True)


@pytest.mark.parametrize("kind", ["type", "list"])
def test_a_damaged_layout_shows_what_stands_in_and_a_run_in_it_is_refused_by_its_name(
    editor, event, approve, keep, kind
):
    page = f"{base(event)}layouts/{keep(DAMAGED[kind][0]).id}"
    approve()

    picture, refused = editor.get(f"{page}/preview.png?name=2"), order(editor, event)

    assert (picture.status_code, picture.mimetype, refused.status_code) == (200, "image/png", 422)
    assert "The layout “Gala” cannot be printed" in refused.get_data(as_text=True)
    assert queries.list_runs(event.id) == []


@pytest.mark.parametrize("kind", ["edge", "over"])
def test_what_stricter_rules_would_refuse_today_is_drawn_and_printed(editor, event, approve, keep, kind):
    layout = keep(MILDER[kind][0])
    approve()

    picture = editor.get(f"{base(event)}layouts/{layout.id}/preview.png?name=2")

    assert (picture.status_code, picture.mimetype, order(editor, event).status_code) == (200, "image/png", 303)
    assert queries.load_book(event.id).of("D") == stored_design(MILDER[kind][0]).design


def test_saving_asks_for_today_s_rules(editor, event, keep):
    layout = keep(EDGE)
    text = editor.get(f"{base(event)}layouts/{layout.id}").get_data(as_text=True)
    fields = dict(re.findall(r'name="((?:front|back)-[a-z]+-[a-z]+)"[^>]*value="([^"]*)"', text))
    fields |= dict.fromkeys(re.findall(r'name="((?:front|back)-[a-z]+)"[^>]* checked', text), "on")
    fields |= {"size": "a6", "mode": "colour", "sides": "different", "seen": "1", "task": "save"}

    kept = editor.post(f"{base(event)}layouts/{layout.id}", data=fields)
    mended = editor.post(f"{base(event)}layouts/{layout.id}", data=fields | {"front-qr-x": "70"})

    assert (kept.status_code, mended.status_code) == (422, 303)


def test_one_person_s_badge_is_printed_in_the_house_s_design_of_the_size(editor, event, approve, keep):
    keep(HOUSE.as_json() | {"size": "cr80", "front": "x"})
    person = approve()

    answer = editor.get(f"{base(event)}person/{person.public_id}.pdf")

    assert (answer.status_code, sizes_of(answer.data), len(tokens_in(answer.data))) == (200, [(86, 54)] * 2, 2)


def test_a_run_whose_version_got_damaged_opens_and_prints_nothing(editor, event, approve, keep):
    keep(HOUSE.as_json())
    approve()
    page = order(editor, event).headers["Location"]
    database.session.scalars(select(BadgeLayoutVersion)).one().content = {"front": 1}
    database.session.commit()
    run = queries.find_run(event.id, queries.list_runs(event.id)[0][0].public_id)

    with pytest.raises(LayoutNeedsAttention):
        print_run(Progress(run.job))
    assert editor.get(page).status_code == 200
    with pytest.raises(LayoutNeedsAttention):
        runs.check_designs(run)
