"""Whole registrations through every page of the form, from the first look to the confirmed address."""

import re
import time
import uuid
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup
from sqlalchemy import select

from bench.report import Report
from bench.server import Server, json_post, run_load, serving
from bench.stock import Stock, stocked
from summit.database import db
from summit.mail.models import OutgoingMail

ANSWERS = {
    "category": "D",
    "name_latin": "Bench Person",
    "citizenship": "BR",
    "residence": "BR",
    "represents": "BR",
    "organisation": "Bench Atelier",
    "job_title": "Designer",
    "registration": "y",
}
MOST_PAGES = 20


class Browser:
    """As much of a browser as a registration needs: cookies, redirects, hidden fields, defaults."""

    def __init__(self, server: Server) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port)
        self.cookies: dict[str, str] = {}
        self.requests = 0
        self.path = "/"
        self.page = BeautifulSoup("", "html.parser")

    def open(self, path: str, data: list[tuple[str, str]] | None = None) -> None:
        """Send one request, follow its redirects and keep the page."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(data).encode()
        self.connection.request("GET" if data is None else "POST", path, body, headers)
        response = self.connection.getresponse()
        text, self.requests, self.path = response.read().decode(), self.requests + 1, path
        for header in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        if response.status in {302, 303}:
            self.open(_path_of(response.headers["Location"]))
            return
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        self.page = BeautifulSoup(text, "html.parser")

    def send_form(self, answers: dict[str, str]) -> None:
        """Send the page's main form with its defaults and the answers."""
        form = next(form for form in self.page.select("main form") if form.get("method", "").lower() == "post")
        self.open(_path_of(form.get("action") or self.path), _filled(form, answers))


def _path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _filled(form: BeautifulSoup, answers: dict[str, str]) -> list[tuple[str, str]]:
    data = []
    for field in form.select("input[name], select[name], textarea[name]"):
        name, kind = field["name"], field.get("type", "")
        if kind in {"file", "submit"}:
            continue
        if kind in {"radio", "checkbox"}:
            if answers.get(name) == field.get("value") or (name not in answers and field.has_attr("checked")):
                data.append((name, field.get("value", "y")))
        else:
            data.append((name, answers.get(name, field.get("value") or "")))
    return data


def measure(report: Report, folder: Path, quick: bool) -> None:
    """Measure one registration after another on both engines; the floor is a bare insert a request."""
    count = 10 if quick else 60
    for engine in ("sqlite", "postgresql"):
        print(f"registrations on {engine}")
        with stocked(engine, folder, 1000, 0) as stock:
            floor = _floor(folder)
            with serving("wsgi:app", stock.environment) as server:
                for _ in range(3):
                    _register(stock, server)
                cpu, started = server.cpu_seconds(), time.perf_counter()
                requests = [_register(stock, server) for _ in range(count)]
                cpu_ms = 1000 * (server.cpu_seconds() - cpu) / count
                per_second = count / (time.perf_counter() - started)
        pages = requests[0]
        what = f"{engine}: CPU of all {pages} requests"
        report.add("registration", what, cpu_ms, "ms", floor=floor * pages, goal="<= 100 ms")
        report.add("registration", f"{engine}: whole ones per second, 1 client", per_second, "1/s")


def _floor(folder: Path) -> float:
    url = f"sqlite:///{folder / f'floor-{uuid.uuid4().hex}.sqlite3'}"
    with serving("bench.floor:app", {"FLOOR_DATABASE": url}) as server:
        return run_load(server, [json_post("/insert", {}, {})] * 300, 1, lambda status, body: status == 200).cpu_ms


def _register(stock: Stock, server: Server) -> int:
    """Register one person through the pages and confirm the address; return how many requests it took."""
    browser, email = Browser(server), f"{uuid.uuid4().hex}@example.org"
    fill_in(browser, email)
    browser.open(_confirmation_path(email))
    browser.send_form({})
    return browser.requests


def fill_in(browser: Browser, email: str) -> None:
    """Fill in the whole form for an address, up to the page that says where to look for the mail."""
    browser.open("/e/bench/register/")
    browser.open("/e/bench/register/category")
    for _ in range(MOST_PAGES):
        browser.send_form(ANSWERS | {"email": email})
        if browser.path.endswith("/sent"):
            break
    else:
        raise RuntimeError(f"the form did not end; it stands at {browser.path}")


def _confirmation_path(email: str) -> str:
    with db.engine.connect() as connection:
        text = connection.scalar(select(OutgoingMail.text).where(OutgoingMail.recipient == email))
    found = re.search(r"https?://[^/\s]+(/registration/confirm/\S+)", text or "")
    if found is None:
        raise RuntimeError(f"no confirmation mail for {email}")
    return found[1]
