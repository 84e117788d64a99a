"""Joining the parts of a print run into one PDF, part by part, so that memory does not grow with the run.

The parts are written by WeasyPrint as PDF 1.4: one object after another and a plain cross-reference table
(ISO 32000-1, 7.5). Objects get new numbers; small ones are packed into object streams, as PDF 1.5 may.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

PART_VERSION = "1.4"
_CATALOG, _PAGES, _INFO, _FIRST_FREE = 1, 2, 3, 4
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_COUNT, _ROOT, _INFORMATION, _TREE = (re.compile(rb"/%s (\d+)" % key) for key in (b"Count", b"Root", b"Info", b"Pages"))
_ENTRY = struct.Struct(">BIH")


def join_pdfs(parts: Iterable[Path], target: Path) -> None:
    """Write the pages of all `parts`, in order, to `target`; title and author are those of the first.

    The parts are files written by WeasyPrint as PDF `PART_VERSION`; one is in memory at a time.
    Raises ValueError for a file that is none.
    """
    with target.open("wb") as file:
        joined = _Joined(file)
        for part in parts:
            joined.add(_Part(part.read_bytes()))
        joined.finish()


def _number(pattern: re.Pattern[bytes], text: bytes) -> int:
    if not (found := pattern.search(text)):
        raise ValueError(f"no {pattern.pattern!r} in a part of a print run")
    return int(found[1])


class _Part:
    """The objects of one file by their numbers, each without its number, `obj` and `endobj`."""

    def __init__(self, data: bytes) -> None:
        table = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        trailer = data[data.index(b"trailer", table) :]
        self._data = data
        self._offsets = [int(line[:10]) for line in data[table:].split(b"trailer")[0].splitlines()[2:]]
        self._ends = dict(zip(ordered := sorted(self._offsets[1:]), [*ordered[1:], table], strict=True))
        self.catalog = _number(_ROOT, trailer)
        self.info = _number(_INFORMATION, trailer)
        self.pages = _number(_TREE, self.get(self.catalog))
        self.size = len(self._offsets)

    def get(self, number: int) -> bytes:
        """Return the text of an object."""
        start = self._offsets[number]
        raw = self._data[start : self._ends[start]]
        return raw[raw.index(b"obj\n") + 4 : raw.rindex(b"\nendobj")]

    def contents(self) -> Iterator[tuple[int, bytes]]:
        """Yield number and text of all objects but the catalogue and the information."""
        for number in range(1, self.size):
            if number not in (self.catalog, self.info):
                yield number, self.get(number)


class _Joined:
    """The file being written: its cross-reference entries so far and the page trees of its parts."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._entries: dict[int, bytes] = {0: _ENTRY.pack(0, 0, 65535)}
        self._next = _FIRST_FREE
        self._trees: list[bytes] = []
        self._pages = 0
        self._info = b"<<>>"
        file.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")

    def add(self, part: _Part) -> None:
        """Write all pages of `part`."""
        if not self._trees:
            self._info = part.get(part.info)
        shift = self._next - 1
        packed: list[tuple[int, bytes]] = []
        for number, text in part.contents():
            head, mark, stream = text.partition(b"stream\n")
            head = _REFERENCE.sub(lambda found: b"%d 0 R" % (int(found[1]) + shift), head)
            if mark:
                self._write(number + shift, head + mark + stream)
            else:
                packed.append((number + shift, self._grafted(head) if number == part.pages else head))
        self._next += part.size - 1
        self._trees.append(b"%d 0 R" % (part.pages + shift))
        self._pack(packed)

    def finish(self) -> None:
        """Write the tree over all parts' trees, the catalogue and the cross-references."""
        kids = b" ".join(self._trees)
        self._pack(
            [
                (_CATALOG, b"<</Type /Catalog /Pages %d 0 R>>" % _PAGES),
                (_PAGES, b"<</Type /Pages /Count %d /Kids [%s]>>" % (self._pages, kids)),
                (_INFO, self._info),
            ]
        )
        number, offset = self._next, self._file.tell()
        self._entries[number] = _ENTRY.pack(1, offset, 0)
        empty = _ENTRY.pack(0, 0, 65535)
        table = zlib.compress(b"".join(self._entries.get(at, empty) for at in range(number + 1)))
        extra = b"/Type /XRef /W [1 4 2] /Size %d /Root %d 0 R /Info %d 0 R" % (number + 1, _CATALOG, _INFO)
        self._write_stream(number, extra, table)
        self._file.write(b"startxref\n%d\n%%%%EOF\n" % offset)

    def _grafted(self, tree: bytes) -> bytes:
        """Return a part's page tree as a branch of the tree of the whole."""
        self._pages += _number(_COUNT, tree)
        return tree[: tree.rindex(b">>")] + b"/Parent %d 0 R>>" % _PAGES

    def _pack(self, objects: list[tuple[int, bytes]]) -> None:
        """Write small objects together, compressed."""
        holder, self._next = self._next, self._next + 1
        index, position = [], 0
        for at, (number, text) in enumerate(objects):
            self._entries[number] = _ENTRY.pack(2, holder, at)
            index.append(b"%d %d" % (number, position))
            position += len(text) + 1
        head = b" ".join(index) + b"\n"
        body = zlib.compress(head + b"\n".join(text for _, text in objects))
        self._write_stream(holder, b"/Type /ObjStm /N %d /First %d" % (len(objects), len(head)), body)

    def _write_stream(self, number: int, extra: bytes, body: bytes) -> None:
        head = b"<<%s /Filter /FlateDecode /Length %d>>" % (extra, len(body))
        self._write(number, head + b"\nstream\n" + body + b"\nendstream")

    def _write(self, number: int, text: bytes) -> None:
        self._entries[number] = _ENTRY.pack(1, self._file.tell(), 0)
        self._file.write(b"%d 0 obj\n%s\nendobj\n" % (number, text))
