"""From HTML to PDF in a child process that reaches nothing but what it is given."""

import io
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader

from summit.paper.press import UnknownAsset, make_pdf
from tests.agenda.paper import lacks_glyphs, pages_of, shapes_of

PROJECT = Path(__file__).parents[2]
PAGE = """<!doctype html><html lang="{lang}" dir="{dir}"><head><title>Пальто 外套</title></head>
<body><h1>{text}</h1>{more}</body></html>"""


def page(text: str = "Coat", lang: str = "en", direction: str = "ltr", more: str = "") -> str:
    return PAGE.format(text=text, lang=lang, dir=direction, more=more)


def test_a_pdf_is_tagged_and_knows_its_title_and_language() -> None:
    catalogue = PdfReader(io.BytesIO(make_pdf(page(lang="ru"), css=[]))).trailer["/Root"]
    reader = PdfReader(io.BytesIO(make_pdf(page(lang="ru"), css=[])))
    assert catalogue["/MarkInfo"]["/Marked"]
    assert (catalogue["/Lang"], reader.metadata.title) == ("ru", "Пальто 外套")


@pytest.mark.parametrize(
    ("text", "lang", "direction"),
    [
        ("Пальто и лён", "ru", "ltr"),
        ("外套与丝绸", "zh-Hans", "ltr"),
        ("معطف وحرير", "ar", "rtl"),
        ("कपड़ा", "hi", "ltr"),
        ("ผ้าไหม", "th", "ltr"),
    ],
)
def test_every_letter_has_its_glyph(text, lang, direction) -> None:
    assert not lacks_glyphs(make_pdf(page(text, lang, direction), css=["h1 { font-family: 'Noto Sans' }"]))


def test_a_letter_that_no_font_has_would_be_seen() -> None:
    assert lacks_glyphs(make_pdf(page("\u0378"), css=["h1 { font-family: 'Noto Sans' }"]))


def test_arabic_letters_are_joined() -> None:
    joined, apart = (make_pdf(page(text, "ar", "rtl"), css=[]) for text in ("ححح", "ح ح ح"))
    assert len(shapes_of(joined)) > len(shapes_of(apart))


def test_a_given_picture_is_printed() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "#ff0000").save(picture, "PNG")
    html = page(more='<img src="asset:red.png" alt="Red" width="400" height="400">')
    pdf = make_pdf(html, css=[], assets={"asset:red.png": picture.getvalue()})
    with pypdfium2.PdfDocument(pdf) as document:
        colours = document[0].render(scale=0.5).to_pil().convert("RGB").getcolors(100_000)
    assert (255, 0, 0) in {colour for _, colour in colours}


class _Server(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    _Server.asked = []
    server = HTTPServer(("127.0.0.1", 0), _Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "more",
    [
        '<img src="{url}" alt="">',
        '<link rel="stylesheet" href="{url}">',
        '<style>@import "{url}";</style>',
        '<style>body {{ background: url({url}) }}</style>',
        '<style>@font-face {{ font-family: x; src: url({url}) }} body {{ font-family: x }}</style>',
        '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
        '<object data="{url}"></object><embed src="{url}">',
    ],
)  # fmt: skip
def test_the_network_is_out_of_reach(server, more) -> None:
    url = f"http://127.0.0.1:{server.server_port}/x"
    with suppress(UnknownAsset):
        make_pdf(page(more=more.format(url=url)), css=[])
    assert _Server.asked == []


@pytest.mark.parametrize("address", ["file:///etc/hostname", "data:image/png;base64,iVBORw0KGgo=", "asset:other.png"])
def test_no_file_and_nothing_unknown_is_read(address) -> None:
    with pytest.raises(UnknownAsset):
        make_pdf(page(more=f'<img src="{address}" alt="">'), css=[])


def test_the_web_process_never_loads_the_typesetter(tmp_path) -> None:
    script = (
        "import sys\nfrom summit.paper.press import UnknownAsset, make_pdf\n"
        "if __name__ == '__main__':\n"
        "    make_pdf('<p>x</p>', css=[])\n"
        "    try:\n        make_pdf('<img src=x:y>', css=[])\n    except UnknownAsset:\n        pass\n"
        "    print([name for name in sys.modules if name.startswith('weasyprint')])\n"
    )
    (tmp_path / "parent.py").write_text(script)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "parent.py")], capture_output=True, text=True, check=True, timeout=120,
        env={"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_text_comes_out_in_its_order() -> None:
    html = page("First", more="<p>Second paragraph.</p><p>Third</p>")
    assert re.search("First.*Second paragraph.*Third", pages_of(make_pdf(html, css=[]))[0])
