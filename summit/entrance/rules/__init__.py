"""What a gate answers to a scan, and what may be undone or overridden. Pure; ported to the browser."""

from summit.entrance.rules.decision import (
    OVERRIDABLE,
    decide,
)
from summit.entrance.rules.facts import (
    CredentialFacts,
    Decision,
    HolderFacts,
    PresenceFacts,
    ScanRequest,
    ZoneFacts,
)
from summit.entrance.rules.guards import (
    LONGEST_REASON,
    SHORTEST_REASON,
    UNDO_WINDOW,
    NothingToUndo,
    OverrideNeedsReason,
    ScanIdIsInvalid,
    ScanIsUndone,
    UndoIsTooLate,
    clean_override_reason,
    ensure_undoable,
    validate_scan_id,
)
from summit.entrance.rules.outcomes import (
    NEXT_STEPS,
    WORDS,
    Attention,
    Direction,
    Outcome,
    ScanMode,
    Signal,
    signal_for,
)

__all__ = [
    "LONGEST_REASON",
    "NEXT_STEPS",
    "OVERRIDABLE",
    "SHORTEST_REASON",
    "UNDO_WINDOW",
    "WORDS",
    "Attention",
    "CredentialFacts",
    "Decision",
    "Direction",
    "HolderFacts",
    "NothingToUndo",
    "Outcome",
    "OverrideNeedsReason",
    "PresenceFacts",
    "ScanIdIsInvalid",
    "ScanIsUndone",
    "ScanMode",
    "ScanRequest",
    "Signal",
    "UndoIsTooLate",
    "ZoneFacts",
    "clean_override_reason",
    "decide",
    "ensure_undoable",
    "signal_for",
    "validate_scan_id",
]
