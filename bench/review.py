"""The review list and its search at 5,000 and 50,000 people: CPU of the server per request."""

from pathlib import Path

from bench.report import Report
from bench.server import Load, Request, Server, json_post, run_load, serving
from bench.stock import Stock, stocked

PAGES = (
    ("list, newest first", ""),
    ("list, one status", "?status=submitted"),
    ("list, by name", "?sort=name"),
    ("search, Latin", "?q=shchukina"),
    ("search, Cyrillic", "?q=%D0%A9%D1%83%D0%BA%D0%B8%D0%BD%D0%B0"),
    ("search, two Chinese characters", "?q=%E6%9D%8E"),
    ("search, nobody", "?q=qqqqqq"),
)


def measure(report: Report, folder: Path, quick: bool) -> None:
    """Measure every kind of list on both engines."""
    for engine in ("sqlite", "postgresql"):
        for count in (1000,) if quick else (5000, 50000):
            print(f"review on {engine} with {count} people")
            with stocked(engine, folder, count, 0) as stock, serving("wsgi:app", stock.environment) as server:
                floor = bare_cpu()
                for name, query in PAGES:
                    load = _load(stock, server, query, 10 if quick else 30)
                    label = f"{engine}, {count:,}: {name}"
                    report.add("review", label, load.cpu_ms, "ms CPU", floor=floor, goal="<= 30 ms")


def _load(stock: Stock, server: Server, query: str, times: int) -> Load:
    request: Request = ("GET", f"/e/bench/review/{query}", None, {"Cookie": stock.staff_cookie})
    run_load(server, [request] * 3, 1, _is_page)
    load = run_load(server, [request] * times, 1, _is_page)
    if load.failures:
        raise RuntimeError(f"the list {query!r} failed {load.failures} times")
    return load


def _is_page(status: int, body: bytes) -> bool:
    return status == 200 and b"<h1" in body


def bare_cpu() -> float:
    with serving("bench.floor:app", {"FLOOR_DATABASE": ""}) as server:
        return run_load(server, [json_post("/bare", {}, {})] * 300, 1, lambda status, body: status == 200).cpu_ms
