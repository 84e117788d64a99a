"""Forms about editions; ContentForm and TextsField serve every package that has texts per language."""

from .categories import CategoryForm
from .content import ContentForm, VersionedForm
from .editions import CopyForm, EditionForm, NewEditionForm, country_choices
from .fields import TextsField, VenueMomentField
from .places import HallForm, ZoneForm

__all__ = [
    "CategoryForm",
    "ContentForm",
    "CopyForm",
    "EditionForm",
    "HallForm",
    "NewEditionForm",
    "TextsField",
    "VenueMomentField",
    "VersionedForm",
    "ZoneForm",
    "country_choices",
]
