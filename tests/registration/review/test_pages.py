import csv
import io
import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.database import transaction
from summit.mail.models import OutgoingMail
from summit.permissions import Role
from summit.registration.models import Decision, Registration
from summit.registration.rules import RegistrationStatus as Status
from summit.registration.rules import ReviewAction
from summit.registration.services import photos, reviewing
from tests import factories
from tests.factories import NOON, sign_in
from tests.registration.delegates import picture


@pytest.fixture
def event(db):
    return factories.make_event()


@pytest.fixture
def category(event):
    return factories.make_category(event)


@pytest.fixture
def officer(event):
    return factories.make_staff(event, Role.ACCREDITATION, name="Officer One")


@pytest.fixture
def desk(client, officer):
    sign_in(client, officer)
    return client


def make(event, category, status=Status.SUBMITTED, **values):
    return factories.make_registration(event, category, status, **values)


def url(event, person=None, page=""):
    return f"/e/{event.slug}/review/" + (f"people/{person.reference}{page}" if person else page)


def status_of(db, person):
    return db.session.scalar(select(Registration.status).where(Registration.id == person.id))


def decision(person, action, **values):
    return {"action": action, "version": person.version, "last_step": 0, "note": "", "message": ""} | values


def test_the_queue_lists_and_links_each_person(desk, event, category):
    person = make(event, category, name_latin="Ana <b>", name_native="أنا", native_language="ar")
    text = desk.get(url(event)).text
    assert "Ana &lt;b&gt;" in text
    assert f'href="{url(event, person)}"' in text
    assert '<bdi class="muted" lang="ar">أنا</bdi>' in text


def test_filters_stay_in_every_link(db, desk, event, category):
    for number in range(51):
        make(event, category, name_latin=f"Ana {number}")
    text = desk.get(url(event) + "?q=ana&status=submitted&sort=name").text
    assert text.count('class="review__reference"') == 50
    assert "?q=ana&amp;status=submitted&amp;sort=name&amp;after=" in text
    assert "export.csv?q=ana&amp;status=submitted&amp;sort=name" in text
    assert f"{person_of(db, event, 'Ana 50')}?q=ana&amp;status=submitted&amp;sort=name" in text


def person_of(db, event, name):
    reference = db.session.scalar(select(Registration.reference).where(Registration.name_latin == name))
    return f"/e/{event.slug}/review/people/{reference}"


@pytest.mark.parametrize(
    "query",
    ["?status=nonsense&category=ZZZ", "?sort=x&country=XX&photo=maybe", "?after=x&before=y", "?q=" + "x" * 5000],
)
def test_an_old_or_broken_address_is_answered(desk, event, category, query):
    make(event, category)
    assert desk.get(url(event) + query).status_code == 200


def test_the_empty_queue_tells_the_next_step(desk, event):
    assert "Nobody has registered yet" in desk.get(url(event)).text
    assert "Show everybody" in desk.get(url(event) + "?q=nobody").text


def test_lists_ask_the_database_as_often_for_three_as_for_one(desk, event, category, count_queries):
    make(event, category)
    counts = []
    for _ in range(2):
        with count_queries() as counter:
            desk.get(url(event))
        counts.append(counter.count)
        make(event, category)
        make(event, category)
    assert counts[0] == counts[1]


def test_a_person_with_more_history_asks_as_often(desk, event, category, officer, count_queries):
    person, counts = make(event, category), []
    for _ in range(2):
        make(event, category, name_latin=person.name_latin)
        for action in (ReviewAction.HOLD, ReviewAction.RESET):
            with transaction():
                reviewing.decide(person.id, action, actor_id=officer.id, expected_version=person.version, now=NOON)
        make(event, category, name_latin=person.name_latin)
        with count_queries() as counter:
            desk.get(url(event, person))
        counts.append(counter.count)
    assert counts[0] == counts[1]


def test_numbers_are_shown_with_their_tables(desk, event, category):
    make(event, category, represents="BR")
    text = desk.get(url(event, page="numbers")).text
    assert "Brazil" in text
    assert "By country represented" in text


def test_a_decision_is_saved_and_mailed(db, desk, event, category):
    person = make(event, category)
    answer = desk.post(url(event, person, "/decision?q=del"), data=decision(person, "approve", message="Welcome"))
    assert (answer.status_code, answer.location) == (303, url(event, person) + "?q=del")
    assert status_of(db, person) is Status.APPROVED
    assert "Welcome" in db.session.scalar(select(OutgoingMail.text))


