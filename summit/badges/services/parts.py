"""The files of a print run under ``var/prints/<run>``: whom to print, parts that are done, the finished file.

A part is done when its log exists, and its log is written last; so whatever was interrupted is drawn again
and whatever was done is kept.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from flask import current_app

from ..rules import CHUNK, PRINTS_KEPT, LeftOut, Section, sheets_of


def prints_folder() -> Path:
    """Return the folder of all print runs."""
    folder: Path = current_app.extensions["summit_config"].var / "prints"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Printed(NamedTuple):
    """One badge of a part: whose it is, its code, what stands on it and the key of its design."""

    registration_id: int
    credential_id: int
    face: str
    design: str | None = None


@dataclass(frozen=True, slots=True)
class PartLog:
    """What one part holds: who was drawn when, and who was left out."""

    drawn_at: datetime
    printed: list[Printed]
    left_out: list[tuple[int, LeftOut]]

    @property
    def size(self) -> int:
        """The number of people that this part settles."""
        return len(self.printed) + len(self.left_out)


@dataclass(frozen=True, slots=True)
class Part:
    """One chunk of a run: its people, its PDF and its log; or the separator pages in front of a section.

    `start` places of its first sheet are used already; `desk` (from 1) hands its badges out, 0 where a run has none.
    """

    people: Sequence[int]
    pdf: Path
    log: Path
    heading: Section | None = None
    start: int = 0
    desk: int = 0

    def read(self) -> PartLog | None:
        """Return the log of a part that is done, otherwise None."""
        if not self.log.exists():
            return None
        known = json.loads(self.log.read_text())
        return PartLog(
            datetime.fromisoformat(known["drawn_at"]),
            [Printed(*one) for one in known["printed"]],
            [(person, LeftOut(reason)) for person, reason in known["left_out"]],
        )

    def holds(self, log: PartLog) -> bool:
        """Tell whether the pages that the log speaks of are there: a crash may keep the one without the other."""
        return self.pdf.exists() or not (log.printed or self.heading)

    def discard(self) -> None:
        """Forget what there is, because it is to be drawn again; the log goes first."""
        self.log.unlink(missing_ok=True)
        self.pdf.unlink(missing_ok=True)

    def close(self, log: PartLog) -> None:
        """Mark the part as done; its PDF is complete on disk, or nobody was printed."""
        _write_json(
            self.log,
            {"drawn_at": log.drawn_at.isoformat(), "printed": log.printed, "left_out": log.left_out},
        )


@dataclass(frozen=True, slots=True)
class DeskPart:
    """What one desk hands out: its file, and which badges and sheets of the whole run (from 1) are in it."""

    number: int
    span: str
    pdf: Path
    badges: range
    sheets: range

    @property
    def byte_count(self) -> int:
        """The size of the file."""
        return self.pdf.stat().st_size


class _Laid(NamedTuple):
    """A finished part and the sheet of each of its badges, counted from 0 in the part."""

    part: Part
    log: PartLog
    sheets: list[int]

    @property
    def sheet_count(self) -> int:
        """The number of sheets of paper that the part takes."""
        return self.part.heading.headings if self.part.heading else self.sheets[-1] + 1 if self.sheets else 0


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of one run."""

    path: Path

    @property
    def result(self) -> Path:
        """The finished file."""
        return self.path / "badges.pdf"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other worker from this folder, or wait until it has left or died.

        A worker that stood still for too long is taken for dead, and its run is given to a second one.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def read_plan(self) -> list[Section] | None:
        """Return the sections of the run as they were fixed at its start, None before that."""
        file = self.path / "plan.json"
        return [Section(**each) for each in json.loads(file.read_text())["sections"]] if file.exists() else None

    def fix_plan(self, sections: list[Section], start: int) -> list[Section]:
        """Keep the people of the run and their order, so that a resumed run makes the same parts."""
        self.path.mkdir(parents=True, exist_ok=True)
        _write_json(self.path / "plan.json", {"sections": [asdict(each) for each in sections], "start": start})
        return sections

    def parts(self) -> list[Part]:
        """Return the parts of the run in order, done or not."""
        file = self.path / "plan.json"
        if not file.exists():
            return []
        start = json.loads(file.read_text())["start"]
        pieces = list(_pieces(self.read_plan() or [], start))
        first = next((at for at, (_, heading, _) in enumerate(pieces) if heading is None), 0)
        return [
            Part(people, self._file(at, "pdf"), self._file(at, "json"), heading, start if at == first else 0, desk)
            for at, (people, heading, desk) in enumerate(pieces)
        ]

    def logs(self) -> Iterator[PartLog]:
        """Yield the logs of the parts that are done, in order."""
        return (log for log in (part.read() for part in self.parts()) if log is not None)

    def _laid(self, places: int) -> Iterator[_Laid]:
        """Yield the parts that are done; a sheet holds as many badges as it has `places`."""
        for part in self.parts():
            if log := part.read():
                yield _Laid(part, log, sheets_of(len(log.printed), places, part.start))

    def printed(self, places: int) -> Iterator[tuple[int, datetime, Printed]]:
        """Yield (sheet of paper from 1, moment, badge) of each badge in the file's order."""
        used = 0
        for laid in self._laid(places):
            for sheet, printed in zip(laid.sheets, laid.log.printed, strict=True):
                yield used + sheet + 1, laid.log.drawn_at, printed
            used += laid.sheet_count

    def files(self) -> Iterator[tuple[Path, list[Part]]]:
        """Yield which parts make up each desk's own file, where there are several, and last the whole."""
        parts = self.parts()
        if len({part.desk for part in parts}) > 1:
            for desk, own in groupby(parts, key=lambda part: part.desk):
                yield self._desk(desk), list(own)
        yield self.result, parts

    def desks(self, places: int) -> Iterator[DeskPart]:
        """Yield the desks that have a file of their own; a sheet holds as many badges as it has `places`."""
        badge, sheet = 1, 1
        for number, laid in groupby(self._laid(places), key=lambda each: each.part.desk):
            own = list(laid)
            heading = own[0].part.heading
            badges = range(badge, badge + sum(len(each.log.printed) for each in own))
            sheets = range(sheet, sheet + sum(each.sheet_count for each in own))
            if self._desk(number).exists():
                yield DeskPart(number, heading.span if heading else "", self._desk(number), badges, sheets)
            badge, sheet = badges.stop, sheets.stop

    def drop_parts(self) -> None:
        """Delete the PDFs of the parts once they are joined; the logs stay with the file."""
        for part in self.parts():
            part.pdf.unlink(missing_ok=True)

    def delete(self) -> None:
        """Delete everything of the run."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _desk(self, number: int) -> Path:
        return self.path / f"desk-{number:02}.pdf"

    def _file(self, number: int, ending: str) -> Path:
        return self.path / f"{number:06}.{ending}"


def _pieces(sections: Sequence[Section], start: int) -> Iterator[tuple[list[int], Section | None, int]]:
    """Yield the people of each part, or none and the section whose separator pages it holds, and its desk.

    The first chunk is shorter by the places that are used, so that it too ends with its sheet.
    """
    desk = 0
    for section in sections:
        desk = section.desk or desk
        if section.headings:
            yield [], replace(section, people=[]), desk
        at, end = 0, CHUNK - start
        while at < len(section.people):
            yield section.people[at:end], None, desk
            at, end = end, end + CHUNK
        start = 0


def folder_of(public_id: str) -> RunFolder:
    """Return the folder of the run with this public id."""
    return RunFolder(prints_folder() / public_id)


def old_folders(now: datetime) -> list[RunFolder]:
    """Return the folders that nothing was written to for 14 days, also those of failed runs."""
    oldest = (now - PRINTS_KEPT).timestamp()
    return [RunFolder(path) for path in prints_folder().iterdir() if path.stat().st_mtime < oldest]


def _write_json(path: Path, value: Any) -> None:
    """Write the whole file under another name first, so that a crash leaves no half of it."""
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(value))
    temporary.replace(path)
