from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from summit.badges import queries
from summit.badges.layouts import HOUSE, BadgeDesign, Sheet, Size, house
from summit.badges.layouts.samples import SAMPLE_NAMES
from summit.badges.views.layout_form import fields_of, read_design
from summit.permissions import Role
from tests.badges.conftest import tokens_in
from tests.badges.layout_factory import make_layout
from tests.factories import make_staff, sign_in


@pytest.fixture
def editor(client: Any, event: Any) -> Any:
    """A browser of whoever may change the edition."""
    sign_in(client, make_staff(event, Role.ORGANISER))
    return client


def fields_for(design: BadgeDesign = HOUSE, task: str = "save", **changed: str) -> Any:
    """Return what the editor's page sends; `front_names_x` is the field `front-names-x`."""
    fields = fields_of(design)
    for name, value in ({"seen": "1", "task": task} | changed).items():
        fields[name.replace("_", "-")] = value
    return fields


def base(event: Any) -> str:
    return f"/e/{event.slug}/badges/layouts/"


@pytest.mark.parametrize("size", Size)
def test_fields_say_what_the_design_says(size: Size) -> None:
    design = house(size)

    assert {each.kind: each for each in read_design(fields_of(design)).front} == {
        each.kind: each for each in design.front
    }


def test_a_layout_is_begun_edited_and_given_to_everybody(editor, event, category, approve):
    begun = editor.post(base(event), data={"name": "Card", "size": "cr80", "mode": "black", "sides": "front"})
    page = begun.headers["Location"]
    layout, version = queries.list_layouts(event.id)[0]
    fields = fields_for(house(Size.CR80), front_names_largest="18,5")

    saved = editor.post(page, data=fields)
    assigned = editor.post(f"{base(event)}assign", data={"default": str(layout.id)})

    assert (begun.status_code, saved.status_code, assigned.status_code) == (303, 303, 303)
    assert (version.content["size"], "Version 2" in editor.get(page).get_data(as_text=True)) == ("cr80", True)
    assert queries.load_book(event.id).of("D").size is Size.CR80
    assert "Default" in editor.get(base(event)).get_data(as_text=True)


def test_the_delegate_s_badge_has_the_layout(editor, event, category, approve):
    layout = make_layout(event, design=house(Size.CR80))
    editor.post(f"{base(event)}assign", data={f"category-{category.id}": str(layout.id)})
    person = approve(name_latin="Anna Lim")

    pdf = editor.get(f"/e/{event.slug}/badges/person/{person.public_id}.pdf").data

    widths = [round(page.mediabox.width / 72 * 25.4, 1) for page in PdfReader(io.BytesIO(pdf)).pages]
    assert (widths, len(tokens_in(pdf))) == ([85.6, 85.6], 2)


def test_what_does_not_fit_is_said_at_its_element_and_nothing_is_saved(editor, event):
    layout = make_layout(event)
    page = f"{base(event)}{layout.id}"
    fields = fields_for(front_event_x="70", front_zones_width="?")

    refused = editor.post(page, data=fields).get_data(as_text=True)
    drawn = editor.post(f"{page}/preview.png", data=fields_for(front_event_x="70"))

    assert "Please enter a number." in said_at(refused, "front-zones")
    assert re.search(r'name="front-zones-width"[^>]*value="\?"[^>]*aria-invalid="true"', refused)
    assert (drawn.status_code, list(drawn.json["errors"])) == (422, ["front-dates", "front-event"])
    assert len(queries.list_layout_versions(layout.id)) == 1


def said_at(page: str, name: str) -> str:
    """Return the sentence at an element, "" where it stands hidden."""
    found = re.search(rf'<p class="field__error" id="{name}-error">([^<]*)</p>', page)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("name", "changed", "sentence"),
    [
        ("front-event", {"front_event_x": "70"}, "reaches beyond the badge"),
        ("front-event", {"front_event_x": "9" * 400}, "Please enter a number"),
        ("front-event", {"front_event_x": "1e300"}, "Please enter a number"),
        ("front-event", {"front_event_x": "-inf"}, "Please enter a number"),
        ("front-event", {"front_event_x": ""}, "Please enter a number"),
        ("front-zones", {"front_zones_width": "23.5"}, "white space of 5.1 mm"),
        ("front-qr", {"front_qr_width": "20", "front_qr_height": "20"}, "at least 25 mm"),
        ("front-qr", {"front_qr_x": "75"}, "edge of the badge"),
        ("front-names", {"front_names_height": "5"}, "needs at least 30 × 8 mm"),
        ("front-names", {"front_names_largest": "500"}, "between 5 and 104 points"),
        ("back-band", {"size": "102x76"}, "measures 102 × 76 mm"),
    ],
)
def test_the_sentence_stands_at_the_element_with_what_was_entered(editor, event, name, changed, sentence):
    page = f"{base(event)}{make_layout(event).id}"

    answer = editor.post(page, data=fields_for(**changed))

    text = answer.get_data(as_text=True)
    entered = [value for key, value in changed.items() if key != "size"]
    assert (answer.status_code, sentence in said_at(text, name)) == (422, True)
    assert all(f'value="{value}"' in text for value in entered)


