"""The form of the weights of the recommendations."""

from dataclasses import asdict, fields
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FloatField
from wtforms.widgets import NumberInput

from summit.companies.rules.matching import WEIGHT_NAMES, Weights, most_of
from summit.events.forms import VersionedForm
from summit.events.forms.fields import needed


class WeightField(FloatField):
    """A number from 0 to the most that the weight may be."""

    def __init__(self, *args: Any, most: float, **kwargs: Any) -> None:
        super().__init__(*args, widget=NumberInput(step="any", min=0, max=most), **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, with a comma or a point; the refusal is ours, in the reader's language."""
        try:
            self.data = float(valuelist[0].strip().replace(",", ".")) if valuelist else None
        except ValueError as error:
            self.data = None
            raise ValueError(_("Please enter a number.")) from error


def _field(name: str) -> Any:
    return WeightField(_l(WEIGHT_NAMES[name]), most=most_of(name), validators=[needed(_l("Please enter a number."))])


class _WeightFields(VersionedForm):
    """The version that the form was opened with."""


WeightsForm = type(
    "WeightsForm",
    (_WeightFields,),
    {
        "__doc__": "Changes how much each thing counts when companies are compared.",
        **{field.name: _field(field.name) for field in fields(Weights)},
    },
)


def weights_in(form: Any) -> Weights:
    """Return the weights of a form that is well-formed."""
    return Weights(**{name: form[name].data for name in asdict(Weights())})
