"""Commands: flask meetings solve."""

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any, NoReturn

import click

from summit.meetings.rules.optimiser.cause_words import reason_sentence
from summit.meetings.rules.optimiser.checker import spread_of_breaks, violations
from summit.meetings.rules.optimiser.dzn import InstanceIsUnreadable, read_instance
from summit.meetings.rules.optimiser.problem import Problem, Timetable
from summit.meetings.rules.optimiser.solving import solve_instance

UNREADABLE = 2


@click.group("meetings")
def meetings() -> None:
    """Business meetings."""


@meetings.command("solve")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--seconds", default=60.0, show_default=True, type=click.FloatRange(0.1, 86_400), help="Time to spend.")
@click.option("--seed", default=1, show_default=True, help="Another number, another search.")
@click.option("--fairness", default=2, show_default=True, type=click.IntRange(0), help="How far breaks may differ.")
def solve(file: Path, seconds: float, seed: int, fairness: int) -> None:
    """Solve an instance FILE (.dzn) and print one JSON object."""
    started = perf_counter()
    problem = _read(file, fairness)
    timetable = solve_instance(problem, max(0.0, started + seconds - perf_counter()), seed)
    broken = violations(problem, timetable.places)
    if broken:
        raise RuntimeError(f"the timetable breaks {len(broken)} rules, the first being {broken[0]}")
    click.echo(json.dumps(describe(problem, timetable), ensure_ascii=False))


def _read(file: Path, fairness: int) -> Problem:
    try:
        return read_instance(file.read_bytes().decode("utf-8-sig", errors="replace"), fairness=fairness)
    except OSError as error:
        _refuse(f"{file}: {error.strerror}")
    except InstanceIsUnreadable as error:
        _refuse(f"{file}: {error}")


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(UNREADABLE)


def describe(problem: Problem, timetable: Timetable) -> dict[str, Any]:
    """Return the answer as JSON has it: numbers counted from 1, `reason` a sentence or None."""
    held = [
        {"meeting": number, "slot": place.slot + 1, "table": place.table + 1}
        for number, place in enumerate(timetable.places, 1)
        if place is not None
    ]
    return {
        "status": timetable.verdict.value,
        "meetings": held,
        "held": len(held),
        "breaks": timetable.score.breaks,
        "range": spread_of_breaks(problem, timetable.places),
        "bound": timetable.bound,
        "reason": reason_of(timetable),
        "seconds": round(timetable.seconds, 2),
    }


def reason_of(timetable: Timetable) -> str | None:
    """Return why not everything is held, in English, or None."""
    sentences = []
    for cause in timetable.causes:
        sentence, places = reason_sentence(cause, name_participant=_name_participant)
        words = sentence % places
        sentences.append(words[:1].upper() + words[1:])
    return " ".join(sentences) or None


def _name_participant(number: int) -> str:
    return f"participant {number + 1}"
