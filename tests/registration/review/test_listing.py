from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.registration.models import Photo
from summit.registration.queries import review
from summit.registration.queries.places import list_categories
from summit.registration.rules import RegistrationStatus as Status
from summit.registration.rules.desk import (
    Position,
    QueueFilter,
    QueueSort,
    read_position,
    write_position,
)
from summit.sheets.rules import safe_cell
from tests import factories

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def event(db):
    return factories.make_event()


@pytest.fixture
def category(event):
    return factories.make_category(event)


def make(event, category, status=Status.SUBMITTED, **values):
    return factories.make_registration(event, category, status, **values)


def found(event, **wanted):
    page = review.list_page(event.id, QueueFilter(**wanted), list_categories(event.id))
    return {row.name_latin for row in page.rows}


SPELLINGS = [
    ("Щукин Юрий", "Shchukin"),
    ("Yury Shchukin", "щукин юрий"),
    ("Ёлкин", "Елкин"),
    ("Елкин", "Ёлкин"),
    ("Xiaoming Wang", "Xiao Ming"),
    ("Xiao Ming Wang", "wang xiaoming"),
    ("José Invented", "jose"),
    ("Jose Invented", "JOSÉ"),
    ("李明", "李明"),
    ("李 明", "李明"),
    ("أحمد", "احمد"),
    ("Shane O'Neil", "oneil"),
    ("Shane ONeil", "O’Neil"),
    ("Al-Sayed Invented", "al sayed"),
    ("Straße", "strasse"),
]


@pytest.mark.parametrize(("name", "query"), SPELLINGS)
def test_a_name_is_found_in_any_spelling(event, category, name, query):
    make(event, category, name_latin=name)
    make(event, category, name_latin="Somebody Else")
    assert found(event, q=query) == {name}


@pytest.mark.parametrize(
    "query", ["%", "_", "%%%", "\\", '"', "*", "zzz AND", "NEAR(", "m%o@mill.example", "mang_@mill"]
)
def test_signs_are_no_wildcards(event, category, query):
    make(event, category, name_latin="Mango Apple", email="mango@mill.example")
    assert found(event, q=query) == set()


def test_organisation_mail_and_number_are_searched_too(event, category):
    person = make(event, category, organisation="Серебряная нить", email="loom@silver.example")
    for query in ("serebryanaya", "loom@silver.example", "нить delegate"):
        assert found(event, q=query) == {person.name_latin}


def test_the_search_follows_a_changed_key(db, event, category):
    person = make(event, category, name_latin="Petra")
    person.search_key = "paula"
    db.session.commit()
    assert (found(event, q="petra"), found(event, q="paula")) == (set(), {"Petra"})
    db.session.delete(person)
    db.session.commit()
    assert found(event, q="paula") == set()


def test_a_common_word_is_found_like_a_rare_one(db, event, category, monkeypatch):
    monkeypatch.setattr("summit.registration.queries.searching._FEW", 1)
    names = {make(event, category, name_latin=f"Textile {letter}").name_latin for letter in "abc"}
    assert found(event, q="textile") == names


def test_each_filter_narrows(db, event, category):
    press = factories.make_category(event, "P", needs_second_officer=True)
    plain = make(event, category, name_latin="Plain", represents="BR")
    with_photo = make(event, press, Status.APPROVED, name_latin="Photo", represents="CN")
    waiting = make(event, press, Status.PRE_APPROVED, name_latin="Waiting", represents="")
    make(factories.make_event(), category, name_latin="Elsewhere")
    db.session.add(Photo(registration_id=with_photo.id, file_name="x.jpg", byte_count=1))
    db.session.commit()
    everybody = {plain.name_latin, with_photo.name_latin, waiting.name_latin}
    assert found(event) == everybody
    assert found(event, statuses=(Status.SUBMITTED, Status.APPROVED)) == {"Plain", "Photo"}
    assert found(event, letters=("P",)) == {"Photo", "Waiting"}
    assert found(event, represents=("CN", "BR")) == {"Plain", "Photo"}
    assert found(event, represents=("none",)) == {"Waiting"}
    assert (found(event, has_photo=True), found(event, has_photo=False)) == ({"Photo"}, {"Plain", "Waiting"})
    assert found(event, second_officer=True) == {"Waiting"}
    assert found(event, letters=("Z",)) == set()


def order(event, sort, *, descending=False):
    page = review.list_page(event.id, QueueFilter(sort=sort, descending=descending), list_categories(event.id))
    return [row.name_latin for row in page.rows]


def test_the_list_is_sorted(event, category):
    for number, name in enumerate(("Bruno", "Álvaro", "Carla")):
        moment = START + timedelta(minutes=number)
        make(event, category, name_latin=name, created_at=moment, updated_at=START - timedelta(minutes=number))
    make(event, category, Status.WAITLISTED, name_latin="Dora", created_at=START + timedelta(days=1),
         updated_at=START + timedelta(days=1), waitlisted_at=START)  # fmt: skip
    make(event, category, Status.WAITLISTED, name_latin="Emil", created_at=START - timedelta(days=1),
         updated_at=START - timedelta(days=1), waitlisted_at=START + timedelta(minutes=5))  # fmt: skip
    assert order(event, QueueSort.NAME) == ["Álvaro", "Bruno", "Carla", "Dora", "Emil"]
    assert order(event, QueueSort.SUBMITTED) == ["Emil", "Bruno", "Álvaro", "Carla", "Dora"]
    assert order(event, QueueSort.UPDATED, descending=True) == ["Dora", "Bruno", "Álvaro", "Carla", "Emil"]
    assert order(event, QueueSort.WAITLIST) == ["Dora", "Emil"]


