"""From HTML and style to a tagged PDF, by a typesetter in a child process that reaches only what it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .children import run_apart


def make_pdf(html: str, *, css: Sequence[str], assets: Mapping[str, bytes] | None = None) -> bytes:
    """Return a PDF of a whole HTML page, tagged, with the page's title and language; safe for threads.

    `css` are the texts of style sheets. `assets` are pictures by the address under which the page names them, such as
    "asset:cover.jpg"; any other address, on this machine or in the network, stops the layout with UnknownAsset.
    Type comes from the system's own fonts (Debian's Noto). Raises BrokenProcessPool when the child dies twice.
    """
    return run_apart(_make, html, tuple(css), dict(assets or {}))


class UnknownAsset(LookupError):
    """The page names something that it was not given."""


def _make(html: str, css: Sequence[str], assets: Mapping[str, bytes]) -> bytes:
    """Do the work inside the child: the typesetter is imported only there."""
    from .typesetter import lay_out  # noqa: PLC0415  see above

    return lay_out(html, css, assets)
