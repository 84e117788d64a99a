import pytest

from summit.events.rules import Ask
from summit.registration import rules
from summit.registration.rules import FormStep as Step

BARE = [Step.CATEGORY, Step.IDENTITY, Step.CONTACT, Step.ORGANISATION, Step.CONSENTS, Step.REVIEW]


def test_a_guest_sees_the_bare_form():
    assert rules.steps_for([]) == BARE


def test_a_hosted_guest_sees_every_step():
    assert rules.steps_for([Ask.PHOTO, Ask.TRAVEL]) == list(Step)


@pytest.mark.parametrize("ask", [Ask.DIET, Ask.ACCESS, Ask.TRAVEL, Ask.GUARDIAN])
def test_each_extra_question_brings_the_extras(ask):
    assert rules.steps_for([ask]) == [*BARE[:4], Step.EXTRAS, *BARE[4:]]


@pytest.mark.parametrize(
    ("step", "asks", "following"),
    [
        (Step.ORGANISATION, [Ask.PHOTO], Step.PHOTO),
        (Step.ORGANISATION, [], Step.CONSENTS),
        (Step.PHOTO, [], Step.CONSENTS),
        (Step.REVIEW, [], None),
    ],
)
def test_the_next_step_skips_what_is_not_asked(step, asks, following):
    assert rules.next_step(step, asks) == following


@pytest.mark.parametrize(
    ("step", "asks", "before"),
    [
        (Step.CONSENTS, [Ask.DIET], Step.EXTRAS),
        (Step.CONSENTS, [], Step.ORGANISATION),
        (Step.EXTRAS, [], Step.ORGANISATION),
        (Step.CATEGORY, [], None),
    ],
)
def test_going_back_skips_it_too(step, asks, before):
    assert rules.previous_step(step, asks) == before
