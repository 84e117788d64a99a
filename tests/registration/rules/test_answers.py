from dataclasses import replace

import pytest

from summit.events.rules import Ask
from summit.registration import rules
from summit.registration.rules import FormStep as Step
from summit.registration.rules import answers as subject
from summit.registration.rules.answers import RegistrationAnswers

FULL = RegistrationAnswers(
    email="Wei@Example.org",
    name_latin="  Wei   Lin ",
    call_me="Wei",
    citizenship="CN",
    residence="CN",
    document_issuer="CN",
    languages_spoken=("zh-Hans", "en"),
    diet="Halal",
    access_needs="Ramp",
    travel={"arrival_on": "2026-11-27", "needs_visa_letter": True},
    guardian="Mei Lin",
)


def test_a_draft_keeps_everything_the_form_asks():
    kept = subject.answers_from_steps(subject.steps_from_answers(FULL))
    assert kept == FULL


def test_an_empty_draft_gives_empty_answers():
    assert subject.answers_from_steps({}).name_latin == ""


def test_answers_are_cleaned_and_the_badge_is_filled():
    clean = subject.cleaned(FULL, list(Ask))
    assert (clean.email, clean.name_latin) == ("wei@example.org", "Wei Lin")
    assert (clean.badge_line1, clean.badge_line2) == ("Wei", "Wei Lin")


def test_badge_lines_written_by_hand_are_kept():
    clean = subject.cleaned(replace(FULL, badge_line1="Madame Lin"), [])
    assert (clean.badge_line1, clean.badge_line2) == ("Madame Lin", "")


@pytest.mark.parametrize("field", ["citizenship", "residence", "represents", "document_issuer"])
def test_an_unknown_country_is_refused(field):
    with pytest.raises(rules.CountryIsUnknown):
        subject.cleaned(replace(FULL, **{field: "ZZ"}), list(Ask))


@pytest.mark.parametrize(
    ("asks", "left"),
    [
        ([], ("", "", {}, "", "")),
        ([Ask.DIET], ("Halal", "", {}, "", "")),
        ([Ask.ACCESS, Ask.GUARDIAN], ("", "Ramp", {}, "", "Mei Lin")),
        ([Ask.TRAVEL], ("", "", dict(FULL.travel), "CN", "")),
    ],
)
def test_only_what_is_asked_is_kept(asks, left):
    kept = subject.only_asked(FULL, asks)
    assert (kept.diet, kept.access_needs, dict(kept.travel), kept.document_issuer, kept.guardian) == left


def test_what_was_answered_decides_which_consents_are_needed():
    bare = subject.only_asked(FULL, [])
    assert subject.answered_asks(bare, has_photo=False) == set()
    assert subject.answered_asks(bare, has_photo=True) == {Ask.PHOTO}
    assert subject.answered_asks(FULL, has_photo=True) == set(Ask)
    assert subject.answered_asks(replace(bare, travel={"arrival_on": "", "travel_note": ""}), has_photo=False) == set()


def test_changed_fields_are_named_in_the_order_of_the_form():
    assert subject.changed_fields(FULL, replace(FULL, phone="+1", name_latin="W")) == ["name_latin", "phone"]
    assert subject.changed_fields(FULL, replace(FULL)) == []


def test_the_first_gap_is_the_first_step_without_an_answer_or_to_be_asked_again():
    done = {step.value: {} for step in Step if step is not Step.REVIEW}
    assert subject.first_gap({}, []) is Step.CATEGORY
    assert subject.first_gap(done, list(Ask)) is Step.REVIEW
    assert subject.first_gap(done | {subject.AGAIN: ["consents", "contact"]}, []) is Step.CONTACT
    assert subject.first_gap({k: v for k, v in done.items() if k != "photo"}, []) is Step.REVIEW
    assert subject.first_gap({k: v for k, v in done.items() if k != "photo"}, [Ask.PHOTO]) is Step.PHOTO


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ([Ask.DIET], [Ask.DIET], set()),
        ([Ask.DIET], [], set()),
        ([], [Ask.PHOTO], {Step.CONSENTS}),
        ([Ask.DIET], [Ask.DIET, Ask.ACCESS], {Step.EXTRAS, Step.CONSENTS}),
        ([], [Ask.TRAVEL], {Step.EXTRAS, Step.CONTACT, Step.CONSENTS}),
    ],
)
def test_new_questions_make_their_steps_incomplete(old, new, again):
    assert subject.steps_to_ask_again(old, new) == again
