"""The desk's pages in the browser of somebody who works there."""

import pytest

from summit.badges.layouts import Size, house
from summit.badges.services.layouts import add_layout, assign_layouts
from summit.clock import utcnow
from summit.credentials.queries import list_credentials
from summit.credentials.services import ensure_credential, reissue_credential
from summit.database import transaction
from summit.desk import queries
from summit.permissions import Role
from summit.registration.rules import RegistrationStatus
from tests.factories import make_category, make_registration, make_staff, sign_in

from .factories import give, make_approved

WALK_IN = {
    "category": "D",
    "name_latin": "Meron Tadesse",
    "name_native": "ሜሮን ታደሰ",
    "native_language": "am",
    "organisation": "Addis Loom",
    "citizenship": "ET",
    "residence": "ET",
    "email": "meron@example.org",
    "language": "en",
    "has_agreed": "y",
}


def address(event, path=""):
    return f"/e/{event.slug}/desk/{path}"


def text_of(answer):
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("query", ["መሮን", "Мерон", "meron", "BF-TESTED"])
def test_people_are_found_in_any_script_and_by_number(desk, event, category, query):
    names = {"name_latin": "Meron Tadesse", "name_native": "Мерон መሮን", "reference": "BF-TESTED"}
    keys = "meron tadesse мерон መሮን bf-tested"
    person = make_approved(event, category, search_key=keys, **names)
    make_approved(event, category)
    answer = desk.post(address(event, "find"), data={"q": query})
    assert (answer.status_code, answer.location) == (303, address(event, f"people/{person.public_id}"))


def test_a_scanned_badge_finds_its_holder(desk, event, person):
    with transaction():
        issued = ensure_credential(person.id, actor_id=None, now=utcnow())
    answer = desk.post(address(event, "find"), data={"q": f"{issued.token}\r"})
    assert answer.location == address(event, f"people/{person.public_id}")


def test_a_badge_that_was_replaced_still_finds_its_owner(desk, event, person):
    with transaction():
        issued = ensure_credential(person.id, actor_id=None, now=utcnow())
        reissue_credential(person.id, reason="lost", actor_id=None, now=utcnow())
    for code in (issued.token, issued.short_code):
        answer = desk.post(address(event, "find"), data={"q": code})
        assert answer.location == address(event, f"people/{person.public_id}")


def test_a_company_of_thirty_is_found_whole_and_a_cut_list_says_so(desk, event, category):
    for _number in range(30):
        make_approved(event, category, organisation="Looms of Kazan")
    page = text_of(desk.post(address(event, "find"), data={"q": "looms kazan"}))
    assert (page.count('name="people"'), "Only the first" in page) == (30, False)
    for _number in range(31):
        make_approved(event, category, organisation="Looms of Kazan")
    page = text_of(desk.post(address(event, "find"), data={"q": "looms kazan"}))
    assert (page.count('name="people"'), "Only the first 60 are shown" in page) == (60, True)


def test_several_people_are_listed_with_the_same_number_of_queries(desk, event, category, count_queries):
    counts = []
    for _round in range(2):
        make_approved(event, category, name_latin="Ana Souza", search_key="ana souza")
        make_approved(event, category, name_latin="Ana Lima", search_key="ana lima")
        with count_queries() as counted:
            answer = desk.post(address(event, "find"), data={"q": "ana"})
        assert "Ana Lima" in text_of(answer)
        counts.append(counted.count)
    assert counts[0] == counts[1]


def test_only_who_can_be_served_can_be_ticked(desk, officer, event, category):
    make_registration(event, category, RegistrationStatus.SUBMITTED, name_latin="Ana Prado")
    served, waiting = (make_approved(event, category, name_latin=f"Ana {name}") for name in ("Souza", "Lima"))
    give(officer, served)
    page = text_of(desk.post(address(event, "find"), data={"q": "ana"}))
    assert (page.count("<tr>") - 1, page.count('type="checkbox"')) == (3, 1)
    assert f'name="people" value="{waiting.public_id}"' in page


def test_only_a_printed_badge_lies_at_the_desk(desk, event, category):
    waiting, printed = (make_approved(event, category, name_latin=f"Ana {name}") for name in ("Souza", "Lima"))
    assert "Lies at the desk" not in text_of(desk.post(address(event, "find"), data={"q": "ana"}))
    desk.get(address(event, f"people/{printed.public_id}/badge.png"))
    page = text_of(desk.post(address(event, "find"), data={"q": "ana"}))
    assert (page.count("Lies at the desk"), page.count("Not printed yet")) == (1, 1)
    link = "data-next>Print the badge here"
    assert link in text_of(desk.get(address(event, f"people/{waiting.public_id}")))
    assert link not in text_of(desk.get(address(event, f"people/{printed.public_id}")))


