"""The public programme in real browsers: on a phone in Arabic, on a desktop in Russian, without JavaScript, offline."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from summit.clock import utcnow
from summit.seed.edition import edition_slug
from tests.browser.devices import DESKTOP, PHONE
from tests.browser.test_main_job import sign_in_as

WEIGHT_LIMIT = 150_000


@pytest.fixture(scope="module")
def programme(live_server) -> str:
    """Plant the demo edition with its programme and return the programme's address."""
    live_server.flask("seed", "--stage", "planning")
    return f"/e/{edition_slug((utcnow() + timedelta(days=150)).date())}/programme/"


def width_is_kept(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def open_filters(page: Page) -> None:
    page.click(".programme-filters__summary")


@pytest.mark.parametrize("locale", ["ar"])
def test_on_a_phone_in_arabic_a_session_is_found_and_read(phone: Page, programme: str, locale: str) -> None:
    phone.goto(programme)
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    assert phone.locator(".entry").count() > 5
    assert width_is_kept(phone)
    time, title = phone.locator(".moment__time").first.bounding_box(), phone.locator(".moment__time").first
    assert time["x"] + time["width"] > 300, "the times stand at the right edge"
    expect(title).to_be_visible()
    phone.locator(".entry__title a").nth(2).click()
    expect(phone.locator("h1")).to_be_visible()
    expect(phone.locator(".when__time").first).to_be_visible()
    assert width_is_kept(phone)
    open_back = phone.locator(".session-page__back a")
    open_back.click()
    expect(phone.locator(".programme-head__title")).to_be_visible()


@pytest.mark.parametrize("locale", ["ru"])
def test_on_a_desktop_in_russian_the_timetable_keeps_its_heads_in_sight(
    desktop: Page, programme: str, locale: str
) -> None:
    desktop.goto(f"{programme}?view=grid")
    table = desktop.locator(".timetable").first
    table.scroll_into_view_if_needed()
    table.evaluate("table => table.scrollTo(400, 500)")
    frame = table.bounding_box()
    hall, line = desktop.locator(".timetable__hall").first, desktop.locator(".timetable__line time")
    assert abs(hall.bounding_box()["y"] - frame["y"]) <= 2
    lefts = {round(line.nth(number).bounding_box()["x"] - frame["x"]) for number in range(line.count())}
    assert lefts == {0}
    assert width_is_kept(desktop)


def test_blocks_of_the_timetable_cover_no_other_and_hold_their_words(desktop: Page, programme: str) -> None:
    desktop.goto(f"{programme}?view=grid")
    faults = desktop.evaluate(
        """() => {
          const blocks = [...document.querySelectorAll(".block")];
          const boxes = blocks.map((block) => block.getBoundingClientRect());
          const faults = [];
          blocks.forEach((one, a) => {
            if (one.scrollHeight > one.clientHeight + 2) faults.push(`cut: ${one.innerText}`);
            for (let b = a + 1; b < blocks.length; b++) {
              const [x, y] = [boxes[a], boxes[b]];
              if (x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 1 && y.top < x.bottom - 1)
                faults.push(`covered: ${one.innerText} / ${blocks[b].innerText}`);
            }
          });
          return faults;
        }"""
    )
    assert desktop.locator(".block").count() > 5
    assert faults == []


def test_without_javascript_a_phone_reads_searches_and_sees_its_own_time(
    browser: Browser, open_page: Callable[..., Page], live_server, programme: str
) -> None:
    page = open_page(browser, PHONE, base_url=live_server.url, java_script_enabled=False)
    page.goto(programme)
    open_filters(page)
    page.fill("#q", "silk")
    page.click(".programme-filters__form button[type=submit]")
    expect(page.locator(".programme-count")).to_contain_text(re.compile(r"\d+ session"))
    page.click(".programme-count a")
    page.click(".zone-note__own > summary")
    page.select_option("#zone", "Asia/Tokyo")
    page.click(".zone-form button")
    expect(page.locator(".readers-time").first).to_contain_text("your time")
    page.click(".view-switch__link >> nth=1")
    expect(page.locator(".timetable").first).to_be_visible()


def test_the_browsers_own_zone_is_filled_in_and_agrees_with_the_server(
    browser: Browser, open_page: Callable[..., Page], live_server, programme: str
) -> None:
    page = open_page(browser, DESKTOP, base_url=live_server.url, timezone_id="Pacific/Auckland")
    page.goto(f"{programme}?day=all")
    expect(page.locator(".entry .readers-time:not([hidden])").first).to_contain_text("your time")
    by_browser = page.locator(".entry .readers-time").all_inner_texts()
    page.goto(f"{programme}?day=all&zone=Pacific/Auckland")
    assert page.locator(".entry .readers-time").all_inner_texts() == by_browser
    assert any("+1 day" in text for text in by_browser)


def test_now_and_next_asks_again_by_itself(desktop: Page, programme: str) -> None:
    desktop.clock.install()
    desktop.goto(f"{programme}now/")
    expect(desktop.locator(".board").first).to_be_visible()
    with desktop.expect_response(
        lambda response: response.url.endswith("/now/") and not response.request.is_navigation_request()
    ):
        desktop.clock.fast_forward(61_000)
    expect(desktop.locator(".board").first).to_be_visible()


def kept_pages(page: Page) -> list[str]:
    return page.evaluate(
        """async () => {
          const names = (await caches.keys()).filter((name) => name.startsWith("summit-programme-pages:"));
          const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
          return keys.flat().map((request) => new URL(request.url).pathname + new URL(request.url).search);
        }"""
    )


def keep_programme(page: Page, programme: str) -> None:
    """Open the programme and wait until the worker has taken its pages."""
    page.goto(programme)
    for _ in range(200):
        if f"{programme}now/" in kept_pages(page):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the worker kept only {kept_pages(page)}")


def test_after_one_visit_the_programme_is_there_without_a_network(
    phone: Page, programme: str, problems: list[str]
) -> None:
    keep_programme(phone, programme)
    title = phone.locator(".entry__title").first.inner_text()
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.locator(".entry__title").first).to_have_text(title)
    expect(phone.locator(".offline-note")).to_contain_text("no network")
    assert "Playfair" in phone.locator("h1").evaluate("tag => getComputedStyle(tag).fontFamily")
    phone.locator(".tabs__link").nth(1).click()
    expect(phone.locator(".entry").first).to_be_visible()
    phone.goto(f"{programme}speakers/")
    expect(phone.locator("h1")).to_have_text("No network")
    expect(phone.locator(".offline-pages li").first).to_contain_text("Last updated")
    phone.context.set_offline(False)
    phone.goto(programme)
    expect(phone.locator(".offline-note")).to_have_count(0)
    problems.clear()