def test_the_page_shows_history_mails_and_officer(desk, event, category):
    person = make(event, category)
    desk.post(url(event, person, "/decision"), data=decision(person, "hold", note="Waits for a letter"))
    text = desk.get(url(event, person)).text
    assert "Officer One" in text
    assert "Waits for a letter" in text
    assert "We need a little more time: Fashion Summit" in text


def test_a_refusal_keeps_what_was_typed(db, desk, event, category):
    person = make(event, category)
    answer = desk.post(url(event, person, "/decision"), data=decision(person, "reject", note="My long note"))
    assert answer.status_code == 422
    assert "Please choose a reason" in answer.text
    assert "My long note" in answer.text
    assert status_of(db, person) is Status.SUBMITTED


@pytest.mark.parametrize(
    "data", [{}, {"action": "explode"}, {"version": "x"}, {"version": str(2**70)}, {"note": "\x00"}]
)
def test_bad_input_is_answered(db, desk, event, category, data):
    person = make(event, category)
    answer = desk.post(url(event, person, "/decision"), data=(decision(person, "approve") | data) if data else {})
    assert answer.status_code == 422
    assert status_of(db, person) is Status.SUBMITTED


def test_a_stale_page_is_told_what_changed(db, desk, event, category):
    person = make(event, category)
    seen = decision(person, "approve", note="My note")
    other = factories.make_staff(event, Role.ORGANISER, name="Officer Two")
    with transaction():
        reviewing.decide(person.id, ReviewAction.HOLD, actor_id=other.id, expected_version=person.version, now=NOON)
    answer = desk.post(url(event, person, "/decision"), data=seen)
    assert answer.status_code == 409
    assert "Officer Two" in answer.text
    assert "In review → On hold" in " ".join(answer.text.split())
    assert "My note" in answer.text
    assert re.search(rf'name="version"[^>]* value="{seen["version"] + 1}"', answer.text)
    assert status_of(db, person) is Status.ON_HOLD


def test_many_are_decided_at_once(db, desk, event, category):
    people = [make(event, category, name_latin=f"Person {number}") for number in range(3)]
    approved = make(event, category, Status.APPROVED, name_latin="Already In")
    picks = [f"{one.id}:{one.version}" for one in (*people, approved)]
    answer = desk.post(url(event, page="decisions"), data={"action": "approve", "pick": picks})
    assert "3 people were decided." in answer.text
    assert "1 person was left as before." in answer.text
    assert "Already In" in answer.text
    assert "This registration already has that status." in answer.text
    assert {status_of(db, one) for one in people} == {Status.APPROVED}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"action": "approve"}, "Please tick at least one person."),
        ({"action": "approve", "pick": ["x", "1", "1:x", ":", "٣:٣"]}, "Please tick at least one person."),
        ({"action": "reject", "pick": ["1:1"]}, "Please choose a reason"),
    ],
)
def test_a_bulk_decision_without_people_or_reason_is_refused(desk, event, category, data, message):
    make(event, category)
    answer = desk.post(url(event, page="decisions"), data=data)
    assert answer.status_code == 422
    assert message in answer.text


def test_a_refused_bulk_decision_keeps_the_page_and_the_ticks(desk, event, category):
    for _ in range(51):
        make(event, category)
    listed = BeautifulSoup(desk.get(url(event)).text, "html5lib")
    second_page = desk.get(listed.select_one("a[href*='after=']")["href"]).text
    last = BeautifulSoup(second_page, "html5lib")
    [box] = last.select("input[name=pick]")
    answer = desk.post(last.find(id="bulk")["action"], data={"action": "reject", "pick": box["value"]})
    [kept] = BeautifulSoup(answer.text, "html5lib").select("input[name=pick]")
    assert (kept["value"], kept.has_attr("checked")) == (box["value"], True)


def test_sensitive_answers_are_shown_on_demand_and_each_look_is_recorded(db, desk, event, category, officer):
    person = make(event, category, diet="No nuts please", travel={"arrival_on": "2031-05-17"}, document_issuer="BR")
    assert "No nuts please" not in desk.get(url(event, person)).text
    for _ in range(2):
        answer = desk.post(url(event, person, "/sensitive"))
        assert "No nuts please" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    looks = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "registration.sensitive_viewed")).all()
    assert [(look.subject_id, look.actor_id) for look in looks] == [(person.id, officer.id)] * 2


