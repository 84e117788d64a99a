import hashlib

import pytest

from summit.events.rules import Ask
from summit.registration import rules
from summit.registration.rules import ConsentPurpose as Purpose


@pytest.mark.parametrize(
    ("answered", "required"),
    [
        ([], {Purpose.REGISTRATION}),
        ([Ask.PHOTO], {Purpose.REGISTRATION, Purpose.BADGE_PHOTO}),
        ([Ask.DIET, Ask.ACCESS], {Purpose.REGISTRATION, Purpose.DIET_ACCESS}),
        ([Ask.TRAVEL], {Purpose.REGISTRATION, Purpose.DOCUMENTS}),
        ([Ask.GUARDIAN], {Purpose.REGISTRATION}),
    ],
)
def test_only_what_is_answered_needs_consent(answered, required):
    assert rules.required_purposes(answered) == required


def test_a_delegate_is_offered_the_basic_and_the_free_purposes():
    assert rules.offered_purposes([Ask.PHOTO]) == [
        Purpose.REGISTRATION,
        Purpose.BADGE_PHOTO,
        Purpose.PROFILE_VISIBLE,
        Purpose.PUBLICATION,
        Purpose.CONTACT_EXCHANGE,
        Purpose.FILMING,
        Purpose.TRANSFER_ABROAD,
        Purpose.NEWS,
    ]


def test_a_hosted_guest_is_offered_every_purpose():
    assert rules.offered_purposes([Ask.PHOTO, Ask.DIET, Ask.TRAVEL]) == list(Purpose)


def test_a_minor_has_no_directory_and_no_lead_scan():
    offered = set(rules.offered_purposes([Ask.GUARDIAN]))
    assert offered & {Purpose.PROFILE_VISIBLE, Purpose.CONTACT_EXCHANGE, Purpose.PUBLICATION} == set()


def test_a_missing_consent_is_named():
    with pytest.raises(rules.ConsentIsMissing) as refusal:
        rules.ensure_required_given([Purpose.NEWS], [Ask.PHOTO])
    assert refusal.value.params == {"purposes": [Purpose.REGISTRATION, Purpose.BADGE_PHOTO]}


def test_the_required_consents_suffice():
    assert rules.ensure_required_given([Purpose.REGISTRATION], []) is None


def test_the_hash_is_that_of_the_text_in_utf_8():
    assert rules.text_hash("Согласие\n") == hashlib.sha256("Согласие\n".encode()).hexdigest()


def test_line_ends_and_composition_do_not_change_the_hash():
    assert rules.text_hash("cafe\u0301\r\nб") == rules.text_hash("café\nб")
    assert rules.text_hash("a") != rules.text_hash("b")


@pytest.mark.parametrize(
    ("available", "wanted", "shown"),
    [
        (["en", "ru", "ar"], "ar", ("ar",)),
        (["en", "ru"], "zh-Hans", ("ru", "en")),
        (["en"], "zh-Hans", ("en",)),
    ],
)
def test_an_unapproved_language_falls_back_to_russian_and_english(available, wanted, shown):
    assert rules.choose_languages(available, wanted) == shown


def test_without_any_text_nobody_can_consent():
    with pytest.raises(rules.ConsentTextIsMissing):
        rules.choose_languages(["th"], "ru")


def test_every_purpose_has_a_name():
    assert set(rules.PURPOSE_NAMES) == set(Purpose)
