"""What the camera reads: badges under every hardship of a door, and codes that are none of ours."""

from dataclasses import dataclass

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from summit.badges.layouts import HOUSE
from summit.badges.pdf import render_badges
from tests.badges.factory import make_card
from tests.browser.hard_pictures import READ, UNREADABLE, badge_of, code_of, covered, held
from tests.browser.staged_camera import encoded

pytestmark = pytest.mark.browser
CARD = make_card(1)
OTHER = make_card(2)
FOREIGN = {
    "address": "https://shop.example.com/spring?ref=badge",
    "address with 24 digits": "https://shop.example.com/p/000000000000000000000001",
    "visiting card": "BEGIN:VCARD\nVERSION:3.0\nN:Lima;Rosa\nTEL:+55 11 5550 1234\nEND:VCARD",
    "network": "WIFI:T:WPA;S:Pavilion;P:seam-and-thread;;",
    "24 digits": "918273645546372819100238",
    "8 digits": "12345678",
    "long text": "hem " * 80,
}
OTHER_KINDS = {
    "EAN-13": ("4006381333931", zxingcpp.BarcodeFormat.EAN13),
    "Aztec": (CARD.token, zxingcpp.BarcodeFormat.Aztec),
    "Data Matrix": (CARD.token, zxingcpp.BarcodeFormat.DataMatrix),
}
# As the page does: the same reader, asked again for the same picture as long as it finds nothing.
LOOK = """async ([pictures, turns]) => {
  const { openReader, meantCode } = await import("/js/entrance/reading.js");
  const folder = "/vendor/zxing-wasm/";
  const answers = [];
  for (const encoded of pictures) {
    const read = await openReader({ reader: `${folder}zxing-reader.js`, wasm: `${folder}zxing_reader.wasm` });
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const video = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
    video.getContext("2d").drawImage(bitmap, 0, 0);
    Object.assign(video, { videoWidth: bitmap.width, videoHeight: bitmap.height });
    let codes = [];
    let looks = 0;
    while (!codes.length && looks < turns) {
      codes = await read(video);
      looks += 1;
    }
    answers.push({ codes, looks, meant: meantCode(codes) });
  }
  return answers;
}"""
TURNS = 8


@dataclass(frozen=True)
class Look:
    """What was found in a picture, after how many looks, and which code is taken."""

    codes: list[str]
    looks: int
    meant: str


@pytest.fixture(scope="module")
def badge() -> Image.Image:
    return badge_of(render_badges([CARD], HOUSE))


@pytest.fixture(scope="module")
def other_badge() -> Image.Image:
    return badge_of(render_badges([OTHER], HOUSE))


def look(modules: Page, *pictures: Image.Image) -> list[Look]:
    return [Look(**found) for found in modules.evaluate(LOOK, [[encoded(each) for each in pictures], TURNS])]


@pytest.mark.parametrize("hardship", READ)
def test_a_badge_is_read(modules: Page, badge: Image.Image, hardship: str) -> None:
    (found,) = look(modules, READ[hardship](badge))
    assert found.codes == [CARD.token]


@pytest.mark.parametrize("hardship", UNREADABLE)
def test_a_badge_that_cannot_be_read_says_nothing(modules: Page, badge: Image.Image, hardship: str) -> None:
    (found,) = look(modules, UNREADABLE[hardship](badge))
    assert found == Look([], TURNS, "")


def test_a_badge_that_is_partly_covered_is_read_right_or_not_at_all(modules: Page, badge: Image.Image) -> None:
    places = [(x / 6, y / 6, x / 6 + 0.3, y / 6 + 0.3) for x in range(0, 6, 2) for y in range(0, 6, 2)]
    found = look(modules, *(held(covered(badge, *place)) for place in places))
    meant = [each.meant for each in found]
    assert set(meant) == {"", CARD.token}


def test_an_easy_picture_takes_one_look(modules: Page, badge: Image.Image) -> None:
    (found,) = look(modules, held(badge))
    assert found.looks == 1


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_code_is_taken_as_it_stands(modules: Page, name: str) -> None:
    (found,) = look(modules, held(code_of(FOREIGN[name]), height=400))
    assert found.meant == FOREIGN[name]


@pytest.mark.parametrize("name", OTHER_KINDS)
def test_other_kinds_of_codes_are_not_seen(modules: Page, name: str) -> None:
    (found,) = look(modules, held(code_of(*OTHER_KINDS[name]), height=400))
    assert found.codes == []


def test_of_several_codes_the_one_badge_is_taken(modules: Page, badge: Image.Image, other_badge: Image.Image) -> None:
    poster, shop = code_of(FOREIGN["address"]), code_of(FOREIGN["network"])
    among_posters, two_badges, two_posters, the_same_twice = look(
        modules, held(poster, badge, shop), held(badge, other_badge), held(poster, shop), held(badge, badge)
    )
    assert (len(among_posters.codes), among_posters.meant) == (3, CARD.token)
    assert (set(two_badges.codes), two_badges.meant) == ({CARD.token, OTHER.token}, "")
    assert (len(two_posters.codes), two_posters.meant) == (2, "")
    assert (len(the_same_twice.codes), the_same_twice.meant) == (2, CARD.token)


def test_a_sheet_of_many_badges_is_no_badge(modules: Page) -> None:
    sheet = [code_of(make_card(number).token) for number in range(1, 7)]
    (found,) = look(modules, held(*sheet))
    assert (len(found.codes) > 1, found.meant) == (True, "")
