from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from summit.badges import queries
from summit.badges.layouts import HOUSE, Sheet, Size, house
from summit.badges.views.layout_form import fields_of, read_design
from tests.badges.conftest import tokens_in
from tests.badges.layout_factory import make_layout


def base(event: Any) -> str:
    return f"/e/{event.slug}/badges/layouts/"


@pytest.mark.parametrize("size", Size)
def test_fields_say_what_the_design_says(size: Size) -> None:
    design = house(size)

    assert {each.kind: each for each in read_design(fields_of(design)).front} == {
        each.kind: each for each in design.front
    }


def test_a_layout_is_begun_edited_and_given_to_everybody(desk, event, category, approve):
    begun = desk.post(base(event), data={"name": "Card", "size": "cr80", "mode": "black", "sides": "front"})
    page = begun.headers["Location"]
    layout, version = queries.list_layouts(event.id)[0]
    fields = fields_of(house(Size.CR80))
    fields["seen"], fields["front-names-largest"] = "1", "18,5"

    saved = desk.post(page, data=fields)
    assigned = desk.post(f"{base(event)}assign", data={"default": str(layout.id)})

    assert (begun.status_code, saved.status_code, assigned.status_code) == (303, 303, 303)
    assert (version.content["size"], "Version 2" in desk.get(page).get_data(as_text=True)) == ("cr80", True)
    assert queries.load_book(event.id).of("D").size is Size.CR80
    assert "Default" in desk.get(base(event)).get_data(as_text=True)


def test_the_delegate_s_badge_has_the_layout(desk, event, category, approve):
    layout = make_layout(event, design=house(Size.CR80))
    desk.post(f"{base(event)}assign", data={f"category-{category.id}": str(layout.id)})
    person = approve(name_latin="Anna Lim")

    pdf = desk.get(f"/e/{event.slug}/badges/person/{person.public_id}.pdf").data

    widths = [round(page.mediabox.width / 72 * 25.4, 1) for page in PdfReader(io.BytesIO(pdf)).pages]
    assert (widths, len(tokens_in(pdf))) == ([85.6, 85.6], 2)


def test_what_does_not_fit_is_said_at_its_element_and_nothing_is_saved(desk, event):
    layout = make_layout(event)
    page = f"{base(event)}{layout.id}"
    fields = fields_of(HOUSE)
    fields["seen"], fields["front-event-x"], fields["front-zones-width"] = "1", "70", "?"

    refused = desk.post(page, data=fields)
    fields["front-zones-width"] = "20"
    refused_too = desk.post(page, data=fields)
    drawn = desk.post(f"{page}/preview.png", data=fields)

    assert (refused.status_code, "Please enter a number." in refused.get_data(as_text=True)) == (422, True)
    assert (refused_too.status_code, "reaches beyond the badge" in refused_too.get_data(as_text=True)) == (422, True)
    assert (drawn.status_code, "front-event" in drawn.json["errors"]) == (422, True)
    assert len(queries.list_layout_versions(layout.id)) == 1


def test_the_preview_shows_what_is_saved_and_what_is_being_changed(desk, event):
    page = f"{base(event)}{make_layout(event).id}/preview.png"

    saved, draft = desk.get(page), desk.post(page, data=fields_of(house(Size.LABEL)))

    assert Image.open(io.BytesIO(saved.data)).width == Image.open(io.BytesIO(draft.data)).width == 1200
    assert saved.data != draft.data


def test_a_sheet_that_does_not_hold_the_layout_is_refused(desk, event, category, approve):
    approve(name_latin="Anna Lim")
    layout = make_layout(event, design=house(Size.W102_H152))
    desk.post(f"{base(event)}assign", data={"default": str(layout.id)})
    form = {"layout": "a4_4up", "order": "name", "first_place": "1", "desks": "1"}

    answer = desk.post(f"/e/{event.slug}/badges/runs", data=form)

    assert (answer.status_code, Sheet.A4_4UP.places(Size.W102_H152)) == (422, 2)
    assert "do not lie 4 on a sheet" in answer.get_data(as_text=True)
