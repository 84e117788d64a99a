import pytest

from summit.audit.queries import list_entries
from summit.badges import queries
from summit.badges.layouts import Sheet, Size, house
from summit.badges.services.parts import folder_of
from summit.badges.services.runs import fix_plan
from summit.clock import utcnow
from summit.database import db as database
from summit.jobs.rules import JobStatus
from summit.jobs.services import run_waiting_jobs
from summit.permissions import Role
from summit.registration.rules import RegistrationStatus
from tests.badges.conftest import tokens_in
from tests.badges.layout_factory import give_layout, make_layout
from tests.factories import make_category, make_event, make_registration, make_staff, sign_in


def base(event) -> str:
    return f"/e/{event.slug}/badges/"


def order(desk, event, query: str = "", **form):
    return desk.post(
        f"{base(event)}runs{query}", data={"layout": "single", "order": "name", "first_place": "1", "desks": "1"} | form
    )


def the_run(event):
    database.session.expire_all()
    return queries.list_runs(event.id)[0][0]


def test_the_page_counts_and_lists_whom_the_filter_finds(desk, event, category, approve):
    make_category(event, "M", names={"en": "Press"})
    approve(name_latin="Anna Lim", represents="BR")
    approve(name_latin="Yuri Shchukin", name_native="Юрий Щукин", native_language="ru")

    everybody = desk.get(base(event)).get_data(as_text=True)
    some = desk.get(f"{base(event)}?q=щукин&category=D&country=none&scope=new").get_data(as_text=True)

    assert ("2 badges" in everybody, "Anna Lim" in everybody, "Юрий Щукин" in everybody) == (True, True, True)
    assert ("1 badge<" in some, "Anna Lim" in some, "Юрий Щукин" in some) == (True, False, True)


def test_an_edition_without_approved_people_says_what_comes_next(desk, event):
    assert "Nobody is approved yet" in desk.get(base(event)).get_data(as_text=True)
    assert "Nobody matches" in desk.get(f"{base(event)}?q=x").get_data(as_text=True)


def test_a_run_is_ordered_followed_and_downloaded(desk, event, officer, approve):
    approve(name_latin="Anna Lim")
    approve(name_latin="Bela Moss")

    ordered = order(desk, event, "?q=anna", layout="a4_4up")
    page = ordered.headers["Location"]
    waiting = desk.get(page).get_data(as_text=True)
    progress = desk.get(page, headers={"Accept": "application/json"}).json
    run_waiting_jobs()
    done = desk.get(page).get_data(as_text=True)
    file = desk.get(f"{page}/file")

    assert ordered.status_code == 303
    assert ("Show how far it is now" in waiting, "Cancel this run" in waiting) == (True, True)
    assert progress == {"state": "queued", "done": 0, "total": 1}
    assert ("Download the PDF" in done, "Cancel this run" in done) == (True, False)
    assert desk.get(page, headers={"Accept": "application/json"}).json == {"state": "done", "done": 1, "total": 1}
    assert (file.status_code, file.mimetype, len(tokens_in(file.data))) == (200, "application/pdf", 2)
    assert f"{event.slug}-badges-a4-4up-" in file.headers["Content-Disposition"]
    assert "no-store" in file.headers["Cache-Control"]
    assert page in desk.get(base(event)).get_data(as_text=True)
    entry = list_entries(event.id)[0]
    assert (entry.action, entry.actor_id, entry.subject_id) == ("badges.run_downloaded", officer.id, the_run(event).id)


def test_a_run_without_a_file_has_no_download(desk, event, approve):
    approve()
    page = order(desk, event).headers["Location"]
    assert desk.get(f"{page}/file").status_code == 404


def test_an_order_for_nobody_is_refused_and_the_choice_stays(desk, event):
    answer = order(desk, event, "?q=nobody", order="country")

    assert answer.status_code == 422
    assert "there is nothing to print" in answer.get_data(as_text=True)
    assert queries.list_runs(event.id) == []


@pytest.mark.parametrize("form", [{"layout": "a0"}, {"layout": ""}, {"order": "age"}])
def test_a_wrong_form_is_refused(desk, event, approve, form):
    approve()
    assert order(desk, event, **form).status_code == 422
    assert queries.list_runs(event.id) == []


