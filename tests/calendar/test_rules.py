"""Five-minute steps of time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from summit.calendar.rules import overlap, spans_of, ticks

NOON = datetime(2026, 11, 28, 9, tzinfo=UTC)
moments = st.integers(0, 500).map(lambda step: NOON + timedelta(minutes=5 * step))


def test_a_span_touches_every_step_that_it_begins():
    assert len(ticks(NOON, NOON + timedelta(minutes=10))) == 2
    assert len(ticks(NOON + timedelta(minutes=1), NOON + timedelta(minutes=10))) == 2
    assert len(ticks(NOON, NOON + timedelta(minutes=11))) == 3


def test_touching_spans_do_not_overlap():
    later = NOON + timedelta(minutes=5)
    assert not overlap((NOON, later), (later, later + timedelta(minutes=5)))


@given(moments, moments, moments, moments)
def test_spans_share_steps_exactly_when_they_overlap(a, b, c, d):
    one, other = (min(a, b), max(a, b)), (min(c, d), max(c, d))
    if one[0] < one[1] and other[0] < other[1]:
        assert overlap(one, other) == bool(set(ticks(*one)) & set(ticks(*other)))
        assert spans_of(ticks(*one)) == [one]


def test_spans_are_joined_where_they_touch_only():
    span, gap = timedelta(minutes=10), timedelta(minutes=5)
    steps = [*ticks(NOON, NOON + span), *ticks(NOON + span + gap, NOON + span + 2 * gap)]
    assert spans_of(steps) == [(NOON, NOON + span), (NOON + span + gap, NOON + span + 2 * gap)]
