"""A public network's sign-in page between a device and the server: it is no network, and nothing of ours."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.doors import (
    ALONE,
    Doors,
    come_back,
    expect_answer,
    expect_waiting,
    scan,
    set_up,
)

pytestmark = pytest.mark.browser
SIGN_IN = "<!doctype html><title>Sign in</title><h1>Sign in to the hotel's network</h1>"


class Portal:
    """Answers in the server's place, also to what the service worker asks, until it is left."""

    def __init__(self, page: Page) -> None:
        self.context = page.context

    def enter(self, status: int = 200, body: str = SIGN_IN, kind: str = "text/html", only: str = "**/*") -> None:
        headers = {"Location": "http://portal.test/sign-in"} if 300 <= status < 400 else {}
        self.only = only

        def answer(route: Route) -> None:
            route.fulfill(status=status, body=body, content_type=kind, headers=headers | {"Content-Type": kind})

        self.context.route(only, answer)

    def leave(self) -> None:
        self.context.unroute(self.only)


@pytest.fixture
def portal(phone: Page) -> Portal:
    return Portal(phone)


def notice_network(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('online'))")


@pytest.mark.parametrize("status", [200, 302, 403, 511])
def test_a_sign_in_page_is_no_network_and_the_door_stays_open(
    phone: Page, doors: Doors, portal: Portal, problems: list[str], status: int
) -> None:
    badge = doors.badge()
    set_up(phone, doors.device()[1])
    portal.enter(status)
    notice_network(phone)
    expect(phone.locator("[data-status-network]")).to_have_text(ALONE)
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    expect_waiting(phone, 1)
    phone.reload()
    expect(phone.locator("[data-gate]")).to_be_visible()
    expect_waiting(phone, 1)
    portal.leave()
    come_back(phone)
    assert [(one.outcome, one.mode) for one in doors.scans()] == [("admitted", "offline")]
    problems.clear()


def test_a_sign_in_page_never_takes_the_place_of_the_kept_page(
    phone: Page, doors: Doors, portal: Portal, problems: list[str]
) -> None:
    set_up(phone, doors.device()[1])
    portal.enter()
    phone.reload()
    expect(phone.locator("[data-gate]")).to_be_visible()
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.locator("[data-gate]")).to_be_visible()
    problems.clear()


def test_a_scan_is_decided_by_the_device_where_a_sign_in_page_answers_it(
    phone: Page, doors: Doors, portal: Portal
) -> None:
    badge = doors.badge()
    set_up(phone, doors.device()[1])
    portal.enter(only="**/scan")
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    portal.leave()
    come_back(phone)
    assert [one.mode for one in doors.scans()] == ["offline"]


@pytest.mark.parametrize("path", ["heartbeat", "upload", "delta*", "scan", "shift"])
@pytest.mark.parametrize(("body", "kind"), [("{}", "application/json"), (SIGN_IN, "text/html")], ids=["json", "html"])
def test_an_answer_that_is_not_the_servers_changes_nothing(
    phone: Page, doors: Doors, portal: Portal, path: str, body: str, kind: str
) -> None:
    badge = doors.badge()
    set_up(phone, doors.device()[1])
    phone.context.set_offline(True)
    scan(phone, badge)
    expect_answer(phone, "Welcome")
    portal.enter(body=body, kind=kind, only=f"**/{path}")
    phone.context.set_offline(False)
    if path == "shift":
        phone.click("[data-menu] summary")
        phone.click("[data-hand-over]")
        phone.fill("#operator", "Karim")
        phone.click("[data-shift] button")
    scan(phone, badge)
    expect_answer(phone, "Already inside")
    notice_network(phone)
    expect(phone.locator("[data-notices]")).not_to_contain_text("Something went wrong")
    portal.leave()
    come_back(phone)
    assert {one.outcome for one in doors.scans()} == {"admitted", "already_inside"}


def test_a_worker_installs_no_sign_in_page_for_a_file(phone: Page, doors: Doors, portal: Portal) -> None:
    wasm = "document.querySelector('[data-wasm]').dataset.wasm"
    kept = f"async () => (await caches.match({wasm}))?.headers.get('Content-Type')"
    portal.enter(only="**/*.wasm*")
    phone.goto(doors.page)
    phone.evaluate("navigator.serviceWorker.register('worker.js', { updateViaCache: 'none' })")
    phone.wait_for_function("async () => !(await navigator.serviceWorker.getRegistration())?.installing")
    assert phone.evaluate(kept) is None
    portal.leave()
    phone.reload()
    phone.evaluate("navigator.serviceWorker.ready")
    assert phone.evaluate(kept) == "application/wasm"
