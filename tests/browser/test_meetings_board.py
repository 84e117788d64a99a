"""The organiser's board of meetings in real browsers: mouse, finger, keyboard, Arabic, and a board gone stale."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from config import Config
from summit.accounts.services import start_session
from summit.application import create_app
from summit.clock import utcnow
from summit.database import db, transaction
from summit.meetings.models import Meeting
from summit.meetings.rules.kinds import MeetingStatus
from summit.permissions import Role
from tests.browser.devices import DESKTOP, PHONE
from tests.companies.factories import make_company
from tests.factories import make_event, make_staff
from tests.meetings.factories import (
    make_meeting,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)

STEP = timedelta(minutes=25)
PAIRS = {"placed": ("Linho Azul", "Volga Denim"), "other": ("Kente House", "Silk Road"), "waiting": ("Nord", "Sul")}


@dataclass(frozen=True)
class Edition:
    """An edition of two tables and a morning of slots; its meetings by what they are called in PAIRS."""

    path: str
    start: datetime
    meetings: dict[str, tuple[int, str]]
    cookie: str


class Venue:
    """Makes editions on the live server, and looks up what is stored."""

    def __init__(self, live_server: Any) -> None:
        values = {"database_url": live_server.env["SUMMIT_DATABASE_URL"], "base_url": live_server.url}
        secret = live_server.env["SUMMIT_SECRET_KEY"]
        self.app = create_app(Config(var=Path(live_server.env["SUMMIT_VAR"]), secret_key=secret, demo=True, **values))

    @contextmanager
    def inside(self) -> Iterator[None]:
        # One transaction throughout: what the factories write waits for the server's worker instead of failing.
        with self.app.app_context():
            with transaction():
                yield
            db.session.remove()
            db.engine.dispose()

    def make(self, future: datetime) -> Edition:
        """Make an edition: one meeting in the first slot at A1, one in the second at A2, one without a time."""
        with self.inside():
            event = make_event(starts_on=future.date(), ends_on=future.date())
            make_settings(event)
            make_window(event, future)
            tables = [make_table(event, label) for label in ("A1", "A2")]
            people = {
                name: [make_spokesperson(event, make_company(event, one)) for one in pair]
                for name, pair in PAIRS.items()
            }
            placed = make_scheduled(*people["placed"], future)
            other = make_scheduled(*people["other"], future + STEP)
            waiting = make_meeting(*people["waiting"], MeetingStatus.ACCEPTED)
            found = {"placed": placed, "other": other, "waiting": waiting}
            meetings = {name: (one.id, one.public_id) for name, one in found.items()}
            assert placed.table_id == other.table_id == tables[0].id
            cookie = self._cookie(make_staff(event, Role.B2B).id)
            return Edition(f"/e/{event.slug}/meetings/board", future, meetings, cookie)

    def _cookie(self, account_id: int) -> str:
        now = utcnow()
        with transaction():
            secret = start_session(account_id, second_factor_at=now, now=now)
        serializer = self.app.session_interface.get_signing_serializer(self.app)
        return str(serializer.dumps({"_user_id": secret}))

    def start_of(self, edition: Edition, name: str) -> datetime | None:
        with self.inside():
            return db.session.get_one(Meeting, edition.meetings[name][0]).starts_at


@pytest.fixture(scope="module")
def venue(live_server) -> Venue:
    return Venue(live_server)


@pytest.fixture
def edition(venue, future) -> Edition:
    return venue.make(future)


@pytest.fixture
def future() -> datetime:
    """Nine o'clock (UTC) of a day a month from now: pages read the real clock."""
    return utcnow().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=30)


@pytest.fixture
def enter(browser: Browser, open_page: Callable[..., Page], live_server) -> Callable[..., Page]:
    """Return a function that opens the board as its organiser."""

    def open_board(edition: Edition, device: dict[str, object] = DESKTOP) -> Page:
        page = open_page(browser, device, base_url=live_server.url)
        page.context.add_cookies([{"name": "summit", "value": edition.cookie, "url": live_server.url}])
        page.goto(edition.path)
        expect(page.locator("[data-ready]")).to_be_attached()
        return page

    return open_board


def card(page: Page, edition: Edition, name: str) -> Locator:
    return page.locator(f"#m-{edition.meetings[name][1]}")


def cell(page: Page, row: int, column: int) -> Locator:
    return page.locator("tbody tr").nth(row).locator("td").nth(column)


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, source: Locator, target: Locator) -> None:
    source.scroll_into_view_if_needed()
    page.mouse.move(*middle(source))
    page.mouse.down()
    page.mouse.move(*middle(target), steps=6)
    page.mouse.up()


def said(page: Page, text: str) -> None:
    expect(page.locator("[data-say]")).to_contain_text(text)


