"""``make bench``: run the measurements and print a table with its conditions.

ARGS="--only scans" picks some, ARGS="--quick" measures less of each; PostgreSQL is used where it can be started.
"""

import argparse
import os
import platform
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench import (
    badges,
    device,
    growth,
    matching,
    meetings,
    memory,
    offline,
    optimiser,
    programme,
    registrations,
    review,
    scans,
)
from bench.report import Report

PROJECT = Path(__file__).resolve().parents[1]
PARTS = {
    "scans": scans.measure,
    "growth": growth.measure,
    "offline": offline.measure,
    "device": device.measure,
    "registrations": registrations.measure,
    "review": review.measure,
    "programme": programme.measure,
    "matching": matching.measure,
    "meetings": meetings.measure,
    "optimiser": optimiser.measure,
    "badges": badges.measure,
    "memory": memory.measure,
}


def main() -> None:
    arguments = read_arguments()
    report = Report(conditions())
    report.print_conditions()
    with tempfile.TemporaryDirectory(prefix="summit-bench-") as folder:
        for name in arguments.only or PARTS:
            PARTS[name](report, Path(folder), arguments.quick)
    report.print_table()
    target = PROJECT / "var" / "bench" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.jsonl"
    report.write(target)
    print(f"\nWritten to {target.relative_to(PROJECT)}")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=PARTS, help="measure this part (may be repeated)")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions and smaller sizes")
    return parser.parse_args()


def conditions() -> dict[str, object]:
    """Return what the figures depend on."""
    revision = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "revision": revision.stdout.strip(),
        "python": platform.python_version(),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "load": round(os.getloadavg()[0], 2),
        "server": "gunicorn, 1 process, 16 threads; the load generator shares the cores",
    }


if __name__ == "__main__":
    main()
