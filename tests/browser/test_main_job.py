"""The main job on a phone: a delegate registers, is accredited, gets a badge, and walks through the door."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from summit.clock import utcnow
from summit.seed.edition import edition_slug
from tests.browser.devices import DESKTOP, PHONE

NAMES = {
    "en": ("Siân Ó Brádaigh-Núñez", "", ""),
    "ar": ("Layla Al-Mansouri", "ليلى المنصوري", "ar"),
}

# A one-time code holds for one sign-in, so each journey has staff of its own.
STAFF = {
    "en": ("officer@summit.example.org", "gate@summit.example.org"),
    "ar": ("officer2@summit.example.org", "desk@summit.example.org"),
}


@pytest.fixture(scope="module")
def edition(live_server) -> str:
    """Plant the demo edition before anybody has registered and return its address."""
    live_server.flask("seed", "--stage", "planning")
    return edition_slug((utcnow() + timedelta(days=150)).date())


def sign_in_as(page: Page, live_server, email: str) -> None:
    """Sign staff in by password and second factor, as they would."""
    rows = json.loads((Path(live_server.env["SUMMIT_VAR"]) / "demo-sign-ins.json").read_text())
    person = next(row for row in rows if row["email"] == email)
    page.goto("/sign-in/staff")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", person["password"])
    page.click("main form button[type=submit]")
    page.wait_for_url("**/second-factor*")
    page.fill("input[name=code]", pyotp.TOTP(person["totp"]).now())
    page.click("main form:has(input[name=code]) button[type=submit]")
    page.wait_for_url(lambda url: "second-factor" not in url)


def go_on(page: Page) -> None:
    """Send the step and wait for the next one."""
    before = page.url
    page.click("main form[method=post] .form__actions button[type=submit]")
    page.wait_for_url(lambda url: url != before)


def register(page: Page, edition: str, language: str, portrait: Path) -> str:
    """Fill in the whole form and return the address it was registered with."""
    latin, native, native_language = NAMES[language]
    email = f"{language}.delegate@example.org"
    page.goto(f"/language/{language}?next=/e/{edition}/register/category")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    page.check("input[name=category][value=S]", force=True)
    go_on(page)
    page.fill("[name=name_latin]", latin)
    page.fill("[name=name_native]", native)
    page.select_option("[name=native_language]", native_language)
    go_on(page)
    page.fill("[name=email]", email)
    for name, country in (("citizenship", "AE"), ("residence", "AE"), ("represents", "AE"), ("document_issuer", "AE")):
        page.select_option(f"[name={name}]", country)
    go_on(page)
    page.fill("[name=organisation]", "Dunya Atelier")
    page.fill("[name=job_title]", "Designer")
    go_on(page)
    page.set_input_files("input[type=file]", portrait)
    go_on(page)
    page.fill("[name=diet]", "Halal")
    go_on(page)
    for purpose in ("registration", "badge_photo", "diet_access", "documents"):
        page.check(f"input[name={purpose}]", force=True)
    go_on(page)
    assert page.url.endswith("/review")
    go_on(page)
    assert page.url.endswith("/sent")
    return email


def open_latest_link(page: Page, email: str) -> None:
    """Open the newest mail to the address and follow its link."""
    page.goto(f"/demo/mailbox/?to={email}")
    page.click("main table tbody tr:first-child a")
    page.click("main article.letter a")


def confirm_address(page: Page, email: str) -> str:
    """Open the mail, follow its link, confirm, and return the path of the status page."""
    open_latest_link(page, email)
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_url("**/registration/*/")
    return page.url


def approve(page: Page, edition: str, name: str) -> None:
    """Find the person on the review desk by another spelling and approve."""
    page.goto(f"/e/{edition}/review/?q={name}")
    page.click("main table tbody tr:first-child th a, main table tbody tr:first-child td a")
    page.click("button[name=action][value=approve]")
    expect(page.locator(".flash, [role=status]").first).to_be_visible()


def film_of(picture: bytes, folder: Path) -> Path:
    """Return a film of the picture, held in front of a camera, as Chromium's fake camera plays it."""
    badge = Image.open(io.BytesIO(picture)).convert("RGB")
    badge.thumbnail((1000, 700))
    frame = Image.new("RGB", (1280, 720), "#777777")
    frame.paste(badge, ((1280 - badge.width) // 2, (720 - badge.height) // 2))
    buffer = io.BytesIO()
    frame.save(buffer, "JPEG", quality=92)
    film = folder / "badge.mjpeg"
    film.write_bytes(buffer.getvalue() * 12)
    return film


@pytest.fixture
def portrait(tmp_path: Path) -> Path:
    """A picture of nobody."""
    path = tmp_path / "portrait.png"
    Image.new("RGB", (900, 1200), "#b97f5a").save(path)
    return path


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_delegate_registers_is_approved_and_walks_through_the_door(
    language: str,
    phone: Page,
    browser: Browser,
    open_page: Callable[..., Page],
    camera_browser: Callable[[Path], Browser],
    live_server,
    edition: str,
    portrait: Path,
    tmp_path: Path,
) -> None:
    email = register(phone, edition, language, portrait)
    status_page = confirm_address(phone, email)

    officer, doorkeeper = STAFF[language]
    desk = open_page(browser, DESKTOP, base_url=live_server.url)
    sign_in_as(desk, live_server, officer)
    approve(desk, edition, "Bradaigh" if language == "en" else "المنصوري")

    phone.goto(status_page)
    secret_page = status_page.rstrip("/")
    pdf = phone.request.get(f"{secret_page}/badge.pdf")
    assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")
    picture = phone.request.get(f"{secret_page}/badge.png").body()
    code = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))[0].text
    assert len(code) == 24
    assert code.isdigit()

    gate = open_page(camera_browser(film_of(picture, tmp_path)), PHONE, base_url=live_server.url)
    sign_in_as(gate, live_server, doorkeeper)
    gate.goto(f"/language/{language}?next=/e/{edition}/gates/")
    gate.click("main a[href*='/gates/']:has-text('A'), main .gates a >> nth=0")
    gate.click("[data-camera-switch]")
    answer = gate.locator("section.answer")
    expect(answer).to_have_class("answer answer--go", timeout=20000)
    expect(answer.locator("[data-slot=name]")).to_have_text(NAMES[language][0])
    gate.screenshot(path=tmp_path / "gate.png")
