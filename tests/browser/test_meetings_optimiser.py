"""An organiser has the timetable worked out, puts it into force, prints it, and takes it back."""

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from summit.companies.models import CompanyMember
from summit.database import db
from summit.meetings.rules.kinds import MeetingStatus, SlotChoice
from tests.browser.devices import DESKTOP, PHONE
from tests.browser.fairs import Fair, Party, enter, make_fair, open_letter
from tests.browser.test_agenda_editor import Venue
from tests.meetings.factories import make_meeting

pytestmark = pytest.mark.browser

NAMES = ("Aurora Fiação", "Дом Вереск", "Qamar Textiles", "Indigo Loft")
# Who meets whom: the first meets everybody.
PAIRS = ((0, 1), (0, 2), (0, 3), (2, 3))
# The optimiser looks for ten seconds at most, after a process of its own has started.
RUN_MILLISECONDS = 60_000


@pytest.fixture(scope="module")
def venue(live_server) -> Venue:
    return Venue(live_server)


@pytest.fixture
def fair(venue: Venue) -> Fair:
    return make_fair(venue, slot_choice=SlotChoice.OPTIMISER)


@pytest.fixture
def parties(fair: Fair) -> list[Party]:
    """Let four companies come that have agreed to meet."""
    found = [fair.join(name) for name in NAMES]
    with fair.inside():
        members = [_speaker(one) for one in found]
        for first, second in PAIRS:
            make_meeting(members[first], members[second], MeetingStatus.ACCEPTED)
    return found


def _speaker(party: Party) -> CompanyMember:
    statement = select(CompanyMember).where(CompanyMember.company_id == party.company_id)
    return db.session.scalars(statement.options(joinedload(CompanyMember.registration))).one()


def order_run(page: Page, fair: Fair) -> None:
    """Order the shortest run and watch it until its timetable can be looked at."""
    page.goto(f"{fair.root}meetings/runs")
    page.locator("input[name=seconds][value='10']").check(force=True)
    page.locator("form", has=page.locator("input[name=seconds]")).locator("button[type=submit]").click()
    expect(page.locator("[data-print-run] progress")).to_be_visible()
    expect(page.locator("form[action$='/publish']")).to_be_attached(timeout=RUN_MILLISECONDS)


def confirm(page: Page, act: str) -> None:
    """Press a button that asks once more, and answer it."""
    asked = page.locator("details.asked", has=page.locator(f"form[action$='/{act}']"))
    asked.locator("summary").click()
    asked.locator("button[type=submit]").click()
    expect(page.locator(".flashes .notice--success")).to_be_visible()


def starts_of(page: Page, fair: Fair) -> list[str]:
    """Return when the entries of somebody's agenda begin."""
    page.goto(f"{fair.root}my-agenda/")
    expect(page.locator("main h1")).to_be_visible()
    times = page.locator("main .my-day__time time:first-child").all()
    return [time.get_attribute("datetime") for time in times]


def stored_starts(fair: Fair, party: Party) -> list[str]:
    """Return when the stored meetings of a company begin."""
    own = [one for one in fair.meetings() if party.company_id in {one.requester_id, one.partner_id}]
    return sorted(one.starts_at.isoformat() for one in own if one.starts_at)


def printed_timetables(page: Page, fair: Fair) -> list[str]:
    """Have everybody's timetable laid out and return the text of each page."""
    page.goto(f"{fair.root}meetings/papers/timetables")
    link = page.locator("a[href$='/papers/timetables.pdf']")
    expect(link).to_be_visible(timeout=RUN_MILLISECONDS)
    answer = page.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages]


def test_a_timetable_is_worked_out_put_into_force_printed_and_taken_back(
    fair: Fair, parties: list[Party], browser: Browser, open_page: Callable[..., Page]
) -> None:
    desk = enter(browser, open_page, fair, DESKTOP, fair.organiser(), "en")
    guest = parties[0]
    phone = enter(browser, open_page, fair, PHONE, guest.cookie, "ru")
    assert starts_of(phone, fair) == []

    order_run(desk, fair)
    changes = desk.locator("section[aria-labelledby=changes-title] tbody tr")
    expect(changes).to_have_count(len(PAIRS))
    expect(changes.filter(has_text=NAMES[3])).to_have_count(2)
    assert stored_starts(fair, guest) == []
    confirm(desk, "publish")

    expected = stored_starts(fair, guest)
    assert len(set(expected)) == 3
    assert starts_of(phone, fair) == expected
    open_letter(phone, guest.email, 1)
    expect(phone.locator("article.letter")).to_contain_text(NAMES[3])

    sheets = printed_timetables(desk, fair)
    assert len(sheets) == len(parties)
    (own,) = [text for text in sheets if all(name in text for name in NAMES)]
    assert len(re.findall(r"\bM[12]\b", own)) == 3

    desk.goto(f"{fair.root}meetings/runs/1")
    confirm(desk, "roll-back")
    assert stored_starts(fair, guest) == []
    assert starts_of(phone, fair) == []
    open_letter(phone, guest.email, 2)
