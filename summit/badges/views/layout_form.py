"""Reading a design from the fields of the editor's page, and showing a design in them."""

from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from summit.web.forms import in_words

from ..layouts import BadgeDesign, DesignRefused, Kind, Side, Size, design_of, house
from ..layouts.elements import KIND_NAMES

NUMBERS = ("x", "y", "width", "height", "largest")


def read_design(form: "MultiDict[str, str]") -> BadgeDesign:
    """Return the design that the fields describe; raises DesignRefused."""
    sides = {
        side.value: [_read_element(form, f"{side}-{kind}", kind) for kind in Kind if f"{side}-{kind}" in form]
        for side in Side
    }
    return design_of({name: form.get(name, "") for name in ("size", "mode", "sides")} | sides)


def _read_element(form: "MultiDict[str, str]", name: str, kind: Kind) -> dict[str, Any]:
    numbers = {each: _number(form.get(f"{name}-{each}", "")) for each in NUMBERS}
    return {
        "kind": kind.value,
        **numbers,
        "align": form.get(f"{name}-align", "start"),
        "anchor": form.get(f"{name}-anchor", "top"),
    }


def _number(text: str) -> float | None:
    """Return a number however its decimals are marked; None is refused with a sentence at the element."""
    try:
        return float(text[:12].replace(",", "."))
    except ValueError:
        return None


def fields_of(design: BadgeDesign) -> "MultiDict[str, str]":
    """Return what the fields hold for a design; what it leaves out shows where the house would put it."""
    fields: MultiDict[str, str] = MultiDict(design.as_json() | {"front": "", "back": ""})
    for side, pattern in [(s, d) for d in (house(Size(design.size)), design) for s in Side]:
        elements = pattern.back if side is Side.BACK else pattern.front
        for element in elements:
            name = f"{side}-{element.kind}"
            fields.update({f"{name}-{each}": f"{getattr(element, each):g}" for each in NUMBERS})
            fields[f"{name}-align"], fields[f"{name}-anchor"] = element.align.value, element.anchor.value
            for each in NUMBERS:
                fields[f"{name}-{each}"] = f"{getattr(element, each):g}"
            if pattern is design:
                fields[name] = "on"
    return fields


def errors_of(error: DesignRefused) -> dict[str, str]:
    """Return the sentence of every problem by the name of its element, "" for what is about the whole."""
    return {
        f"{problem.side}-{problem.kind}" if problem.kind else "": _(
            problem.message, **{key: in_words(value) for key, value in problem.params.items()}
        )
        for problem in reversed(error.problems)
    }


def kind_names() -> dict[str, str]:
    """Return the words for the elements, in the order of the page."""
    return {kind.value: _(name) for kind, name in KIND_NAMES.items()}
