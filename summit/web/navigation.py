"""The menu: packages add entries, each reader sees those that they may open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import gettext
from flask_login import current_user

from summit.permissions import Permission

from .access import edition_in_url, may


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One link of the menu."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    endpoint: str
    permission: Permission | None
    in_edition: bool
    shown: Callable[[], bool] | None
    order: int


def add_menu_entry(
    app: Flask,
    label: str,
    endpoint: str,
    *,
    permission: Permission | None = None,
    in_edition: bool = True,
    shown: Callable[[], bool] | None = None,
    account: bool = False,
    order: int = 50,
) -> None:
    """Add a link, labelled by an English sentence marked with N_, for those who hold the permission."""
    menu = "summit_account_menu" if account else "summit_menu"
    entry = _Entry(label, endpoint, permission, in_edition, shown, order)
    entries = [*app.extensions.get(menu, []), entry]
    app.extensions[menu] = sorted(entries, key=lambda item: item.order)


def main_items() -> list[MenuItem]:
    """Return the entries of the main menu that the reader may open."""
    return _items("summit_menu")


def account_items() -> list[MenuItem]:
    """Return the entries about the reader's own account."""
    return _items("summit_account_menu")


def _items(menu: str) -> list[MenuItem]:
    entries: list[_Entry] = current_app.extensions.get(menu, [])
    shown = [(entry, url_for(entry.endpoint)) for entry in entries if _is_shown(entry)]
    here = _here(shown)
    return [MenuItem(gettext(entry.label), url, url in here) for entry, url in shown]


def _here(shown: Sequence[tuple[_Entry, str]]) -> frozenset[str]:
    """Return where the reader is: of the entries of one blueprint, the one whose address leads furthest."""
    same = [url for entry, url in shown if entry.endpoint.split(".")[0] == request.blueprint]
    above = [url for url in same if request.path.startswith(url.removeprefix(request.script_root))]
    return frozenset([max(above, key=len)] if above else same)


def _is_shown(entry: _Entry) -> bool:
    if entry.in_edition and edition_in_url() is None:
        return False
    if entry.permission is not None and not may(entry.permission):
        return False
    return entry.shown() if entry.shown else True


def set_staff_home(app: Flask, finder: Callable[[], str | None]) -> None:
    """Tell how the page is found where the signed-in reader's work as staff begins."""
    app.extensions["summit_staff_home"] = finder


def staff_home() -> str | None:
    """Return the page where the reader's work as staff begins, or None where there is no such work."""
    finder: Callable[[], str | None] | None = current_app.extensions.get("summit_staff_home")
    return finder() if finder and is_signed_in() else None


def is_signed_in() -> bool:
    """Tell whether somebody has signed in."""
    return bool(current_user.is_authenticated)


def is_signed_out() -> bool:
    """Tell whether nobody has signed in."""
    return not current_user.is_authenticated
