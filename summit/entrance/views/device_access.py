"""Pages that only a device may ask for: by its token, which stands for no person and opens nothing else."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, g, jsonify, make_response, request

from summit.web.access import current_edition, public
from summit.web.security import csrf

from ..models import Device
from ..queries.devices import find_device_by_token
from ..rules.tokens import read_bearer

View = TypeVar("View", bound=Callable[..., Any])


def for_device(view: View) -> View:
    """Let a device of the edition in that shows its token; others are told to forget what they hold (401).

    No cookie is asked, so no other site can make a browser send the token and no CSRF token is needed.
    """

    @wraps(view)
    def guarded(*arguments: Any, **values: Any) -> Any:
        token = read_bearer(request.headers.get("Authorization", ""))
        device = find_device_by_token(current_edition().id, token) if token else None
        if device is None:
            return device_unknown()
        g.device = device
        return view(*arguments, **values)

    return cast(View, csrf.exempt(public(guarded)))


def device_unknown() -> Response:
    """Return the answer upon which a device wipes itself."""
    return make_response(jsonify(error="device_unknown"), 401)


def current_device() -> Device:
    """Return the device that asks, with its gates."""
    return cast(Device, g.device)
