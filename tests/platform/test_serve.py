"""The supervisor of `make run`, tried with a real gunicorn and a worker that only waits."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

SERVE = Path(__file__).resolve().parents[2] / "scripts" / "serve.py"
PATIENCE_SECONDS = 30
APPLICATION = """
import os, signal, sys, time
from flask import Flask

app = Flask(__name__)


@app.get("/healthz")
def healthz():
    return "well"


@app.cli.command("worker")
def worker():
    WORKER
"""
WAITING = "time.sleep(600)"
STUBBORN = "signal.signal(signal.SIGINT, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
BROKEN = "raise RuntimeError('the looms are on fire')"


class Served:
    """One run of the supervisor in a folder of its own."""

    def __init__(self, folder: Path, worker: str) -> None:
        (folder / "wsgi.py").write_text(APPLICATION.replace("WORKER", worker))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.log = folder / "output.txt"

    def start(self) -> None:
        env = os.environ | {"FLASK_APP": "wsgi.py", "PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        env.pop("SUMMIT_BASE_URL", None)
        with self.log.open("wb") as output:
            self.process = psutil.Popen(
                [sys.executable, SERVE],
                cwd=self.folder,
                env=env | {"HOST": "127.0.0.1", "SERVE_TEXT": "Sign in as organiser@example.org"},
                stdout=output,
                stderr=output,
            )

    def output(self) -> str:
        return self.log.read_text()

    def wait_for(self, condition: Callable[[], object]) -> object:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if found := condition():
                return found
            time.sleep(0.05)
        raise AssertionError(f"it never happened; the output was:\n{self.output()}")

    def wait_for_text(self, text: str) -> None:
        self.wait_for(lambda: text in self.output())

    def child(self, command: str) -> psutil.Process | None:
        """Find the live direct child whose command line holds the word."""
        found = [child for child in self.process.children() if _lives(child) and command in _command_of(child)]
        return found[0] if found else None


def _command_of(process: psutil.Process) -> list[str]:
    """Return the words of its command, none where it has ended since it was listed."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


@pytest.fixture
def served(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    run = Served(tmp_path, getattr(request, "param", WAITING))
    run.start()
    children: list[psutil.Process] = []
    yield run
    if run.process.is_running():
        children = run.process.children(recursive=True)
        run.process.kill()
    run.process.wait()
    for child in children:
        if child.is_running():
            child.kill()


def test_the_address_and_the_given_text_are_printed_once_the_server_answers(served: Served) -> None:
    served.wait_for_text("Press Ctrl-C")
    assert served.output().splitlines() == [
        "",
        f"Summit runs at http://127.0.0.1:{served.port}",
        "",
        "Sign in as organiser@example.org",
        "",
        "Press Ctrl-C to end.",
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_within_five_seconds(served: Served, number: signal.Signals) -> None:
    served.wait_for_text("Press Ctrl-C")
    processes = served.process.children(recursive=True)
    served.process.send_signal(number)
    assert served.process.wait(timeout=5) == 0
    assert len(processes) >= 3
    assert [process for process in processes if process.is_running()] == []


@pytest.mark.parametrize("name", ["worker", "gunicorn"])
def test_a_killed_child_is_started_again(served: Served, name: str) -> None:
    served.wait_for_text("Press Ctrl-C")
    killed = served.child(name)
    killed.kill()
    served.wait_for(lambda: served.child(name) not in (None, killed))
    label = {"worker": "worker", "gunicorn": "web server"}[name]
    assert f"The {label} ended with status -9; starting it again in 1 s." in served.output()
    served.wait_for(lambda: _answers(served.port))


@pytest.mark.parametrize("served", [STUBBORN], indirect=True, ids=["stubborn"])
def test_a_second_signal_kills_what_does_not_listen(served: Served) -> None:
    served.wait_for_text("Press Ctrl-C")
    served.wait_for_text("deaf")
    stubborn = served.child("worker")
    served.process.send_signal(signal.SIGINT)
    served.wait_for(lambda: served.child("gunicorn") is None or not _answers(served.port))
    assert stubborn.is_running()
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(timeout=3) == 0
    assert not stubborn.is_running()


def test_a_server_that_cannot_start_ends_the_start_with_its_reason(tmp_path: Path) -> None:
    run = Served(tmp_path, WAITING)
    (tmp_path / "wsgi.py").write_text(BROKEN)
    run.start()
    assert run.process.wait(timeout=PATIENCE_SECONDS) == 1
    assert "the looms are on fire" in run.output()
    assert "Summit could not start: the " in run.output()
    assert not _answers(run.port)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_killing_the_supervisor_leaves_no_process_behind(served: Served) -> None:
    served.wait_for_text("Press Ctrl-C")
    children = served.process.children(recursive=True)
    served.process.kill()
    served.process.wait()
    served.wait_for(lambda: not any(_lives(child) for child in children))


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    run = Served(tmp_path, WAITING)
    with socket.socket() as other:
        other.bind(("127.0.0.1", run.port))
        other.listen()
        run.start()
        assert run.process.wait(timeout=PATIENCE_SECONDS) == 1
    assert f"Port {run.port} on 127.0.0.1 is taken." in run.output()
    assert f"make run PORT={run.port + 1}" in run.output()


def _lives(process: psutil.Process) -> bool:
    # An ended process stays listed until somebody collects it, which a container's first process may not do.
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False
