"""Editions with business meetings on the live server, and the people who take part in the journeys."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from summit.accounts.models import Account
from summit.clock import utcnow
from summit.companies.models import CompanyMember
from summit.database import db, transaction
from summit.events.models import Event
from summit.meetings.models import Meeting
from summit.permissions import Role
from tests.companies.factories import make_company
from tests.factories import make_category, make_event, make_hall, make_staff
from tests.meetings.factories import make_settings, make_spokesperson, make_table, make_window

ZONE = "Europe/Moscow"
# The pages offer times to come only, so that the fair is always ahead of those who run the tests.
DAYS_AHEAD = 10
# The worker has to write, and the machine may be busy.
MAIL_MILLISECONDS = 30_000
_PAUSE_MILLISECONDS = 250


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who speaks for a company: its keys, their address, and the cookie that signs them in."""

    company_id: int
    public_id: str
    name: str
    registration_id: int
    email: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Fair:
    """An edition with meetings; `root` is its address, `opens_at` the first slot of its one day."""

    root: str
    event_id: int
    opens_at: datetime
    venue: Any

    def inside(self) -> AbstractContextManager[None]:
        """Open a context in which what is stored can be read and written."""
        inside: AbstractContextManager[None] = self.venue.inside()
        return inside

    def join(self, name: str, language: str = "en", **profile: Any) -> Party:
        """Make a company with somebody who speaks for it in a language."""
        with self.inside():
            event = db.session.get_one(Event, self.event_id)
            company = make_company(event, name, **profile)
            member = make_spokesperson(event, company, category=_category(event, name), language=language)
            return self._party(name, member, language)

    def _party(self, name: str, member: CompanyMember, language: str) -> Party:
        person = member.registration
        with transaction():
            account = db.session.get_one(Account, person.account_id)
            account.language = language
        values = (member.company_id, member.company.public_id, name, person.id, person.email)
        return Party(*values, self.venue._cookie(account.id))

    def organiser(self) -> str:
        """Make somebody who manages the meetings and return their cookie."""
        with self.inside():
            event = db.session.get_one(Event, self.event_id)
            cookie: str = self.venue._cookie(make_staff(event, Role.B2B, name="Ilse").id)
            return cookie

    def meetings(self) -> list[Meeting]:
        """Return the fair's meetings as they are stored."""
        with self.inside():
            rows = list(db.session.scalars(select(Meeting).where(Meeting.event_id == self.event_id)))
            db.session.expunge_all()
            return rows


def _category(event: Event, name: str) -> Any:
    return make_category(event, letter=name[:20])


def make_fair(venue: Any, *, tables: int = 2, hours: float = 2, **settings: Any) -> Fair:
    """Make an edition of one day of meetings, live, with tables in one hall."""
    day: date = (utcnow() + timedelta(days=DAYS_AHEAD)).date()
    opens_at = datetime.combine(day, time(10), ZoneInfo(ZONE))
    with venue.inside():
        event = make_event(starts_on=day, ends_on=day, time_zone=ZONE)
        make_settings(event, **settings)
        make_window(event, opens_at, hours)
        hall = make_hall(event, names={"en": "Hall of meetings"})
        for number in range(1, tables + 1):
            make_table(event, f"M{number}", hall_id=hall.id)
        return Fair(f"/e/{event.slug}/", event.id, opens_at, venue)


def enter(
    browser: Browser, open_page: Callable[..., Page], fair: Fair, device: dict[str, object], cookie: str, language: str
) -> Page:
    """Open a page of somebody who is signed in and reads a language."""
    page = open_page(browser, device, base_url=fair.venue.url)
    page.context.add_cookies([{"name": "summit", "value": cookie, "url": fair.venue.url}])
    page.goto(f"/language/{language}?next={fair.root}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    return page


def open_letter(page: Page, email: str, count: int) -> None:
    """Open the newest mail of somebody who has got so many, once the worker has written it."""
    rows = page.locator("main table tbody tr")
    for _ in range(MAIL_MILLISECONDS // _PAUSE_MILLISECONDS):
        page.goto(f"/demo/mailbox/?to={email}")
        if rows.count() >= count:
            break
        page.wait_for_timeout(_PAUSE_MILLISECONDS)
    expect(rows).to_have_count(count)
    rows.first.locator("a").first.click()
    expect(page.locator("article.letter")).to_be_visible()
