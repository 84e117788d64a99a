"""Pictures of names that were looked at by people once: every script of the launch languages, and some more.

A picture is the name's box of the house's A6 in grey, 360 pixels wide. Other versions of the fonts move an edge by a
pixel; a name that is cut, unshaped or in boxes moves much more. To look at new ones and keep them: delete the file of
tests/badges/pdf/golden, run this test twice, and look at what it wrote.
"""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from summit.badges.layouts import HOUSE, Side
from summit.badges.layouts.elements import Kind
from summit.badges.layouts.samples import SAMPLE_NAMES
from summit.badges.pdf import render_png, run_apart
from tests.badges.factory import make_card

GOLDEN = Path(__file__).parent / "golden"
WIDTH = 360
# Of 255, after a blur of a pixel; the same letters in another order are more than twice as far apart (see below).
TOLERANCE = 4.0
NAMES = [
    (tag, length, name) for tag, short, long in SAMPLE_NAMES for length, name in (("short", short), ("long", long))
]


def picture_of(tag: str, name: str) -> Image.Image:
    """Return the box of the name in grey."""
    card = make_card(line1=name, name_latin="", name_native=name, native_lang=tag)
    badge = Image.open(io.BytesIO(run_apart(render_png, card, WIDTH * 2, HOUSE))).convert("L")
    box = HOUSE.find(Side.FRONT, Kind.NAMES)
    scale = badge.width / HOUSE.size.width
    corners = [round(length * scale) for length in (box.x, box.y, box.x + box.width, box.y + box.height)]
    name_box = badge.crop(corners)
    return name_box.resize((WIDTH, round(WIDTH * name_box.height / name_box.width)))


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pictures are apart, where either has ink: 0 to 255."""
    blurred = [picture.filter(ImageFilter.GaussianBlur(1)) for picture in (one, other)]
    ink = ImageChops.darker(one, other).point(lambda value: 255 if value < 250 else 0)
    return ImageStat.Stat(ImageChops.difference(*blurred), ink).mean[0]


@pytest.mark.parametrize(("tag", "length", "name"), NAMES, ids=[f"{tag}-{length}" for tag, length, _ in NAMES])
def test_a_name_looks_as_it_was_seen(tag: str, length: str, name: str) -> None:
    drawn, kept = picture_of(tag, name), GOLDEN / f"{tag}-{length}.png"
    if not kept.exists():
        drawn.quantize(16).save(kept, optimize=True)
        pytest.fail(f"{kept.name} was missing and is written now: please look at it")
    assert difference(drawn, Image.open(kept).convert("L")) < TOLERANCE


@pytest.mark.parametrize(("tag", "name"), [("en", "Ng Li"), ("ru", "Ли Ия"), ("zh-Hans", "一王"), ("ar", "علي نور")])
def test_another_order_of_the_same_letters_is_told_apart(tag: str, name: str) -> None:
    kept = Image.open(GOLDEN / f"{tag}-short.png").convert("L")
    assert difference(picture_of(tag, name), kept) > 2 * TOLERANCE
