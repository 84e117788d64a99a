"""A device at the door in Chromium: how it takes a snapshot in, decides without a network, and starts again."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.report import Report
from bench.server import Server, serving
from bench.stock import Stock, stocked
from summit.clock import utcnow
from summit.database import transaction
from summit.entrance.services.devices import add_device, enrolment_code
from tests.browser.conftest import CHROMIUM, CHROMIUM_OPTIONS
from tests.browser.devices import PHONE

PEOPLE, SCANS = 30_000, 500
QUICK_PEOPLE, QUICK_SCANS = 3_000, 50
# Chromium's own measure for a middling phone on a developer's machine.
SLOWDOWNS = (1, 4)
_SCRIPT = Path(__file__).with_suffix(".js")
_PATIENCE = 180_000
# Milliseconds since the navigation began.
_UNTIL_OPEN = """() => new Promise((resolve) => {
  const look = () => {
    if (document.querySelector("[data-view=door]")?.hidden === false) resolve(performance.now());
    else requestAnimationFrame(look);
  };
  look();
})"""


def measure(report: Report, folder: Path, quick: bool) -> None:
    """Measure at this machine's speed and four times slower; skipped where there is no Chromium."""
    if shutil.which(CHROMIUM) is None:
        return print(f"device: skipped, there is no {CHROMIUM}")
    people, scans = (QUICK_PEOPLE, QUICK_SCANS) if quick else (PEOPLE, SCANS)
    print("device")
    with stocked("sqlite", folder, people, people) as stock, serving("wsgi:app", stock.environment) as server:
        for slowdown in SLOWDOWNS:
            with _phone(stock, server) as page:
                _Bench(report, page, slowdown, people).measure(stock.codes, scans)
    return None


@contextmanager
def _phone(stock: Stock, server: Server) -> Iterator[Page]:
    """Open a phone that is enrolled, taken over and kept for times without a network."""
    with transaction():
        device = add_device(stock.event.id, name="Bench", gate_ids=[stock.gate_id], actor_id=None, now=utcnow())
        code = enrolment_code(device)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        page = browser.new_context(**PHONE, base_url=f"http://127.0.0.1:{server.port}").new_page()
        page.set_default_timeout(_PATIENCE)
        page.goto(f"/e/bench/scanner/#enrol={code}")
        page.fill("#operator", "Bench")
        page.click("[data-shift] button")
        page.get_by_text("Synchronised at").wait_for()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        yield page
        browser.close()


class _Bench:
    """One phone under measurement."""

    def __init__(self, report: Report, page: Page, slowdown: int, people: int) -> None:
        self.report, self.page, self.slowdown = report, page, slowdown
        self.name = f"{people:,} badges, CPU slowed x{slowdown}"
        self.tools: CDPSession = page.context.new_cdp_session(page)

    def measure(self, codes: list[str], scans: int) -> None:
        """Measure loading, deciding and starting again; no badge is shown twice."""
        self.tools.send("Emulation.setCPUThrottlingRate", {"rate": self.slowdown})
        self._prepare()
        self._measure_loading()
        self.page.context.set_offline(True)
        # As the disk was left: spread over the whole snapshot, not its beginning.
        shown = iter(codes[:: max(1, len(codes) // (3 * scans + 1))])
        for name, what in (
            ("unseal", "a badge found and unsealed"),
            ("decide", "decision without a network, kept on disk"),
            ("answer", "from Enter to the drawn answer"),
        ):
            self._measure_each(name, what, [next(shown) for _ in range(scans)])
        self._measure_restart(next(shown))

    def _prepare(self) -> None:
        self.page.evaluate(_SCRIPT.read_text(), "bench")

    def _add(self, what: str, value: float, unit: str, goal: str = "") -> None:
        self.report.add("device", f"{self.name}: {what}", value, unit, goal=goal)

    def _measure_loading(self) -> None:
        times = self.page.evaluate("bench.load()")
        self._add("snapshot fetched", times["fetched"] / 1000, "s")
        self._add("snapshot read and kept", times["kept"] / 1000, "s", goal="<= 5 s")
        stored = self.page.evaluate("navigator.storage.estimate()")["usageDetails"]
        self._add("in IndexedDB", stored["indexedDB"] / 1e6, "MB")
        self.tools.send("HeapProfiler.collectGarbage")
        heap = self.tools.send("Runtime.getHeapUsage")
        self._add("JavaScript heap", (heap["usedSize"] + heap.get("backingStorageSize", 0)) / 1e6, "MB")

    def _measure_each(self, name: str, what: str, codes: list[str]) -> None:
        times = sorted(self.page.evaluate(f"codes => bench.{name}(codes)", codes))
        self._add(f"{what}, p50", times[len(times) // 2], "ms")
        self._add(f"{what}, p99", times[int(0.99 * len(times))], "ms", goal="<= 50 ms" if name == "decide" else "")

    def _measure_restart(self, code: str) -> None:
        """Measure from the reload without a network until the door is open, and until a first badge is answered."""
        self.page.reload(wait_until="commit")
        self._add("restart without a network", self.page.evaluate(_UNTIL_OPEN) / 1000, "s", goal="<= 2 s")
        self._prepare()
        (first,) = self.page.evaluate("codes => bench.answer(codes)", [code])
        self._add("first answer after it", first, "ms")
