"""Who may open a page: declared at the view, enforced before it runs, refused when undeclared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import LoginManager, current_user
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from summit.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])
login_manager = LoginManager()


@dataclass(frozen=True, slots=True)
class Access:
    """What a view asks of its reader."""

    signed_in: bool = False
    permission: Permission | None = None
    second_factor: bool = True


class Edition(Protocol):
    """The little that shared web code knows of an edition."""

    id: int
    slug: str


def public(view: View) -> View:
    """Let everybody in."""
    return _declare(view, Access())


def signed_in(view: View) -> View:
    """Let everybody in who has signed in."""
    return _declare(view, Access(signed_in=True))


def before_second_factor(view: View) -> View:
    """Let people in who have signed in but still owe their second factor."""
    return _declare(view, Access(signed_in=True, second_factor=False))


def requires(permission: Permission) -> Callable[[View], View]:
    """Let staff in who hold the permission in the edition that the URL names (or in all editions)."""
    return lambda view: _declare(view, Access(signed_in=True, permission=permission))


def _declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def set_edition_loader(app: Flask, loader: Callable[[str], Edition | None]) -> None:
    """Tell how an edition is found by the ``edition`` part of a URL."""
    app.extensions["summit_edition_loader"] = loader


def current_edition() -> Any:
    """Return the edition that the URL names, loaded once a request; 404 where there is none."""
    edition = edition_in_url()
    if edition is None:
        abort(404)
    return edition


def edition_in_url() -> Any | None:
    """Return the edition that the URL names, or None on pages outside of one and where there is none."""
    if "edition" not in g:
        slug = (request.view_args or {}).get("edition")
        loader = current_app.extensions["summit_edition_loader"]
        g.edition = loader(slug) if slug else None
    return g.edition


def may(permission: Permission) -> bool:
    """Tell whether the present reader holds the permission here."""
    edition = edition_in_url()
    return bool(current_user.is_authenticated and current_user.may(permission, edition.id if edition else None))


def still_may(permission: Permission) -> bool:
    """Tell whether the reader of an answer that lasts holds the permission still, asked of the database anew."""
    g.pop("_login_user", None)
    return may(permission) and not current_user.owes_second_factor


def init_access(app: Flask) -> None:
    """Enforce the declarations on every request and remember the edition in links."""
    login_manager.init_app(app)
    login_manager.session_protection = None
    app.before_request(_enforce)

    @app.url_defaults
    def keep_edition(endpoint: str, values: dict[str, Any]) -> None:
        asked = app.url_map.is_endpoint_expecting(endpoint, "edition")
        if asked and "edition" not in values and request and request.view_args:
            values.update({k: v for k, v in request.view_args.items() if k == "edition"})


def _enforce() -> Response | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    access = cast("Access | None", getattr(current_app.view_functions[request.endpoint], "access", None))
    if access is None:
        raise Forbidden("This view does not declare who may open it.")
    if not access.signed_in:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if access.second_factor and current_user.owes_second_factor:
        return redirect(url_for("accounts.second_factor", next=request.full_path), 303)
    if access.permission is not None and not may(access.permission):
        raise Forbidden
    return None


def _ask_to_sign_in() -> Response:
    if request.method not in {"GET", "HEAD"} or wants_json():
        abort(401)
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)


def wants_json() -> bool:
    """Tell whether the client speaks JSON rather than HTML."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.is_json or best == "application/json"
