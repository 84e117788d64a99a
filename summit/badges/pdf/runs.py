"""Print runs: any number of badges, laid out in child processes and joined into one file."""

from __future__ import annotations

import gc
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from itertools import islice
from pathlib import Path

from summit.paper.children import new_children

from ..cards import BadgeCard
from ..layouts import BadgeDesign, DesignBook, Sheet
from .joining import PART_VERSION, join_pdfs
from .pressroom import the_press

# A multiple of what every sheet holds (2, 4, 6, 8), so that only the last one of a run has empty places. Fonts
# are embedded once a batch, which makes small batches heavy; memory makes large ones so.
BATCH = 216


def render_many(
    cards: Iterable[BadgeCard],
    design: BadgeDesign | DesignBook,
    sheet: Sheet,
    target: Path,
    workers: int = 2,
    on_progress: Callable[[int], None] | None = None,
) -> int:
    """Write a PDF of both sides of all `cards` to `target` and return how many badges it holds.

    `cards` may be a generator: about `workers` + 1 batches are held at a time. `on_progress` is told in
    this process, after each batch, how many badges are done. `target` appears only when it is complete.
    Raises ValueError for no cards, and whatever a card raises, after all children have ended.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".badges-") as folder:
        done = 0
        parts: list[Path] = []
        for part, count in _finished_parts(cards, design, sheet, Path(folder), workers):
            parts.append(part)
            done += count
            if on_progress:
                on_progress(done)
        if not parts:
            raise ValueError("no badges to print")
        joined = Path(folder) / "joined.pdf"
        join_pdfs(parts, joined)
        joined.replace(target)
    return done


def _finished_parts(
    cards: Iterable[BadgeCard], design: BadgeDesign | DesignBook, sheet: Sheet, folder: Path, workers: int
) -> Iterator[tuple[Path, int]]:
    """Yield each part's file and number of badges in the order of `cards`."""
    waiting: deque[Future[tuple[Path, int]]] = deque()
    with new_children(workers, the_press) as pool:
        for number, batch in enumerate(_batches(cards)):
            part = folder / f"{number:06}.pdf"
            waiting.append(pool.submit(print_part, batch, design, sheet, part))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _batches(cards: Iterable[BadgeCard]) -> Iterator[list[BadgeCard]]:
    remaining = iter(cards)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def book_of(design: BadgeDesign | DesignBook) -> DesignBook:
    """Return a single design as a book that has it for every category."""
    return design if isinstance(design, DesignBook) else DesignBook(design)


def print_part(
    batch: list[BadgeCard], design: BadgeDesign | DesignBook, sheet: Sheet, part: Path, start: int = 0
) -> tuple[Path, int]:
    """Lay out one batch in a child process and leave it in a file that `join_pdfs` reads.

    `start` places of its first sheet stay empty. A part ends its last sheet, so a batch that is followed by
    another fills whole sheets: `sheet.places(size)` says how many badges one holds.

    The collector is off meanwhile: it would visit every box of the batch again and again and free none.
    """
    gc.disable()
    the_press().lay_out(batch, book_of(design), sheet, start).write_pdf(part, pdf_version=PART_VERSION)
    gc.collect()
    return part, len(batch)
