"""The component macros keep their promises whatever a feature puts into them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from flask_babel import Babel
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import BooleanField, FieldList, IntegerField, RadioField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

PROJECT = Path(__file__).parents[2]


class DelegateForm(FlaskForm):
    name = StringField("Name", [InputRequired("Enter a name")], description="As on the badge")
    nickname = StringField("Call me")
    age = IntegerField("Age")
    category = RadioField(
        "Category", [InputRequired("Choose one")], choices=[SelectChoice("D", "Delegate"), SelectChoice("P", "Press")]
    )
    diet = SelectMultipleField(
        "Diet",
        choices=[SelectChoice("h", "Halal")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    consent = BooleanField("I agree", [InputRequired("Agree first")], description="You can withdraw")
    lines = FieldList(StringField("Line", [InputRequired("Write a line")]), "Badge lines", min_entries=2)


@pytest.fixture
def request_context() -> Iterator[Flask]:
    app = Flask(__name__, template_folder=PROJECT / "templates")
    app.secret_key = "k" * 32
    Babel(app)
    CSRFProtect(app)
    with app.test_request_context(method="POST"):
        yield app


def page_of(source: str, **values: object) -> BeautifulSoup:
    return BeautifulSoup(render_template_string(source, **values), "html5lib")


def form_page(names: str = "name nickname age category diet consent lines", *, validated: bool = False):
    form = DelegateForm()
    if validated:
        form.validate()
        form.form_errors.append("The registration is closed")
    source = (
        '{% from "components/forms.html" import csrf, error_summary, field %}'
        "{{ csrf(form) }}{{ error_summary(form) }}{% for name in names %}{{ field(form[name]) }}{% endfor %}"
    )
    return page_of(source, form=form, names=names.split())


def test_every_link_of_the_error_summary_leads_to_a_field(request_context):
    page = form_page(validated=True)
    targets = [link["href"].removeprefix("#") for link in page.select(".error-summary a")]
    assert targets == ["name", "category-0", "consent", "lines-0", "lines-1"]
    assert all(page.find(id=target) for target in targets)


def test_the_error_summary_shows_what_belongs_to_no_field(request_context):
    lines = [item.get_text(strip=True) for item in form_page(validated=True).select(".error-summary li")]
    assert "The registration is closed" in lines


def test_a_form_without_errors_has_no_summary(request_context):
    assert form_page().select(".error-summary") == []


def test_hint_and_error_are_bound_to_the_control(request_context):
    control = form_page(validated=True).find(id="name")
    assert control["aria-describedby"] == "name-hint name-error"
    assert control["aria-invalid"] == "true"


def test_a_valid_control_is_described_by_its_hint_alone(request_context):
    control = form_page().find(id="name")
    assert control["aria-describedby"] == "name-hint"
    assert not control.has_attr("aria-invalid")


def test_a_group_of_choices_is_described_as_a_whole(request_context):
    group = form_page(validated=True).find(id="category-0").find_parent("fieldset")
    assert group["aria-describedby"] == "category-error"
    assert group.legend.get_text(strip=True) == "Category"


def test_only_what_may_be_left_empty_is_called_optional(request_context):
    optional = [mark.parent.get_text(" ", strip=True) for mark in form_page().select(".field__optional")]
    assert optional == ["Call me (optional)", "Age (optional)", "Diet (optional)"]


def test_the_browser_does_not_validate_in_its_own_language(request_context):
    page = form_page()
    assert page.select("[required]") == []
    assert page.find(id="name")["aria-required"] == "true"


def test_no_id_stands_twice_with_two_forms_of_one_page(request_context):
    source = (
        '{% from "components/forms.html" import post_button %}{{ post_button("/a", "A") }}{{ post_button("/b", "B") }}'
    )
    page = page_of(source)
    assert len(page.select("input[name=csrf_token][value]")) == 2
    assert page.find_all(id=True) == []


def test_what_people_wrote_is_escaped(request_context):
    hostile = "<b onclick=x>&"
    source = (
        '{% from "components/page.html" import page_header, tag, summary_list, empty, notice %}'
        '{% from "components/tables.html" import data_table %}'
        '{% from "components/charts.html" import bar_chart with context %}'
        "{{ page_header(t, t, t) }}{{ tag(t) }}{{ summary_list([(t, t)]) }}{{ empty(t, t, '/', t) }}{{ notice(t) }}"
        "{% call data_table(t, [t]) %}{% endcall %}{{ bar_chart(t, [(t, 1)]) }}"
    )
    page = page_of(source, t=hostile)
    assert page.find_all("b") == []
    assert page.h1.get_text() == hostile


def test_a_missing_value_is_said_in_words(request_context):
    source = '{% from "components/page.html" import summary_list %}{{ summary_list([("A", none), ("B", 0)]) }}'
    assert [value.get_text(strip=True) for value in page_of(source).find_all("dd")] == ["Not given", "0"]


def test_the_step_in_hand_is_marked(request_context):
    source = '{% from "components/page.html" import steps %}{{ steps(["You", "Travel", "Check"], 2) }}'
    page = page_of(source)
    assert [item.span.get_text() for item in page.select("[aria-current=step]")] == ["Travel"]
    assert page.select_one(".steps__count").get_text() == "Step 2 of 3"


def test_a_sorted_column_says_so_and_the_region_can_be_scrolled_by_keyboard(request_context):
    headers = [{"label": "Name", "url": "?sort=-name", "sorted": "ascending"}, "Status"]
    source = (
        '{% from "components/tables.html" import data_table %}{% call data_table("People", headers) %}{% endcall %}'
    )
    page = page_of(source, headers=headers)
    assert [header.get("aria-sort") for header in page.find_all("th")] == ["ascending", None]
    assert page.find(attrs={"role": "region"}).attrs.items() >= {"tabindex": "0", "aria-label": "People"}.items()


CHART = '{% from "components/charts.html" import bar_chart with context %}{{ bar_chart("By country", rows) }}'


@pytest.mark.parametrize(("direction", "starts"), [("ltr", ["0%", "0%"]), ("rtl", ["0.0%", "75.0%"])])
def test_bars_grow_from_where_reading_starts(request_context, direction, starts):
    page = page_of(CHART, rows=[("Brazil", 4), ("China", 1)], direction=direction)
    bars = page.select("rect.chart__bar")
    assert [bar["width"] for bar in bars] == ["100.0%", "25.0%"]
    assert [bar["x"] for bar in bars] == starts


def test_the_table_behind_a_chart_holds_the_same_numbers(request_context):
    page = page_of(CHART, rows=[("Brazil", 4210), ("China", 0)])
    assert [cell.get_text() for cell in page.select("td")] == ["4,210", "0"]


@pytest.mark.parametrize("rows", [[], [("Brazil", 0)]])
def test_a_chart_of_nothing_is_still_a_chart(request_context, rows):
    assert len(page_of(CHART, rows=rows).select("svg[role=img]")) == 1
