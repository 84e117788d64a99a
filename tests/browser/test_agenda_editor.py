"""The editor of the agenda in real browsers: keyboard, mouse, finger, two organisers at once, Arabic."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from config import Config
from summit.accounts.services import start_session
from summit.agenda.models import Slot
from summit.agenda.queries.board import load_board
from summit.application import create_app
from summit.clock import utcnow
from summit.database import db, transaction
from summit.events.models import Event
from summit.events.rules import wall_time
from summit.permissions import Role
from tests.agenda.factories import make_placed, make_session, make_slot, make_speaker
from tests.browser.devices import DESKTOP, PHONE
from tests.factories import NOON, make_event, make_hall, make_staff

DAY = date(2026, 11, 28)
HALLS = ("Great hall", "Studio", "Terrace")


@dataclass(frozen=True)
class Edition:
    """An edition of three halls on the live server, and the ids of its slots by title."""

    path: str
    event_id: int
    slots: dict[str, int]
    cookies: dict[str, str]


class Venue:
    """Makes editions on the live server, each test its own, and looks up what is stored."""

    def __init__(self, live_server: Any) -> None:
        self.url = live_server.url
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

    def make(self, waiting: tuple[str, ...] = (), placed: tuple[tuple[str, int, int], ...] = ()) -> Edition:
        """Make an edition with sessions in the pool, and others as (title, number of the hall, hours after noon)."""
        with self.inside():
            event = make_event(starts_on=DAY, ends_on=DAY + timedelta(days=2))
            halls = [make_hall(event, names={"en": name}, position=number) for number, name in enumerate(HALLS)]
            slots = {title: make_slot(make_session(event, title, make_speaker(event))).id for title in waiting}
            for title, hall, hours in placed:
                slots[title] = make_placed(event, halls[hall], NOON + timedelta(hours=hours), title).id
            staff = [make_staff(event, Role.AGENDA, name=name) for name in ("Ana", "Bruno")]
            cookies = {account.name: self._cookie(account.id) for account in staff}
            return Edition(f"/e/{event.slug}/agenda/", event.id, slots, cookies)

    def _cookie(self, account_id: int) -> str:
        now = utcnow()
        with transaction():
            secret = start_session(account_id, second_factor_at=now, now=now)
        serializer = self.app.session_interface.get_signing_serializer(self.app)
        return str(serializer.dumps({"_user_id": secret}))

    def places(self, edition: Edition) -> dict[str, tuple[int, str, int] | None]:
        """Return where each session stands: number of the day, "HH:MM hall", minutes."""
        with self.inside():
            event = db.session.get(Event, edition.event_id)
            board = load_board(event)
            halls = dict(zip(board.halls, HALLS, strict=True))
            return {
                title: self._words(event, halls, board.slots[slot_id].placement)
                for title, slot_id in edition.slots.items()
            }

    def _words(self, event: Event, halls: dict[int, str], place: Any) -> tuple[int, str, int] | None:
        if place is None:
            return None
        wall = wall_time(place.starts_at, event.time_zone)
        return (wall.date() - DAY).days, f"{wall:%H:%M} {halls[place.hall_ids[0]]}", place.minutes

    def delete(self, slot_id: int) -> None:
        with self.inside():
            db.session.delete(db.session.get(Slot, slot_id))
            db.session.commit()


@pytest.fixture(scope="module")
def venue(live_server) -> Venue:
    return Venue(live_server)


@pytest.fixture
def enter(browser: Browser, open_page: Callable[..., Page], live_server) -> Callable[..., Page]:
    """Return a function that opens the editor as one of the organisers."""

    def open_editor(edition: Edition, device: dict[str, object] = DESKTOP, who: str = "Ana", query: str = "") -> Page:
        page = open_page(browser, device, base_url=live_server.url)
        page.context.add_cookies([{"name": "summit", "value": edition.cookies[who], "url": live_server.url}])
        page.goto(edition.path + query)
        expect(page.locator("[data-ready]")).to_be_attached()
        return page

    return open_editor


def card(page: Page, edition: Edition, title: str) -> Locator:
    return page.locator(f"article[data-slot='{edition.slots[title]}']")


def said(page: Page, text: str) -> None:
    expect(page.locator("[data-say]")).to_contain_text(text)


def at_rest(page: Page) -> None:
    """Wait until the server has answered what was asked."""
    expect(page.locator(".slot--pending, .ghost")).to_have_count(0)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def middle(box: dict[str, float]) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 20)


def column(page: Page, number: int) -> dict[str, float]:
    return page.locator(".board__column").nth(number).bounding_box()


def y_of(page: Page, minute: int) -> float:
    """Return where a minute of the day lies in the window."""
    first, last = (int(page.locator("[data-board]").get_attribute(f"data-{end}")) for end in ("first", "last"))
    box = column(page, 0)
    return box["y"] + box["height"] * (minute - first) / (last - first)


def into_view(page: Page) -> None:
    page.locator(".editor__days").evaluate("element => element.scrollIntoView()")


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 8, start[1] + 8)
    page.mouse.move(*end, steps=8)
    page.mouse.up()


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_day_is_built_by_keyboard_alone(venue, enter, device):
    edition = venue.make(("Linen", "Silk", "Wool", "Supper"))
    page = enter(edition, device)
    if device is PHONE:
        page.locator(".pool__head").focus()
        press(page, "Enter")
    card(page, edition, "Linen").focus()
    press(page, "Enter")
    said(page, "You hold “Linen”.")
    press(page, "Enter")
    said(page, "now stands here")
    at_rest(page)
    expect(card(page, edition, "Linen")).to_be_focused()
    card(page, edition, "Silk").focus()
    press(page, " ", "ArrowRight", "Shift+ArrowDown", "ArrowDown", "+", "+", "Enter")
    at_rest(page)
    card(page, edition, "Wool").focus()
    press(page, "Enter", "Escape")
    said(page, "stays where it was")
    press(page, "Enter", "PageDown")
    said(page, "November 29")
    press(page, "ArrowRight", "ArrowRight", "ArrowRight", "-", "Enter")
    at_rest(page)
    expect(page.locator("[data-to-day][aria-current]")).to_contain_text("29")
    card(page, edition, "Supper").focus()
    press(page, "Enter", *["Shift+ArrowDown"] * 40, "Enter")
    at_rest(page)
    assert venue.places(edition) == {
        "Linen": (0, "09:00 Great hall", 45),
        # The first free time after Linen, a hall aside, thirty-five minutes later, ten minutes longer.
        "Silk": (0, "10:20 Studio", 55),
        "Wool": (1, "09:45 Terrace", 40),
        "Supper": (1, "22:15 Great hall", 45),
    }
    said(page, "this day is open from")


def test_a_place_that_is_taken_is_refused_by_keyboard_in_words(venue, enter):
    edition = venue.make(("Linen",), (("Silk", 0, 0),))
    page = enter(edition)
    card(page, edition, "Silk").focus()
    press(page, "l")
    said(page, "is locked in its place")
    press(page, "Enter")
    said(page, "Unlock it first")
    card(page, edition, "Linen").focus()
    press(page, "Enter", *["Shift+ArrowDown"] * 6)
    said(page, "“Silk” stands there.")
    press(page, "Enter")
    said(page, "stays where it was")
    card(page, edition, "Silk").focus()
    press(page, "l")
    said(page, "is unlocked")
    press(page, "u")
    said(page, "back among the unscheduled")
    assert venue.places(edition) == {"Linen": None, "Silk": None}


def test_the_mouse_moves_resizes_exchanges_and_unschedules(venue, enter):
    edition = venue.make(("Linen",), (("Silk", 0, 0), ("Wool", 1, 0)))
    page = enter(edition)
    into_view(page)
    x, _ = middle(column(page, 2))
    drag(page, middle(card(page, edition, "Linen").bounding_box()), (x, y_of(page, 10 * 60) + 8))
    said(page, "“\u2068Linen\u2069” now stands here")
    at_rest(page)
    box = card(page, edition, "Linen").bounding_box()
    drag(page, (middle(box)[0], box["y"] + box["height"] - 2), (middle(box)[0], y_of(page, 11 * 60 + 15)))
    said(page, "11:15")
    at_rest(page)
    first, second = (middle(card(page, edition, title).bounding_box()) for title in ("Silk", "Wool"))
    page.keyboard.down("Alt")
    drag(page, first, second)
    page.keyboard.up("Alt")
    said(page, "have changed places.")
    places = venue.places(edition)
    assert places["Linen"][1][3:] in {"00 Terrace", "55 Terrace"}
    assert (places["Silk"], places["Wool"]) == ((0, "12:00 Studio", 45), (0, "12:00 Great hall", 45))
    drag(page, middle(card(page, edition, "Wool").bounding_box()), middle(page.locator(".pool__list").bounding_box()))
    said(page, "back among the unscheduled")
    expect(page.locator(".pool__list").locator(f"#slot-{edition.slots['Wool']}")).to_be_visible()


def test_a_drop_upon_a_taken_place_puts_the_session_back(venue, enter):
    edition = venue.make((), (("Silk", 0, 0), ("Wool", 1, 0)))
    page = enter(edition)
    into_view(page)
    start, end = (middle(card(page, edition, title).bounding_box()) for title in ("Silk", "Wool"))
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=6)
    expect(page.locator(".ghost--blocked")).to_contain_text("“Wool” stands there.")
    page.mouse.up()
    said(page, "stays where it was")
    assert venue.places(edition)["Silk"] == (0, "12:00 Great hall", 45)


@pytest.fixture
def expecting_refusals(problems: list[str], open_page: Callable[..., Page]) -> Iterator[None]:
    """Let the server refuse what scripts ask; anything else that goes wrong still fails the test."""
    assert open_page is not None
    yield
    problems[:] = [one for one in problems if not re.search(r": (409|422) for ", one)]


@pytest.mark.usefixtures("expecting_refusals")
def test_several_move_together_and_back(venue, enter):
    edition = venue.make((), (("Silk", 0, 0), ("Wool", 1, 1), ("Hemp", 2, 2)))
    page = enter(edition)
    for title in ("Silk", "Wool"):
        card(page, edition, title).click(modifiers=["Shift"])
    said(page, "Selected sessions: 2.")
    card(page, edition, "Silk").focus()
    press(page, "Enter", "PageDown", "ArrowRight", "Shift+ArrowUp", "Enter")
    said(page, "2 sessions are moved.")
    assert venue.places(edition) == {
        "Silk": (1, "11:30 Studio", 45),
        "Wool": (1, "12:30 Terrace", 45),
        "Hemp": (0, "14:00 Terrace", 45),
    }
    page.reload()
    page.get_by_role("button", name="Undo").click()
    said(page, "Taken back. 2 sessions are moved.")
    assert venue.places(edition)["Wool"] == (0, "13:00 Studio", 45)
    press(page, "Control+Shift+Z")
    said(page, "Done again. 2 sessions are moved.")
    assert venue.places(edition)["Wool"] == (1, "12:30 Terrace", 45)
    press(page, "Control+Shift+Z")
    said(page, "nothing to redo")


@pytest.mark.usefixtures("expecting_refusals")
def test_two_organisers_see_each_other_and_a_stale_save_is_told(venue, enter):
    edition = venue.make(("Hemp",), (("Silk", 0, 0), ("Wool", 1, 0)))
    ana, bruno = enter(edition), enter(edition, who="Bruno")
    card(ana, edition, "Silk").focus()
    press(ana, "Enter", "Shift+ArrowDown", "Shift+ArrowDown", "Enter")
    said(ana, "now stands here")
    said(bruno, "Ana moved “\u2068Silk\u2069”")
    expect(card(bruno, edition, "Silk")).to_have_attribute("data-start", str(13 * 60))
    venue.delete(edition.slots.pop("Hemp"))
    # While Bruno holds a session, his board waits; Ana is quicker.
    card(bruno, edition, "Wool").focus()
    press(bruno, "Enter", "ArrowDown")
    card(ana, edition, "Wool").focus()
    press(ana, "Enter", "ArrowRight", "Enter")
    said(ana, "now stands here")
    press(bruno, "Enter")
    said(bruno, "Ana changed “\u2068Wool\u2069”")
    expect(card(bruno, edition, "Wool")).to_have_attribute("data-at", re.compile(r" 4 1$"))
    expect(bruno.locator(".pool__list article")).to_have_count(0)
    assert venue.places(edition) == {"Silk": (0, "13:00 Great hall", 45), "Wool": (0, "12:00 Terrace", 45)}


@pytest.mark.usefixtures("expecting_refusals")
def test_a_lost_line_says_so_and_puts_the_session_back(venue, enter):
    edition = venue.make((), (("Silk", 0, 0),))
    page = enter(edition)
    page.route("**/slots/place*", lambda route: route.abort())
    card(page, edition, "Silk").focus()
    press(page, "Enter", "ArrowDown", "Enter")
    said(page, "The server could not be reached")
    at_rest(page)
    expect(card(page, edition, "Silk")).to_have_attribute("data-start", str(12 * 60))
    page.unroute("**/slots/place*")
    press(page, "Enter", "ArrowDown", "Enter")
    said(page, "now stands here")


class Finger:
    """One finger on the glass, as the browser's own protocol sends it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def down(self, x: float, y: float) -> None:
        self.x, self.y = x, y
        self._send("touchStart", [{"x": x, "y": y}])

    def move(self, x: float, y: float, steps: int = 8) -> None:
        for step in range(1, steps + 1):
            part = step / steps
            point = {"x": self.x + (x - self.x) * part, "y": self.y + (y - self.y) * part}
            self._send("touchMove", [point])
            self.page.wait_for_timeout(20)
        self.x, self.y = x, y

    def up(self) -> None:
        self._send("touchEnd", [])

    def _send(self, kind: str, points: list[dict[str, float]]) -> None:
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_finger_lifts_a_session_after_resting_on_it(venue, enter):
    edition = venue.make((), (("Silk", 0, -2),))
    page = enter(edition, PHONE)
    into_view(page)
    finger = Finger(page)
    x, y = middle(card(page, edition, "Silk").bounding_box())
    finger.down(x, y)
    page.wait_for_timeout(500)
    later = y_of(page, 11 * 60) - y_of(page, 10 * 60)
    finger.move(middle(column(page, 1))[0], y + later)
    expect(page.locator(".ghost")).to_contain_text("Studio")
    finger.up()
    said(page, "now stands here")
    at_rest(page)
    assert venue.places(edition)["Silk"] == (0, "11:00 Studio", 45)