def test_possible_twins_stand_side_by_side(desk, event, category):
    person = make(event, category, name_latin="José Ñandú", email="jose.n@mill.example", phone="+5511999")
    same_name = make(event, category, name_latin="JOSE NANDU")
    same_mail = make(event, category, name_latin="Pepe", email="Jose.N@other.example")
    same_phone = make(event, category, name_latin="Somebody", phone="+5511999")
    other = make(event, category, name_latin="Nobody Alike", email="xjose.n@mill.example")
    elsewhere = make(factories.make_event(), category, name_latin="José Ñandú")
    text = desk.get(url(event, person)).text
    for twin in (same_name, same_mail, same_phone):
        assert twin.reference in text
    assert other.reference not in text
    assert elsewhere.reference not in text


def test_neighbours_are_those_of_the_filtered_list(desk, event, category):
    ana, ben, cara = (make(event, category, name_latin=name) for name in ("Ana Silk", "Ben Wool", "Cara Silk"))
    text = desk.get(url(event, ana) + "?q=silk&sort=name").text
    assert f'rel="next" href="{url(event, cara)}?q=silk&amp;sort=name"' in text
    assert 'rel="prev"' not in text
    assert ben.reference not in text


def test_the_portrait_is_sent_to_staff_only(db, client, desk, event, category):
    person = make(event, category)
    with transaction():
        held = db.session.get(Registration, person.id, populate_existing=True)
        db.session.refresh(held, ["photo"])
        photos.store_photo(held, photos.portrait(picture()), NOON)
    answer = desk.get(url(event, person, "/photo"))
    assert (answer.status_code, answer.mimetype, answer.data[:2]) == (200, "image/jpeg", b"\xff\xd8")
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'src="{url(event, person, "/photo")}"' in desk.get(url(event, person)).text
    assert desk.get(url(event, make(event, category), "/photo")).status_code == 404


def names(person, **values):
    given = {f"names-{name}": value for name, value in values.items()}
    return {"names-version": person.version} | given


def test_staff_write_names_and_the_person_is_found_by_them(db, desk, event, category):
    person = make(event, category, name_latin="Ana Invented")
    data = names(
        person, name_cyrillic="Анна  Щукина", patronymic="Юрьевна", badge_line1="Ана", sort_key="Invented, Ana"
    )
    assert desk.post(url(event, person, "/names"), data=data).status_code == 303
    held = db.session.get(Registration, person.id, populate_existing=True)
    assert (held.name_cyrillic, held.patronymic, held.badge_line1) == ("Анна Щукина", "Юрьевна", "Ана")
    assert held.sort_key == "invented ana"
    assert person.reference in desk.get(url(event) + "?q=shchukina").text
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "registration.names_edited"))
    assert entry.detail == {"fields": ["name_cyrillic", "patronymic", "badge_line1", "sort_key"]}


def test_names_that_reverse_the_reading_order_are_refused(db, desk, event, category):
    person = make(event, category)
    answer = desk.post(url(event, person, "/names"), data=names(person, patronymic="\u202eabc"))
    assert answer.status_code == 422
    assert db.session.get(Registration, person.id, populate_existing=True).patronymic == ""


def test_stale_names_are_refused(desk, event, category):
    person = make(event, category)
    assert desk.post(url(event, person, "/names"), data=names(person) | {"names-version": 99}).status_code == 409


def rows_of(answer):
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_export_holds_exactly_what_is_filtered(db, desk, event, category, officer, monkeypatch):
    monkeypatch.setattr("summit.registration.queries.review._BATCH", 2)
    wanted = [make(event, category, name_latin=f"Silk {number}") for number in range(5)]
    make(event, category, name_latin="Wool")
    make(factories.make_event(), category, name_latin="Silk elsewhere")
    answer = desk.get(url(event, page="export.csv?q=silk&sort=name"))
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert [row["Number"] for row in rows_of(answer)] == [one.reference for one in wanted]
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "registrations.exported"))
    assert (entry.actor_id, entry.event_id, entry.detail["searched"]) == (officer.id, event.id, True)
    assert "silk" not in str(entry.detail).lower()


