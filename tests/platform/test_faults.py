"""Kill -9 in mid-work: what was acknowledged is there afterwards, and no mail is lost or sent twice for nothing."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select, update

from bench.registrations import Browser, fill_in
from bench.scans import scan_headers
from bench.server import Server, serving
from bench.stock import stocked
from summit.clock import utcnow
from summit.database import db, transaction
from summit.entrance.models import Presence, Scan
from summit.mail.models import OutgoingMail
from summit.mail.rules import MailStatus
from summit.registration.models import Registration
from tests.mail.test_transport import SmallServer

PROJECT = Path(__file__).resolve().parents[2]
PEOPLE = 150
MAILS = 40
DELEGATES = 6


@pytest.mark.race
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_no_acknowledged_scan_is_lost_when_the_server_is_killed(engine, tmp_path):
    with stocked(engine, tmp_path, PEOPLE, PEOPLE) as stock, serving("wsgi:app", stock.environment) as server:
        headers = {"Content-Type": "application/json"} | scan_headers(stock, server)
        path = f"/e/bench/gates/{stock.gate_id}/scan"
        scans = [(str(uuid.uuid4()), code) for code in stock.codes]
        acknowledged: list[str] = []
        work = threading.Thread(target=scan_all, args=(server.port, path, headers, scans, acknowledged))
        work.start()
        while len(acknowledged) < PEOPLE // 3:
            time.sleep(0.01)
        for worker in server.process.children():
            worker.send_signal(signal.SIGKILL)
        work.join(timeout=120)
        kept = {str(one) for one in db.session.scalars(select(Scan.scan_id))}
        open_stays = db.session.scalar(select(func.count()).select_from(Presence).where(Presence.left_at.is_(None)))
    assert set(acknowledged) <= kept
    assert len(acknowledged) == PEOPLE
    assert open_stays == PEOPLE


def scan_all(
    port: int, path: str, headers: dict[str, str], scans: list[tuple[str, str]], acknowledged: list[str]
) -> None:
    """Send every scan until it is answered, with the same scan_id each time, as a gate does."""
    for scan_id, code in scans:
        body = json.dumps({"scan_id": scan_id, "code": code, "direction": "entry", "entered_by": "camera"})
        while not send(port, path, headers, body):
            time.sleep(0.1)
        acknowledged.append(scan_id)


def send(port: int, path: str, headers: dict[str, str], body: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        return json.loads(response.read())["outcome"] == "admitted"
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        connection.close()


@pytest.mark.race
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_no_acknowledged_registration_is_lost_when_the_server_is_killed(engine, tmp_path):
    with stocked(engine, tmp_path, 1, 0) as stock, serving("wsgi:app", stock.environment) as server:
        acknowledged: list[str] = []
        work = threading.Thread(target=register_all, args=(server, acknowledged))
        work.start()
        wait_until(lambda: len(acknowledged) >= 2)
        for worker in server.process.children():
            worker.send_signal(signal.SIGKILL)
        work.join(timeout=120)
        kept = Counter(db.session.scalars(select(Registration.email)))
        told = Counter(db.session.scalars(select(OutgoingMail.recipient)))
    assert len(acknowledged) == DELEGATES
    assert {email: kept[email] for email in acknowledged} == dict.fromkeys(acknowledged, 1)
    assert set(acknowledged) <= set(told), "The confirmation mail is written in the same transaction."


def register_all(server: Server, acknowledged: list[str]) -> None:
    """Fill in the form for everybody, from the start again where the server was gone."""
    for number in range(DELEGATES):
        email = f"delegate{number}@example.org"
        while True:
            try:
                fill_in(Browser(server), email)
            except (OSError, http.client.HTTPException, RuntimeError):
                time.sleep(0.2)
            else:
                acknowledged.append(email)
                break


@pytest.mark.race
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_every_mail_arrives_though_the_worker_is_killed(engine, tmp_path):
    with SmallServer() as post, stocked(engine, tmp_path, 1, 0) as stock:
        threading.Thread(target=post.serve_forever, daemon=True).start()
        queue_mails()
        environment = stock.environment | {"SUMMIT_SMTP_URL": f"smtp://127.0.0.1:{post.server_address[1]}"}
        worker = start_worker(environment)
        wait_until(lambda: len(post.kept) > MAILS // 4)
        kill_family(worker)
        interrupted = let_leases_run_out()
        worker = start_worker(environment)
        try:
            wait_until(lambda: count_sent() == MAILS)
        finally:
            kill_family(worker)
            post.shutdown()
    letters = Counter(message_from_bytes(letter)["To"] for letter in post.kept)
    assert len(letters) == MAILS
    twice = sum(count - 1 for count in letters.values())
    assert twice <= interrupted, "Only a mail that was in the air when its sender died may come twice."


def queue_mails() -> None:
    with transaction():
        for number in range(MAILS):
            db.session.add(
                OutgoingMail(
                    recipient=f"person{number}@example.org",
                    language="en",
                    template="tests/letter",
                    subject="Hello",
                    text="Hello\n",
                    html="<p>Hello</p>",
                    message_id=f"<{number}@example.org>",
                    next_attempt_at=utcnow(),
                )
            )


def start_worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi.py", "worker"]
    return subprocess.Popen(command, cwd=PROJECT, env=os.environ | environment, stderr=subprocess.DEVNULL)


def kill_family(worker: subprocess.Popen[bytes]) -> None:
    for one in [*psutil.Process(worker.pid).children(recursive=True), psutil.Process(worker.pid)]:
        one.kill()
    worker.wait(timeout=10)


def let_leases_run_out() -> int:
    """Let the mails in the air fall due at once, as they do by themselves two minutes later; return how many."""
    with transaction():
        rows = db.session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.status == MailStatus.SENDING)
            .values(lease_until=utcnow())
            .returning(OutgoingMail.id)
        ).all()
    return len(rows)


def count_sent() -> int:
    db.session.rollback()
    statement = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.status == MailStatus.SENT)
    return db.session.scalar(statement)


def wait_until(is_true: object) -> None:
    deadline = time.monotonic() + 60
    while not is_true():
        assert time.monotonic() < deadline, "This took too long."
        time.sleep(0.02)
