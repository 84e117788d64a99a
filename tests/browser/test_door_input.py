"""What reaches a door by camera and by scanners that type: on a device, and at a signed-in gate."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from summit.badges.layouts import HOUSE
from summit.badges.pdf import render_badges
from summit.database import db
from summit.events.models import Event
from summit.permissions import Role
from tests import factories
from tests.badges.factory import make_card
from tests.browser.devices import PHONE
from tests.browser.doors import (
    NAME,
    Doors,
    come_back,
    cut_off,
    expect_answer,
    expect_waiting,
    set_up,
)
from tests.browser.hard_pictures import READ, badge_of, code_of, covered, held
from tests.browser.staged_camera import StagedCamera

pytestmark = pytest.mark.browser
FRENCH = str.maketrans("0123456789", "à&é\"'(-è_ç")
THAI = str.maketrans("0123456789", "จๅ/-ภถุึคต")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
# The camera forgets a code three seconds after it has seen it last.
AWAY = 3_400


def picture_of(token: str) -> Image.Image:
    """Print somebody's badge and return a picture of it."""
    return badge_of(render_badges([make_card(token=token)], HOUSE))


@pytest.fixture
def camera(phone: Page) -> StagedCamera:
    return StagedCamera(phone)


def close_answer(page: Page) -> None:
    page.click("[data-continue]")
    expect(page.locator("[data-answer]")).to_be_hidden()


def enter_gate(page: Page, doors: Doors, language: str) -> None:
    """Open the gate's page as one of its staff."""
    with doors.venue.inside():
        staff = factories.make_staff(db.session.get_one(Event, doors.event_id), Role.GATE)
        cookie = doors.venue._cookie(staff.id)
    page.context.add_cookies([{"name": "summit", "value": cookie, "url": doors.venue.url}])
    page.goto(f"/language/{language}?next=/e/{doors.slug}/gates/{doors.gate_id}")


def outcomes(doors: Doors) -> list[tuple[str, str]]:
    return [(scan.outcome, scan.mode) for scan in doors.scans()]


def test_a_badge_held_in_front_of_a_device_counts_once_with_and_without_a_network(
    phone: Page, camera: StagedCamera, doors: Doors
) -> None:
    first, second, third = (picture_of(doors.badge(name)) for name in (NAME, "Layla Mansouri", "Ivan Petrov"))
    set_up(phone, doors.device()[1])
    name = phone.locator("[data-slot=name]")

    camera.start(held(first))
    expect_answer(phone, "Welcome")
    expect(name).to_have_text(NAME)
    expect(phone.locator("[data-answer]")).to_be_hidden()
    phone.wait_for_timeout(AWAY)
    expect(phone.locator("[data-answer]")).to_be_hidden()
    camera.show(held(second))
    expect(name).to_have_text("Layla Mansouri")
    # Back within three seconds it is still the same showing.
    camera.show(held(first))
    phone.wait_for_timeout(1_000)
    assert outcomes(doors) == [("admitted", "live")] * 2
    camera.show(None)
    phone.wait_for_timeout(AWAY)
    camera.show(held(first))
    expect_answer(phone, "Already inside")
    close_answer(phone)

    cut_off(phone)
    camera.start(held(third))
    expect_answer(phone, "Welcome")
    expect(name).to_have_text("Ivan Petrov")
    expect(phone.locator("[data-answer]")).to_be_hidden()
    phone.wait_for_timeout(AWAY)
    expect(phone.locator("[data-answer]")).to_be_hidden()
    expect_waiting(phone, 1)
    camera.show(held(second))
    expect_answer(phone, "Already inside")
    close_answer(phone)
    camera.show(None)
    phone.wait_for_timeout(AWAY)
    camera.show(held(third))
    expect(name).to_have_text("Ivan Petrov")
    expect_answer(phone, "Already inside")
    expect_waiting(phone, 3)
    come_back(phone)
    assert outcomes(doors) == [
        *[("admitted", "live")] * 2,
        ("already_inside", "live"),
        ("admitted", "offline"),
        *[("already_inside", "offline")] * 2,
    ]
    assert {scan.entered_by for scan in doors.scans()} == {"camera"}


def test_a_film_of_a_badge_by_the_browsers_own_camera_counts_once_without_a_network(
    camera_browser: Callable[[Path], Browser],
    open_page: Callable[..., Page],
    live_server,
    doors: Doors,
    tmp_path: Path,
) -> None:
    film = tmp_path / "badge.mjpeg"
    frame = io.BytesIO()
    held(picture_of(doors.badge())).save(frame, "JPEG", quality=85)
    film.write_bytes(frame.getvalue() * 12)
    page = open_page(camera_browser(film), PHONE, base_url=live_server.url)
    set_up(page, doors.device()[1])
    cut_off(page)
    page.click("[data-camera-switch]")
    expect(page.locator("[data-slot=name]")).to_have_text(NAME)
    expect(page.locator("[data-answer]")).to_be_hidden()
    page.wait_for_timeout(AWAY)
    expect(page.locator("[data-answer]")).to_be_hidden()
    expect_waiting(page, 1)
    come_back(page)
    assert outcomes(doors) == [("admitted", "offline")]


