"""Printing things to test with."""

import io
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from summit.badges import queries, tasks
from summit.badges.layouts import Sheet
from summit.badges.models import PrintedBadge, PrintRun
from summit.badges.pdf.pressroom import the_press
from summit.badges.rules import PrintFilter, PrintOrder, RunOptions
from summit.badges.services.parts import folder_of
from summit.badges.services.runs import order_print_run
from summit.clock import utcnow
from summit.credentials.services import ensure_credential
from summit.database import db as database
from summit.database import transaction
from summit.events.models import Event
from summit.jobs.services import run_waiting_jobs
from summit.paper.children import new_children
from summit.permissions import Role
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus
from tests.factories import make_category, make_event, make_registration, make_staff, make_zone, sign_in

OWN_POOL = tasks._pool


@pytest.fixture(scope="session")
def children() -> Iterator[ProcessPoolExecutor]:
    """Two children as a worker starts them for each run, kept for all tests: a start takes longer than their work."""
    with new_children(2, the_press) as running:
        yield running


@pytest.fixture(autouse=True)
def lasting_children(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let runs be laid out by the children that are there already."""
    monkeypatch.setattr(tasks, "_pool", lambda count: nullcontext(request.getfixturevalue("children")))


@pytest.fixture
def own_children(lasting_children: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the runs inside start and end children of their own, as a worker does: for those that stop in the middle."""

    @contextmanager
    def own() -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr(tasks, "_pool", OWN_POOL)
            yield

    return own


@pytest.fixture
def event(db: Any) -> Event:
    return make_event()


@pytest.fixture
def category(event: Event) -> Any:
    return make_category(event, "D", (make_zone(event, "A"), make_zone(event, "B")))


@pytest.fixture
def approve(event: Event, category: Any) -> Any:
    """Make an approved person of the edition."""

    def make(**values: Any) -> Registration:
        return make_registration(event, values.pop("category", category), RegistrationStatus.APPROVED, **values)

    return make


@pytest.fixture
def officer(event: Event) -> Any:
    return make_staff(event, Role.ACCREDITATION)


@pytest.fixture
def ordered(event: Event, officer: Any) -> Any:
    """Order a run of everybody who is approved, or whom a filter finds."""

    def make(sheet: Sheet = Sheet.SINGLE, wanted: PrintFilter | None = None, **options: Any) -> PrintRun:
        with transaction():
            return order_print_run(
                event.id,
                wanted or PrintFilter(),
                order=PrintOrder.NAME,
                sheet=sheet,
                actor_id=officer.id,
                now=utcnow(),
                options=RunOptions(**options),
            )

    return make


@pytest.fixture
def desk(client: Any, officer: Any) -> Any:
    """A browser at the badge desk."""
    sign_in(client, officer)
    return client


def issue_of(person: Registration) -> Any:
    """Return the person's valid code."""
    with transaction():
        return ensure_credential(person.id, actor_id=None, now=utcnow())


def done(run: PrintRun) -> PrintRun:
    """Return the run after the worker has done what waits."""
    run_waiting_jobs()
    return fresh(run)


def fresh(run: PrintRun) -> PrintRun:
    """Return the run as it is now."""
    database.session.expire_all()
    found = queries.find_run(run.event_id, run.public_id)
    assert found is not None
    return found


def log_of(run: PrintRun) -> list[PrintedBadge]:
    """Return what the run printed, in order."""
    statement = select(PrintedBadge).where(PrintedBadge.run_id == run.id).order_by(PrintedBadge.position)
    return list(database.session.scalars(statement))


def sizes_of(pdf: bytes) -> list[tuple[int, int]]:
    """Return width and height of each page of a PDF in mm."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [tuple(round(float(length) / 72 * 25.4) for length in page.mediabox[2:]) for page in pages]


def file_of(run: PrintRun) -> bytes:
    """Return the finished file of a run."""
    return folder_of(run.public_id).result.read_bytes()


def tokens_in(pdf: bytes) -> list[list[str]]:
    """Return the codes that a scanner reads on each page of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=2).to_pil() for page in document]
    return [[code.text for code in zxingcpp.read_barcodes(page)] for page in pages]


def token_in_picture(png: bytes) -> str:
    """Return the one code in a picture."""
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))
    return code.text
