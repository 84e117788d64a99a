"""A running Summit and real browsers for the journeys.

Every page opened here is watched: a console error, a script error, a breach of the content security policy
or a failed request for something the page needs fails the test.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Response, Route, sync_playwright

from tests.browser.devices import DESKTOP, PHONE
from tests.browser.doors import Doors, make_doors, make_venue
from tests.browser.test_agenda_editor import Venue

PROJECT = Path(__file__).resolve().parents[2]
STATIC = PROJECT / "static"
MODULES = "http://modules.test"
MODULE_TYPES = {".js": "text/javascript", ".wasm": "application/wasm"}
SCREENSHOTS = PROJECT / "var" / "screenshots"
DATABASE = "summit.sqlite3"
CHROMIUM = "/usr/bin/chromium"
STARTING_SECONDS = 60
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class LiveServer:
    """A web server and a worker on a database of their own."""

    url: str
    env: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path

    def flask(self, *arguments: str) -> str:
        """Run one of the application's commands against the same data; return what it printed.

        Raises RuntimeError with its output when it fails.
        """
        command = [sys.executable, "-m", "flask", *arguments]
        done = subprocess.run(command, cwd=PROJECT, env=self.env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"flask {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty, migrated SQLite database, of which every server gets a copy."""
    folder = tmp_path_factory.mktemp("migrated")
    migrate = [sys.executable, "-m", "flask", "db", "upgrade"]
    with (folder / "migration.log").open("wb") as output:
        env = _server_environment(folder, 0)
        subprocess.run(migrate, cwd=PROJECT, env=env, stdout=output, stderr=output, check=True)
    return folder / DATABASE


@pytest.fixture(scope="module")
def live_server(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Serve an empty, migrated SQLite database in demo mode, as `make run` serves it."""
    folder = tmp_path_factory.mktemp("live")
    shutil.copy(migrated, folder / DATABASE)
    env = _server_environment(folder, _free_port())
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "scripts/serve.py"], cwd=PROJECT, env=env, stdout=output, stderr=output
        )
    try:
        _wait_until_announced(process, log)
        yield LiveServer(env["SUMMIT_BASE_URL"], env, process, log)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _server_environment(folder: Path, port: int) -> dict[str, str]:
    """Return this environment with the settings of the live server instead of any of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SUMMIT_")}
    return kept | {
        "FLASK_APP": str(PROJECT / "wsgi.py"),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        "SUMMIT_BASE_URL": f"http://127.0.0.1:{port}",
        "SUMMIT_DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "SUMMIT_DEMO": "1",
        # The stream of a page that a test has just closed holds its place until the server next writes to it.
        "SUMMIT_LIVE_STREAMS": "30",
        "SUMMIT_SECRET_KEY": "secret of the browser tests",
        "SUMMIT_VAR": str(folder),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_announced(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if "Summit runs at" in log.read_text(errors="replace"):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the live server did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Run Playwright's driver."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Run Debian's Chromium without a camera."""
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
    yield running
    running.close()


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    """Open an empty page beside which our modules lie, at the addresses they have below static."""
    page = browser.new_page()
    page.route(f"{MODULES}/**", _serve_module)
    page.goto(f"{MODULES}/")
    yield page
    page.close()


def _serve_module(route: Route) -> None:
    path = STATIC / route.request.url.removeprefix(f"{MODULES}/")
    if path.suffix in MODULE_TYPES:
        route.fulfill(path=path, content_type=MODULE_TYPES[path.suffix])
    else:
        route.fulfill(body="<!doctype html><title>Modules</title>", content_type="text/html")


@pytest.fixture
def camera_browser(playwright: Playwright) -> Iterator[Callable[[Path], Browser]]:
    """Return a function that runs a Chromium whose camera shows a video (.mjpeg or .y4m), again and again."""
    running: list[Browser] = []

    def launch(video: Path) -> Browser:
        camera = [
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={video}",
        ]
        running.append(playwright.chromium.launch(executable_path=CHROMIUM, args=[*CHROMIUM_OPTIONS, *camera]))
        return running[-1]

    yield launch
    for each in running:
        each.close()


@pytest.fixture
def locale() -> str:
    """Name the browser's language (BCP 47); a test parametrises it to read another one."""
    return "en"


@pytest.fixture
def problems() -> list[str]:
    """Hold what went wrong on the pages of this test; one that provokes an error clears it."""
    return []


@pytest.fixture
def open_page(request: pytest.FixtureRequest, locale: str, problems: list[str]) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a watched page in a context of its own: open_page(browser, PHONE)."""
    pages: list[Page] = []

    def open_one(browser: Browser, device: dict[str, object], **options: object) -> Page:
        page = browser.new_context(**{"locale": locale, **device, **options}).new_page()
        _watch(page, problems)
        pages.append(page)
        return page

    yield open_one
    failed = getattr(request.node, "failed_call", False) or problems
    for number, page in enumerate(pages):
        if failed:
            _keep_screenshot(page, request.node.nodeid, number)
        page.context.close()
    assert problems == [], "the browser reported:\n" + "\n".join(problems)


@pytest.fixture
def phone(browser: Browser, open_page: Callable[..., Page], live_server: LiveServer) -> Page:
    """Open a watched page on a phone-size touch screen; relative addresses lead to the live server."""
    return open_page(browser, PHONE, base_url=live_server.url)


@pytest.fixture
def desktop(browser: Browser, open_page: Callable[..., Page], live_server: LiveServer) -> Page:
    """Open a watched page on a desktop screen; relative addresses lead to the live server."""
    return open_page(browser, DESKTOP, base_url=live_server.url)


@pytest.fixture(scope="module")
def venue(live_server: LiveServer) -> Venue:
    """Return the live server's data as the doors need it."""
    return make_venue(live_server)


@pytest.fixture
def doors(venue: Venue) -> Doors:
    """Return a new edition's one gate, with its badges and devices."""
    return make_doors(venue)


def _watch(page: Page, problems: list[str]) -> None:
    def note_console(message: ConsoleMessage) -> None:
        # Chromium's own line about a refused request; note_response says it with the status.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            problems.append(f"{page.url}: console: {message.text}")

    def note_response(response: Response) -> None:
        # A page may answer 4xx: a refused form does. What a page loads may not.
        if response.status >= 500 or (response.status >= 400 and not response.request.is_navigation_request()):
            problems.append(f"{page.url}: {response.status} for {response.url}")

    page.on("console", note_console)
    page.on("pageerror", lambda error: problems.append(f"{page.url}: script: {error}"))
    page.on("response", note_response)


def _keep_screenshot(page: Page, nodeid: str, number: int) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.-]+", "_", nodeid.removeprefix("tests/browser/"))
    page.screenshot(path=SCREENSHOTS / f"{name}-{number}.png", full_page=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Tell the fixtures of a test whether it failed."""
    report = yield
    if report.when == "call":
        item.failed_call = report.failed
    return report
