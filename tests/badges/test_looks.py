"""A run has one look, however long it takes and whatever becomes of it."""

import pytest

from summit.audit.queries import list_entries
from summit.badges.layouts import Mode, Sheet, Size, house
from summit.badges.rules import LeftOut, PrintFilter, PrintScope
from summit.badges.services import runs
from summit.badges.services.parts import folder_of
from summit.badges.tasks import print_run
from summit.clock import utcnow
from summit.credentials.queries import list_valid_credentials
from summit.database import db as database
from summit.database import transaction
from summit.jobs.services import JobCancelled, Progress, run_waiting_jobs
from tests.badges.conftest import done, file_of, fresh, log_of, sizes_of
from tests.badges.layout_factory import change_layout, give_layout, make_layout
from tests.factories import make_category

A6, A7 = (105, 148), (74, 105)


@pytest.fixture
def four(approve):
    """Four people in the order of their names, for as many desks."""
    return [approve(name_latin=name, sort_key=name.casefold()) for name in ("Amal", "Bela", "Chen", "Devi")]


@pytest.fixture
def layout(event, category, four):
    """The layout of everybody."""
    made = make_layout(event, "Everybody", house(Size.A6, Mode.BLACK))
    give_layout(event, made)
    return made


@pytest.fixture
def killed(layout, ordered, own_children):
    """A run whose worker died when some of the badges were drawn."""
    run = ordered(desks=4)
    folder = folder_of(run.public_id)
    obstacle = folder.path / "000005.json"
    obstacle.mkdir(parents=True)
    with own_children():
        run_waiting_jobs()
    obstacle.rmdir()
    run = fresh(run)
    assert 0 < sum(log.size for log in folder.logs()) < 4
    assert (run.finished_at, log_of(run)) == (None, [])
    return run


def resume(run):
    run.job.not_before = utcnow()
    database.session.commit()
    return done(run)


def people_in(run) -> list[int]:
    return [row.registration_id for row in log_of(run)]


def outdated(event) -> int:
    wanted = PrintFilter(scope=PrintScope.CHANGED)
    return len(runs.queries.list_standings(runs.selection_of(event, wanted)))


def edit(event, layout, category):
    change_layout(layout, house(Size.A7))


def assign(event, layout, category):
    give_layout(event, layout, {category: make_layout(event, "Small", house(Size.A7))})


@pytest.mark.parametrize("change", [edit, assign])
def test_a_run_that_goes_on_keeps_the_look_it_began_with(event, layout, category, four, killed, change):
    change(event, layout, category)

    run = resume(killed)

    assert set(sizes_of(file_of(run))) == {A6}
    assert {row.design for row in log_of(run)} == {house(Size.A6, Mode.BLACK).key}
    assert people_in(run) == [person.id for person in four]
    assert outdated(event) == 4


def test_a_run_that_waits_has_the_look_of_its_order(layout, ordered):
    run = ordered()
    change_layout(layout, house(Size.A7))
    again = ordered()
    run, again = done(run), fresh(again)

    assert again.id != run.id
    assert (set(sizes_of(file_of(run))), set(sizes_of(file_of(again)))) == ({A6}, {A7})


def test_what_jammed_looks_like_the_others_of_its_pile(layout, ordered, officer):
    run = done(ordered())
    change_layout(layout, house(Size.A7))
    with transaction():
        jammed = runs.order_reprint(run, "2", by_sheet=False, start=0, actor_id=officer.id, now=utcnow())

    assert set(sizes_of(file_of(done(jammed)))) == {A6}


def test_who_comes_into_a_category_that_the_run_does_not_print_is_left_out(event, category, four, layout, ordered):
    run = ordered(Sheet.A4_4UP, PrintFilter(letters=("D",)))
    runs.fix_plan(run, folder_of(run.public_id))
    press = make_category(event, "M")
    give_layout(event, layout, {press: make_layout(event, "Card", house(Size.CR80))})
    four[1].category = press
    database.session.commit()

    run = done(run)

    assert people_in(run) == [four[at].id for at in (0, 2, 3)]
    assert run.job.result == {"left_out": [[four[1].id, LeftOut.OTHER_CATEGORY.value]]}


def test_a_part_from_before_designs_were_kept_goes_on(event, four, killed):
    """Look at a run that was at work while the software was renewed."""
    folder = folder_of(killed.public_id)
    killed.designs = None
    for part in folder.parts():
        if log := part.read():
            part.close(type(log)(log.drawn_at, [one[:3] for one in log.printed], log.left_out))
    database.session.commit()

    run = resume(killed)

    assert people_in(run) == [person.id for person in four]
    assert {row.design is None for row in log_of(run)} == {True, False}
    assert outdated(event) == 0


def test_a_run_cancelled_in_the_middle_has_printed_nothing_and_says_so(
    event, four, layout, ordered, officer, own_children, monkeypatch
):
    run = ordered(desks=2)
    run.job.status = "running"
    database.session.commit()
    progress, seen = Progress(run.job), []
    report = progress.report

    def cancel_in_the_middle(done: int, total: int) -> None:
        report(done, total)
        if done == 2:
            seen.extend(log.size for log in folder_of(run.public_id).logs() if log.size)
            with transaction():
                runs.cancel_print_run(run.id, actor_id=officer.id)

    monkeypatch.setattr(progress, "report", cancel_in_the_middle)
    with own_children(), pytest.raises(JobCancelled):
        print_run(progress)

    assert seen == [2]
    assert (log_of(run), folder_of(run.public_id).path.exists()) == ([], False)
    entries = [entry for entry in list_entries(event.id) if entry.subject_type == "print_run"]
    assert [(entry.action, entry.actor_id) for entry in entries] == [
        ("badges.run_cancelled", officer.id),
        ("badges.run_ordered", officer.id),
    ]
    # The codes that were made stay: they are on no paper, and the next run prints them.
    codes = {code.registration_id: code.id for code in list_valid_credentials([person.id for person in four])}
    again = done(ordered())
    assert {row.registration_id: row.credential_id for row in log_of(again)}.items() >= codes.items() != set()
