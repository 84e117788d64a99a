"""The editor of badge layouts in real browsers: mouse, finger, keyboard, what does not fit, and without a script."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from config import Config
from summit.accounts.services import start_session
from summit.application import create_app
from summit.clock import utcnow
from summit.database import db, transaction
from summit.permissions import Role
from tests.badges.layout_factory import make_layout
from tests.browser.devices import DESKTOP, PHONE
from tests.factories import make_category, make_event, make_staff

NAMES_TOP, NAMES_LEFT = "[name=front-names-y]", "[name=front-names-x]"


@pytest.fixture
def enter(browser: Browser, open_page: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    """Return a function that opens the editor of an A6 layout as an organiser, in the edition's language."""
    values = {"database_url": live_server.env["SUMMIT_DATABASE_URL"], "base_url": live_server.url}
    secret = live_server.env["SUMMIT_SECRET_KEY"]
    app = create_app(Config(var=Path(live_server.env["SUMMIT_VAR"]), secret_key=secret, demo=True, **values))

    def prepare(languages: list[str]) -> tuple[str, str]:
        now = utcnow()
        with app.app_context():
            event = make_event(languages=languages)
            make_category(event, "D")
            layout = make_layout(event)
            with transaction():
                session = start_session(make_staff(event, Role.ORGANISER).id, second_factor_at=now, now=now)
            path = f"/e/{event.slug}/badges/layouts/{layout.id}"
            db.session.remove()
            db.engine.dispose()
        return path, str(app.session_interface.get_signing_serializer(app).dumps({"_user_id": session}))

    def open_editor(language: str = "en", **options: object) -> Page:
        path, cookie = prepare([language])
        page = open_page(browser, DESKTOP, base_url=live_server.url, **options)
        page.context.add_cookies([{"name": "summit", "value": cookie, "url": live_server.url}])
        page.goto(path)
        return page

    return open_editor


def drag_names(page: Page, across: float, down: float) -> None:
    box = page.locator('[data-box="front-names"]')
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place is not None
    x, y = place["x"] + 20, place["y"] + 20
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + down, steps=3)
    page.mouse.up()


def leave(page: Page, problems: list[str]) -> None:
    """Close a page whose numbers did not fit for a moment: the server refuses to draw those."""
    page.close()
    problems.clear()


@pytest.mark.parametrize(("language", "moves"), [("en", "away from"), ("ar", "towards")])
def test_a_box_is_dragged_in_the_direction_in_which_the_badge_is_read(enter, problems, language, moves):
    page = enter(language)
    page.fill(NAMES_LEFT, "4")
    page.fill("[name=front-names-width]", "60")

    drag_names(page, 20, 0)

    moved = float(page.input_value(NAMES_LEFT))
    assert (moved > 4) == (moves == "away from")
    leave(page, problems)


def swipe(page: Page, start: tuple[float, float], across: float, down: float) -> None:
    """Move one finger over the screen, as the screen itself would tell of it."""
    screen = page.context.new_cdp_session(page)
    x, y = start
    screen.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in range(1, 11):
        at = {"x": x + across * part / 10, "y": y + down * part / 10}
        screen.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def place_of(page: Page) -> tuple[float, float, float, float]:
    place = page.locator('[data-box="front-names"]').bounding_box()
    assert place is not None
    return place["x"], place["y"], place["width"], place["height"]


def test_a_finger_scrolls_over_boxes_and_drags_the_one_it_has_tapped(enter, problems):
    page = enter(**PHONE)
    page.locator('[data-box="front-names"]').scroll_into_view_if_needed()
    x, y, width, height = place_of(page)

    swipe(page, (x + width / 2, y + height / 2), 0, -150)
    page.wait_for_function("scrollY > 50")
    assert (page.input_value(NAMES_TOP), page.locator("[data-chosen]").count()) == ("69.5", 0)

    page.locator('[data-box="front-names"]').tap()
    scrolled, (x, y, width, height) = page.evaluate("scrollY"), place_of(page)
    swipe(page, (x + width / 2, y + height / 2), 0, -40)
    assert float(page.input_value(NAMES_TOP)) < 65
    x, y, width, height = place_of(page)
    swipe(page, (x + width + 8, y + height + 8), -60, 0)
    assert float(page.input_value("[name=front-names-width]")) < 80
    swipe(page, (5, y), 0, -150)
    page.wait_for_function("(before) => scrollY > before + 50", arg=scrolled)
    leave(page, problems)


def test_a_phone_shows_the_numbers_of_the_chosen_element_alone(enter):
    page = enter(**PHONE)
    expect(page.locator(NAMES_TOP)).to_be_hidden()

    page.locator('[data-element="front-names"] .layouts__open').tap()
    expect(page.locator(NAMES_TOP)).to_be_visible()
    expect(page.locator('[data-box="front-names"]')).to_have_attribute("data-chosen", "")
    page.locator('[data-element="front-qr"] .layouts__open').tap()

    expect(page.locator(NAMES_TOP)).to_be_hidden()
    expect(page.locator("[name=front-qr-x]")).to_be_visible()


def test_the_keyboard_moves_a_box_and_its_corner(enter):
    page = enter()

    page.focus('[data-box="front-names"]')
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowLeft", "Shift+ArrowLeft"):
        page.keyboard.press(key)

    assert (page.input_value(NAMES_LEFT), page.input_value("[name=front-names-width]")) == ("9", "88")
    expect(page.locator('[data-side="front"] img')).to_have_attribute("src", re.compile("^blob:"), timeout=30_000)


def test_what_does_not_fit_is_said_before_it_is_sent(enter, problems):
    page = enter()

    page.fill(NAMES_TOP, "140")

    expect(page.locator("#front-names-error")).to_contain_text("reaches beyond the badge")
    leave(page, problems)


def test_without_a_script_the_button_draws_what_was_entered(enter):
    page = enter(java_script_enabled=False)
    page.fill(NAMES_TOP, "68.25")

    page.get_by_role("button", name="Preview").click()

    expect(page.locator(NAMES_TOP)).to_have_value("68.25")
    assert page.get_attribute('[data-side="front"] img', "src").startswith("data:image/png")
