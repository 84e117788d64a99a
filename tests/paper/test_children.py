from __future__ import annotations

import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import psutil
import pytest
import zxingcpp
from PIL import Image

from summit.badges.pdf import render_png
from summit.paper.children import run_apart
from tests.badges.factory import make_card

PARENT = """
import os, time
from summit.paper.children import run_apart
if __name__ == "__main__":
    print(run_apart(os.getpid), flush=True)
    time.sleep(60)
"""


def _token(number: int) -> str:
    image = Image.open(io.BytesIO(run_apart(render_png, make_card(number), 480)))
    return zxingcpp.read_barcodes(image)[0].text


def test_threads_asking_at_once_get_each_their_own_badge() -> None:
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(_token, range(1, 13))) == [make_card(number).token for number in range(1, 13)]


def test_a_refusal_comes_back_as_it_was_raised() -> None:
    with pytest.raises(ValueError, match="could not convert"):
        run_apart(float, "not a number")


def test_a_child_that_died_is_replaced() -> None:
    first = run_apart(os.getpid)
    psutil.Process(first).kill()

    assert run_apart(os.getpid) != first


def test_work_that_kills_every_child_is_given_up_and_the_next_work_succeeds() -> None:
    with pytest.raises(BrokenProcessPool):
        run_apart(os._exit, 1)

    assert run_apart(int, "7") == 7


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    (tmp_path / "parent.py").write_text(PARENT)
    command = [sys.executable, str(tmp_path / "parent.py")]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()

    _, alive = psutil.wait_procs([child], timeout=10)
    assert alive == []
