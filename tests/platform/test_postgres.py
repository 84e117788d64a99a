"""The temporary PostgreSQL: there for the run, gone after it, however the run ends."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.postgres import FOLDER_VARIABLE, TemporaryCluster

PROJECT = Path(__file__).resolve().parents[2]
# A shell that starts the suite in the background has it ignore Ctrl-C; the run under test must not inherit that.
RUN_THAT_WAITS = """
import signal
import time
from tests.postgres import session_cluster
signal.signal(signal.SIGINT, signal.default_int_handler)
print(session_cluster().folder, flush=True)
time.sleep(600)
"""


def server_processes(folder: Path) -> list[psutil.Process]:
    """Find the live servers whose data lie in the folder."""
    return [
        process
        for process in psutil.process_iter(["cmdline", "status"])
        if str(folder / "data") in (process.info["cmdline"] or []) and process.info["status"] != psutil.STATUS_ZOMBIE
    ]


def test_databases_are_made_used_and_dropped() -> None:
    cluster = TemporaryCluster()
    cluster.start()
    try:
        assert cluster.create_database("one") == f"postgresql+psycopg://summit@/one?host={cluster.folder}"
        with cluster.connect("one") as connection:
            connection.execute("CREATE TABLE kept (word text)")
        cluster.create_database("two", template="one")
        with cluster.connect("two") as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        cluster.drop_database("one")
        with cluster.connect() as connection:
            left = connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate").fetchall()
        assert sorted(left) == [("postgres",), ("two",)]
    finally:
        cluster.stop()


def test_stopping_ends_open_connections_and_leaves_nothing() -> None:
    cluster = TemporaryCluster()
    cluster.start()
    connection = cluster.connect()
    assert len(server_processes(cluster.folder)) == 1
    cluster.stop()
    connection.close()
    assert server_processes(cluster.folder) == []
    assert not cluster.folder.exists()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_cluster_ends_with_the_run_however_it_ends(end: signal.Signals) -> None:
    env = {name: value for name, value in os.environ.items() if name != FOLDER_VARIABLE}
    run = subprocess.Popen(
        [sys.executable, "-c", RUN_THAT_WAITS],
        cwd=PROJECT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    folder = Path(run.stdout.readline().strip())
    assert len(server_processes(folder)) == 1
    run.send_signal(end)
    run.wait()
    deadline = time.monotonic() + 10
    while server_processes(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert server_processes(folder) == []
    shutil.rmtree(folder, ignore_errors=True)