def test_foreign_codes_are_refused_in_words_and_nobody_is_counted(
    phone: Page, camera: StagedCamera, doors: Doors
) -> None:
    strange = ["https://shop.example.com/spring", "WIFI:T:WPA;S:Pavilion;;", "9" * 24, "12345678", "hem " * 80]
    with doors.venue.inside():
        event = factories.make_event()
        category = factories.make_category(event, "D")
    elsewhere = Doors(doors.venue, event.id, event.slug, 0, category.id).badge()
    set_up(phone, doors.device()[1])
    camera.start()
    for text in strange:
        camera.show(held(code_of(text), height=400))
        expect_answer(phone, "Unknown code")
        expect(phone.locator("[data-slot=explanation]")).to_have_text("No badge has this code.")
        close_answer(phone)
    camera.show(held(picture_of(elsewhere)))
    expect_answer(phone, "Another event")
    close_answer(phone)
    cut_off(phone)
    camera.start(held(code_of(strange[0]), height=400))
    expect_answer(phone, "Unknown code")
    close_answer(phone)
    expect(phone.locator("[data-counts]")).to_have_text("Inside: 0")
    come_back(phone)
    found = [scan.outcome for scan in doors.scans()]
    assert found == [*["unknown"] * len(strange), "wrong_event", "unknown"]


def test_at_a_signed_in_gate_a_hard_badge_is_read_once_and_half_a_badge_never(
    browser: Browser, open_page: Callable[..., Page], live_server, doors: Doors
) -> None:
    badge, other = picture_of(doors.badge()), picture_of(doors.badge("Layla Mansouri"))
    page = open_page(browser, PHONE, base_url=live_server.url)
    enter_gate(page, doors, "ru")
    camera = StagedCamera(page)
    camera.start(held(covered(badge, -0.1, -0.1, 0.5, 1.1)))
    page.wait_for_timeout(1_500)
    expect(page.locator("[data-answer]")).to_be_hidden()
    camera.show(READ["photographed at an angle"](badge))
    expect(page.locator("[data-slot=name]")).to_have_text(NAME)
    expect(page.locator("[data-answer]")).to_be_hidden()
    page.wait_for_timeout(AWAY)
    expect(page.locator("[data-answer]")).to_be_hidden()
    camera.show(READ["inverted"](other))
    expect(page.locator("[data-slot=name]")).to_have_text("Layla Mansouri")
    camera.show(held(code_of("https://shop.example.com/spring"), height=400))
    expect_answer(page, "Неизвестный код")
    assert outcomes(doors) == [*[("admitted", "live")] * 2, ("unknown", "live")]


def scan_on_three_layouts(page: Page, badges: list[str]) -> None:
    """Type as scanners do on layouts that they were not made for: with Enter, with Tab, and with neither."""
    keys = [
        "$A" + f"1{badges[0]}".translate(FRENCH) + "\n",
        "چ\u0652" + f"1{badges[1]}".translate(PERSIAN) + "\t",
        badges[2].translate(THAI),
    ]
    for name, typed in zip(("Ana", "Bruno", "Clara"), keys, strict=True):
        page.locator("#code").press_sequentially(typed)
        expect(page.locator("[data-slot=name]")).to_have_text(name)
        expect(page.locator("#code")).to_have_value("")
        expect(page.locator("#code")).to_be_focused()
    page.locator("#code").press_sequentially(badges[0][:12])
    page.wait_for_timeout(600)
    expect(page.locator("#code")).to_have_value(badges[0][:12])
    page.locator("#code").press_sequentially(badges[1] + "\n")
    expect_answer(page, "Unknown code")
    close_answer(page)


def test_scanners_on_other_layouts_are_understood(
    phone: Page, browser: Browser, open_page: Callable[..., Page], live_server, doors: Doors
) -> None:
    badges = [doors.badge(name) for name in ("Ana", "Bruno", "Clara")]
    set_up(phone, doors.device()[1])
    cut_off(phone)
    scan_on_three_layouts(phone, badges)
    come_back(phone)
    assert outcomes(doors) == [*[("admitted", "offline")] * 3, ("unknown", "offline")]
    assert {scan.entered_by for scan in doors.scans()} == {"scanner"}

    others = [doors.badge(name) for name in ("Ana", "Bruno", "Clara")]
    gate = open_page(browser, PHONE, base_url=live_server.url)
    enter_gate(gate, doors, "en")
    scan_on_three_layouts(gate, others)
    assert outcomes(doors)[4:] == [*[("admitted", "live")] * 3, ("unknown", "live")]