def test_the_export_is_safe_in_a_spreadsheet_and_without_sensitive_answers(desk, event, category):
    make(event, category, name_latin='=HYPERLINK("x")', organisation="@SUM", phone="+7999", diet="No nuts",
         name_native="李,明\n二", travel={"arrival_on": "2031-05-17"})  # fmt: skip
    answer = desk.get(url(event, page="export.csv"))
    [row] = rows_of(answer)
    assert (row["Name"], row["Organisation"], row["Telephone"]) == ('\'=HYPERLINK("x")', "'@SUM", "'+7999")
    assert row["Name in its own script"] == "李,明\n二"
    assert "No nuts" not in answer.text
    assert "2031-05-17" not in answer.text


PAGES = ["", "numbers", "export.csv"]
ALLOWED = {
    Role.OWNER: [200, 200, 200],
    Role.ORGANISER: [200, 200, 200],
    Role.ACCREDITATION: [200, 200, 200],
    Role.HELP_DESK: [200, 200, 403],
    Role.PRIVACY: [200, 200, 403],
    Role.READ_ONLY: [200, 200, 403],
    Role.AGENDA: [403, 403, 403],
    Role.B2B: [403, 403, 403],
    Role.GATE: [403, 403, 403],
}


@pytest.mark.parametrize("role", Role)
def test_roles_open_what_they_may(client, event, category, role):
    person = make(event, category)
    sign_in(client, factories.make_staff(event, role))
    assert [client.get(url(event, page=page)).status_code for page in PAGES] == ALLOWED[role]
    assert client.get(url(event, person)).status_code == ALLOWED[role][0]


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        (Role.READ_ONLY, "/decision", 403),
        (Role.READ_ONLY, "/sensitive", 403),
        (Role.READ_ONLY, "/names", 403),
        (Role.HELP_DESK, "/decision", 403),
        (Role.HELP_DESK, "/sensitive", 403),
        (Role.PRIVACY, "/sensitive", 200),
        (Role.PRIVACY, "/decision", 403),
    ],
)
def test_roles_do_what_they_may(db, client, event, category, role, page, status):
    person = make(event, category)
    sign_in(client, factories.make_staff(event, role))
    assert client.post(url(event, person, page), data=decision(person, "approve")).status_code == status
    assert client.post(url(event, page="decisions"), data={"action": "hold", "pick": "1:1"}).status_code == 403
    assert status_of(db, person) is Status.SUBMITTED


def test_read_only_staff_see_no_buttons(client, event, category):
    person = make(event, category)
    sign_in(client, factories.make_staff(event, Role.READ_ONLY))
    for page in (url(event), url(event, person)):
        text = client.get(page).text
        assert 'method="post" action="/e/' not in text
        assert "Download as CSV" not in text


def test_an_officer_of_another_edition_stays_outside(db, client, event, category):
    person, other = make(event, category), factories.make_event()
    sign_in(client, factories.make_staff(other, Role.ORGANISER))
    for page in (url(event), url(event, person), url(event, person, "/photo")):
        assert client.get(page).status_code == 403
    assert client.get(url(other, person)).status_code == 404
    assert client.post(url(other, person, "/decision"), data=decision(person, "approve")).status_code == 404
    client.post(url(other, page="decisions"), data={"action": "approve", "pick": f"{person.id}:{person.version}"})
    assert (status_of(db, person), db.session.scalar(select(Decision.id))) == (Status.SUBMITTED, None)


def test_nobody_comes_in_without_signing_in(client, event, category):
    person = make(event, category)
    assert client.get(url(event, person)).status_code == 303
    assert client.post(url(event, person, "/decision")).status_code == 401


def test_a_decision_needs_its_forgery_token(db, strict_client, event, category, officer):
    person = make(event, category)
    sign_in(strict_client, officer)
    assert strict_client.post(url(event, person, "/decision"), data=decision(person, "approve")).status_code == 400
    assert status_of(db, person) is Status.SUBMITTED


def test_the_decision_comes_before_the_details_it_is_about(desk, event, category):
    text = desk.get(url(event, make(event, category))).text
    assert text.index("review__no-photo") < text.index('id="decision-title"') < text.index("summary-list")


def test_every_cell_of_the_queue_says_its_column_on_a_phone(desk, event, category):
    make(event, category)
    page = BeautifulSoup(desk.get(url(event)).text, "html5lib")
    columns = [column.get_text(strip=True) for column in page.select(".table--cards thead th")][1:]
    assert [cell["data-label"] for cell in page.select(".table--cards tbody [data-label]")] == columns
