"""Runs by desk, from a used sheet, and what jammed of them."""

import io

import pytest
from pypdf import PdfReader

from summit.badges import queries
from summit.badges.layouts import Sheet
from summit.badges.rules import (
    LeftOut,
    NothingToReprint,
    PositionsAreUnclear,
    StartHasNoSeparators,
    StartIsOffTheSheet,
)
from summit.badges.services import runs
from summit.badges.services.parts import folder_of
from summit.badges.tasks import print_run
from summit.clock import utcnow
from summit.credentials.services import reissue_credential, revoke_credentials
from summit.database import db as database
from summit.database import transaction
from summit.jobs.services import JobCancelled, Progress, run_waiting_jobs
from summit.registration.rules import RegistrationStatus
from tests.badges.conftest import done, file_of, issue_of, log_of, tokens_in


@pytest.fixture
def again(officer):
    """Order what jammed of a run."""

    def make(run, numbers: str, *, by_sheet: bool = False, start: int = 0, desk: int = 0):
        with transaction():
            source = queries.find_run(run.event_id, run.public_id)
            how = {"by_sheet": by_sheet, "start": start, "desk": desk}
            return runs.order_reprint(source, numbers, **how, actor_id=officer.id, now=utcnow())

    return make


@pytest.fixture
def four(approve):
    """Four people in the order of their names, each with a code."""
    return [approve(name_latin=name, sort_key=name.casefold()) for name in ("Amal", "Anna", "Bela", "Chen")]


def pages_of(run) -> list[list[str]]:
    return tokens_in(file_of(run))


def words_of(run) -> list[str]:
    reader = PdfReader(io.BytesIO(file_of(run)))
    return [page.extract_text() for page in reader.pages]


def test_a_run_for_two_desks_has_a_separator_before_each(four, ordered):
    run = done(ordered(desks=2))

    words, codes = words_of(run), pages_of(run)
    assert ("Desk 1" in words[0], "2 badges" in words[0]) == (True, True)
    assert ("Desk 2" in words[6], "B–C" in words[6]) == (True, True)
    assert [at for at, found in enumerate(codes) if not found] == [0, 1, 6, 7]
    assert [row.sheet for row in log_of(run)] == [2, 3, 5, 6]


def test_each_desk_has_a_file_of_its_own_and_the_whole_is_their_sum(four, ordered):
    run = done(ordered(desks=2))
    first, second = runs.desks_of(run)

    assert [(desk.number, desk.span, list(desk.badges), list(desk.sheets)) for desk in (first, second)] == [
        (1, "A", [1, 2], [1, 2, 3]),
        (2, "B–C", [3, 4], [4, 5, 6]),
    ]
    assert tokens_in(first.pdf.read_bytes()) + tokens_in(second.pdf.read_bytes()) == pages_of(run)
    assert first.byte_count == len(first.pdf.read_bytes())


def test_a_run_without_desks_or_for_one_has_no_second_file(approve, ordered):
    for name in ("Amal", "Anna"):
        approve(name_latin=name, sort_key=name.casefold())
    assert [runs.desks_of(done(ordered(desks=desks))) for desks in (1, 2)] == [[], []]


def test_a_desk_whose_people_were_all_left_out_has_no_file(four, ordered):
    run = ordered(desks=3)
    runs.fix_plan(run, folder_of(run.public_id))
    four[2].status = RegistrationStatus.WITHDRAWN
    database.session.commit()

    assert [(desk.number, list(desk.badges)) for desk in runs.desks_of(done(run))] == [(1, [1, 2]), (3, [3])]


def test_letters_are_separated_on_sheets_of_four(four, ordered):
    run = done(ordered(Sheet.A4_4UP, separators=True))

    assert [len(found) for found in pages_of(run)] == [0, 0, 2, 2, 0, 0, 1, 1, 0, 0, 1, 1]
    assert [row.sheet for row in log_of(run)] == [2, 2, 4, 6]


def test_a_run_begins_on_a_used_sheet(four, ordered):
    run = done(ordered(Sheet.A4_4UP, start=3))

    assert [len(found) for found in pages_of(run)] == [1, 1, 3, 3]
    assert [row.sheet for row in log_of(run)] == [1, 2, 2, 2]


def test_a_used_sheet_and_separators_exclude_each_other(four, ordered):
    with pytest.raises(StartHasNoSeparators):
        ordered(Sheet.A4_4UP, start=1, desks=2)
    with pytest.raises(StartIsOffTheSheet):
        ordered(Sheet.A4_4UP, start=4)


