"""An organiser releases; a delegate on a phone follows in Arabic, and is told when a session moves."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from summit.database import db
from summit.events.models import Event
from summit.registration.rules import RegistrationStatus
from tests.browser.devices import DESKTOP, PHONE
from tests.browser.test_agenda_editor import Edition, Venue
from tests.factories import make_account, make_category, make_registration

pytestmark = pytest.mark.browser

TITLE = "Silk roads"


@pytest.fixture(scope="module")
def venue(live_server) -> Venue:
    return Venue(live_server)


def make_delegate(venue: Venue, edition: Edition) -> tuple[str, str]:
    """Make an approved delegate who reads Arabic; return the cookie that signs them in, and their address."""
    with venue.inside():
        event = db.session.get(Event, edition.event_id)
        account = make_account(language="ar")
        approved = RegistrationStatus.APPROVED
        values = {"account_id": account.id, "email": account.email, "language": "ar", "name_latin": "Salma Nassaj"}
        make_registration(event, make_category(event), approved, **values)
        return venue._cookie(account.id), account.email


def signed_in(
    browser: Browser, open_page: Callable[..., Page], venue: Venue, device: dict[str, object], cookie: str
) -> Page:
    page = open_page(browser, device, base_url=venue.url)
    page.context.add_cookies([{"name": "summit", "value": cookie, "url": venue.url}])
    return page


def release(page: Page, edition: Edition, name: str, *, tell: bool) -> None:
    """Release the draft by the organiser's form."""
    page.goto(f"{edition.path}releases/new")
    page.fill("input[name=name]", name)
    page.set_checked("input[name=notify]", tell, force=True)
    page.click("form.release-form button[type=submit]")
    expect(page.locator(".flashes .notice--success")).to_be_visible()


def move(page: Page, edition: Edition, title: str, start: str) -> None:
    """Give a session another hour by the form that needs no script."""
    page.goto(f"{edition.path}slots/{edition.slots[title]}/move")
    page.fill("input[name=start]", start)
    page.locator("form", has=page.locator("input[name=start]")).locator("button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/move" not in url)


def test_a_release_reaches_a_delegates_phone_in_arabic_and_so_does_a_move(
    venue: Venue, browser: Browser, open_page: Callable[..., Page], live_server
) -> None:
    edition = venue.make(placed=((TITLE, 0, 0), ("Felt", 1, 2)))
    cookie, email = make_delegate(venue, edition)
    organiser = signed_in(browser, open_page, venue, DESKTOP, edition.cookies["Ana"])
    release(organiser, edition, "1.0", tell=False)

    phone = signed_in(browser, open_page, venue, PHONE, cookie)
    root = edition.path.removesuffix("agenda/")
    phone.goto(f"/language/ar?next={root}programme/")
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    entry = phone.locator(".entry", has_text=TITLE)
    with phone.expect_response(lambda answer: answer.url.endswith("/star") and answer.ok):
        entry.locator("button.star").click()
    expect(entry.locator("button.star")).to_have_attribute("aria-pressed", "true")
    phone.goto(f"{root}my-agenda/")
    expect(phone.get_by_text(TITLE)).to_be_visible()
    begins = phone.locator("main time[datetime='2026-11-28T09:00:00+00:00']")
    expect(begins.first).to_be_visible()
    phone.click(".my-feed form button[type=submit]")
    feed = phone.locator("#feed-address").input_value()
    before = phone.request.get(feed).text()
    assert "SEQUENCE:0" in before

    move(organiser, edition, TITLE, "15:30")
    release(organiser, edition, "1.1", tell=True)
    phone.reload()
    expect(phone.locator("main time[datetime='2026-11-28T12:30:00+00:00']").first).to_be_visible()
    expect(begins).to_have_count(0)
    after = phone.request.get(feed).text()
    assert re.findall("UID:.*", after) == re.findall("UID:.*", before)
    assert "SEQUENCE:1" in after

    letter = phone.locator("main table tbody tr").first
    for _ in range(40):
        phone.goto(f"/demo/mailbox/?to={email}")
        if letter.count():
            break
        phone.wait_for_timeout(250)
    letter.locator("a").first.click()
    expect(phone.locator("article.letter")).to_contain_text(TITLE)
    expect(phone.locator("main a[download]", has_text=".ics")).to_have_count(1)
