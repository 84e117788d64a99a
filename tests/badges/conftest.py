"""Printing things to test with."""

import io
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from summit.clock import utcnow
from summit.credentials.services import ensure_credential
from summit.database import transaction
from summit.events.models import Event
from summit.permissions import Role
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus
from tests.factories import make_category, make_event, make_registration, make_staff, make_zone, sign_in


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
def desk(client: Any, officer: Any) -> Any:
    """A browser at the badge desk."""
    sign_in(client, officer)
    return client


def issue_of(person: Registration) -> Any:
    """Return the person's valid code."""
    with transaction():
        return ensure_credential(person.id, actor_id=None, now=utcnow())


def tokens_in(pdf: bytes) -> list[list[str]]:
    """Return the codes that a scanner reads on each page of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=2).to_pil() for page in document]
    return [[code.text for code in zxingcpp.read_barcodes(page)] for page in pages]


def token_in_picture(png: bytes) -> str:
    """Return the one code in a picture."""
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))
    return code.text
