"""Reading a design from the fields of the editor's page, and showing a design in them."""

import base64
import re
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from summit.web.forms import in_words

from ..layouts import BadgeDesign, Kind, Mode, Problem, Side, Sides, Size, design_of, house, stored_design
from ..layouts.elements import ALIGN_NAMES, ANCHOR_NAMES, KIND_NAMES
from ..layouts.sizes import MODE_NAMES, SIDES_NAMES, SIZE_NAMES

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
        return float(text[:12].replace(",", ".").replace("٫", "."))
    except ValueError:
        return None


def fields_of(design: BadgeDesign) -> "MultiDict[str, str]":
    """Return what the fields hold for a design; what it leaves out shows where the house would put it."""
    fields: MultiDict[str, str] = MultiDict(design.as_json() | {"front": "", "back": ""})
    for side, pattern in [(s, d) for d in (house(Size(design.size)), design) for s in Side]:
        elements = pattern.back if side is Side.BACK else pattern.front
        for element in elements:
            name = f"{side}-{element.kind}"
            for each in NUMBERS:
                fields[f"{name}-{each}"] = f"{getattr(element, each):g}"
            fields[f"{name}-align"], fields[f"{name}-anchor"] = element.align.value, element.anchor.value
            if pattern is design:
                fields[name] = "on"
    return fields


def fields_of_version(content: Any) -> "MultiDict[str, str]":
    """Return what the fields hold for a saved version: also what nobody can read any more, as it was saved."""
    fields = fields_of(stored_design(content).design)
    if isinstance(content, dict):
        for name in ("size", "mode", "sides"):
            fields[name] = str(content.get(name, ""))
        for side in Side:
            _show_unread(fields, side, content.get(side.value))
    return fields


def _show_unread(fields: "MultiDict[str, str]", side: Side, elements: Any) -> None:
    for each in elements if isinstance(elements, list) else []:
        kind = each.get("kind") if isinstance(each, dict) else None
        if kind not in list(Kind) or f"{side}-{kind}" in fields:
            continue
        fields[f"{side}-{kind}"] = "on"
        for name in (*NUMBERS, "align", "anchor"):
            fields[f"{side}-{kind}-{name}"] = str(each.get(name, ""))[:12].removesuffix(".0")


def errors_of(problems: list[Problem]) -> dict[str, str]:
    """Return the sentence of every problem by the name of its element, "" for what is about the whole."""
    return {
        f"{problem.side}-{problem.kind}" if problem.kind else "": _(
            problem.message, **{key: in_words(value) for key, value in problem.params.items()}
        )
        for problem in reversed(problems)
    }


def number_in(text: str) -> int | None:
    """Return the number of a layout or a version, None for an empty text; 0, which none has, for no number."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def unreadable(fields: "MultiDict[str, str]") -> set[str]:
    """Return the fields of chosen elements that hold no number."""
    names = (f"{side}-{kind}" for side in Side for kind in Kind)
    asked = (f"{name}-{number}" for name in names if name in fields for number in NUMBERS)
    return {name for name in asked if _number(fields.get(name, "")) is None}


def house_of(form: "MultiDict[str, str]") -> BadgeDesign:
    """Return the house's design for the size, colour and sides that the fields name; raises DesignRefused."""
    chosen = {name: form.get(name, "") for name in ("size", "mode", "sides")}
    size = chosen["size"]
    elements = house(Size(size)).as_json() if size in set(Size) else {"front": []}
    return design_of(elements | chosen)


def words() -> dict[str, dict[str, str]]:
    """Return the words of the page for everything that is chosen, by its value."""
    return {
        "size_names": {size.value: size_name(size) for size in Size},
        "mode_names": {mode.value: _(MODE_NAMES[mode]) for mode in Mode},
        "sides_names": {sides.value: _(SIDES_NAMES[sides]) for sides in Sides},
        "kind_names": {kind.value: _(name) for kind, name in KIND_NAMES.items()},
        "align_names": {align.value: _(name) for align, name in ALIGN_NAMES.items()},
        "anchor_names": {anchor.value: _(name) for anchor, name in ANCHOR_NAMES.items()},
    }


def size_name(size: Size) -> str:
    """Return the name of a size; its measures are read from left to right in every language (UAX #9)."""
    return re.sub(r"[\d.,]+ × [\d.,]+", "\u2066\\g<0>\u2069", _(SIZE_NAMES[size]))


def as_address(picture: bytes) -> str:
    """Return a PNG as an address that holds it, for a page that is shown once."""
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"
