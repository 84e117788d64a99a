"""The stylesheets: readable colours, logical properties, nothing from another host, light enough."""

import gzip
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
STATIC = PROJECT / "static"
EVERY_PAGE = ["fonts", "tokens", "reset", "base", "components", "pages", "print", "fonts-han"]
SHEETS = [STATIC / "css" / f"{name}.css" for name in EVERY_PAGE]
WEIGHT_LIMIT = 150_000
PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|(?:min-|max-)?(?:width|height))\s*:"
)


def colours() -> dict[str, str]:
    text = (STATIC / "css" / "tokens.css").read_text()
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", text))


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2, 0 (black) to 1 (white)."""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("ground", ["paper", "surface"])
@pytest.mark.parametrize("ink", ["ink", "ink-soft", "positive", "caution", "negative", "info"])
def test_text_is_readable_on_its_ground(ink, ground):
    assert contrast(colours()[ink], colours()[ground]) >= 4.5


def test_text_on_the_accent_is_readable():
    assert contrast(colours()["on-accent"], colours()["accent"]) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_the_edge_of_a_control_can_be_seen(ground):
    assert contrast(colours()["line-strong"], colours()[ground]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_properties_are_logical_so_that_arabic_mirrors(sheet):
    assert PHYSICAL.findall(sheet.read_text()) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_every_file_a_stylesheet_names_is_here(sheet):
    named = re.findall(r'url\("?([^")]+)"?\)', sheet.read_text())
    assert [name for name in named if not (sheet.parent / name).is_file()] == []


def test_every_class_of_the_components_has_a_style():
    templates = [PROJECT / "templates" / "base.html", *(PROJECT / "templates" / "components").glob("*.html")]
    used = {
        name
        for template in templates
        for group in re.findall(r'class="([^"{]+)"', template.read_text())
        for name in group.split()
    }
    styled = set(re.findall(r"\.([a-z][a-z_-]*)", "".join(sheet.read_text() for sheet in SHEETS)))
    assert used - styled == set()


def test_own_styles_and_scripts_of_a_page_stay_light():
    files = [*SHEETS, *(STATIC / "js").glob("*.js")]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= WEIGHT_LIMIT


def test_nothing_is_loaded_from_another_host():
    module = (STATIC / "vendor" / "zxing-wasm" / "zxing-reader.js").read_text()
    sheets = "".join(sheet.read_text() for sheet in SHEETS)
    assert re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", module + sheets) == []
