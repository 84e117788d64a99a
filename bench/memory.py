"""Idle memory of the server and the worker, as `make run` starts them."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil

from bench.report import Report
from bench.server import PROJECT, run_load, serving
from bench.stock import stocked

SETTLING_SECONDS = 5


def measure(report: Report, folder: Path, quick: bool) -> None:
    """Measure proportional set sizes after the first page was served and the worker has swept once."""
    print("memory")
    with stocked("sqlite", folder, 100, 0) as stock, serving("wsgi:app", stock.environment) as server:
        command = [sys.executable, "-m", "flask", "--app", "wsgi.py", "worker"]
        worker = subprocess.Popen(command, cwd=PROJECT, env=os.environ | stock.environment, stderr=subprocess.DEVNULL)
        try:
            run_load(server, [("GET", "/", None, {})] * 10, 1, lambda status, body: status == 200)
            time.sleep(SETTLING_SECONDS)
            family = [psutil.Process(worker.pid), *psutil.Process(worker.pid).children(recursive=True)]
            worker_mib = sum(one.memory_full_info().pss for one in family) / 2**20
            report.add("memory", "idle, web server", server.memory_mib(), "MiB")
            report.add("memory", "idle, worker", worker_mib, "MiB")
            report.add("memory", "idle, both", server.memory_mib() + worker_mib, "MiB", goal="<= 250 MiB")
        finally:
            worker.terminate()
            worker.wait(timeout=30)
