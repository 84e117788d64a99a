"""The one place that reads the time."""

from datetime import UTC, datetime


def utcnow() -> datetime:
    """Return the present moment as an aware UTC time."""
    return datetime.now(UTC)
