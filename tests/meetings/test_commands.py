"""The command that solves an instance file: one JSON object, or one line of what is wrong with the file."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from summit.meetings.rules.optimiser.checker import violations
from summit.meetings.rules.optimiser.dzn import read_instance, write_instance
from summit.meetings.rules.optimiser.generator import PUBLISHED, generate
from summit.meetings.rules.optimiser.problem import Place

KEYS = ["status", "meetings", "held", "breaks", "range", "bound", "reason", "seconds"]
CROWDED = "nBusiness=2; nMeetings=3; nTables=1; nTotalSlots=2; requested=[| 1,2,3 | 2,1,3 | 1,2,3 |];"


def solve(app: Flask, file: Path, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["meetings", "solve", str(file), *options])


def answer(app: Flask, file: Path, text: str, *options: str) -> dict[str, Any]:
    file.write_text(text)
    result = solve(app, file, *options)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_an_instance_is_solved_as_well_as_can_be(app: Flask, tmp_path: Path) -> None:
    text = write_instance(generate(PUBLISHED["tic-13crafb"], seed=1))
    found = answer(app, tmp_path / "tic.dzn", text, "--seconds", "20", "--seed", "3")
    assert list(found) == KEYS
    assert (found["status"], found["held"], found["breaks"], found["bound"]) == ("optimal", 184, 0, 0)
    assert (found["range"], found["reason"]) == (0, None)


def test_the_places_are_counted_from_one_and_keep_the_rules(app: Flask, tmp_path: Path) -> None:
    text = write_instance(generate(PUBLISHED["tic-12"], seed=1))
    found = answer(app, tmp_path / "tic.dzn", text, "--seconds", "20")
    places = [Place(meeting["slot"] - 1, meeting["table"] - 1) for meeting in found["meetings"]]
    assert [meeting["meeting"] for meeting in found["meetings"]] == list(range(1, 126))
    assert violations(read_instance(text), places) == []


def test_what_cannot_be_held_is_named_with_the_largest_part(app: Flask, tmp_path: Path) -> None:
    found = answer(app, tmp_path / "crowded.dzn", CROWDED, "--seconds", "2")
    assert (found["status"], found["held"]) == ("unsatisfiable", 2)
    assert found["reason"].startswith("Participant 1: 3 meetings are wanted, but there is time for 2 only.")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\0", b"nBusiness = 3; nMeetings = [", CROWDED[:-20].encode()])
def test_an_unreadable_file_is_refused_in_one_line(app: Flask, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.dzn"
    file.write_bytes(content)
    result = solve(app, file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"{file}: Line ")


def test_a_missing_file_is_refused_in_one_line(app: Flask, tmp_path: Path) -> None:
    result = solve(app, tmp_path / "none.dzn")
    assert (result.exit_code, result.stderr) == (2, f"{tmp_path / 'none.dzn'}: No such file or directory\n")
