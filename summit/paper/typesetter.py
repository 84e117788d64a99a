"""The typesetter itself; imported only by child processes (see press.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from .press import UnknownAsset

# One for the whole process: finding the system's fonts takes longer than laying out a page.
_font_config = FontConfiguration()


class GivenOnly(URLFetcher):
    """Serves the pictures that came with the page and nothing else: no file, no host, no data URL."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(fail_on_errors=True)
        self._assets = assets

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the picture called `url`; anything else stops the layout."""
        if url not in self._assets:
            raise UnknownAsset(url)
        return URLFetcherResponse(url, self._assets[url])


def lay_out(html: str, css: Sequence[str], assets: Mapping[str, bytes]) -> bytes:
    """Return the PDF of a page styled by the sheets; raises UnknownAsset."""
    fetcher = GivenOnly(assets)
    try:
        sheets = [CSS(string=sheet, font_config=_font_config, url_fetcher=fetcher) for sheet in css]
        page = HTML(string=html, url_fetcher=fetcher, base_url="asset:")
        pdf: bytes = page.write_pdf(stylesheets=sheets, font_config=_font_config, pdf_tags=True)
    except FatalURLFetchingError as error:
        # The typesetter's own errors would make the parent import the typesetter.
        raise UnknownAsset(str(error)) from None
    return pdf