def test_a_run_can_be_cancelled_once(desk, event, approve):
    approve()
    page = order(desk, event).headers["Location"]

    assert desk.post(f"{page}/cancel").status_code == 303
    assert the_run(event).job.status is JobStatus.CANCELLED
    assert "Nothing of it is kept" in desk.get(page).get_data(as_text=True)
    desk.post(f"{page}/cancel")
    assert "already ended" in desk.get(page).get_data(as_text=True)


def test_a_failed_run_says_what_to_do(desk, event, approve):
    approve()
    page = order(desk, event).headers["Location"]
    the_run(event).job.status = JobStatus.FAILED
    database.session.commit()
    assert "failed three times" in desk.get(page).get_data(as_text=True)


def test_a_purged_file_is_explained(desk, event, approve):
    approve()
    page = order(desk, event).headers["Location"]
    run = the_run(event)
    run.finished_at, run.card_count, run.file_name = utcnow(), 1, ""
    database.session.commit()
    assert "14 days" in desk.get(page).get_data(as_text=True)
    assert desk.get(f"{page}/file").status_code == 404
    the_run(event).file_name = "lost-on-disk.pdf"
    database.session.commit()
    assert desk.get(f"{page}/file").status_code == 404


def test_an_order_without_its_forgery_token_is_refused(strict_client, event, officer, approve):
    approve()
    sign_in(strict_client, officer)
    assert order(strict_client, event).status_code == 400
    assert queries.list_runs(event.id) == []


def test_who_was_left_out_is_named_with_the_reason(desk, event, approve):
    approve()
    gone = approve(name_latin="Gone Away")
    page = order(desk, event).headers["Location"]
    fix_plan(the_run(event), folder_of(the_run(event).public_id))
    gone.status = RegistrationStatus.WITHDRAWN
    database.session.commit()
    run_waiting_jobs()

    text = desk.get(page).get_data(as_text=True)
    assert ("Gone Away" in text, "No longer approved" in text) == (True, True)


@pytest.mark.parametrize("role", [Role.GATE, Role.READ_ONLY])
def test_other_roles_may_not_print(client, event, approve, role):
    approve()
    sign_in(client, make_staff(event, role))
    assert client.get(base(event)).status_code == 403
    assert order(client, event).status_code == 403


def test_an_officer_of_another_edition_finds_nothing_here(desk, event, approve):
    other = make_event()
    stranger = make_registration(other, make_category(other))
    sign_in(desk, make_staff(other, Role.ACCREDITATION))
    person = approve()

    assert desk.get(base(event)).status_code == 403
    assert desk.get(f"{base(event)}person/{person.public_id}.pdf").status_code == 403
    assert desk.get(f"{base(other)}person/{person.public_id}.pdf").status_code == 404
    assert desk.get(f"{base(other)}person/{person.public_id}").status_code == 404
    assert desk.get(f"{base(other)}person/{stranger.public_id}").status_code == 200


def test_a_run_of_another_edition_is_not_found(desk, event, officer, approve):
    approve()
    page = order(desk, event).headers["Location"]
    other = make_event()
    sign_in(desk, make_staff(other, Role.ACCREDITATION))
    foreign = page.replace(event.slug, other.slug)
    assert {desk.get(url).status_code for url in (foreign, f"{foreign}/file")} == {404}
    assert desk.post(f"{foreign}/cancel").status_code == 404
    assert the_run(event).job.status is JobStatus.QUEUED


def test_the_page_takes_as_many_statements_for_three_as_for_one(desk, event, approve, count_queries):
    counts = []
    for missing in (1, 2):
        for _ in range(missing):
            order(desk, event, f"?q={approve().email}")
        desk.get(base(event))
        with count_queries() as counter:
            desk.get(base(event))
        counts.append(counter.count)
    assert counts[0] == counts[1]


@pytest.fixture
def finished(desk, event, approve):
    """The address of a run of two badges that is done."""
    for name in ("Anna Lim", "Bela Moss"):
        approve(name_latin=name)
    page = order(desk, event).headers["Location"]
    run_waiting_jobs()
    return page


def test_what_jammed_is_ordered_again_from_the_page_of_its_run(desk, event, finished):
    answer = desk.post(f"{finished}/reprint", data={"by": "badge", "numbers": "2", "first_place": "1"})

    assert (answer.status_code, answer.headers["Location"] != finished) == (303, True)
    assert "A reprint from the run of" in desk.get(answer.headers["Location"]).get_data(as_text=True)
    assert the_run(event).options["again"] == [2]


