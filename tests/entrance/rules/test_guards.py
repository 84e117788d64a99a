from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from summit.entrance import rules
from summit.entrance.rules import Outcome

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
SCAN_ID = "0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f"


@pytest.mark.parametrize("text", [SCAN_ID, SCAN_ID.upper(), SCAN_ID.replace("-", "")])
def test_a_scan_id_is_a_uuid_in_any_usual_spelling(text):
    assert rules.validate_scan_id(text) == UUID(SCAN_ID)


@pytest.mark.parametrize(
    "text", ["", "1", SCAN_ID[:-1], SCAN_ID + "0", "00000000-0000-0000-0000-000000000000", "x" * 36]
)
def test_other_scan_ids_are_refused(text):
    with pytest.raises(rules.ScanIdIsInvalid):
        rules.validate_scan_id(text)


@pytest.mark.parametrize("outcome", [Outcome.ADMITTED, Outcome.EXITED])
def test_a_scan_is_undone_within_fifteen_minutes(outcome):
    assert rules.ensure_undoable(NOON, NOON + timedelta(minutes=15), outcome=outcome) is None


def test_after_fifteen_minutes_a_scan_stays():
    with pytest.raises(rules.UndoIsTooLate) as refusal:
        rules.ensure_undoable(NOON, NOON + timedelta(minutes=15, seconds=1), outcome=Outcome.ADMITTED)
    assert str(refusal.value) == "A scan can be undone within 15 minutes only."


def test_a_scan_is_undone_once():
    with pytest.raises(rules.ScanIsUndone):
        rules.ensure_undoable(NOON, NOON, outcome=Outcome.ADMITTED, annulled_at=NOON)


@pytest.mark.parametrize("outcome", [Outcome.FULL, Outcome.UNKNOWN, Outcome.NOT_INSIDE])
def test_a_refused_scan_has_nothing_to_undo(outcome):
    with pytest.raises(rules.NothingToUndo):
        rules.ensure_undoable(NOON, NOON, outcome=outcome)


def test_an_override_reason_is_tidied_and_cut():
    assert rules.clean_override_reason("  speaker \n of 10:00 ") == "speaker of 10:00"
    assert rules.clean_override_reason("VIP") == "VIP"
    assert rules.clean_override_reason("a" * 400) == "a" * 300


@pytest.mark.parametrize("text", ["", "  ", "ok", "\n.\n"])
def test_an_override_without_a_reason_is_refused(text):
    with pytest.raises(rules.OverrideNeedsReason):
        rules.clean_override_reason(text)


def test_what_a_newer_scan_rests_upon_is_not_undone():
    assert rules.ensure_newest(newer_exists=False) is None
    with pytest.raises(rules.NewerScanExists):
        rules.ensure_newest(newer_exists=True)
