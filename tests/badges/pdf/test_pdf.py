from __future__ import annotations

import io
import subprocess
import unicodedata

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from summit.badges.layouts import HOUSE, DesignBook, Sheet, Side
from summit.badges.layouts.elements import Kind
from summit.badges.pdf import render_badges, render_png
from summit.badges.pdf.pictures import QR_MODULES, qr_modules, quick_qr_modules
from summit.badges.pdf.press import MemoryFetcher
from summit.badges.pdf.pressroom import the_press
from tests.badges.factory import NATIVE_NAMES, make_card, make_photo

# pdftotext writes this script's vowel signs in the order of their glyphs, not of their sounds.
REORDERED = {"bn"}


def _text(pdf: bytes, page: int) -> str:
    command = ["pdftotext", "-enc", "UTF-8", "-f", str(page), "-l", str(page), "-", "-"]
    return _bare(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode())


def _bare(text: str) -> str:
    """Return `text` without spaces and invisible direction marks, presentation forms made letters."""
    kept = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) not in ("Zs", "Cf"))
    return "".join("".join(kept).split())


def _pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil() for page in document]


def test_a_code_is_of_version_one_in_numeric_mode() -> None:
    modules = qr_modules("123456789012345678901234")

    assert (len(modules), {len(row) for row in modules}) == (QR_MODULES, {QR_MODULES})


@pytest.mark.parametrize("token", ["0" * 24, "9" * 24, "123456789012345678901234", "000999512511001998000007"])
def test_a_quick_code_is_the_code(token: str) -> None:
    dark = [not module for module in quick_qr_modules(token)]

    assert dark == [module for row in qr_modules(token) for module in row]


@pytest.mark.parametrize("dpi", [110, 300])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_code_is_read_from_both_sides(number: int, dpi: int) -> None:
    card = make_card(number, photo=make_photo())

    for page in _pages(render_badges([card], HOUSE), dpi):
        (code,) = zxingcpp.read_barcodes(page)
        assert (code.text, code.ec_level) == (card.token, "Q")


def test_the_code_measures_at_least_25_mm() -> None:
    for page in _pages(render_badges([make_card()], HOUSE), 300):
        (code,) = zxingcpp.read_barcodes(page)
        assert code.position.top_right.x - code.position.top_left.x >= 25 / 25.4 * 300 - 4


def test_a6_gives_front_and_back_of_each_badge() -> None:
    reader = PdfReader(io.BytesIO(render_badges([make_card(1), make_card(2)], HOUSE)))

    assert [page.mediabox[2:] for page in reader.pages] == [pytest.approx([297.64, 419.53], abs=0.01)] * 4


@pytest.mark.parametrize("lang", sorted(NATIVE_NAMES.keys() - REORDERED))
def test_name_in_its_script_is_text_on_both_sides(lang: str) -> None:
    pdf = render_badges([make_card(name_native=NATIVE_NAMES[lang], native_lang=lang)], HOUSE)

    for page in (1, 2):
        assert _bare(NATIVE_NAMES[lang]) in _text(pdf, page)


def test_a_front_says_all_that_a_gate_needs() -> None:
    front = _text(render_badges([make_card(issue=7, honorific="Dr")], HOUSE), 1)

    for text in ("Dr", "AmaraOkonkwo-Bright", "AtelierNordwind", "SouthAfrica", "Delegate", "Issue7"):
        assert text in front
    assert make_card().short_code in front


def test_a_back_says_whose_badge_it_is_and_where_it_belongs() -> None:
    back = _text(render_badges([make_card()], HOUSE), 2)

    for text in ("AmaraOkonkwo-Bright", "ZarnitsaHall", "Iffound", "Delegate", make_card().short_code):
        assert text in back


def test_four_badges_lie_on_a_sheet_and_their_backs_behind_them() -> None:
    cards = [make_card(number) for number in range(1, 6)]
    front, back, *rest = _pages(render_badges(cards, HOUSE, Sheet.A4_4UP), 110)

    assert _quarters(front) == [card.token for card in cards[:4]]
    assert _quarters(back) == [cards[at].token for at in (1, 0, 3, 2)]
    assert [_quarters(page) for page in rest] == [
        [cards[4].token, None, None, None],
        [None, cards[4].token, None, None],
    ]


