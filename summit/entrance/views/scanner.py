"""The scanner's page for enrolled devices: it holds nobody's data, is installed, and works without a network."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, jsonify, render_template, request, url_for
from flask_babel import gettext as _

from summit.events.models import Event
from summit.web.access import current_edition, public
from summit.web.filters import asset, text_for
from summit.web.locale import current_direction, current_language
from summit.web.security import allow_webassembly

from ..rules import Direction
from .blueprint import scanner_bp
from .scanner_words import sentences, words

_SHARED = ("answer", "camera", "identity", "reading", "scanner", "sound")
_STYLES = ("fonts", "tokens", "reset", "base", "components", "pages", "gate", "scanner")
_READER, _WASM = "vendor/zxing-wasm/zxing-reader.js", "vendor/zxing-wasm/zxing_reader.wasm"
# Drawn from favicon.svg; the maskable one keeps the sign within the circle that every mask leaves.
_ICONS = (
    ("img/icon-192.png", 192, "any"),
    ("img/icon-512.png", 512, "any"),
    ("img/icon-maskable-512.png", 512, "maskable"),
)
_GROUND = "#0d0c0b"


@scanner_bp.get("/")
@public
def page(edition: str) -> str:
    """Show the page; nothing in it depends on who asks, so that a device can keep it."""
    event = current_edition()
    allow_webassembly()
    return render_template(
        "entrance/scanner.html",
        event=event,
        modules=_modules(),
        version=_version(),
        words={"words": words(), "sentences": sentences(), "zone": event.time_zone},
        reader=_READER,
        wasm=_WASM,
        ways=list(Direction),
        # What the frame would say of a signed-in reader must not stay on a device.
        navigation=(),
        account_navigation=(),
        get_flashed_messages=lambda **_options: (),
    )


@scanner_bp.get("/worker.js")
@public
def worker(edition: str) -> Response:
    """Serve the service worker from its scope's own folder; its bytes change with any file that it keeps."""
    current_edition()
    folder = Path(str(current_app.static_folder)) / "js" / "entrance" / "offline"
    build = json.dumps({"version": _version(), "files": _files()})
    source = f"const BUILD = {build};\n{(folder / 'worker.js').read_text()}"
    response = Response(source, mimetype="text/javascript")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@scanner_bp.get("/manifest.webmanifest")
@public
def manifest(edition: str) -> Response:
    """Tell a browser how to install the page."""
    response = jsonify(_manifest(current_edition()))
    response.mimetype = "application/manifest+json"
    return response


def _manifest(event: Event) -> dict[str, Any]:
    address = url_for("scanner.page")
    return {
        "id": address,
        "name": _("Scanner · %(edition)s", edition=text_for(event.names)),
        "short_name": _("Scanner"),
        "lang": current_language(),
        "dir": current_direction(),
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "background_color": _GROUND,
        "theme_color": _GROUND,
        "icons": _icons(),
    }


def _icons() -> list[dict[str, str]]:
    """Return the icons: browsers that install take no drawing, but want 192 and 512 picture elements."""
    drawing = {"src": asset("favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    pictures = [
        {"src": asset(path), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for path, size, purpose in _ICONS
    ]
    return [drawing, *pictures]


def _modules() -> dict[str, str]:
    """Return the page's modules, each by its address and by that with the mark of its content (an import map)."""
    return {f"{request.script_root}/static/{path}": asset(path) for path in _module_paths()}


def _module_paths() -> list[str]:
    return _paths_in(str(current_app.static_folder))


@lru_cache(maxsize=8)
def _paths_in(static: str) -> list[str]:
    entrance = Path(static) / "js" / "entrance"
    own = [path for part in ("offline", "rules") for path in entrance.glob(f"{part}/*.js") if path.stem != "worker"]
    shared = [entrance / f"{name}.js" for name in _SHARED]
    return sorted(path.relative_to(static).as_posix() for path in (*own, *shared))


def _files() -> list[str]:
    """Return everything that the page needs without a network, but the page itself and its fonts."""
    styles = [f"css/{name}.css" for name in _STYLES]
    icons = ["favicon.svg", *(path for path, _size, _purpose in _ICONS)]
    return [asset(path) for path in (*_module_paths(), *styles, _READER, _WASM, *icons)]


def _version() -> str:
    """Return a name for this build of the page: it changes with any of its files."""
    return hashlib.sha256("\n".join(_files()).encode()).hexdigest()[:12]
