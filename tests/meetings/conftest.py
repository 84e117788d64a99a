"""Fixtures of business meetings."""

from datetime import UTC, datetime, timedelta

import pytest

from summit.clock import utcnow


@pytest.fixture
def future() -> datetime:
    """Nine o'clock (UTC) of a day a month from now, for pages, which read the real clock."""
    return datetime.combine(utcnow().date() + timedelta(days=30), datetime.min.time(), UTC) + timedelta(hours=9)