def _quarters(page: Image.Image) -> list[str | None]:
    """Return the code in each quarter of a sheet: top left, top right, bottom left, bottom right."""
    width, height = page.width // 2, page.height // 2
    corners = [(0, 0), (width, 0), (0, height), (width, height)]
    found = [zxingcpp.read_barcodes(page.crop((x, y, x + width, y + height))) for x, y in corners]
    return [codes[0].text if codes else None for codes in found]


def test_a_sheet_has_marks_where_it_is_cut() -> None:
    sheet = _pages(render_badges([make_card()], HOUSE, Sheet.A4_4UP), 254)[0].convert("L")

    for x, y in [(1050, 30), (1050, 2940), (30, 1485), (2070, 1485), (1050, 1485)]:
        assert sheet.crop((x - 2, y - 2, x + 3, y + 3)).getextrema()[0] < 128


def test_an_arabic_badge_is_mirrored() -> None:
    english, arabic = (_pages(render_badges([make_card(language=tag)], HOUSE), 110)[0] for tag in ("en", "ar"))
    places = [zxingcpp.read_barcodes(page)[0].position.top_left.x for page in (english, arabic)]

    assert places[0] > english.width / 2 > places[1]


@pytest.mark.parametrize("language", ["en", "ar", "fa", "he"])
def test_the_short_code_is_read_from_the_left_in_every_language(language: str) -> None:
    card = make_card(language=language, short_code="53251014")
    with pypdfium2.PdfDocument(render_badges([card], HOUSE)) as document:
        for page in document:
            text = page.get_textpage()
            first, second = (text.get_charbox(text.search(group).get_next()[0])[0] for group in ("5325", "1014"))
            assert first < second


def test_markup_in_a_name_is_only_text() -> None:
    name = "<img src='file:///etc/passwd'/>&amp;<b>"

    assert _bare(name) in _text(render_badges([make_card(line1=name)], HOUSE), 1)


def test_the_layout_engine_fetches_nothing() -> None:
    with pytest.raises(KeyError):
        MemoryFetcher().fetch("http://intranet.example/secret")


def test_a_ground_is_laid_out_once_and_kept_once_in_the_file() -> None:
    one, ten = (len(render_badges([make_card(n) for n in range(1, last)], HOUSE)) for last in (2, 11))

    assert (ten - one) / 9 < 2_000


def test_a_photo_is_embedded_once_and_as_it_came() -> None:
    photo = make_photo()
    assert photo in render_badges([make_card(photo=photo)], HOUSE)


def test_each_badge_has_its_own_photo() -> None:
    photos = [_photo(colour) for colour in ("red", "blue")]
    pages = _pages(render_badges([make_card(at, photo=photo) for at, photo in enumerate(photos)], HOUSE), 254)

    box = HOUSE.find(Side.FRONT, Kind.PHOTO)
    middle = round((box.x + box.width / 2) * 10), round((box.y + box.height / 2) * 10)
    assert [page.getpixel(middle) for page in pages[::2]] == [(254, 0, 0), (0, 0, 254)]


def _photo(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (30, 40), colour).save(file, format="JPEG")
    return file.getvalue()


def test_a_png_is_the_front_at_the_asked_width() -> None:
    image = Image.open(io.BytesIO(render_png(make_card(), 720)))

    assert image.size == (720, 1015)
    assert zxingcpp.read_barcodes(image)[0].text == make_card().token


def test_no_cards_are_refused() -> None:
    with pytest.raises(ValueError, match="no badges"):
        render_badges([], HOUSE)


def test_a_badge_without_photo_shows_its_letter_large() -> None:
    plain = the_press().lay_out([make_card(category_letter="Q", category_word="")], DesignBook(HOUSE), Sheet.SINGLE)

    assert _text(plain.write_pdf(), 1).count("Q") == 2