def test_nobody_found_is_said_and_one_letter_refused(desk, event, person):
    assert "Nobody found" in text_of(desk.post(address(event, "find"), data={"q": "zzzzzz"}))
    assert desk.post(address(event, "find"), data={"q": "a"}).status_code == 422


def test_a_badge_is_handed_out_and_taken_back(desk, event, person):
    page = address(event, f"people/{person.public_id}")
    answer = desk.post(f"{page}/hand-out", data={"collector": "self", "identity": "passport"})
    assert answer.status_code == 303
    (row,) = queries.list_of_person(person.id)
    assert "The badge has been handed out" in text_of(desk.get(page))
    desk.post(address(event, f"hand-outs/{row.id}/undo"))
    assert "Hand out the badge" in text_of(desk.get(page))


def test_a_hand_out_undone_twice_says_so(desk, officer, event, person):
    (row,) = give(officer, person)
    undo = address(event, f"hand-outs/{row.id}/undo")
    desk.post(undo)
    assert "has been undone already" in text_of(desk.post(undo, follow_redirects=True))


def test_two_presses_replace_a_badge_once(desk, event, person):
    page = address(event, f"people/{person.public_id}")
    with transaction():
        ensure_credential(person.id, actor_id=None, now=utcnow())
    assert 'name="issue" type="hidden" value="1"' in text_of(desk.get(page))
    data = {"reason": "lost", "issue": "1"}
    assert desk.post(f"{page}/replace", data=data).status_code == 303
    again = desk.post(f"{page}/replace", data=data)
    assert (again.status_code, "Issue 2 of this badge has been made meanwhile" in text_of(again)) == (422, True)
    assert [row.issue for row in list_credentials(person.id)] == [2, 1]


def test_a_badge_that_another_desk_replaced_is_refused_with_the_new_issue_on_the_page(desk, event, person):
    with transaction():
        ensure_credential(person.id, actor_id=None, now=utcnow())
        reissue_credential(person.id, reason="lost", actor_id=None, now=utcnow())
    data = {"collector": "self", "identity": "passport", "issue": "1"}
    page = address(event, f"people/{person.public_id}/hand-out")
    answer = desk.post(page, data=data)
    assert (answer.status_code, 'name="issue" type="hidden" value="2"' in text_of(answer)) == (422, True)
    assert desk.post(page, data=data | {"issue": "2"}).status_code == 303


def test_a_name_beside_the_person_themselves_is_not_dropped_in_silence(desk, event, person):
    data = {"collector": "self", "identity": "passport", "collected_by": "Ana Souza"}
    answer = desk.post(address(event, f"people/{person.public_id}/hand-out"), data=data)
    assert (answer.status_code, "Ana Souza" in text_of(answer)) == (422, True)
    assert 'href="#collected_by"' in text_of(answer)


def test_a_power_of_attorney_needs_a_name_and_what_was_typed_stays(desk, event, person):
    data = {"collector": "power_of_attorney", "identity": "passport", "note": "Letter of the embassy"}
    answer = desk.post(address(event, f"people/{person.public_id}/hand-out"), data=data)
    assert answer.status_code == 422
    assert "Letter of the embassy" in text_of(answer)
    assert 'href="#collected_by"' in text_of(answer)
    assert queries.list_of_person(person.id) == []


def test_a_document_must_have_been_looked_at(desk, event, person):
    answer = desk.post(address(event, f"people/{person.public_id}/hand-out"), data={"collector": "self"})
    assert answer.status_code == 422
    assert "Please choose what you have looked at." in text_of(answer)


def test_the_third_copy_needs_a_supervisor(desk, client, event, person):
    with transaction():
        ensure_credential(person.id, actor_id=None, now=utcnow())
        reissue_credential(person.id, reason="lost", actor_id=None, now=utcnow())
    page = address(event, f"people/{person.public_id}/replace")
    answer = desk.post(page, data={"reason": "lost"})
    assert (answer.status_code, "a supervisor must issue it" in text_of(answer)) == (422, True)
    sign_in(client, make_staff(event, Role.ORGANISER))
    assert client.post(page, data={"reason": "lost"}).status_code == 303
    assert [row.issue for row in list_credentials(person.id)] == [3, 2, 1]


def test_a_group_is_served_together(desk, event, category, person):
    other = make_approved(event, category)
    ticked = {"people": [person.public_id, other.public_id]}
    assert person.name_latin in text_of(desk.post(address(event, "group"), data=ticked))
    form = ticked | {"identity": "identity_card", "collected_by": "Ana Souza"}
    assert desk.post(address(event, "group/hand-out"), data=form).status_code == 303
    assert len(queries.handed_out([person.id, other.id])) == 2