@pytest.mark.parametrize(("field", "value"), [("size", "a3"), ("mode", "pink"), ("sides", "three")])
def test_a_choice_that_nobody_offered_is_refused(editor, event, field, value):
    page = f"{base(event)}{make_layout(event).id}"

    answers = [editor.post(page, data=fields_for(task=task, **{field: value})) for task in ("save", "preview", "house")]

    assert [each.status_code for each in answers] == [422, 422, 422]
    assert f"names something that no badge has: {value}" in answers[0].get_data(as_text=True)


@pytest.mark.parametrize("first", [{"task": "preview"}, {"task": "house"}, {"front_event_x": "70"}])
def test_whoever_previews_in_between_does_not_save_over_another_s_version(editor, event, first):
    page = f"{base(event)}{make_layout(event).id}"
    editor.post(page, data=fields_for(front_event_largest="9"))
    shown = editor.post(page, data=fields_for(**first)).get_data(as_text=True)

    refused = editor.post(page, data=fields_for(seen=seen_on(shown), front_event_largest="10"))
    text = refused.get_data(as_text=True)

    assert (refused.status_code, "Somebody else has saved a newer version" in text) == (422, True)
    assert 'name="front-event-largest" inputmode="decimal" autocomplete="off" value="10"' in text
    assert editor.post(page, data=fields_for(seen=seen_on(text), front_event_largest="10")).status_code == 303


def seen_on(page: str) -> str:
    """Return the number of the version from which a page goes on."""
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_an_element_is_held_at_its_foot(editor, event):
    layout = make_layout(event)

    editor.post(f"{base(event)}{layout.id}", data=fields_for(front_event_anchor="foot"))

    ((newest, _author), _first) = queries.list_layout_versions(layout.id)
    assert next(each for each in newest.content["front"] if each["kind"] == "event")["anchor"] == "foot"


def test_a_preview_draws_what_was_entered_and_saves_nothing(editor, event):
    layout = make_layout(event)
    page = f"{base(event)}{layout.id}"

    answer = editor.post(page, data=fields_for(task="preview", front_event_largest="9.25"))

    text = answer.get_data(as_text=True)
    assert (answer.status_code, 'value="9.25"' in text, text.count("data:image/png;base64,")) == (200, True, 4)
    assert len(queries.list_layout_versions(layout.id)) == 1


def test_the_house_s_design_is_filled_in_for_a_new_size(editor, event):
    layout = make_layout(event)

    answer = editor.post(f"{base(event)}{layout.id}", data=fields_for(task="house", size="cr80"))

    names = 'name="front-names-width" inputmode="decimal" autocomplete="off" value="35.9"'
    assert (answer.status_code, names in answer.get_data(as_text=True)) == (200, True)
    assert len(queries.list_layout_versions(layout.id)) == 1


def test_the_preview_shows_what_is_saved_and_what_is_being_changed(editor, event):
    page = f"{base(event)}{make_layout(event).id}/preview.png"

    saved, draft = editor.get(page), editor.post(page, data=fields_of(house(Size.LABEL)))
    one = editor.get(f"{page}?name=2")

    assert Image.open(io.BytesIO(saved.data)).width == Image.open(io.BytesIO(draft.data)).width == 1200
    assert (saved.data != draft.data, Image.open(io.BytesIO(one.data)).width) == (True, 720)


def test_an_older_version_is_drawn_as_it_was(editor, event):
    page = f"{base(event)}{make_layout(event).id}"
    editor.post(page, data=fields_for(front_event_largest="9"))

    first, second, newest, none = (
        editor.get(f"{page}/preview.png?name=2&version={number}") for number in ("1", "2", "", "3")
    )

    assert (first.data != second.data, second.data == newest.data, none.status_code) == (True, True, 404)


def test_the_proof_has_both_sides_of_every_name_in_true_size(desk, event, category):
    page = f"{base(event)}{make_layout(event, design=house(Size.W89_H140)).id}"

    pages = PdfReader(io.BytesIO(desk.get(f"{page}/proof.pdf").data)).pages

    assert len(pages) == 4 * len(SAMPLE_NAMES)
    assert {tuple(round(float(each) / 72 * 25.4) for each in page.mediabox[2:]) for page in pages} == {(89, 140)}


def test_whoever_prints_looks_at_layouts_and_changes_none(desk, event):
    layout = make_layout(event)
    page = f"{base(event)}{layout.id}"

    seen = [desk.get(address).status_code for address in (base(event), page, f"{page}/preview.png?name=1")]
    begun = desk.post(base(event), data={"name": "Card", "size": "cr80", "mode": "black", "sides": "front"})
    refused = [begun, *(desk.post(each, data=fields_for()) for each in (page, f"{page}/preview.png"))]
    refused.append(desk.post(f"{base(event)}assign", data={"default": str(layout.id)}))

    assert (seen, [each.status_code for each in refused]) == ([200, 200, 200], [403, 403, 403, 403])
    assert "Save a new version" not in desk.get(page).get_data(as_text=True)


def test_a_sheet_that_does_not_hold_the_layout_is_refused(editor, event, category, approve):
    approve(name_latin="Anna Lim")
    layout = make_layout(event, design=house(Size.W102_H152))
    editor.post(f"{base(event)}assign", data={"default": str(layout.id)})
    form = {"layout": "a4_4up", "order": "name", "first_place": "1", "desks": "1"}

    answer = editor.post(f"/e/{event.slug}/badges/runs", data=form)

    assert (answer.status_code, Sheet.A4_4UP.places(Size.W102_H152)) == (422, 2)
    assert "do not lie 4 on a sheet" in answer.get_data(as_text=True)
