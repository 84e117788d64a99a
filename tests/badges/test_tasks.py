import fcntl
import io
import os
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from summit.audit.queries import list_entries
from summit.badges import queries
from summit.badges.layouts import Sheet
from summit.badges.models import PrintedBadge
from summit.badges.rules import LeftOut, NobodyToPrint, PrintFilter, PrintRunIsOver
from summit.badges.services import runs
from summit.badges.services.parts import folder_of
from summit.badges.tasks import print_run, purge_prints
from summit.clock import utcnow
from summit.credentials.services import reissue_credential
from summit.database import db as database
from summit.database import transaction
from summit.jobs.rules import JobStatus
from summit.jobs.services import JobCancelled, Progress, run_job, run_waiting_jobs
from summit.registration.rules import RegistrationStatus
from tests.badges.conftest import file_of, fresh, issue_of, tokens_in
from tests.badges.factory import NATIVE_NAMES

LONG_NAME = "Maximiliana " * 16 + "Overlong"


def log_of(run) -> list[tuple[int, int, int]]:
    statement = select(PrintedBadge).where(PrintedBadge.run_id == run.id).order_by(PrintedBadge.position)
    rows = database.session.scalars(statement).all()
    return [(row.position, row.registration_id, row.credential_id) for row in rows]


@pytest.fixture
def five(approve):
    """Five people in the order of their names, in several scripts, one name of 200 characters."""
    assert len(LONG_NAME) == 200
    natives = [("Amal", "ar"), ("Bela", "ru"), ("Chen", "zh-Hans"), ("Devi", "hi")]
    people = [
        approve(name_latin=name, name_native=NATIVE_NAMES[language], native_language=language)
        for name, language in natives
    ]
    return [*people, approve(name_latin=LONG_NAME)]


def test_a_run_prints_everybody_in_order_and_logs_exactly_that(event, five, ordered, own_children):
    run = ordered()
    with own_children():
        assert run_waiting_jobs() == 1
    run = fresh(run)

    codes = [issue_of(person) for person in five]
    assert tokens_in(file_of(run)) == [[code.token] for code in codes for _ in range(2)]
    assert log_of(run) == [(at, five[at - 1].id, codes[at - 1].credential_id) for at in range(1, 6)]
    assert (run.card_count, run.byte_count) == (5, len(file_of(run)))
    assert (run.job.status, run.job.done, run.job.total) == (JobStatus.DONE, 5, 5)
    assert run.job.result == {"left_out": []}
    assert sorted(path.name for path in folder_of(run.public_id).path.iterdir()) == [
        "000000.json",
        "badges.pdf",
        "plan.json",
    ]
    actions = [entry.action for entry in list_entries(event.id) if entry.subject_type == "print_run"]
    assert actions == ["badges.run_finished", "badges.run_ordered"]


def test_five_badges_take_two_sheets_of_four(five, ordered):
    run = ordered(Sheet.A4_4UP)
    run_waiting_jobs()

    reader = PdfReader(io.BytesIO(file_of(run)))
    assert [tuple(map(round, page.mediabox[2:])) for page in reader.pages] == [(595, 842)] * 4


@pytest.fixture
def three(approve):
    """Three people in the order of their names."""
    return [approve(name_latin=name) for name in ("Amal", "Bela", "Chen")]


def test_only_whom_the_filter_finds_is_printed(three, ordered):
    run = ordered(wanted=PrintFilter(q="Chen"))
    run_waiting_jobs()
    assert [row[1] for row in log_of(run)] == [three[2].id]


def test_who_is_withdrawn_before_the_drawing_is_left_out_with_the_reason(three, ordered):
    run = ordered()
    folder = folder_of(run.public_id)
    runs.fix_plan(run, folder)
    three[1].status = RegistrationStatus.WITHDRAWN
    database.session.commit()

    run_waiting_jobs()
    run = fresh(run)

    assert [row[1] for row in log_of(run)] == [three[at].id for at in (0, 2)]
    assert run.job.result == {"left_out": [[three[1].id, LeftOut.NOT_APPROVED.value]]}


def test_nobody_left_makes_an_empty_run_and_no_file(approve, ordered):
    person = approve()
    run = ordered()
    person.status = RegistrationStatus.WITHDRAWN
    database.session.commit()

    run_waiting_jobs()
    run = fresh(run)

    assert (run.job.status, run.card_count, run.file_name) == (JobStatus.DONE, 0, "")


def test_nobody_to_print_is_refused(event, ordered):
    with pytest.raises(NobodyToPrint):
        ordered()
    assert list(queries.list_runs(event.id)) == []


def test_the_same_order_twice_is_one_run(approve, ordered):
    approve()
    first = ordered()
    assert ordered().id == first.id
    assert ordered(Sheet.A4_4UP).id != first.id


@pytest.fixture
def interrupted(three, ordered):
    """A run whose parts are drawn and whose worker then died."""
    run = ordered()
    obstacle = folder_of(run.public_id).result
    obstacle.mkdir(parents=True)
    run_job(run.job_id)
    obstacle.rmdir()
    run = fresh(run)
    assert (run.job.status, run.finished_at, log_of(run)) == (JobStatus.QUEUED, None, [])
    run.job.status, run.job.lease_until = JobStatus.RUNNING, utcnow() - timedelta(seconds=1)
    database.session.commit()
    return run