def test_a_finger_brings_a_session_from_the_sheet_of_the_unscheduled(venue, enter):
    edition = venue.make(("Linen",))
    page = enter(edition, PHONE)
    into_view(page)
    page.locator(".pool__head").tap()
    box = card(page, edition, "Linen").bounding_box()
    finger = Finger(page)
    finger.down(*middle(box))
    page.wait_for_timeout(500)
    finger.move(middle(column(page, 0))[0], y_of(page, 9 * 60 + 30) + 8)
    expect(page.locator(".ghost")).to_contain_text("Great hall")
    finger.up()
    said(page, "now stands here")
    assert venue.places(edition)["Linen"][1].endswith("Great hall")


def test_a_finger_that_moves_at_once_scrolls(venue, enter):
    edition = venue.make((), (("Silk", 0, -2),))
    page = enter(edition, PHONE)
    into_view(page)
    finger = Finger(page)
    x, y = middle(card(page, edition, "Silk").bounding_box())
    finger.down(x, y)
    finger.move(x, y - 120)
    finger.up()
    expect(page.locator(".ghost, .slot--carried")).to_have_count(0)
    scrolled = "document.querySelector('[data-scroller]').scrollTop + window.scrollY"
    page.wait_for_timeout(300)
    assert page.evaluate(scrolled) > 0
    assert venue.places(edition)["Silk"] == (0, "10:00 Great hall", 45)