def test_the_mouse_moves_a_meeting_and_undo_brings_it_back(enter, venue, edition):
    page = enter(edition)
    drag(page, card(page, edition, "placed"), cell(page, 1, 2))
    said(page, "table")
    expect(cell(page, 1, 2).locator(f"#m-{edition.meetings['placed'][1]}")).to_be_visible()
    assert venue.start_of(edition, "placed") == edition.start + 2 * STEP
    page.get_by_role("button", name="Undo").click()
    expect(cell(page, 0, 0).locator(f"#m-{edition.meetings['placed'][1]}")).to_be_visible()
    assert venue.start_of(edition, "placed") == edition.start


def test_a_meeting_dropped_on_another_goes_back(enter, venue, edition):
    page = enter(edition)
    drag(page, card(page, edition, "placed"), card(page, edition, "other"))
    said(page, "Taken.")
    assert venue.start_of(edition, "placed") == edition.start


def test_a_meeting_is_dragged_out_of_the_timetable_and_in_from_the_side(enter, venue, edition):
    page = enter(edition)
    drag(page, card(page, edition, "placed"), page.locator(".meets__pool-title"))
    said(page, "still agreed")
    assert venue.start_of(edition, "placed") is None
    drag(page, card(page, edition, "waiting"), cell(page, 0, 3))
    expect(cell(page, 0, 3).locator("article")).to_have_count(1)
    assert venue.start_of(edition, "waiting") == edition.start + 3 * STEP


def test_the_keyboard_moves_a_meeting_and_says_each_step(enter, venue, edition):
    page = enter(edition)
    card(page, edition, "placed").focus()
    page.keyboard.press("Enter")
    said(page, "in your hand")
    page.keyboard.press("ArrowRight")
    said(page, "Taken.")
    page.keyboard.press("ArrowDown")
    said(page, "A2. Free.")
    page.keyboard.press("Enter")
    expect(cell(page, 1, 1).locator("article")).to_have_count(1)
    expect(card(page, edition, "placed")).to_be_focused()
    assert venue.start_of(edition, "placed") == edition.start + STEP


def test_escape_leaves_everything_as_it_was(enter, venue, edition):
    page = enter(edition)
    card(page, edition, "placed").focus()
    for key in ("Enter", "ArrowDown", "Escape"):
        page.keyboard.press(key)
    said(page, "stays where it was")
    assert venue.start_of(edition, "placed") == edition.start


def test_a_fixed_meeting_is_not_taken_up(enter, venue, edition):
    page = enter(edition)
    card(page, edition, "placed").focus()
    page.keyboard.press("f")
    expect(card(page, edition, "placed")).to_contain_text("Fixed")
    drag(page, card(page, edition, "placed"), cell(page, 1, 2))
    said(page, "Release it first")
    assert venue.start_of(edition, "placed") == edition.start


def test_move_to_is_reached_and_used_by_keys_alone(enter, venue, edition):
    page = enter(edition)
    menu = card(page, edition, "placed").locator("summary")
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(re.compile("Open the meeting|Move to"))
    page.get_by_role("link", name="Move to…").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/move")
    offer = page.locator(".moving__offers button").last
    offer.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/board?**")
    assert venue.start_of(edition, "placed") > edition.start


def test_a_finger_that_rests_lifts_a_meeting_on_a_phone(enter, venue, edition):
    page = enter(edition, PHONE)
    source, target = card(page, edition, "placed"), cell(page, 1, 0)
    page.locator("[data-scroller]").evaluate("grid => grid.scrollIntoView({ block: 'center' })")
    touch = page.context.new_cdp_session(page)
    start, end = middle(source), middle(target)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": start[0], "y": start[1]}]})
    expect(page.locator(".meets__root--dragging")).to_be_attached()
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": end[0], "y": end[1]}]})
    expect(page.locator(".meets__cell--target")).to_have_count(1)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(cell(page, 1, 0).locator("article")).to_have_count(1)
    assert venue.start_of(edition, "placed") == edition.start


def test_a_stale_board_says_so_and_shows_how_things_stand(enter, venue, edition):
    page, second = enter(edition), enter(edition)
    drag(second, card(second, edition, "placed"), cell(second, 1, 2))
    said(second, "table")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-stale]")).to_be_visible()


def test_a_move_made_on_a_stale_board_is_refused(enter, venue, edition, problems):
    page, second = enter(edition), enter(edition)
    drag(second, card(second, edition, "placed"), cell(second, 1, 2))
    said(second, "table")
    drag(page, card(page, edition, "placed"), cell(page, 1, 3))
    said(page, "meanwhile")
    problems.clear()
    assert venue.start_of(edition, "placed") == edition.start + 2 * STEP


def test_the_board_is_mirrored_in_arabic_and_keys_follow(enter, venue, edition):
    page = enter(edition)
    page.goto(f"/language/ar?next={edition.path}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    first, second = cell(page, 0, 0).bounding_box(), cell(page, 0, 1).bounding_box()
    assert first["x"] > second["x"]
    card(page, edition, "placed").focus()
    for key in ("Enter", "ArrowDown", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    expect(cell(page, 1, 1).locator("article")).to_have_count(1)
    assert venue.start_of(edition, "placed") == edition.start + STEP
