"""A PostgreSQL cluster that lives as long as one run of the suite.

The controller of the run starts it and names its folder in the environment, so that xdist's workers and
every process they start use the same one. Linux ends it when the controller is killed.
"""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

FOLDER_VARIABLE = "SUMMIT_TEST_POSTGRES"
PREFIX = "summit-postgres-"
USER = "summit"
STARTING_SECONDS = 60
STALE_SECONDS = 3600
# Speed over safety: the data is thrown away.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
}


class TemporaryCluster:
    """A cluster in a folder of its own, reachable through a socket in that folder only."""

    def __init__(self, folder: Path | None = None) -> None:
        """Take a new folder, or attach to the cluster that runs in a given one."""
        self.attached = folder is not None
        self.folder = folder or Path(tempfile.mkdtemp(prefix=PREFIX))
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Create the cluster and wait until it answers; RuntimeError with its log when it does not."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        data = self.folder / "data"
        options = ["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", f"--username={USER}"]
        made = subprocess.run(
            [*_as_server_user(), _program("initdb"), *options, data],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise RuntimeError(f"the temporary PostgreSQL could not be created:\n{made.stderr}")
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [*_as_server_user(), _program("postgres"), "-D", data, "-k", self.folder, *settings]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, process_group=0)
        self._wait_until_answering()

    def stop(self) -> None:
        """End the cluster and remove its folder; calling it again is harmless, attached ones are left alone."""
        if self.attached:
            return
        if self.process is not None and self.process.poll() is None:
            # To PostgreSQL SIGINT means: end the open connections, then end.
            self.process.send_signal(signal.SIGINT)
            self._wait_until_ended()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of one database."""
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}"

    def create_database(self, name: str, template: str = "template0") -> str:
        """Create a database, empty or as a copy of a template nobody is connected to; return its address."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with self.connect() as connection:
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, ending the connections to it."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Open a connection outside any transaction."""
        return psycopg.connect(host=str(self.folder), user=USER, dbname=database, autocommit=True)

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"

    def _wait_until_answering(self) -> None:
        deadline = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.connect().close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        log = self._log.read_text(errors="replace")
        self.stop()
        raise RuntimeError(f"the temporary PostgreSQL did not start:\n{log}")

    def _wait_until_ended(self) -> None:
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()


def start_for_session(config: pytest.Config) -> None:
    """Start the cluster of a run on several processes; on one process session_cluster() does when needed.

    Called by the controller's pytest_configure, before xdist starts its workers.
    """
    is_worker = hasattr(config, "workerinput")
    if not is_worker and config.getoption("numprocesses", default=None):
        session_cluster()


def stop_for_session() -> None:
    """End the cluster of this run where this process started it; called by pytest_unconfigure."""
    if _started:
        os.environ.pop(FOLDER_VARIABLE, None)
        _started.pop().stop()


def session_cluster() -> TemporaryCluster:
    """Return the cluster of this run, started on first use."""
    if FOLDER_VARIABLE in os.environ:
        return TemporaryCluster(Path(os.environ[FOLDER_VARIABLE]))
    _remove_stale_folders()
    cluster = TemporaryCluster()
    _started.append(cluster)
    atexit.register(stop_for_session)
    cluster.start()
    os.environ[FOLDER_VARIABLE] = str(cluster.folder)
    return cluster


# Holds the one cluster this process started, if any.
_started: list[TemporaryCluster] = []


def _remove_stale_folders() -> None:
    """Remove what runs that were killed have left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid_file = folder / "data" / "postmaster.pid"
        running = pid_file.exists() and Path("/proc", pid_file.read_text().split()[0]).exists()
        if not running and time.time() - folder.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _as_server_user() -> list[str]:
    """Return what to put before a server command: Linux ends it with us, and root becomes postgres.

    PostgreSQL refuses to run as root.
    """
    if shutil.which("setpriv") is None:
        return []
    become = []
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        become = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return ["setpriv", "--pdeathsig=INT", *become]


def _program(name: str) -> Path:
    """Find a server program, in Debian's versioned folders (newest first) or on the PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = shutil.which(name, path=os.pathsep.join([*map(str, reversed(versions)), os.environ["PATH"]]))
    if found is None:
        raise RuntimeError(f"{name} of PostgreSQL is missing; `make test` installs it")
    return Path(found)