def test_in_arabic_the_grid_and_the_ways_are_mirrored(venue, enter):
    edition = venue.make((), (("Silk", 0, -2),))
    page = enter(edition)
    page.goto(f"/language/ar?next={edition.path}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert column(page, 0)["x"] > column(page, 1)["x"]
    card(page, edition, "Silk").focus()
    press(page, "Enter", "ArrowLeft", "Enter")
    at_rest(page)
    assert venue.places(edition)["Silk"] == (0, "10:00 Studio", 45)
    into_view(page)
    x, _ = middle(column(page, 2))
    start = middle(card(page, edition, "Silk").bounding_box())
    assert x < start[0]
    drag(page, start, (x, start[1]))
    expect(card(page, edition, "Silk")).to_have_attribute("data-at", re.compile(r" 4 1$"))
    assert venue.places(edition)["Silk"] == (0, "10:00 Terrace", 45)


def test_the_unscheduled_are_searched_as_one_types(venue, enter):
    edition = venue.make(("Linen", "Мода и время", "مستقبل النسيج"))
    page = enter(edition)
    for query, title in (("МОДА", "Мода и время"), ("moda", "Мода и время"), ("النسيج", "مستقبل النسيج")):
        page.fill("[data-pool-query]", query)
        expect(page.locator(".pool__list article:visible")).to_have_count(1)
        expect(card(page, edition, title)).to_be_visible()
    page.fill("[data-pool-query]", "nothing of the kind")
    expect(page.locator("[data-pool-empty]")).to_be_visible()


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_without_a_script_a_session_is_moved_by_its_form(venue, browser, open_page, live_server, device):
    edition = venue.make(("Linen",))
    page = open_page(browser, device, base_url=live_server.url, java_script_enabled=False)
    page.context.add_cookies([{"name": "summit", "value": edition.cookies["Ana"], "url": live_server.url}])
    page.goto(edition.path)
    page.locator("article .slot__more").click()
    page.get_by_role("link", name="Move to…").click()
    page.select_option("[name=hall_id]", label="Studio")
    page.fill("[name=start]", "11:05")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator(".board__grid article")).to_have_count(1)
    assert venue.places(edition)["Linen"] == (0, "11:05 Studio", 45)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".pool__list article")).to_have_count(1)
    assert venue.places(edition)["Linen"] is None