@pytest.mark.parametrize("numbers", ["", "3", "x"])
def test_numbers_that_the_run_does_not_have_are_refused_and_kept(desk, event, finished, numbers):
    answer = desk.post(f"{finished}/reprint", data={"by": "badge", "numbers": numbers, "first_place": "1"})
    assert (answer.status_code, f'value="{numbers}"' in answer.get_data(as_text=True)) == (422, True)
    assert len(queries.list_runs(event.id)) == 1


def test_the_log_is_a_page_and_a_spreadsheet(desk, event, finished):
    page = desk.get(f"{finished}/log").get_data(as_text=True)
    run = the_run(event).public_id
    text = desk.get(f"{base(event)}log.csv?run={run}").data.decode("utf-8-sig")
    book = desk.get(f"{base(event)}log.xlsx")

    assert ("Anna Lim" in page, "Bela Moss" in page) == (True, True)
    assert "Bela Moss" not in desk.get(f"{finished}/log?after=2").get_data(as_text=True)
    assert [line.split(",")[7] for line in text.splitlines()] == ["Name", "Anna Lim", "Bela Moss"]
    assert (book.status_code, book.data[:2]) == (200, b"PK")
    assert desk.get(f"{base(event)}log.csv?run=unknown").status_code == 404


def test_each_desk_s_part_is_downloaded_and_written_down_by_itself(desk, event, officer, approve):
    for name in ("Anna Lim", "Bela Moss"):
        approve(name_latin=name, sort_key=name.casefold())
    page = order(desk, event, desks="2").headers["Location"]
    assert desk.get(f"{page}/desks/1/file").status_code == 404
    run_waiting_jobs()
    text = desk.get(page).get_data(as_text=True)
    file = desk.get(f"{page}/desks/2/file")

    assert (f"{page}/desks/1/file" in text, f"{page}/desks/2/file" in text) == (True, True)
    assert (file.mimetype, len(tokens_in(file.data))) == ("application/pdf", 4)
    assert "-desk-2.pdf" in file.headers["Content-Disposition"]
    assert "no-store" in file.headers["Cache-Control"]
    entry = list_entries(event.id)[0]
    assert (entry.action, entry.actor_id, entry.detail) == (
        "badges.run_downloaded",
        officer.id,
        {"desk": 2, "badges": 1},
    )
    assert desk.get(f"{page}/desks/3/file").status_code == 404
    folder_of(the_run(event).public_id).delete()
    assert [desk.get(each).status_code for each in (page, f"{page}/file", f"{page}/desks/2/file")] == [200, 404, 404]


def test_what_jammed_at_a_desk_is_counted_in_its_own_file(desk, event, approve):
    for name in ("Anna Lim", "Bela Moss"):
        approve(name_latin=name, sort_key=name.casefold())
    page = order(desk, event, desks="2").headers["Location"]
    run_waiting_jobs()
    offered = "The file of the whole run" in desk.get(page).get_data(as_text=True)
    form = {"by": "badge", "numbers": "1", "first_place": "1", "desk": "2"}
    unknown = desk.post(f"{page}/reprint", data=form | {"desk": "7"})

    answer = desk.post(f"{page}/reprint", data=form)

    assert (offered, unknown.status_code, answer.status_code) == (True, 422, 303)
    assert the_run(event).options["again"] == [2]


def test_the_form_says_why_no_sheet_that_is_cut_is_offered_for_several_sizes(desk, event, category, approve):
    approve()
    approve(category=make_category(event, "M"))
    give_layout(event, None, {category: make_layout(event, design=house(Size.CR80))})

    mixed, one = (desk.get(f"{base(event)}{query}").get_data(as_text=True) for query in ("", "?category=D"))

    said = "These categories have badges of different sizes"
    assert (said in mixed, "a4_4up" in mixed) == (True, False)
    assert (said in one, "a4_4up" in one) == (False, True)


def test_the_form_offers_the_papers_of_the_layout_and_refuses_others_there(desk, event, approve):
    approve()
    text = desk.get(base(event)).get_data(as_text=True)
    refused = order(desk, event, layout="a4_8up")
    beyond = order(desk, event, layout="a4_2up", first_place="3")

    offered = [sheet for sheet in Sheet if f'value="{sheet}"' in text]
    assert offered == [Sheet.SINGLE, Sheet.A4_2UP, Sheet.A4_4UP, Sheet.A4_FOLDED]
    assert (refused.status_code, "do not lie 8 on a sheet" in refused.get_data(as_text=True)) == (422, True)
    assert (beyond.status_code, "has 2 places" in beyond.get_data(as_text=True)) == (422, True)
