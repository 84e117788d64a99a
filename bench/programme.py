"""The programme: public pages, exports, a move in the editor, and a release that five thousand delegates follow."""

import http.client
import re
import time
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bench.agenda_stock import LENGTH, fill_programme, fill_stars
from bench.report import Report
from bench.review import bare_cpu
from bench.server import Load, Request, Server, json_post, run_load, serving
from bench.stock import Stock, stocked
from summit.agenda.models import Slot
from summit.agenda.queries import releases
from summit.agenda.rules.timing import Placement
from summit.agenda.services.placing import place_many
from summit.agenda.services.releasing import release
from summit.agenda.views.programme import look
from summit.clock import utcnow
from summit.database import db, transaction
from summit.jobs.services import run_waiting_jobs
from summit.mail.models import OutgoingMail

FOLLOWERS = 5000
TIME_ZONE = "Europe/Moscow"
PAGES = (
    ("programme, grid", "?view=grid", "<= 40 ms"),
    ("programme, list", "?view=list", "<= 40 ms"),
    ("programme, search", "?q=silk", "<= 40 ms"),
    ("schedule.json", "schedule.json", "<= 60 ms"),
    ("schedule.xml", "schedule.xml", "<= 60 ms"),
    ("schedule.ics", "schedule.ics", "<= 60 ms"),
)


def measure(report: Report, folder: Path, quick: bool) -> None:
    """Measure both engines; every figure stands beside a bare endpoint of the same run."""
    for engine in ("sqlite", "postgresql"):
        for count in (120,) if quick else (120, 1200):
            print(f"programme on {engine} with {count} sessions")
            with stocked(engine, folder, 200, 100) as stock:
                fill_programme(stock.event, count)
                _release(stock, "1.0")
                floor = bare_cpu()
                _measure_unseen(report, f"{engine}, {count:,}", stock, floor, 3 if quick else 10)
                with serving("wsgi:app", stock.environment) as server:
                    _measure_pages(report, f"{engine}, {count:,}", server, floor, 10 if quick else 40)
                    if count == 120:
                        _measure_moves(report, engine, stock, server, floor, 10 if quick else 60)
        _measure_release(report, engine, folder, 200 if quick else FOLLOWERS)


def _release(stock: Stock, name: str) -> None:
    with transaction():
        release(stock.event.id, name=name, messages={}, notify=False, actor_id=None, now=utcnow())


def _measure_pages(report: Report, label: str, server: Server, floor: float, times: int) -> None:
    for name, path, goal in PAGES:
        address = f"/e/bench/programme/{path}"
        tag = _tag_of(server, address)
        first = _load(server, ("GET", address, None, {}), times, 200)
        report.add("programme", f"{label}: {name}, first", first.cpu_ms, "ms CPU", floor=floor, goal=goal)
        again = _load(server, ("GET", address, None, {"If-None-Match": tag}), times * 5, 304)
        report.add("programme", f"{label}: {name}, repeated", again.cpu_ms, "ms CPU", floor=floor, goal="<= 2 ms")


