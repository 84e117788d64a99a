"""The shell half of the two commands: what it finds missing and what it says then."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SOURCED = "source scripts/common.sh; source scripts/packages.sh; "


def run_shell(script: str, *before: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run shell text with the functions of the set-up loaded."""
    return subprocess.run(
        [*before, shutil.which("bash"), "-c", SOURCED + script],
        cwd=PROJECT,
        env=os.environ | {"PATH": path or os.environ["PATH"]},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="asks Debian's package database")
def test_only_the_packages_that_are_not_installed_are_missing() -> None:
    done = run_shell("missing_debian_packages bash summit-no-such-package dpkg summit-nor-this")
    assert done.stdout.split() == ["summit-no-such-package", "summit-nor-this"]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become a user without rights")
def test_without_root_the_missing_packages_and_the_way_to_get_them_are_named() -> None:
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    done = run_shell("install_debian_packages summit-no-such-package", *nobody)
    assert done.returncode == 1
    assert "apt-get install --no-install-recommends summit-no-such-package" in done.stderr


@pytest.fixture
def elsewhere(tmp_path: Path) -> str:
    """A PATH of a system that is not Debian: the usual programs, neither dpkg nor fonts nor a browser."""
    for name in ("bash", "dirname", "python3", "sed"):
        (tmp_path / name).symlink_to(shutil.which(name))
    return str(tmp_path)


def test_elsewhere_nothing_is_installed_and_everything_missing_is_named(elsewhere: str) -> None:
    done = run_shell("ensure_packages test", path=elsewhere)
    assert done.returncode == 1
    for missing in ("the font Noto Sans CJK SC", "the program chromium", "a PostgreSQL server (initdb)"):
        assert f"    - {missing}\n" in done.stderr
    assert "dnf install" in done.stderr


def test_an_old_python_is_refused_by_name(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\nexit 1\n')
    old.chmod(0o755)
    done = subprocess.run(
        [PROJECT / "scripts" / "setup.sh", "run"],
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed; python3 here is Python 3.9.2." in done.stderr


def test_every_command_of_the_makefile_is_listed_by_make() -> None:
    listed = subprocess.run(["make", "-s"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    habits = {"fmt", "check", "seed", "migrate", "bench", "browser", "translations", "lock"}
    assert {line.split()[1] for line in listed.splitlines()} == {"help", "run", "test"} | habits


def test_ci_runs_the_test_command_of_the_readme() -> None:
    commands = [line for line in (PROJECT / ".ci" / "run").read_text().splitlines() if "make" in line]
    assert commands == ["exec make test </dev/null"]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_no_index_address_stands_in_the_locks(name: str) -> None:
    lines = (PROJECT / name).read_text().splitlines()
    assert [line for line in lines if "://" in line or line.startswith("--index")] == []