def test_a_rejected_member_can_be_left_out_of_the_group(desk, event, category, person):
    rejected = make_registration(event, category, RegistrationStatus.REJECTED)
    form = {"identity": "identity_card", "collected_by": "Ana Souza"}
    answer = desk.post(address(event, "group/hand-out"), data=form | {"people": [person.public_id, rejected.public_id]})
    assert (answer.status_code, rejected.name_latin in text_of(answer)) == (422, True)
    assert f'type="checkbox" name="people" id="person-1" value="{person.public_id}" checked' in text_of(answer)
    assert desk.post(address(event, "group/hand-out"), data=form | {"people": [person.public_id]}).status_code == 303


def test_a_group_of_nobody_is_refused_above_the_same_list(desk, event, category):
    make_approved(event, category, name_latin="Ana Souza")
    make_approved(event, category, name_latin="Ana Lima")
    answer = desk.post(address(event, "group"), data={"q": "ana"})
    assert (answer.status_code, "Please tick the people" in text_of(answer)) == (422, True)
    assert "Ana Lima" in text_of(answer)


def test_more_than_sixty_are_refused_instead_of_some_being_left_out(desk, event, category):
    people = [make_approved(event, category).public_id for _number in range(61)]
    form = {"people": people, "identity": "passport", "collected_by": "Ana Souza"}
    assert "At most 60 badges" in text_of(desk.post(address(event, "group/hand-out"), data=form))


def test_the_leader_of_a_group_is_not_optional(desk, event, person):
    page = text_of(desk.post(address(event, "group"), data={"people": [person.public_id]}))
    assert page.count("(optional)") == 1


def test_a_group_without_a_leader_is_refused_and_stays_on_the_page(desk, event, person):
    form = {"people": [person.public_id], "identity": "identity_card"}
    answer = desk.post(address(event, "group/hand-out"), data=form)
    assert (answer.status_code, person.name_latin in text_of(answer)) == (422, True)


def test_somebody_new_is_registered_and_approved(desk, event, category):
    answer = desk.post(address(event, "walk-in"), data=WALK_IN, follow_redirects=True)
    assert "registered and approved" in text_of(answer)
    assert "ሜሮን ታደሰ" in text_of(answer)


def test_a_walk_in_without_consent_is_refused_and_keeps_its_answers(desk, event, category):
    answer = desk.post(address(event, "walk-in"), data=WALK_IN | {"has_agreed": ""})
    assert (answer.status_code, "Addis Loom" in text_of(answer)) == (422, True)


def test_a_walk_in_is_written_to_in_the_language_of_the_page(desk, event, category):
    assert '<option selected value="en">' in text_of(desk.get(address(event, "walk-in")))


def test_an_address_of_this_edition_leads_to_its_registration(desk, event, category):
    known = make_approved(event, category, email=WALK_IN["email"])
    page = text_of(desk.post(address(event, "walk-in"), data=WALK_IN))
    assert f'href="{address(event, f"people/{known.public_id}")}"' in page
    assert 'href="#email"' in page


def test_a_child_needs_the_name_of_an_adult(desk, event):
    make_category(event, "K", asks=["guardian"])
    answer = desk.post(address(event, "walk-in"), data=WALK_IN | {"category": "K"})
    assert "Please write the name of the adult" in text_of(answer)


def test_the_print_page_shows_the_badge_of_the_approved_only(desk, event, category, person):
    assert "badge.png" in text_of(desk.get(address(event, f"people/{person.public_id}/print")))
    waiting = make_registration(event, category, RegistrationStatus.SUBMITTED)
    assert desk.get(address(event, f"people/{waiting.public_id}/print")).status_code == 404


def test_the_printed_page_has_the_size_of_the_category_s_layout(desk, event, officer, category, person):
    page = address(event, f"people/{person.public_id}/print")
    assert 'data-size="a6"' in text_of(desk.get(page))
    with transaction():
        layout = add_layout(event.id, name="Cards", design=house(Size.CR80), actor_id=officer.id, now=utcnow())
        assign_layouts(event.id, default_id=layout.id, by_category={}, actor_id=officer.id)
    assert 'data-size="cr80"' in text_of(desk.get(page))


def test_the_badge_is_drawn_for_the_printer(desk, event, person):
    answer = desk.get(address(event, f"people/{person.public_id}/badge.png"))
    assert (answer.mimetype, answer.data[:4]) == ("image/png", b"\x89PNG")


def test_the_log_is_shown_and_exported(desk, officer, event, person):
    give(officer, person)
    assert person.name_latin in text_of(desk.get(address(event, "log")))
    assert person.reference in text_of(desk.get(address(event, "log.csv")))


@pytest.mark.parametrize("role", [Role.GATE, Role.READ_ONLY, Role.B2B])
def test_others_do_not_see_the_desk(client, event, person, role):
    sign_in(client, make_staff(event, role))
    assert client.get(address(event)).status_code == 403
    assert client.get(address(event, f"people/{person.public_id}")).status_code == 403
