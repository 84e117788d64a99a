"""Two companies agree on a meeting on phones, one in Arabic and one in Portuguese, move it, and cancel it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.devices import PHONE
from tests.browser.fairs import Fair, Party, enter, make_fair, open_letter
from tests.browser.test_agenda_editor import Venue

pytestmark = pytest.mark.browser

QUESTION = "Temos jérsei de algodão para a sua linha de verão."
ANSWER = "نلتقي بعد الافتتاح بقليل."


@dataclass
class Participant:
    """Somebody with a phone, and how many mails they have opened or let lie."""

    page: Page
    party: Party
    fair: Fair
    mails: int = 0

    def expect_letter(self) -> Locator:
        """Open the next mail and return its text."""
        self.mails += 1
        open_letter(self.page, self.party.email, self.mails)
        return self.page.locator("article.letter")

    def follow_letter(self) -> None:
        """Open the meeting from the mail that is shown."""
        self.page.locator("article.letter a[href*='/meetings/m/']").first.click()
        expect(self.page.locator("#who")).to_be_visible()

    def expect_file(self) -> None:
        """Expect that a calendar entry goes with the mail that is shown."""
        expect(self.page.locator("main a[download]", has_text=".ics")).to_have_count(1)

    def propose(self, start: datetime, words: str) -> None:
        """Propose a time on the meeting's page."""
        self.page.locator("#step-propose > summary").click()
        step = self.page.locator("#step-propose")
        step.locator(f"#propose-start-{int(start.timestamp())}").check()
        step.locator("textarea").fill(words)
        self.send(step)

    def accept(self) -> None:
        """Accept what is proposed on the meeting's page."""
        self.send(self.page.locator("#answer"))

    def send(self, part: Locator) -> None:
        """Send the form of a part of the page; it must succeed."""
        part.locator("button[type=submit]").last.click()
        expect(self.page.locator(".flashes .notice--success")).to_be_visible()

    def expect_in_agenda(self, start: datetime) -> None:
        """Expect one entry with the other company, at this time and no other."""
        self.page.goto(f"{self.fair.root}my-agenda/")
        begins = self.page.locator("main .my-day__time time:first-child")
        expect(begins).to_have_count(1)
        expect(begins).to_have_attribute("datetime", _utc(start))

    def subscribe(self) -> str:
        """Switch the feed of one's calendar on and return its address."""
        self.page.goto(f"{self.fair.root}my-agenda/")
        self.page.click(".my-feed form button[type=submit]")
        return self.page.locator("#feed-address").input_value()

    def feed(self, address: str) -> str:
        """Return the calendar as a program fetches it, its folded lines joined."""
        return self.page.request.get(address).text().replace("\r\n ", "")


def _utc(moment: datetime) -> str:
    return (moment - moment.utcoffset()).replace(tzinfo=None).isoformat() + "+00:00"


def begins_of(feed: str, uid: str) -> str:
    """Return when the only entry of a calendar begins by the venue's clock; it has to be this one."""
    assert re.findall(r"UID:(\S+)", feed) == [uid]
    (event,) = re.findall(r"BEGIN:VEVENT.*?END:VEVENT", feed, re.DOTALL)
    return re.search(r"DTSTART;TZID=Europe/Moscow:(\S+)", event)[1]


@pytest.fixture(scope="module")
def venue(live_server) -> Venue:
    return Venue(live_server)


@pytest.fixture
def fair(venue: Venue) -> Fair:
    return make_fair(venue)


@pytest.fixture
def two(fair: Fair, browser: Browser, open_page: Callable[..., Page]) -> tuple[Participant, Participant]:
    """Let a mill that reads Portuguese and an atelier that reads Arabic come, each with a phone."""
    mill = fair.join("Tecelagem Aurora", "pt-BR", offers=["fabrics.knitted"], needs=["services.distribution"])
    atelier = fair.join("Dar Al Nawl", "ar", country="AE", needs=["fabrics.knitted"], offers=["services.distribution"])
    phones = [
        enter(browser, open_page, fair, PHONE, one.cookie, tag) for one, tag in ((mill, "pt-BR"), (atelier, "ar"))
    ]
    return Participant(phones[0], mill, fair), Participant(phones[1], atelier, fair)


def ask(asker: Participant, other: Participant, wish: datetime) -> None:
    """Find the other company in the directory and ask it for a meeting."""
    page = asker.page
    page.goto(f"{asker.fair.root}companies/")
    page.fill("#q", other.party.name.split()[-1])
    page.press("#q", "Enter")
    cards = page.locator(".company-card")
    expect(cards).to_have_count(1)
    cards.locator("h2 a").click()
    page.locator("a[href*='/meetings/new/']").first.click()
    page.fill("#message", QUESTION)
    page.check(f"#wishes-{int(wish.timestamp())}")
    asker.send(page.locator("main form.form", has=page.locator("#message")))


def agree(asker: Participant, other: Participant, start: datetime) -> None:
    """Ask, let the other propose another time, and accept it."""
    ask(asker, other, asker.fair.opens_at)
    expect(other.expect_letter()).to_contain_text(QUESTION)
    other.follow_letter()
    expect(other.page.locator("blockquote")).to_contain_text(QUESTION)
    other.propose(start, ANSWER)
    expect(asker.expect_letter()).to_contain_text(ANSWER)
    asker.follow_letter()
    asker.accept()


def test_two_companies_agree_on_a_time_and_both_have_it_in_their_calendars(
    two: tuple[Participant, Participant],
) -> None:
    mill, atelier = two
    start = mill.fair.opens_at + timedelta(minutes=25)
    expect(atelier.page.locator("html")).to_have_attribute("dir", "rtl")
    agree(mill, atelier, start)
    (meeting,) = mill.fair.meetings()
    for one in two:
        one.expect_letter()
        one.expect_file()
        feed = one.feed(one.subscribe())
        assert begins_of(feed, meeting.uid) == f"{start:%Y%m%dT%H%M%S}"
        one.expect_in_agenda(start)


def test_the_other_company_is_told_of_a_new_time_and_of_the_end(two: tuple[Participant, Participant]) -> None:
    mill, atelier = two
    first, later = (mill.fair.opens_at + timedelta(minutes=minutes) for minutes in (25, 75))
    agree(mill, atelier, first)
    address = mill.subscribe()
    (meeting,) = mill.fair.meetings()
    assert begins_of(mill.feed(address), meeting.uid) == f"{first:%Y%m%dT%H%M%S}"
    atelier.expect_letter()
    atelier.follow_letter()
    atelier.propose(later, ANSWER)
    mill.mails += 1
    mill.expect_letter()
    mill.follow_letter()
    mill.accept()
    mill.expect_in_agenda(later)
    moved = mill.feed(address)
    assert begins_of(moved, meeting.uid) == f"{later:%Y%m%dT%H%M%S}"

    atelier.expect_letter()
    atelier.expect_file()
    atelier.follow_letter()
    atelier.page.locator("#step-cancel > summary").click()
    atelier.send(atelier.page.locator("#step-cancel"))
    mill.mails += 1
    mill.expect_letter()
    mill.expect_file()
    assert "STATUS:CANCELLED" in mill.feed(address)
