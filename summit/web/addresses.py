"""How addresses and bodies are read before any view sees them: numbers, texts, and JSON."""

from typing import Any

from flask import Flask, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

from .forms import is_readable


class RowNumber(IntegerConverter):
    """A number that every database can look for: ASCII digits, below 2^63."""

    regex = r"[0-9]{1,18}"


class ReadableText(UnicodeConverter):
    """A text that every database can look for: no NUL, no half characters; with others there is no page."""

    def to_python(self, value: str) -> str:
        """Return the text; raises ValidationError, which means that the address leads nowhere."""
        if not is_readable(value):
            raise ValidationError
        return value


class PlainJson(DefaultJSONProvider):
    """JSON whose nesting may exhaust Python's stack is malformed, not a fault of ours."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON; raises ValueError for what cannot be read."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("The JSON is nested too deeply.") from error


def row_named(argument: str) -> int | None:
    """Return the row id in an argument of the address, from which a list goes on; None where it names none."""
    key = request.args.get(argument, type=int)
    return key if key is not None and 0 < key < 2**63 else None


def init_addresses(app: Flask) -> None:
    """Read the parts of addresses and JSON bodies in this way; must come before the first route is added."""
    app.url_map.converters.update({"int": RowNumber, "string": ReadableText, "default": ReadableText})
    app.json = PlainJson(app)
