"""A gunicorn of our own under measurement, and a load generator over keep-alive connections."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil

PROJECT = Path(__file__).resolve().parents[1]
Request = tuple[str, str, bytes | None, dict[str, str]]


@dataclass
class Server:
    """A running web server."""

    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Return the CPU time that the server and its workers have used so far."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(times.user + times.system for times in (one.cpu_times() for one in family))

    def memory_mib(self) -> float:
        """Return the proportional set size of the server and its workers."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(one.memory_full_info().pss for one in family) / 2**20


@dataclass
class Load:
    """What a load run showed: latencies in milliseconds, requests and CPU seconds."""

    latencies: list[float]
    seconds: float
    cpu: float
    failures: int

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def cpu_ms(self) -> float:
        return 1000 * self.cpu / max(1, len(self.latencies))

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@contextmanager
def serving(module: str, environment: dict[str, str]) -> Iterator[Server]:
    """Run gunicorn on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", module, "--bind", f"127.0.0.1:{port}", "--threads", "16"]
    command += ["--worker-class", "gthread", "--keep-alive", "30", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=PROJECT, env=os.environ | environment)
    try:
        _wait_for(port)
        yield Server(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server under measurement did not start")


def run_load(server: Server, requests: list[Request], clients: int, expect: Callable[[int, bytes], bool]) -> Load:
    """Send the requests from so many clients and return what came of it."""
    queue, lock = iter(requests), threading.Lock()
    latencies: list[float] = []
    failures = [0]

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        while True:
            with lock:
                request = next(queue, None)
            if request is None:
                return connection.close()
            started = time.perf_counter()
            status, body = _send(connection, request)
            elapsed = 1000 * (time.perf_counter() - started)
            with lock:
                latencies.append(elapsed)
                failures[0] += not expect(status, body)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    cpu, started = server.cpu_seconds(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(latencies, time.perf_counter() - started, server.cpu_seconds() - cpu, failures[0])


def _send(connection: http.client.HTTPConnection, request: Request) -> tuple[int, bytes]:
    method, path, body, headers = request
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    return response.status, response.read()


def json_post(path: str, value: object, headers: dict[str, str]) -> Request:
    """Return a POST request with a JSON body."""
    return "POST", path, json.dumps(value).encode(), {"Content-Type": "application/json"} | headers


def path_of(url: str) -> str:
    """Return the path and query of an address."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
