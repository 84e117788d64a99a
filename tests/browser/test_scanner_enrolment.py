"""A phone set up while something goes wrong: lost answers, a reload, another tab, scans of its former device."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.doors import (
    Doors,
    come_back,
    cut_off,
    expect_answer,
    expect_waiting,
    scan,
    set_up,
)

pytestmark = pytest.mark.browser
ENROL = "**/scanner/enrol"


@pytest.fixture
def lost(phone: Page) -> Callable[[], int]:
    """Lose the answers to taken codes, from the server to the phone; the function lets them through and counts them."""
    taken: list[int] = []

    def lose(route: Route) -> None:
        taken.append(route.fetch().status)
        route.abort()

    phone.context.route(ENROL, lose)

    def let_through() -> int:
        phone.context.unroute(ENROL, lose)
        return len(taken)

    return let_through


def expect_ready(page: Page) -> None:
    expect(page.locator("#operator")).to_be_visible()


def leave_with_a_scan(page: Page, doors: Doors) -> None:
    """Leave a device that has admitted somebody without a network, and is still without one."""
    badge = doors.badge()
    set_up(page, doors.device()[1])
    cut_off(page)
    scan(page, badge)
    expect_answer(page, "Welcome")
    expect_waiting(page, 1)
    page.goto("about:blank")


def test_a_lost_answer_is_asked_for_again(phone: Page, doors: Doors, lost: Callable[[], int]) -> None:
    phone.goto(doors.device()[1])
    expect(phone.locator("[data-enrol-error]")).to_contain_text("needs the network")
    assert lost() == 1
    phone.click("[data-enrol] button")
    expect_ready(phone)


def test_a_page_reloaded_before_the_answer_came_goes_on(phone: Page, doors: Doors, lost: Callable[[], int]) -> None:
    phone.goto(doors.device()[1])
    expect(phone.locator("[data-enrol-error]")).to_contain_text("needs the network")
    assert lost() == 1
    phone.reload()
    expect_ready(phone)


def test_a_tab_that_takes_over_before_the_answer_came_goes_on(phone: Page, doors: Doors) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    phone.context.route(ENROL, hold)
    with phone.expect_request(ENROL):
        phone.goto(doors.device()[1])
    other = phone.context.new_page()
    other.goto(doors.page)
    taken = held[0].fetch()
    other.click("[data-take-over]")
    expect_ready(other)
    held[0].fulfill(response=taken)
    expect(phone.locator("[data-view=elsewhere]")).to_be_visible()
    other.close()
    expect_ready(phone)


def test_a_link_opened_again_on_the_phone_that_it_set_up_changes_nothing(phone: Page, doors: Doors) -> None:
    address = doors.device()[1]
    set_up(phone, address)
    other = phone.context.new_page()
    other.goto(address)
    other.click("[data-take-over]")
    expect(other.locator("[data-gate]")).to_be_visible()


def test_a_button_pressed_twice_takes_the_code_once(phone: Page, doors: Doors) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url) if request.url.endswith("/enrol") else None)
    phone.goto(doors.page)
    phone.fill("#enrol-link", doors.device()[1])
    phone.evaluate("for (const _ of [1, 2]) document.querySelector('[data-enrol]').requestSubmit()")
    expect_ready(phone)
    assert len(asked) == 1


def test_scans_of_a_former_device_are_sent_before_the_phone_is_another_one(phone: Page, doors: Doors) -> None:
    leave_with_a_scan(phone, doors)
    phone.context.set_offline(False)
    phone.goto(doors.device("South phone")[1])
    expect_ready(phone)
    assert [one.outcome for one in doors.scans()] == ["admitted"]
    expect_waiting(phone, 0)


@pytest.mark.parametrize("way", ["send-first", "drop"])
def test_scans_that_cannot_be_sent_are_dropped_only_by_who_says_so(phone: Page, doors: Doors, way: str) -> None:
    leave_with_a_scan(phone, doors)
    phone.context.route("**/scanner/upload", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.goto(doors.device("South phone")[1])
    expect(phone.locator("[data-unsent]")).to_have_text("Waiting to be sent: 1")
    expect(phone.locator("[data-unsent-error]")).to_contain_text("needs the network")
    if way == "send-first":
        phone.context.unroute("**/scanner/upload")
    phone.click(f"[data-{way}]")
    expect_ready(phone)
    assert len(doors.scans()) == (way == "send-first")


def test_a_phone_that_may_not_send_goes_on_as_it_was_after_a_reload(phone: Page, doors: Doors) -> None:
    leave_with_a_scan(phone, doors)
    phone.goto(doors.device("South phone")[1])
    expect(phone.locator("[data-unsent-error]")).to_contain_text("needs the network")
    phone.reload()
    expect(phone.locator("[data-gate]")).to_be_visible()
    come_back(phone)
    assert len(doors.scans()) == 1


def test_a_device_set_up_anew_is_locked_by_its_own_pin(phone: Page, doors: Doors, problems: list[str]) -> None:
    public_id, address = doors.device(pin="4711")
    phone.goto(address)
    phone.fill("#pin", "4711")
    phone.click("[data-unlock] button")
    expect_ready(phone)
    doors.revoke(public_id)
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.locator("[data-wiped]")).to_contain_text("has been erased")
    phone.click("[data-begin]")
    phone.fill("#enrol-link", doors.device("South phone", pin="1234")[1])
    phone.click("[data-enrol] button")
    expect(phone.locator("#pin")).to_be_visible()
    problems.clear()