def test_a_resumed_run_keeps_what_was_drawn(three, interrupted):
    (part,) = folder_of(interrupted.public_id).parts()
    drawn, drawn_at = part.pdf.read_bytes(), part.read().drawn_at

    assert run_waiting_jobs() == 1
    run = fresh(interrupted)

    moments = set(database.session.scalars(select(PrintedBadge.created_at).where(PrintedBadge.run_id == run.id)))
    assert (run.job.status, run.job.attempts, moments) == (JobStatus.DONE, 2, {drawn_at})
    assert [row[1] for row in log_of(run)] == [person.id for person in three]
    assert len(PdfReader(io.BytesIO(file_of(run))).pages) == len(PdfReader(io.BytesIO(drawn)).pages) == 6


def test_a_resumed_run_draws_a_part_again_whose_pages_are_lost(three, interrupted):
    (part,) = folder_of(interrupted.public_id).parts()
    part.pdf.unlink()

    run_waiting_jobs()

    assert len(PdfReader(io.BytesIO(file_of(interrupted))).pages) == 2 * len(log_of(interrupted)) == 6


def test_a_resumed_run_draws_a_part_again_whose_code_was_revoked(three, interrupted):
    with transaction():
        new = reissue_credential(three[0].id, reason="lost", actor_id=None, now=utcnow())

    run_waiting_jobs()

    assert tokens_in(file_of(interrupted))[0] == [new.token]
    assert log_of(interrupted)[0] == (1, three[0].id, new.credential_id)


def test_a_finished_run_is_not_printed_twice(three, ordered):
    run = ordered()
    run_waiting_jobs()
    before, run = log_of(run), fresh(run)
    run.job.status, run.job.lease_until = JobStatus.RUNNING, utcnow() - timedelta(seconds=1)
    database.session.commit()

    run_waiting_jobs()

    assert (log_of(run), fresh(run).job.status) == (before, JobStatus.DONE)


def test_a_cancelled_run_prints_nothing(three, ordered, officer):
    run = ordered()
    with transaction():
        runs.cancel_print_run(run.id, actor_id=officer.id)

    assert run_waiting_jobs() == 0
    assert fresh(run).job.status is JobStatus.CANCELLED
    with transaction(), pytest.raises(PrintRunIsOver):
        runs.cancel_print_run(run.id, actor_id=officer.id)


def test_a_run_cancelled_between_two_attempts_keeps_nothing_on_disk(interrupted, officer):
    interrupted.job.status = JobStatus.QUEUED
    database.session.commit()
    assert folder_of(interrupted.public_id).parts() != []

    with transaction():
        runs.cancel_print_run(interrupted.id, actor_id=officer.id)

    assert not folder_of(interrupted.public_id).path.exists()


def test_a_second_worker_waits_for_the_first_and_prints_nothing_again(three, ordered):
    run = ordered()
    folder = folder_of(run.public_id)
    progress = Progress(run.job)
    with folder.alone():
        handle = os.open(folder.path, os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(handle)
    run_waiting_jobs()
    before, moment = log_of(run), folder.result.stat().st_mtime_ns

    print_run(progress)

    assert (log_of(run), folder.result.stat().st_mtime_ns) == (before, moment)


@pytest.fixture
def at_work(three, ordered):
    """A run that a worker has just begun."""
    run = ordered()
    runs.fix_plan(run, folder_of(run.public_id))
    run.job.status, run.job.lease_until = JobStatus.RUNNING, utcnow() + timedelta(minutes=5)
    database.session.commit()
    return run


def test_a_run_cancelled_at_work_stops_and_keeps_nothing(at_work, officer, own_children):
    progress = Progress(at_work.job)
    with transaction():
        runs.cancel_print_run(at_work.id, actor_id=officer.id)

    with own_children(), pytest.raises(JobCancelled):
        print_run(progress)
    assert not folder_of(at_work.public_id).path.exists()
    assert log_of(at_work) == []


def test_a_run_cancelled_at_its_last_moment_logs_nothing(at_work, officer):
    with transaction():
        runs.cancel_print_run(at_work.id, actor_id=officer.id)

    with pytest.raises(JobCancelled), transaction():
        runs.finish_run(at_work.id, folder_of(at_work.public_id), utcnow())
    assert log_of(at_work) == []


def test_files_go_after_14_days(three, ordered):
    run, now = ordered(), utcnow()
    folder = folder_of(run.public_id)
    runs.fix_plan(run, folder)
    run.file_name, run.byte_count = "badges.pdf", 9
    database.session.commit()
    kept = {}
    for days in (13, 15):
        moment = (now - timedelta(days=days)).timestamp()
        os.utime(folder.path, (moment, moment))
        purge_prints(now)
        kept[days] = (folder.path.exists(), fresh(run).file_name)

    assert kept == {13: (True, "badges.pdf"), 15: (False, "")}
