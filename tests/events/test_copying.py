from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.clock import utcnow
from summit.database import transaction
from summit.events import queries, rules, services
from summit.events.services import copying
from tests.factories import make_category, make_event, make_hall, make_zone

ZONES = ["Europe/Moscow", "Europe/Lisbon", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Tehran"]
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda wall: wall.replace(tzinfo=UTC, second=0))


def copied(event, **values):
    usual = {"slug": "summit_2027", "starts_on": date(2027, 11, 27), "names": {"en": "Next"}}
    with transaction():
        return services.copy_event(event.id, actor_id=None, now=utcnow(), **(usual | values))


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Moscow"))


@given(moment=MOMENTS, days=st.integers(-800, 800), zone=st.sampled_from(ZONES))
def test_a_moved_moment_shows_the_same_clock_unless_a_clock_change_skips_it(moment, days, zone):
    wanted = rules.wall_time(moment, zone) + timedelta(days=days)
    shown = rules.wall_time(rules.moved(moment, days, zone), zone)
    assert shown == wanted or wanted < shown <= wanted + timedelta(hours=1)


@given(start=MOMENTS, length=st.integers(1, 600), days=st.integers(-800, 800), zone=st.sampled_from(ZONES))
def test_a_moved_span_never_turns_over(start, length, days, zone):
    end = start + timedelta(minutes=length)
    new_start, new_end = rules.moved_span(start, end, lambda moment: rules.moved(moment, days, zone))
    assert new_start < new_end


@given(moment=MOMENTS, old=st.sampled_from(ZONES), new=st.sampled_from(ZONES))
def test_a_rezoned_moment_shows_the_same_clock_unless_a_clock_change_skips_it(moment, old, new):
    wanted = rules.wall_time(moment, old)
    shown = rules.wall_time(rules.rezoned(moment, old, new), new)
    assert shown == wanted or wanted < shown <= wanted + timedelta(hours=1)


def test_a_copy_moves_every_date(db):
    event = make_event(starts_on=date(2026, 11, 28), ends_on=date(2026, 12, 2))
    zone = make_zone(event)
    make_category(event, zones=(zone,), opens_at=moscow("2026-09-01T09:00"), closes_at=moscow("2026-11-20T23:59"))
    with transaction():
        span = (moscow("2026-11-28T08:30"), moscow("2026-11-28T20:00"))
        services.set_windows(zone.id, [span], actor_id=None)
    copy = copied(event)
    category, window = queries.list_categories(copy.id)[0], queries.list_zones(copy.id)[0].windows[0]
    assert (copy.starts_on, copy.ends_on) == (date(2027, 11, 27), date(2027, 12, 1))
    assert (category.opens_at, category.closes_at) == (moscow("2027-08-31T09:00"), moscow("2027-11-19T23:59"))
    assert (window.starts_at, window.ends_at) == (moscow("2027-11-27T08:30"), moscow("2027-11-27T20:00"))


def test_a_copy_across_a_clock_change_keeps_the_time_of_day(db):
    event = make_event(time_zone="Europe/Lisbon", starts_on=date(2026, 3, 20), ends_on=date(2026, 3, 22))
    make_category(event, opens_at=datetime(2026, 3, 20, 9, tzinfo=ZoneInfo("Europe/Lisbon")))
    copy = copied(event, starts_on=date(2026, 4, 20))
    opens_at = queries.list_categories(copy.id)[0].opens_at
    assert opens_at == datetime(2026, 4, 20, 8, tzinfo=UTC)


def test_a_copy_has_its_own_halls_zones_and_categories(db):
    event = make_event()
    zone = make_zone(event, capacity=300)
    make_hall(event, capacity=80, floor="2")
    make_category(event, zones=(zone,), quota=7, needs_escort=True, asks=["diet"])
    copy = copied(event)
    new_hall, new_zone = queries.list_halls(copy.id)[0], queries.list_zones(copy.id)[0]
    new = queries.list_categories(copy.id)[0]
    assert (new_hall.capacity, new_hall.floor, new_zone.capacity) == (80, "2", 300)
    assert (new.quota, new.needs_escort, new.asks, [z.id for z in new.zones]) == (7, True, ["diet"], [new_zone.id])


def test_a_copy_is_not_public_and_knows_its_origin(db):
    event = make_event(is_public=True, accent="#1f3a5f")
    copy = copied(event)
    assert (copy.is_public, copy.copied_from_id, copy.accent, copy.slug) == (False, event.id, "#1f3a5f", "summit_2027")


def test_changing_a_copy_leaves_the_source_alone(db):
    event = make_event()
    make_hall(event, names={"en": "Old hall"})
    copy = copied(event)
    with transaction():
        services.update_hall(queries.list_halls(copy.id)[0].id, actor_id=None, names={"en": "New hall"})
    assert queries.list_halls(event.id)[0].names == {"en": "Old hall"}


def test_packages_above_copy_their_part(db, monkeypatch):
    monkeypatch.setattr(copying, "_copy_hooks", [])
    seen = []
    services.on_copy(lambda source, copy, shift: seen.append((source.id, copy.slug, shift)))
    event = make_event(starts_on=date(2026, 11, 28))
    copied(event)
    assert seen == [(event.id, "summit_2027", 364)]


def test_a_refused_part_undoes_the_copy(db, monkeypatch):
    def refuse(*parts):
        raise rules.TextIsMissing

    monkeypatch.setattr(copying, "_copy_hooks", [refuse])
    event = make_event()
    with pytest.raises(rules.TextIsMissing):
        copied(event)
    assert queries.find_event("summit_2027") is None


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"slug": "Summit 2027"}, rules.SlugIsInvalid),
        ({"starts_on": date(9999, 12, 31)}, rules.DayIsImplausible),
        ({"names": {}}, rules.TextIsMissing),
    ],
)
def test_a_copy_with_wrong_values_is_refused(db, values, refusal):
    event = make_event()
    with pytest.raises(refusal):
        copied(event, **values)
    assert [e.id for e in queries.list_events()] == [event.id]


def test_a_copy_cannot_take_an_address_in_use(db):
    event = make_event()
    copied(event)
    with pytest.raises(rules.SlugIsTaken):
        copied(event)
