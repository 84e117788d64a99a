"""Why a session has no place, in words."""

import pytest
from bs4 import BeautifulSoup

from summit.agenda.queries.names import NamedSlot, Names
from summit.agenda.rules.autoschedule import Reason, ReasonKind
from summit.agenda.views.proposal_words import reason_sentence
from tests.agenda.boards import ZONE

NAMES = Names(
    ZONE,
    slots={1: NamedSlot(1, {"en": "Linen"}), 2: NamedSlot(2, {"en": "Silk & <wool>"})},
    people={1: "Ana Souza", 2: "Li Wei"},
)
CASES = [
    (Reason(ReasonKind.NOWHERE), "No hall or no day was left to choose from."),
    (
        Reason(ReasonKind.TOO_LONG, {"minutes": 900}),
        "It takes 900 minutes, which is longer than any of the chosen days is open.",
    ),
    (
        Reason(ReasonKind.HALL_TOO_SMALL, {"people": 1500, "room": 40}),
        "No hall is large enough: places needed: 1,500, places in the largest of the chosen halls: 40.",
    ),
    (
        Reason(ReasonKind.HALLS_CLOSED, {"minutes": 45}),
        "No hall that is large enough can be used for 45 minutes at a stretch in the opening hours of the chosen days.",
    ),
    (
        Reason(ReasonKind.PERSON_UNAVAILABLE, {"person_id": 1}),
        "Ana Souza is not available at any time at which a fitting hall is open.",
    ),
    (
        Reason(ReasonKind.PEOPLE_NEVER_TOGETHER, {"person_ids": [1, 2]}),
        "These people are never available together while a fitting hall is open: Ana Souza and Li Wei.",
    ),
    (
        Reason(ReasonKind.PEOPLE_BUSY, {"person_ids": [1], "slot_ids": [1, 2]}),
        "At every fitting time somebody is busy: Ana Souza. "
        "Other sessions in which they are needed: Linen and Silk & <wool>.",
    ),
    (
        Reason(ReasonKind.PEOPLE_BUSY, {"person_ids": [2], "slot_ids": []}),
        "At every fitting time somebody has a business meeting: Li Wei.",
    ),
    (
        Reason(ReasonKind.TAKEN, {"slot_ids": [2, 99]}),
        "All fitting places are taken, most of them by: Silk & <wool>.",
    ),
    (Reason(ReasonKind.TAKEN, {"slot_ids": []}), "All fitting places are taken."),
]


@pytest.mark.parametrize(("reason", "expected"), CASES, ids=[text[:40] for _, text in CASES])
def test_every_reason_has_its_sentence(app, reason, expected):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        html = reason_sentence(reason, NAMES)
    assert BeautifulSoup(html, "html.parser").get_text() == expected


def test_every_kind_is_among_the_cases():
    assert {reason.kind for reason, _ in CASES} == set(ReasonKind)
