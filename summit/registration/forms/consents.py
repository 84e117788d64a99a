"""The consents: one checkbox for each purpose, never ticked beforehand."""

from collections.abc import Collection, Sequence
from functools import lru_cache

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import DataRequired, Optional

from summit.registration.rules import PURPOSE_NAMES, ConsentPurpose
from summit.web.forms import SummitForm

_NEEDED = _l("Without this consent we cannot register you. Please read the text and tick the box.")


def make_consents_form(
    offered: Sequence[ConsentPurpose], required: Collection[ConsentPurpose], given: Collection[str]
) -> SummitForm:
    """Return a form with one box for each purpose; only those that the person gave before are ticked."""
    kind = _form_class(tuple(offered), frozenset(required))
    return kind(data=dict.fromkeys(given, True))


@lru_cache(maxsize=128)
def _form_class(offered: tuple[ConsentPurpose, ...], required: frozenset[ConsentPurpose]) -> type[SummitForm]:
    boxes = {
        purpose.value: BooleanField(
            _l(PURPOSE_NAMES[purpose]), [DataRequired(_missing(purpose)) if purpose in required else Optional()]
        )
        for purpose in offered
    }
    return type("ConsentsForm", (SummitForm,), boxes)


def _missing(purpose: ConsentPurpose) -> object:
    if purpose is ConsentPurpose.REGISTRATION:
        return _NEEDED
    return _l(
        "Please agree to “%(purpose)s”, or go back and remove the answers that need it.",
        purpose=_l(PURPOSE_NAMES[purpose]),
    )


def given_in(form: SummitForm, offered: Sequence[ConsentPurpose]) -> list[str]:
    """Return the purposes whose box is ticked."""
    return [purpose.value for purpose in offered if form[purpose.value].data]
