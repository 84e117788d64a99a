"""A scan beside few and beside many registrants: both servers take turns, so that the machine's moods fall on both."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.report import Report
from bench.scans import ENGINES, is_admitted, scan_headers, scan_requests
from bench.server import Load, Request, Server, run_load, serving
from bench.stock import stocked

PEOPLE = (5_000, 500_000)
QUICK_PEOPLE = (5_000, 50_000)
WARM_UP, ROUNDS, SCANS, QUICK_SCANS = 200, 10, 200, 50


def measure(report: Report, folder: Path, quick: bool) -> None:
    """Measure one client on both engines: a scan must cost the same, however many are registered."""
    scans = QUICK_SCANS if quick else SCANS
    for engine in ENGINES:
        print(f"growth on {engine}")
        with ExitStack() as stack:
            sides = [_open(stack, engine, folder, people, scans) for people in (QUICK_PEOPLE if quick else PEOPLE)]
            rounds = [[_scan(side, number, scans) for side in sides] for number in range(ROUNDS)]
        _report(report, engine, sides, rounds)


@dataclass(frozen=True)
class _Side:
    """A server on an edition, and the scans that it will be asked."""

    people: int
    server: Server
    requests: list[Request]


def _open(stack: ExitStack, engine: str, folder: Path, people: int, scans: int) -> _Side:
    count = ROUNDS * scans
    stock = stack.enter_context(stocked(engine, folder, people, WARM_UP + count))
    server = stack.enter_context(serving("wsgi:app", stock.environment))
    headers = scan_headers(stock, server)
    run_load(server, scan_requests(stock, headers, 0, WARM_UP), 4, is_admitted)
    return _Side(people, server, scan_requests(stock, headers, WARM_UP, count))


def _scan(side: _Side, number: int, scans: int) -> Load:
    load = run_load(side.server, side.requests[number * scans : (number + 1) * scans], 1, is_admitted)
    if load.failures:
        raise RuntimeError(f"{load.failures} scans were not admitted")
    return load


def _report(report: Report, engine: str, sides: list[_Side], rounds: list[list[Load]]) -> None:
    few = None
    for side, loads in zip(sides, zip(*rounds, strict=True), strict=True):
        latencies = [latency for load in loads for latency in load.latencies]
        cpu_ms = 1000 * sum(load.cpu for load in loads) / len(latencies)
        name = f"{engine}, {side.people:,} registrants"
        goal = "" if few is None else "<= 1.15 times the few"
        report.add("scan growth", f"{name}: CPU per scan", cpu_ms, "ms", floor=few, goal=goal)
        report.add("scan growth", f"{name}: p99", sorted(latencies)[int(0.99 * len(latencies))], "ms")
        few = few or cpu_ms
