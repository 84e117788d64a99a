"""What the worker tidies up."""

import os
from datetime import UTC, datetime

import pytest

from summit.agenda.services import materials
from summit.agenda.tasks import tidying


@pytest.mark.parametrize(("minute", "kept"), [(26, True), (27, False)])
def test_lost_files_are_swept_once_an_hour(db, minute, kept):
    lost = materials._folder() / "lost.pdf"
    lost.write_bytes(b"%PDF-")
    os.utime(lost, (0, 0))
    tidying.tidy_up(datetime(2026, 11, 28, 9, minute, tzinfo=UTC))
    assert lost.exists() is kept
    lost.unlink(missing_ok=True)