def _measure_unseen(report: Report, label: str, stock: Stock, floor: float, times: int) -> None:
    """Measure what the very first reader after a release waits for, with nothing of it in memory."""
    client = stock.app.test_client()
    client.get("/e/bench/programme/")
    for name, query in (("list of a day", ""), ("grid of a day", "?view=grid"), ("all days", "?day=all")):
        spent = []
        for _ in range(times):
            releases._programmes.clear()
            look._looks._things.clear()
            started = time.process_time()
            if client.get(f"/e/bench/programme/{query}").status_code != 200:
                raise RuntimeError(f"the programme {query!r} failed")
            spent.append(1000 * (time.process_time() - started))
        spent.sort()
        value = spent[len(spent) // 2]
        report.add("programme", f"{label}: {name}, after a release", value, "ms CPU", floor=floor, goal="<= 40 ms")


def _tag_of(server: Server, address: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", address)
    response = connection.getresponse()
    response.read()
    tag = response.getheader("ETag")
    if response.status != 200 or tag is None:
        raise RuntimeError(f"{address} answered {response.status} with the tag {tag}")
    return tag


def _load(server: Server, request: Request, times: int, status: int) -> Load:
    run_load(server, [request] * 3, 1, lambda code, body: code == status)
    load = run_load(server, [request] * times, 1, lambda code, body: code == status)
    if load.failures:
        raise RuntimeError(f"{request[1]} did not answer {status} {load.failures} times")
    return load


def _measure_moves(report: Report, engine: str, stock: Stock, server: Server, floor: float, times: int) -> None:
    """Move one session to and fro by five minutes, as the editor's script does."""
    slot = db.session.scalars(select(Slot).where(Slot.event_id == stock.event.id).order_by(Slot.id)).first()
    headers = _editor_headers(stock, server)
    moves = [_move(slot, number, headers) for number in range(times)]
    load = run_load(server, moves, 1, lambda code, body: code == 200)
    if load.failures:
        raise RuntimeError(f"{load.failures} moves were refused")
    report.add("programme", f"{engine}, 120: a move in the editor", load.cpu_ms, "ms CPU", floor=floor)
    report.add("programme", f"{engine}, 120: a move in the editor, p50", load.percentile(0.5), "ms")


def _measure_release(report: Report, engine: str, folder: Path, people: int) -> None:
    print(f"release on {engine} with {people} followers")
    with stocked(engine, folder, people, people) as stock:
        fill_programme(stock.event, 120)
        _release(stock, "1.0")
        followers = fill_stars(stock.event)
        _move_all(stock)
        started = time.process_time()
        with transaction():
            release(stock.event.id, name="2.0", messages={}, notify=True, actor_id=None, now=utcnow())
        released = time.process_time()
        run_waiting_jobs()
        told = time.process_time()
        mails = db.session.scalar(select(func.count()).select_from(OutgoingMail))
        label = f"{engine}: release of 120 sessions, {followers:,} starred"
        report.add("programme", f"{label}: release itself", 1000 * (released - started), "ms CPU")
        report.add("programme", f"{label}: telling everybody", told - released, "s CPU")
        report.add("programme", f"{label}: mails written", mails, "mails")


def _move_all(stock: Stock) -> None:
    """Let every session begin five minutes later."""
    with transaction():
        slots = list(db.session.scalars(select(Slot).where(Slot.event_id == stock.event.id)))
        later = timedelta(minutes=5)
        places = {s.id: Placement((s.hall_id,), s.starts_at + later, s.ends_at + later) for s in slots}
        place_many(stock.event.id, places, actor_id=None, now=utcnow())


def _editor_headers(stock: Stock, server: Server) -> dict[str, str]:
    """Open the editor once and return what its script would send with each move."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", "/e/bench/agenda/", headers={"Cookie": stock.staff_cookie})
    response = connection.getresponse()
    status, body, cookie = response.status, response.read(), response.getheader("Set-Cookie") or ""
    token = re.search(rb'(?:data-csrf|name="csrf-token" content)="([^"]+)"', body)
    if status != 200 or token is None:
        raise RuntimeError(f"the editor answered {status}")
    cookie = cookie.split(";")[0] or stock.staff_cookie
    return {"Cookie": cookie, "X-CSRFToken": token.group(1).decode(), "Accept": "application/json"}


def _move(slot: Slot, number: int, headers: dict[str, str]) -> Request:
    """Return the request that moves the slot to five past or back to the hour, upon the version it has by then."""
    local = slot.starts_at.astimezone(ZoneInfo(TIME_ZONE))
    start = local.hour * 60 + local.minute + (0 if number % 2 else 5)
    place = {"halls": [slot.hall_id], "day": local.date().isoformat(), "start": start, "minutes": LENGTH}
    body = {"places": [{"slot": slot.id, "version": slot.version + number, "place": place}]}
    return json_post("/e/bench/agenda/slots/place", body, headers)
