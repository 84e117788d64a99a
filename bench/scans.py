"""Scans over HTTP with 1, 16 and 50 clients on both databases, beside bare floors."""

import http.client
import json
import re
import uuid
from pathlib import Path

from bench.report import Report
from bench.server import Load, Request, Server, json_post, run_load, serving
from bench.stock import Stock, stocked

ENGINES = ("sqlite", "postgresql")
CLIENTS = (1, 16, 50)
PEOPLE = 5000


def measure(report: Report, folder: Path, quick: bool) -> None:
    """Measure both engines; a run admits each person at most once, so every scan is an entry that is written."""
    count = 300 if quick else 2000
    for engine in ENGINES:
        print(f"scans on {engine}")
        with stocked(engine, folder, PEOPLE, count * len(CLIENTS) + 200) as stock:
            floors = measure_floors(stock, folder, count)
            with serving("wsgi:app", stock.environment) as server:
                _measure_engine(report, engine, stock, server, floors, count)


def measure_floors(stock: Stock, folder: Path, count: int) -> dict[str, Load]:
    """Return the loads of the bare endpoint and the bare insert by "/bare" or "/insert" and the number of clients."""
    url = stock.environment["SUMMIT_DATABASE_URL"]
    if url.startswith("sqlite"):
        url = f"sqlite:///{folder / f'floor-{uuid.uuid4().hex}.sqlite3'}"
    with serving("bench.floor:app", {"FLOOR_DATABASE": url}) as server:
        for path in ("/bare", "/insert"):
            run_load(server, [json_post(path, {}, {})] * 50, 4, _is_ok)
        return {
            f"{path}{clients}": run_load(server, [json_post(path, {}, {})] * count, clients, _is_ok)
            for path in ("/bare", "/insert")
            for clients in CLIENTS
        }


def _is_ok(status: int, body: bytes) -> bool:
    return status == 200


def is_admitted(status: int, body: bytes) -> bool:
    """Tell whether somebody was let in."""
    return status == 200 and json.loads(body)["outcome"] == "admitted"


def _measure_engine(
    report: Report, engine: str, stock: Stock, server: Server, floors: dict[str, Load], count: int
) -> None:
    headers = scan_headers(stock, server)
    run_load(server, scan_requests(stock, headers, 0, 200), 4, is_admitted)
    start = 200
    for clients in CLIENTS:
        load = run_load(server, scan_requests(stock, headers, start, count), clients, is_admitted)
        start += count
        if load.failures:
            raise RuntimeError(f"{load.failures} scans were not admitted")
        _report_load(
            report, f"{engine}, {clients} clients", load, floors[f"/bare{clients}"], floors[f"/insert{clients}"]
        )


def _report_load(report: Report, name: str, load: Load, bare: Load, insert: Load) -> None:
    goals = ("<= 3.5 ms", "<= 50 ms") if ", 16 " in name else ("<= 3.5 ms", "")
    report.add("scan", f"{name}: scans per second", load.per_second, "1/s", floor=insert.per_second)
    report.add(
        "scan", f"{name}: CPU per scan, beside bare insert", load.cpu_ms, "ms", floor=insert.cpu_ms, goal=goals[0]
    )
    report.add("scan", f"{name}: CPU, floor bare endpoint", load.cpu_ms, "ms", floor=bare.cpu_ms)
    report.add("scan", f"{name}: p50", load.percentile(0.5), "ms", floor=insert.percentile(0.5))
    report.add("scan", f"{name}: p99", load.percentile(0.99), "ms", floor=insert.percentile(0.99), goal=goals[1])


def scan_headers(stock: Stock, server: Server) -> dict[str, str]:
    """Open the gate's page once and return what its script would send with each scan."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", f"/e/bench/gates/{stock.gate_id}", headers={"Cookie": stock.staff_cookie})
    response = connection.getresponse()
    status, body, cookie = response.status, response.read(), response.getheader("Set-Cookie") or ""
    token = re.search(rb'name="csrf-token" content="([^"]+)"', body)
    if status != 200 or token is None:
        raise RuntimeError(f"the gate's page answered {status}")
    cookie = cookie.split(";")[0] or stock.staff_cookie
    return {"Cookie": cookie, "X-CSRFToken": token.group(1).decode(), "Accept": "application/json"}


def scan_requests(stock: Stock, headers: dict[str, str], start: int, count: int) -> list[Request]:
    """Return scans of so many badges at the gate, from the given one on."""
    path = f"/e/bench/gates/{stock.gate_id}/scan"
    return [
        json_post(
            path,
            {"scan_id": str(uuid.uuid4()), "code": code, "direction": "entry", "entered_by": "camera"},
            headers,
        )
        for code in stock.codes[start : start + count]
    ]
