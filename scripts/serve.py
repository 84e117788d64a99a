"""Keep the web server and the worker running until Ctrl-C.

What stands in SERVE_TEXT is printed below the address once the server answers; it may hold passwords of the
demo, so it is no argument, which everybody on the machine could read.

Uses the standard library only and never imports the application, so it stays small beside what it watches.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

TICK = 0.2
STARTING_SECONDS = 60
GRACE_SECONDS = 10
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
# A child that lived this long had started well: its next end is a new incident, not the same one again.
SETTLED_SECONDS = 60
LINUX_SET_PARENT_DEATH_SIGNAL = 1


def say(text: str) -> None:
    """Write one line of the supervisor's own."""
    print(text, flush=True)


@dataclass
class Child:
    """One program that is kept running, in a process group of its own."""

    name: str
    command: Sequence[str]
    stop_signal: signal.Signals
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start the program; its group keeps Ctrl-C from reaching it past the supervisor."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            process_group=0,
            # Safe here: the supervisor has no threads.
            preexec_fn=_end_with_the_supervisor,
        )

    def running(self) -> bool:
        """Tell whether the program runs now."""
        return self.process is not None and self.process.poll() is None

    def ask_to_end(self) -> None:
        """Ask the program itself; it tells its own children."""
        if self.process is not None and self.running():
            self.process.send_signal(self.stop_signal)

    def kill(self) -> None:
        """End whatever is left of the program's group."""
        if self.process is None:
            return
        # Nobody may be left in the group; macOS then refuses instead of not finding it.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def keep_running(self) -> None:
        """Start the program again when it has ended, waiting longer each time it ends soon."""
        if self.process is None:
            if time.monotonic() >= self.due:
                self.start()
        elif (status := self.process.poll()) is not None:
            self._plan_restart(status)

    def _plan_restart(self, status: int) -> None:
        self.kill()
        now = time.monotonic()
        if now - self.started > SETTLED_SECONDS:
            self.pause = FIRST_PAUSE
        say(f"The {self.name} ended with status {status}; starting it again in {self.pause:.0f} s.")
        self.process, self.due = None, now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)


class Supervisor:
    """Starts the children together, watches them, and ends them together."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self.stops = 0
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note_stop)
        # nohup ignores the hang-up on purpose; otherwise a closed terminal ends everything.
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._note_stop)

    def _note_stop(self, number: int, frame: FrameType | None) -> None:
        self.stops += 1

    def start(self) -> None:
        """Start every child."""
        for child in self.children:
            child.start()

    def wait_until_answering(self, host: str, port: int) -> str:
        """Wait for /healthz; return what went wrong, or nothing when the server answers."""
        deadline = time.monotonic() + STARTING_SECONDS
        while not self.stops and time.monotonic() < deadline:
            if ended := [child.name for child in self.children if not child.running()]:
                return f"the {ended[0]} ended while starting (its own message stands above)"
            if answers(host, port):
                return ""
            time.sleep(TICK)
        return "" if self.stops else f"no answer within {STARTING_SECONDS} s"

    def watch(self) -> None:
        """Keep every child running until a stop is asked for."""
        while not self.stops:
            for child in self.children:
                child.keep_running()
            time.sleep(TICK)

    def end(self) -> None:
        """End every child: asked first, killed after the grace time or at a second Ctrl-C."""
        asked, deadline = self.stops, time.monotonic() + GRACE_SECONDS
        for child in self.children:
            child.ask_to_end()
        while any(child.running() for child in self.children):
            if time.monotonic() > deadline or self.stops > asked:
                break
            time.sleep(TICK / 4)
        for child in self.children:
            child.kill()


def _end_with_the_supervisor() -> None:
    """Have Linux end this child when the supervisor itself is killed; elsewhere it would stay."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(LINUX_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def port_is_free(host: str, port: int) -> bool:
    """Tell whether a server may listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(host: str, port: int) -> bool:
    """Tell whether /healthz answers 200."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    request = f"GET /healthz HTTP/1.0\r\nHost: {reachable}:{port}\r\n\r\n"
    try:
        with socket.create_connection((reachable, port), timeout=5) as connection:
            connection.sendall(request.encode("ascii"))
            return b" 200 " in connection.recv(64)
    except OSError:
        return False


def web_command(host: str, port: int) -> list[str]:
    """Return the command of the web server: threads, because a request mostly waits for the database."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        *(sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", bind, "--worker-class", "gthread"),
        *("--workers", os.environ.get("WEB_WORKERS", "1"), "--threads", os.environ.get("WEB_THREADS", "16")),
        *("--timeout", "60", "--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"),
    ]


def main() -> int:
    """Serve until a signal; return the exit status."""
    text = os.environ.pop("SERVE_TEXT", "")
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    if not port_is_free(host, port):
        say(f"Port {port} on {host} is taken. Stop what uses it, or choose another: make run PORT={port + 1}")
        return 1
    web = Child("web server", web_command(host, port), signal.SIGTERM)
    worker = Child("worker", [sys.executable, "-m", "flask", "worker"], signal.SIGINT)
    supervisor = Supervisor([web, worker])
    supervisor.start()
    problem = supervisor.wait_until_answering(host, port)
    if problem:
        say(f"Summit could not start: {problem}.")
    elif not supervisor.stops:
        announce(host, port, text)
        supervisor.watch()
    supervisor.end()
    return 1 if problem else 0


def announce(host: str, port: int, text: str) -> None:
    """Say where Summit runs, and what else was given to say."""
    say(f"\nSummit runs at {os.environ.get('SUMMIT_BASE_URL') or f'http://{host}:{port}'}\n")
    if text:
        say(f"{text}\n")
    say("Press Ctrl-C to end.")


if __name__ == "__main__":
    sys.exit(main())