def walk(event, wanted, size, backwards=False, begin=None):
    """Return the ids in the order of a walk from page to page."""
    categories, ids, position = list_categories(event.id), [], begin
    while True:
        way = {"before" if backwards else "after": position}
        page = review.list_page(event.id, wanted, categories, size=size, **way)
        ids.extend(reversed([row.id for row in page.rows]) if backwards else [row.id for row in page.rows])
        position = page.before if backwards else page.after
        if position is None:
            return ids
        position = read_position(write_position(position), wanted.sort)


@pytest.mark.parametrize("sort", QueueSort)
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize(("moments", "size"), [("0", 1), ("000000", 2), ("3130022", 1), ("0123211330", 3), ("0101", 4)])
def test_paging_visits_every_row_once_in_both_directions(db, moments, size, sort, descending):
    event = factories.make_event()
    category = factories.make_category(event)
    for number in moments:
        moment = START + timedelta(seconds=int(number))
        make(event, category, Status.WAITLISTED, name_latin=f"Name {number}", created_at=moment,
             updated_at=moment, waitlisted_at=moment)  # fmt: skip
    wanted = QueueFilter(sort=sort, descending=descending)
    whole = walk(event, wanted, 100)
    assert len(whole) == len(set(whole)) == len(moments)
    assert walk(event, wanted, size) == whole
    last = review.list_page(event.id, wanted, [category], size=100).rows[-1]
    value = {QueueSort.NAME: factories.sort_key(last.name_latin)}.get(sort, last.created_at.isoformat())
    assert walk(event, wanted, size, True, Position(value, last.id)) == (whole[-2::-1] or whole)


def test_paging_is_stable_while_others_register(event, category):
    for number in range(6):
        make(event, category, created_at=START + timedelta(minutes=number))
    wanted, categories = QueueFilter(), list_categories(event.id)
    first = review.list_page(event.id, wanted, categories, size=3)
    make(event, category, created_at=START + timedelta(days=1))
    second = review.list_page(event.id, wanted, categories, size=3, after=first.after)
    ids = [row.id for row in (*first.rows, *second.rows)]
    assert len(set(ids)) == 6
    back = review.list_page(event.id, wanted, categories, size=3, before=second.before)
    assert [row.id for row in back.rows] == [row.id for row in first.rows]
    assert back.before is not None


def test_numbers_are_counted(event, category):
    make(event, category, represents="BR", created_at=START)
    make(event, category, Status.APPROVED, represents="CN", created_at=START + timedelta(hours=13))
    make(event, category, Status.APPROVED, represents="", created_at=START + timedelta(hours=13))
    make(factories.make_event(), category, represents="IN")
    assert review.count_by_status(event.id) == {Status.SUBMITTED: 1, Status.APPROVED: 2}
    assert review.count_by_country(event.id) == {"": 1, "BR": 1, "CN": 1}
    assert review.list_countries(event.id) == ["BR", "CN"]
    midnights = [START.replace(hour=0) + timedelta(days=day) for day in range(4)]
    assert review.count_submissions(event.id, midnights) == [1, 2, 0]


def test_an_edition_without_anybody_has_no_countries(event):
    assert (review.list_countries(event.id), review.count_by_status(event.id)) == ([], {})


@given(st.text(st.characters(codec="utf-8"), max_size=20), st.integers(1, 2**63 - 1))
def test_a_position_survives_the_url(value, row_id):
    read = read_position(write_position(Position(value, row_id)), QueueSort.NAME)
    assert read == (Position(value, row_id) if value.isprintable() else None)


@pytest.mark.parametrize(
    "text",
    [
        "", "!", "bm9uZXNlbnNl", "é", "=" * 9, "W10", "WyJhIiwxLDJd",
        write_position(Position("no moment", 1)),
        write_position(Position("2026-01-01", 1)),
        write_position(Position(START.isoformat(), 0)),
        write_position(Position(START.isoformat(), 2**63)),
        write_position(Position(START.isoformat(), True)),
    ],
)  # fmt: skip
def test_a_made_up_position_means_nothing(text):
    assert read_position(text, QueueSort.SUBMITTED) is None


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_place_beyond_the_calendar_means_the_first_page(moment):
    assert read_position(write_position(Position(moment, 1)), QueueSort.SUBMITTED) is None


@pytest.mark.parametrize("cell", ["=1+1", "+7 900", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1"])
def test_a_formula_becomes_text(cell):
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ana", "a=b", "1+1", "李明"])
def test_other_cells_stay_as_they_are(cell):
    assert safe_cell(cell) == cell
