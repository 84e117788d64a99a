from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from summit.badges.cards import BadgeCard
from summit.badges.layouts import HOUSE, Sheet
from summit.badges.pdf import render_many
from summit.badges.pdf.runs import BATCH
from tests.badges.factory import make_card


def _cards(count: int) -> Iterator[BadgeCard]:
    return (make_card(number) for number in range(1, count + 1))


def test_a_run_is_one_file_in_order_and_tells_its_progress(tmp_path: Path) -> None:
    told: list[int] = []
    done = render_many(_cards(BATCH + 2), HOUSE, Sheet.SINGLE, tmp_path / "run.pdf", workers=2, on_progress=told.append)

    with pypdfium2.PdfDocument(tmp_path / "run.pdf") as pdf:
        tokens = [zxingcpp.read_barcodes(pdf[page].render(scale=2).to_pil())[0].text for page in (0, 2 * BATCH + 2)]
        assert len(pdf) == 2 * (BATCH + 2)
    assert (done, told) == (BATCH + 2, [BATCH, BATCH + 2])
    assert tokens == [make_card(1).token, make_card(BATCH + 2).token]


def test_a_failing_run_leaves_no_file(tmp_path: Path) -> None:
    def failing() -> Iterator[BadgeCard]:
        yield make_card(1)
        raise OSError("the photo store is away")

    with pytest.raises(OSError, match="photo store"):
        render_many(failing(), HOUSE, Sheet.SINGLE, tmp_path / "run.pdf", workers=1)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no badges"):
        render_many([], HOUSE, Sheet.A4_4UP, tmp_path / "run.pdf", workers=1)
