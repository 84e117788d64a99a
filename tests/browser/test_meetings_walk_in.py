"""Two people meet on the spot: one scans the other's badge with a phone, and notes what the meeting led to."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from summit.clock import utcnow
from summit.credentials.services import ensure_credential
from summit.database import db, transaction
from summit.registration.models import ConsentRecord, ConsentText, Registration
from summit.registration.rules import ConsentPurpose
from tests.browser.devices import PHONE
from tests.browser.test_agenda_editor import Venue
from tests.browser.test_main_job import film_of
from tests.factories import make_event
from tests.meetings.factories import make_pair, make_scheduled, make_settings, make_table

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def venue(live_server) -> Venue:
    """The live server's data, with a key of our own for badges: the server finds them by what is stored."""
    venue = Venue(live_server)
    known = venue.app.extensions
    known["summit_config"] = replace(known["summit_config"], badge_key="b" * 64)
    return venue


def plant(venue: Venue) -> tuple[str, str, str]:
    """Plant two companies; return the meetings' address, who signs in, and the code on the other's badge."""
    with venue.inside():
        event = make_event()
        make_settings(event)
        make_table(event, "T7")
        own, other = make_pair(event)
        keys = own.registration_id, other.registration_id
        now = utcnow().replace(second=0, microsecond=0)
        past = now - timedelta(minutes=60 + now.minute % 5)
        make_scheduled(own, make_pair(event)[0], past, now=past)
        agree(db.session.get_one(Registration, keys[1]))
        with transaction():
            badge = ensure_credential(keys[1], actor_id=None, now=utcnow())
        person = db.session.get_one(Registration, keys[0])
        return f"/e/{event.slug}/meetings/", venue._cookie(person.account_id), badge.token


def agree(person: Registration) -> None:
    """Have somebody agree to exchange contacts."""
    purpose, digest = ConsentPurpose.CONTACT_EXCHANGE, "0" * 64
    text = ConsentText(event_id=person.event_id, purpose=purpose, language="en", body="Contacts.", body_hash=digest)
    db.session.add(text)
    db.session.flush()
    words = {"text_id": text.id, "text_version": 1, "text_hash": digest, "language": "en"}
    db.session.add(ConsentRecord(registration_id=person.id, purpose=purpose, given=True, **words))
    db.session.commit()


def badge_picture(code: str) -> bytes:
    """Return a picture of the square code of a badge."""
    square = zxingcpp.write_barcode(zxingcpp.BarcodeFormat.QRCode, code, 400, 400)
    target = io.BytesIO()
    Image.fromarray(square).convert("RGB").save(target, "PNG")
    return target.getvalue()


def test_a_badge_before_the_camera_leads_to_a_meeting_and_its_outcome(
    venue: Venue,
    open_page: Callable[..., Page],
    camera_browser: Callable[[Path], Browser],
    tmp_path: Path,
) -> None:
    root, cookie, code = plant(venue)
    browser = camera_browser(film_of(badge_picture(code), tmp_path))
    phone = open_page(browser, PHONE, base_url=venue.url)
    phone.context.add_cookies([{"name": "summit", "value": cookie, "url": venue.url}])

    phone.goto(f"{root}walk-in")
    phone.click("[data-camera-switch]")
    phone.wait_for_selector("input[name=mark]", state="attached", timeout=30_000)
    expect(phone.locator("main")).to_contain_text("T7")
    phone.click("main form[method=post] button[type=submit]")
    phone.wait_for_url("**/meetings/m/*")

    phone.goto(f"{root}today")
    expect(phone.locator("main")).to_contain_text("You are here")
    phone.goto(f"{root}map")
    expect(phone.locator(".table-map__table--own").first).to_be_attached()

    phone.goto(f"{root}today")
    phone.locator("section:has(#unnoted) a").first.click()
    phone.check("input[name=outcome][value=order]", force=True)
    phone.check("input[name=rating][value='5']", force=True)
    phone.fill("textarea[name=note]", "Three hundred metres of linen.")
    phone.click("main .form__actions button[type=submit]")
    expect(phone.locator(".flashes")).to_contain_text("Only your company sees it")
