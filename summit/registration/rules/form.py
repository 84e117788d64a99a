"""The staged form: which steps a category's questions need, and in which order."""

from collections.abc import Collection
from enum import StrEnum

from summit.events.rules import Ask

EXTRAS = frozenset({Ask.DIET, Ask.ACCESS, Ask.TRAVEL, Ask.GUARDIAN})


class FormStep(StrEnum):
    """The steps of the staged form, in their order."""

    CATEGORY = "category"
    IDENTITY = "identity"
    CONTACT = "contact"
    ORGANISATION = "organisation"
    PHOTO = "photo"
    EXTRAS = "extras"
    CONSENTS = "consents"
    REVIEW = "review"


def steps_for(asks: Collection[Ask]) -> list[FormStep]:
    """Return the steps in their order; photo and extras only where the category asks for them."""
    skipped = set()
    if Ask.PHOTO not in asks:
        skipped.add(FormStep.PHOTO)
    if not EXTRAS & set(asks):
        skipped.add(FormStep.EXTRAS)
    return [step for step in FormStep if step not in skipped]


def next_step(step: FormStep, asks: Collection[Ask]) -> FormStep | None:
    """Return the step after `step`, None after the last; a step that is not asked leads on all the same."""
    order = list(FormStep)
    later = [other for other in steps_for(asks) if order.index(other) > order.index(step)]
    return later[0] if later else None


def previous_step(step: FormStep, asks: Collection[Ask]) -> FormStep | None:
    """Return the step before `step`, None before the first."""
    order = list(FormStep)
    earlier = [other for other in steps_for(asks) if order.index(other) < order.index(step)]
    return earlier[-1] if earlier else None
