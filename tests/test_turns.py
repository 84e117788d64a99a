"""Turns are taken in the order of coming, and nobody who leaves the queue holds it up."""

import signal
from threading import Event, Thread, main_thread

import pytest

from summit.turns import Turn


class CalledAway(Exception):
    """What calls somebody away who waits or works."""


def queue_up(turn, work, count):
    """Let so many threads ask one after the other for a turn that somebody has."""
    threads = [Thread(target=work, args=(number,)) for number in range(count)]
    for number, thread in enumerate(threads):
        thread.start()
        while turn.waiting <= number:
            pass
    return threads


def test_everybody_comes_in_the_order_of_asking_and_one_at_a_time():
    turn, seen = Turn(), []

    def work(number):
        with turn:
            seen.append(("comes", number))
            seen.append(("goes", number))

    with turn:
        threads = queue_up(turn, work, 8)
    for thread in threads:
        thread.join(10)
    assert seen == [(what, number) for number in range(8) for what in ("comes", "goes")]
    assert turn.waiting == 0


def test_a_turn_is_free_again_after_a_failure():
    turn = Turn()
    with pytest.raises(CalledAway), turn:
        raise CalledAway
    with turn:
        assert turn.waiting == 0


def call_away(signal_number, frame):
    raise CalledAway


def test_who_is_called_away_while_waiting_leaves_the_queue_and_nobody_waits_for_them():
    turn, has_turn, is_over = Turn(), Event(), Event()
    former = signal.signal(signal.SIGUSR1, call_away)

    def hold(number):
        with turn:
            has_turn.set()
            while not turn.waiting:
                pass
            signal.pthread_kill(main_thread().ident, signal.SIGUSR1)
            is_over.wait(10)

    holder = Thread(target=hold, args=(0,))
    holder.start()
    has_turn.wait(10)
    try:
        with pytest.raises(CalledAway):
            turn.__enter__()
    finally:
        signal.signal(signal.SIGUSR1, former)
    assert turn.waiting == 0
    is_over.set()
    holder.join(10)
    with turn:
        assert turn.waiting == 0