def test_pages_written_for_one_reader_are_forgotten_when_another_comes(phone: Page, programme: str) -> None:
    keep_programme(phone, programme)
    phone.goto(f"{programme}speakers/")
    phone.wait_for_timeout(500)
    assert f"{programme}speakers/" in kept_pages(phone)
    phone.evaluate(
        """async (programme) => {
          const name = (await caches.keys()).find((key) => key.startsWith("summit-programme-pages:"));
          const pages = await caches.open(name);
          await pages.put(new URL(`${programme}reader`, location.href).href, new Response("somebody else"));
        }""",
        programme,
    )
    phone.goto(f"{programme}now/")
    phone.wait_for_timeout(500)
    assert f"{programme}speakers/" not in kept_pages(phone)


def test_the_page_stays_light(desktop: Page, programme: str) -> None:
    sizes: dict[str, int] = {}

    def weigh(response) -> None:
        if re.search(r"/static/(css|js)/.*\.(css|js)", response.url):
            sizes[response.url] = len(gzip.compress(response.body()))

    desktop.on("response", weigh)
    desktop.goto(programme)
    desktop.wait_for_load_state("networkidle")
    assert len(sizes) > 8
    assert sum(sizes.values()) <= WEIGHT_LIMIT, sizes


def test_on_paper_the_programme_is_a_list_without_navigation(desktop: Page, programme: str) -> None:
    desktop.goto(f"{programme}?day=all")
    desktop.emulate_media(media="print")
    for hidden in (".site-navigation", ".programme-bar", ".programme-filters", ".site-footer", ".take-away"):
        expect(desktop.locator(hidden).first).to_be_hidden()
    expect(desktop.locator(".entry").first).to_be_visible()
    breaks = desktop.locator(".programme-day").evaluate_all(
        "days => days.map((day) => getComputedStyle(day).breakBefore)"
    )
    assert breaks[0] == "auto"
    assert set(breaks[1:]) == {"page"}


def test_who_signs_out_leaves_no_page_behind(phone: Page, programme: str, live_server) -> None:
    sign_in_as(phone, live_server, "agenda@summit.example.org")
    keep_programme(phone, programme)
    phone.goto("/account")
    phone.click(".account__current")
    phone.click(".account__menu .post-button button")
    phone.wait_for_load_state("networkidle")
    assert kept_pages(phone) == []
