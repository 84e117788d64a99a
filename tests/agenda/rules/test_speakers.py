"""What may be kept of people on stage, and who has which part."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from summit.agenda.rules import speakers as rules
from summit.agenda.rules.kinds import PersonRole
from summit.agenda.rules.speakers import Missing, Part
from summit.events.rules import SpanIsReversed, TextIsTooLong, TextTurnsAround
from summit.registration.rules import (
    CountryIsUnknown,
    NameHasControlCharacters,
    NameHasReorderingCharacters,
    NameIsEmpty,
    NameIsTooLong,
)

NOON = datetime(2026, 11, 28, 9, tzinfo=UTC)
NAMES = {1: "Ana", 2: "Bo"}


@pytest.mark.parametrize("name", ["de la Cruz Ramírez, María", "O'Brien", "محمد", "王小明", "X Æ A-12", "👗 Ateliê"])
def test_a_name_stays_as_its_owner_writes_it(name):
    assert rules.clean_speaker({"name_latin": name, "name_native": name}) == {"name_latin": name, "name_native": name}


def test_a_name_is_brought_to_nfc():
    assert rules.clean_speaker({"name_latin": "Jose\u0301"}) == {"name_latin": "José"}


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"name_latin": "  "}, NameIsEmpty),
        ({"name_latin": "a\x00b"}, NameHasControlCharacters),
        ({"name_latin": "a\u202eb"}, NameHasReorderingCharacters),
        ({"name_latin": "x" * 201}, NameIsTooLong),
        ({"name_native": "x" * 201}, NameIsTooLong),
        ({"honorific": "Dr.\u2066"}, NameHasReorderingCharacters),
        ({"native_language": "tlh"}, rules.LanguageIsUnknown),
        ({"organisation": "x" * 201}, TextIsTooLong),
        ({"job_title": "a\u202eb"}, TextTurnsAround),
        ({"country": "XX"}, CountryIsUnknown),
        ({"email": "nobody"}, rules.EmailIsInvalid),
        ({"email": f"{'x' * 300}@example.org"}, rules.EmailIsInvalid),
        ({"biographies": {"en": "x" * 3001}}, TextIsTooLong),
        ({"biographies": {"ar": "a\u202eb"}}, TextTurnsAround),
        ({"needs": "x" * 2001}, TextIsTooLong),
    ],
)
def test_what_cannot_be_kept_is_refused(values, refusal):
    with pytest.raises(refusal):
        rules.clean_speaker(values)


def test_blanks_mean_nothing_was_said():
    values = dict.fromkeys(("name_native", "native_language", "honorific", "country", "email"), "")
    assert rules.clean_speaker(values | {"biographies": {"en": " ", "ru": "Шьёт."}}) == values | {
        "biographies": {"ru": "Шьёт."}
    }


def test_an_address_has_one_spelling():
    assert rules.ensure_email(" Ana.Reis@Example.ORG ") == "ana.reis@example.org"


def test_windows_come_once_and_in_order():
    early, late = (NOON, NOON + timedelta(hours=1)), (NOON + timedelta(hours=3), NOON + timedelta(hours=4))
    assert rules.ensure_windows([late, early, late]) == [early, late]


def test_a_window_ends_after_it_begins():
    with pytest.raises(SpanIsReversed):
        rules.ensure_windows([(NOON, NOON)])


def test_nobody_has_more_windows_than_can_be_shown():
    spans = [(NOON + timedelta(hours=n), NOON + timedelta(hours=n, minutes=30)) for n in range(61)]
    with pytest.raises(rules.TooManyWindows):
        rules.ensure_windows(spans)


def test_what_is_missing_is_named():
    nothing = SimpleNamespace(email="", photo_name="", biographies={}, organisation="", recording_consent=None)
    assert rules.missing_of(nothing) == tuple(Missing)


def test_a_no_to_recording_is_an_answer():
    facts = {"email": "a@example.org", "photo_name": "a.jpg", "biographies": {"en": "Sews."}, "organisation": "A"}
    assert rules.missing_of(SimpleNamespace(**facts, recording_consent=False)) == ()


def test_parts_keep_their_order_and_only_interpreters_a_language():
    parts = [Part(2, PersonRole.MODERATOR, "ru"), Part(1), Part(2, PersonRole.INTERPRETER, "zh-Hans")]
    assert rules.ensure_parts(parts, NAMES) == [
        Part(2, PersonRole.MODERATOR),
        Part(1),
        Part(2, PersonRole.INTERPRETER, "zh-Hans"),
    ]


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        ([Part(1), Part(1)], rules.PartIsDoubled),
        ([Part(3)], rules.SpeakerIsUnknown),
        ([Part(1, PersonRole.INTERPRETER)], rules.InterpreterNeedsLanguage),
        ([Part(1, PersonRole.INTERPRETER, "tlh")], rules.LanguageIsUnknown),
    ],
)
def test_parts_that_cannot_be_are_refused(parts, refusal):
    with pytest.raises(refusal):
        rules.ensure_parts(parts, NAMES)


@pytest.mark.parametrize(
    ("index", "steps", "order"), [(0, 1, [2, 1, 3]), (2, -1, [1, 3, 2]), (0, -1, [1, 2, 3]), (1, 9, [1, 3, 2])]
)
def test_a_part_moves_as_far_as_there_are_places(index, steps, order):
    moved = rules.part_moved([Part(1), Part(2), Part(3)], index, steps)
    assert [part.speaker_id for part in moved] == order
