"""Working out a proposal in the background."""

import multiprocessing
import time

import pytest

from summit.agenda.queries.proposals import find_proposal
from summit.agenda.rules.autoschedule import Options
from summit.agenda.rules.kinds import ProposalStatus
from summit.agenda.services import proposing
from summit.agenda.tasks import autoscheduling
from summit.clock import utcnow
from summit.database import transaction
from summit.jobs.rules import JobStatus
from summit.jobs.services import Progress, run_waiting_jobs
from tests.agenda.factories import make_session, make_slot
from tests.factories import make_event, make_hall


@pytest.fixture
def event(db):
    row = make_event()
    make_hall(row)
    return row


def order(event, count: int = 2, **values):
    slots = tuple(make_slot(make_session(event)).id for _ in range(count))
    wanted = Options(**({"slot_ids": slots, "iterations": 20, "seconds": 5} | values))
    with transaction():
        return proposing.order_proposal(event.id, wanted, actor_id=None, now=utcnow())


@pytest.fixture
def others() -> set[multiprocessing.process.BaseProcess]:
    """Processes that other tests have left running on purpose, such as the one that lays out paper."""
    return set(multiprocessing.active_children())


def test_the_job_works_out_the_proposal_in_a_process_of_its_own(event, others):
    proposal = order(event)
    assert run_waiting_jobs() == 1
    found = find_proposal(event.id, proposal.id)
    assert (found.status, found.job.status) == (ProposalStatus.READY, JobStatus.DONE)
    assert found.job.result == {"placed": 2, "without": 0}
    assert len(found.placements) == 2
    assert set(multiprocessing.active_children()) <= others


def test_a_repeat_of_the_job_changes_nothing(event):
    proposal = order(event)
    run_waiting_jobs()
    found = find_proposal(event.id, proposal.id)
    before = list(found.placements)
    assert autoscheduling.work_out_proposal(Progress(found.job)) == {}
    assert find_proposal(event.id, proposal.id).placements == before


def search_without_end(there, board, options):
    time.sleep(600)


def test_a_search_that_is_stopped_ends_its_process(event, monkeypatch, others):
    proposal = order(event, iterations=None, seconds=60)
    report = Progress.report

    def discard_and_report(self, done: int, total: int) -> None:
        if done == 1:
            with transaction():
                proposing.discard_proposal(proposal.id, actor_id=None)
        report(self, done, total)

    monkeypatch.setattr(Progress, "report", discard_and_report)
    monkeypatch.setattr(autoscheduling, "search_apart", search_without_end)
    run_waiting_jobs()
    found = find_proposal(event.id, proposal.id)
    assert (found.status, found.job.status) == (ProposalStatus.DISCARDED, JobStatus.CANCELLED)
    assert set(multiprocessing.active_children()) <= others


def test_a_process_that_dies_is_a_failure_to_be_tried_again(event, monkeypatch):
    proposal = order(event)
    monkeypatch.setattr(autoscheduling, "search_apart", print)
    run_waiting_jobs()
    found = find_proposal(event.id, proposal.id)
    assert found.status is ProposalStatus.QUEUED
    assert found.job.status is JobStatus.QUEUED
    assert found.job.error.startswith("SearchEnded")
