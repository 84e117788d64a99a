from datetime import timedelta

import pytest

from summit.entrance.rules.live import INTERVAL
from summit.entrance.services.live import BOARD, DOORS, LiveHub, live_hub
from tests.entrance.conftest import make_door
from tests.entrance.services.test_scanning import NOW


def parts_of(board):
    return {"inside": str(sum(zone.inside for zone in board.zones))}


@pytest.fixture
def hub(door):
    return LiveHub(most_streams=2)


def test_twenty_watchers_cause_one_reading_in_an_interval(hub, door, count_queries):
    with count_queries() as one:
        hub.show(BOARD, door.event.id, "en", NOW, parts_of)
    with count_queries() as further:
        for number in range(19):
            hub.show(BOARD, door.event.id, "en", NOW + INTERVAL * number / 20, parts_of)
    assert (one.count, further.count) == (6, 0)


def test_the_next_interval_is_read_anew_once(hub, door, count_queries):
    hub.show(BOARD, door.event.id, "en", NOW, parts_of)
    door.scan(door.badge().token, now=NOW)
    with count_queries() as counted:
        shown = [hub.show(BOARD, door.event.id, "en", NOW + INTERVAL, parts_of) for _watcher in range(20)]
    assert counted.count == 6
    assert {board.parts["inside"] for board in shown} == {"1"}


def test_each_language_is_put_into_words_once(hub, door):
    rendered = []

    def render(board):
        rendered.append(board)
        return parts_of(board)

    for language in ("en", "ar", "en", "ar"):
        hub.show(BOARD, door.event.id, language, NOW, render)
    assert len(rendered) == 2
    assert rendered[0] is rendered[1]


def test_the_mark_stays_while_nothing_changes(hub, door):
    marks = [hub.show(BOARD, door.event.id, "en", NOW + INTERVAL * step, parts_of).mark for step in range(2)]
    door.scan(door.badge().token, now=NOW)
    marks.append(hub.show(BOARD, door.event.id, "en", NOW + INTERVAL * 2, parts_of).mark)
    assert marks[0] == marks[1] != marks[2]


def test_a_clock_set_back_does_not_freeze_the_board(hub, door):
    hub.show(BOARD, door.event.id, "en", NOW + timedelta(hours=1), parts_of)
    assert hub.show(BOARD, door.event.id, "en", NOW, parts_of).moment == NOW


def test_editions_do_not_see_each_others_boards(hub, door):
    other = make_door()
    other.scan(other.badge().token, now=NOW)
    assert hub.show(BOARD, other.event.id, "en", NOW, parts_of).parts == {"inside": "1"}
    assert hub.show(BOARD, door.event.id, "en", NOW, parts_of).parts == {"inside": "0"}


def test_a_fault_in_one_reading_does_not_hold_up_the_next(hub, door):
    def fail(board):
        raise RuntimeError("no words")

    with pytest.raises(RuntimeError, match="no words"):
        hub.show(BOARD, door.event.id, "en", NOW, fail)
    assert hub.show(BOARD, door.event.id, "en", NOW, parts_of).parts == {"inside": "0"}


def test_twenty_gates_cause_one_reading_in_an_interval(hub, door, count_queries):
    def counts_of(doors):
        return {"inside": str(doors.counts[door.gate.id].inside)}

    door.scan(door.badge().token, now=NOW)
    with count_queries() as counted:
        shown = [hub.show(DOORS, door.event.id, f"en {number}", NOW, counts_of) for number in range(20)]
    assert counted.count == 1
    assert {one.parts["inside"] for one in shown} == {"1"}


def test_board_and_doors_are_read_apart(hub, door):
    hub.show(BOARD, door.event.id, "en", NOW, parts_of)
    assert hub.show(DOORS, door.event.id, "en", NOW, lambda doors: {"gates": str(len(doors.counts))}).parts == {
        "gates": "1"
    }


def test_streams_have_so_many_places_and_give_them_back(hub):
    assert [hub.enter(BOARD) for _stream in range(3)] == [True, True, False]
    hub.leave(BOARD)
    assert [hub.enter(BOARD) for _stream in range(2)] == [True, False]


def test_twenty_boards_find_a_place_though_fifty_gates_want_streams():
    hub = LiveHub(most_streams=30)
    assert sum(hub.enter(DOORS) for _gate in range(50)) == 10
    assert [hub.enter(BOARD) for _board in range(21)] == [True] * 20 + [False]


def test_boards_may_take_every_place_and_a_gate_takes_what_a_gate_left():
    hub = LiveHub(most_streams=6)
    assert [hub.enter(BOARD) for _board in range(5)] == [True] * 5
    assert [hub.enter(DOORS) for _gate in range(2)] == [True, False]
    hub.leave(BOARD)
    assert [hub.enter(DOORS) for _gate in range(2)] == [True, False]
    hub.leave(DOORS)
    assert [hub.enter(DOORS) for _gate in range(2)] == [True, False]


def test_the_application_keeps_one_hub(door):
    assert live_hub() is live_hub()
