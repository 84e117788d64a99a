from __future__ import annotations

import pytest
from weasyprint.text.fonts import FontConfiguration

from summit.badges.pdf.fitting import Box, Ruler
from summit.badges.pdf.typefaces import FACES, HEADLINE, SIZES, script_of, style_rules
from tests.badges.factory import NATIVE_NAMES

BOX = Box(89, 24, 44)


@pytest.fixture(scope="module")
def ruler() -> Ruler:
    return Ruler(FontConfiguration())


def test_a_short_name_stands_on_one_line_at_the_greatest_size(ruler: Ruler) -> None:
    fitted = ruler.fit("Kim Ha", HEADLINE, BOX)

    assert (fitted.lines, fitted.size) == (("Kim Ha",), 44)


def test_a_line_breaks_at_a_space_rather_than_at_a_hyphen(ruler: Ruler) -> None:
    assert ruler.fit("Noa Ben-Shaharit", HEADLINE, Box(89, 38, 44)).lines == ("Noa", "Ben-Shaharit")


@pytest.mark.parametrize("text", ["W" * 200, "ш" * 200, "王" * 200, "﷽" * 200, "मि" * 100, "Maria " * 33])
def test_two_hundred_characters_fit_and_none_is_lost(ruler: Ruler, text: str) -> None:
    fitted = ruler.fit(text.strip(), HEADLINE, BOX)

    assert "".join(fitted.lines).replace(" ", "") == text.replace(" ", "")
    assert fitted.height <= BOX.height


def test_a_long_word_shrinks_before_it_is_broken(ruler: Ruler) -> None:
    fitted = ruler.fit("Verkhoglyadovskaya-Zapolyarnaya", HEADLINE, Box(60, 10, 30))

    assert all(line.endswith("-") or line == "Zapolyarnaya" for line in fitted.lines)


def test_a_text_that_fits_at_no_size_is_refused_rather_than_cut(ruler: Ruler) -> None:
    with pytest.raises(ValueError, match="no size of type"):
        ruler.fit("W" * 200, HEADLINE, Box(5, 1, 44))


@pytest.mark.parametrize(
    ("text", "lang", "key"),
    [
        ("林晓月", "", "hans"),
        ("林美華", "zh-Hant", "hant"),
        ("水鳥", "ja", "jpan"),
        ("水鳥 はな", "", "jpan"),
        ("김하늘", "", "kore"),
        ("Пётр", "ru", "latn"),
        ("Dr محمد", "", "arab"),
    ],
)
def test_script_is_found_by_letters_and_settled_by_language(text: str, lang: str, key: str) -> None:
    assert script_of(text, lang).key == key


def test_every_measured_style_has_its_rule() -> None:
    rules = style_rules()

    for size in SIZES:
        assert f"font-size:{size}pt" in rules
    for name in NATIVE_NAMES.values():
        assert all(f".{face.key}.{script_of(name).key}{{" in rules for face in FACES)
