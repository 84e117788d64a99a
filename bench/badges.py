"""Print runs of badges in many scripts: badges per second of one core, peak memory, bytes each, at three sizes."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from summit.badges.cards import LABELS, BadgeCard
from summit.badges.layouts import HOUSE, Sheet
from summit.badges.pdf import render_many

if TYPE_CHECKING:
    from bench.report import Report

# This module is the main one of the processes it starts, so each of their children imports it again: whatever
# only the parent needs is imported where it is needed.
COUNTS = (100, 1000, 5000)
FLOOR_PAGES = 200
SHEETS = {"a6": Sheet.SINGLE, "a4_4up": Sheet.A4_4UP}


def measure(report: Report, folder: Path, quick: bool) -> None:
    """Measure each layout in a process of its own, so that memory and CPU belong to it alone."""
    print("badges")
    floor = float(_in_own_process("floor", str(FLOOR_PAGES)))
    for layout, count in product(SHEETS, COUNTS[:1] if quick else COUNTS):
        target = folder / f"{layout}-{count}.pdf"
        rate, memory, wall = map(float, _in_own_process(layout, str(count), str(target)).split())
        name = f"{count:,} of {layout}, start-up included"
        report.add("badges", f"{name}: per CPU second", rate, "1/CPU s", floor=floor, goal="> 61")
        report.add("badges", f"{name}: per second, both cores", wall, "1/s")
        report.add("badges", f"{name}: peak memory of a process", memory, "MiB", goal="<= 400 MB")
        report.add("badges", f"{name}: size each", target.stat().st_size / count / 1024, "KB", goal="<= 8 KB")


def _in_own_process(*arguments: str) -> str:
    # Linux counts what the parent held among a child's greatest memory, whatever it runs: a shell between holds little.
    command = ["sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-m", "bench.badges", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def cards(count: int) -> list[BadgeCard]:
    """Return cards of invented people in the scripts of 34 countries, without photos."""
    from summit.seed.people import people  # noqa: PLC0415  see above

    chance = random.Random(3)
    return [_card(person, number, chance) for number, person in enumerate(people(count, chance), start=1)]


def _card(person: object, number: int, chance: random.Random) -> BadgeCard:
    return BadgeCard(
        name_latin=person.name_latin,
        name_native=person.name_native,
        native_lang=person.native_language,
        line1=person.name_latin,
        line2="",
        honorific="",
        organisation=person.organisation,
        country=person.country,
        category_letter="D",
        category_word="Delegate",
        category_colour="#0b5d4e",
        zones=("A", "B", "D", "E"),
        photo=None,
        issue=1,
        token=f"{chance.randrange(10**24):024d}",
        short_code=f"{number:08d}",
        event_name="BRICS+ Fashion Summit",
        event_dates="14–18 December 2026",
        venue="Riverside Hall, Moscow",
        accent="#8a1538",
        language="en",
        labels={name: name.replace("_", " ").capitalize() for name in LABELS},
    )


def _run(layout: str, count: int, target: Path) -> None:
    everyone = cards(count)
    started = time.perf_counter()
    before = _cpu()
    render_many(everyone, HOUSE, SHEETS[layout], target, workers=2)
    wall = time.perf_counter() - started
    peak = max(_usage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(count / (_cpu() - before), peak, count / wall)


def _floor(pages: int) -> None:
    """Print how many bare A6 pages with one line WeasyPrint writes in a CPU second."""
    from weasyprint import HTML  # noqa: PLC0415  see above

    line = "<p style='break-after:page'>Name Surname</p>"
    before = _cpu()
    HTML(string=f"<style>@page{{size:105mm 148mm}}</style>{line * pages}").write_pdf()
    print(pages / (_cpu() - before))


def _usage(who: int) -> resource.struct_rusage:
    return resource.getrusage(who)


def _cpu() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime for usage in map(_usage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    if sys.argv[1] == "floor":
        _floor(int(sys.argv[2]))
    else:
        _run(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
