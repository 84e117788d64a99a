"""A help desk to test with."""

from typing import Any

import pytest

from summit.permissions import Role
from tests.factories import make_category, make_event, make_staff, make_zone, sign_in

from .factories import make_approved


@pytest.fixture
def event(db: Any) -> Any:
    return make_event()


@pytest.fixture
def category(event: Any) -> Any:
    return make_category(event, "D", (make_zone(event, "A"),))


@pytest.fixture
def person(event: Any, category: Any) -> Any:
    return make_approved(event, category)


@pytest.fixture
def officer(event: Any) -> Any:
    return make_staff(event, Role.HELP_DESK)


@pytest.fixture
def desk(client: Any, officer: Any) -> Any:
    """A browser of somebody who works at the desk."""
    sign_in(client, officer)
    return client
