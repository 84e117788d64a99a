"""The browser fixtures themselves: what a page does wrong is noticed, and the camera shows the given film."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route

from tests.browser.devices import PHONE

pytestmark = pytest.mark.browser

ADDRESS = "http://localhost/page"
POLICY = {"Content-Security-Policy": "script-src 'nonce-known'; img-src 'self'", "Content-Type": "text/html"}
FRAME_COLOUR = """async () => {
    const stream = await navigator.mediaDevices.getUserMedia({video: true});
    const video = Object.assign(document.createElement("video"), {srcObject: stream, muted: true});
    await video.play();
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const pen = canvas.getContext("2d");
    pen.drawImage(video, 0, 0);
    return [...pen.getImageData(video.videoWidth / 2, video.videoHeight / 2, 1, 1).data.slice(0, 3)];
}"""


def show(page: Page, html: str) -> None:
    """Open a page with this text under a strict policy; every other address is unknown."""

    def answer(route: Route) -> None:
        if route.request.url == ADDRESS:
            route.fulfill(body=html, headers=POLICY)
        else:
            route.fulfill(status=404)

    page.route("**/*", answer)
    page.goto(ADDRESS)
    page.wait_for_load_state("networkidle")


@pytest.fixture
def page(browser: Browser, open_page: Callable[..., Page]) -> Page:
    return open_page(browser, PHONE)


@pytest.mark.parametrize(
    ("html", "sign"),
    [
        ("<script nonce=known>console.error('torn seam')</script>", "console: torn seam"),
        ("<script nonce=known>throw new Error('lost thread')</script>", "script: lost thread"),
        ("<script>1</script>", "Content Security Policy"),
        ("<img src=https://elsewhere.example/x.png>", "Content Security Policy"),
        ("<img src=/missing.png>", "404 for http://localhost/missing.png"),
    ],
    ids=["console", "exception", "inline script", "other host", "missing file"],
)
def test_what_a_page_does_wrong_is_noticed(page: Page, problems: list[str], html: str, sign: str) -> None:
    show(page, f"<!doctype html><title>x</title><link rel=icon href=data:,>{html}")
    noticed = list(problems)
    problems.clear()
    assert [problem for problem in noticed if sign in problem], noticed


def test_a_page_that_does_nothing_wrong_is_left_alone(page: Page, problems: list[str]) -> None:
    show(page, "<!doctype html><title>x</title><script nonce=known>console.log('well')</script>")
    assert problems == []


@pytest.mark.parametrize("locale", ["ar", "pt-BR"])
def test_the_browser_speaks_the_language_of_the_test(page: Page, locale: str) -> None:
    show(page, "<!doctype html><title>x</title><meta name=viewport content='width=device-width'>")
    assert page.evaluate("navigator.language") == locale
    assert page.evaluate("[innerWidth, navigator.maxTouchPoints > 0]") == [390, True]


@pytest.fixture
def red_film(tmp_path: Path) -> Path:
    """Ten red frames, as a camera would send them."""
    film = tmp_path / "red.mjpeg"
    with film.open("wb") as file:
        for _ in range(10):
            Image.new("RGB", (640, 480), (220, 20, 20)).save(file, "JPEG")
    return film


def test_the_camera_shows_the_film(
    camera_browser: Callable[[Path], Browser], open_page: Callable[..., Page], red_film: Path
) -> None:
    page = open_page(camera_browser(red_film), PHONE, permissions=["camera"])
    show(page, "<!doctype html><title>x</title>")
    red, green, blue = page.evaluate(FRAME_COLOUR)
    assert red > 180
    assert max(green, blue) < 70