def test_what_jammed_is_printed_again_with_the_same_codes_and_logged_as_that(four, ordered, again):
    first = done(ordered())
    codes = {row.position: row.credential_id for row in log_of(first)}

    second = done(again(first, "2–3"))

    assert second.reprint_of_id == first.id
    assert [(row.position, row.source_position, row.credential_id) for row in log_of(second)] == [
        (1, 2, codes[2]),
        (2, 3, codes[3]),
    ]
    assert pages_of(second) == [[issue_of(person).token] for person in four[1:3] for _ in range(2)]
    assert [one.id for one in queries.list_reprints(first.id)] == [second.id]


def test_sheets_are_printed_again_from_a_used_sheet(four, ordered, again):
    first = done(ordered(Sheet.A4_4UP, start=2))
    second = done(again(first, "2", by_sheet=True, start=3))

    assert [row.source_position for row in log_of(second)] == [3, 4]
    assert [row.sheet for row in log_of(second)] == [1, 2]


def test_a_desk_counts_badges_and_sheets_from_the_beginning_of_its_own_file(four, ordered, again):
    first = done(ordered(desks=2))

    badge, sheet = again(first, "2", desk=2), again(first, "2-3", desk=2, by_sheet=True)

    assert (badge.options["again"], sheet.options["again"]) == ([4], [3, 4])
    with pytest.raises(PositionsAreUnclear):
        again(first, "3", desk=2)
    with pytest.raises(NothingToReprint):
        again(first, "1", desk=3)


def test_a_reprint_takes_the_valid_code_and_leaves_out_who_has_none(four, ordered, again):
    first = done(ordered())
    with transaction():
        new = reissue_credential(four[0].id, reason="lost", actor_id=None, now=utcnow())
        revoke_credentials(four[1].id, reason="misused", actor_id=None, now=utcnow())

    second = done(again(first, "1-2"))

    assert [row.credential_id for row in log_of(second)] == [new.credential_id]
    assert second.job.result == {"left_out": [[four[1].id, LeftOut.CODE_IS_REVOKED.value]]}


def test_a_reprint_of_a_reprint_counts_in_the_reprint(four, ordered, again):
    second = done(again(done(ordered()), "2-4"))
    third = done(again(second, "3"))
    assert [(row.registration_id, row.source_position) for row in log_of(third)] == [(four[3].id, 3)]


def test_the_same_reprint_twice_is_one_run(four, ordered, again):
    first = done(ordered())
    assert again(first, "2").id == again(first, "2").id
    assert again(first, "2").id != again(first, "3").id


def test_only_numbers_of_a_finished_run_are_printed_again(four, ordered, again):
    run = ordered()
    with pytest.raises(NothingToReprint):
        again(run, "1")
    run = done(run)
    with pytest.raises(PositionsAreUnclear):
        again(run, "5")


def test_a_run_cancelled_between_its_parts_leaves_nothing(four, ordered, officer, own_children, monkeypatch):
    run = ordered(desks=2)
    run.job.status = "running"
    database.session.commit()
    progress = Progress(run.job)
    report = progress.report

    def cancel_after_the_first(done: int, total: int) -> None:
        report(done, total)
        if done == 2:
            with transaction():
                runs.cancel_print_run(run.id, actor_id=officer.id)

    monkeypatch.setattr(progress, "report", cancel_after_the_first)
    with own_children(), pytest.raises(JobCancelled):
        print_run(progress)

    assert (log_of(run), folder_of(run.public_id).path.exists()) == ([], False)


def test_a_run_killed_between_its_parts_goes_on_where_it_was(four, ordered, own_children):
    run = ordered(desks=3)
    folder = folder_of(run.public_id)
    obstacle = folder.path / "000005.json"
    obstacle.mkdir(parents=True)
    with own_children():
        run_waiting_jobs()
    obstacle.rmdir()
    database.session.expire_all()
    run = queries.find_run(run.event_id, run.public_id)
    assert (run.finished_at, run.job.status, log_of(run)) == (None, "queued", [])

    moment = folder.parts()[1].read().drawn_at
    run.job.not_before = utcnow()
    database.session.commit()
    run = done(run)

    assert [row.created_at for row in log_of(run)][:2] == [moment, moment]
    assert [row.registration_id for row in log_of(run)] == [person.id for person in four]
