from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.database import transaction
from summit.events import queries, rules, services
from summit.events.rules import wall_time
from tests.factories import make_account, make_category, make_event, make_hall, make_registration, make_zone

VALUES = {
    "names": {"en": "Mission to Hangzhou", "ru": "Миссия в Ханчжоу"},
    "starts_on": date(2027, 3, 1),
    "ends_on": date(2027, 3, 4),
    "time_zone": "Asia/Shanghai",
    "country": "CN",
}


def create(slug: str = "hangzhou_2027", **values):
    with transaction():
        return services.create_event(slug=slug, actor_id=None, **(VALUES | values))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_new_edition_has_the_usual_zones_and_categories(db):
    event = create()
    assert [zone.letter for zone in queries.list_zones(event.id)] == list("ABCDEFGHT")
    assert [category.letter for category in queries.list_categories(event.id)] == list("OVSDXBMPUGCIWTKA")
    delegate = next(c for c in queries.list_categories(event.id) if c.letter == "D")
    assert [zone.letter for zone in delegate.zones] == list("ABDE")
    assert delegate.asks == ["photo", "access"]


def test_a_new_edition_may_start_empty(db):
    event = create(with_defaults=False)
    assert (queries.list_zones(event.id), queries.list_categories(event.id)) == ([], [])


def test_creating_an_edition_is_written_down(db):
    actor = make_account()
    with transaction():
        event = services.create_event(slug="hangzhou_2027", actor_id=actor.id, **VALUES)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event_id == event.id)).one()
    assert (entry.action, entry.actor_id, entry.subject_id) == ("event.created", actor.id, event.id)


def test_an_address_belongs_to_one_edition(db):
    create()
    with pytest.raises(rules.SlugIsTaken):
        create(" hangzhou_2027 ")


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"ends_on": date(2027, 2, 28)}, rules.DaysAreReversed),
        ({"starts_on": date(1, 1, 1), "ends_on": date(1, 1, 2)}, rules.DayIsImplausible),
        ({"time_zone": "Moon/Sea"}, rules.TimeZoneIsUnknown),
        ({"names": {"en": "  "}}, rules.TextIsMissing),
        ({"names": {"en": "x" * 10_000}}, rules.TextIsTooLong),
        ({"names": {"en": "evil\u202etxt"}}, rules.TextTurnsAround),
        ({"accent": "red;background:url(x)"}, rules.ColourIsInvalid),
        ({"accent": "#ffff00"}, rules.ColourIsUnreadable),
        ({"languages": []}, rules.LanguagesAreInvalid),
        ({"country": "China"}, rules.CountryIsInvalid),
    ],
)
def test_a_wrong_value_leaves_nothing_behind(db, values, refusal):
    with pytest.raises(refusal):
        create(**values)
    assert queries.find_event("hangzhou_2027") is None


def test_names_in_any_script_are_kept(db):
    names = {"en": "Fashion 👗 Summit", "ar": "قمة الموضة", "zh-Hans": "时尚峰会"}
    assert queries.find_event(create(names=names).slug).names == names


def test_an_edition_is_changed_and_counted(db):
    event = make_event()
    before = event.version
    with transaction():
        services.update_event(event.id, version=before, actor_id=None, address="2 New Street")
    assert (event.address, event.version) == ("2 New Street", before + 1)


def test_a_stale_form_changes_nothing(db):
    event = make_event()
    seen = event.version
    with transaction():
        services.update_event(event.id, version=seen, actor_id=None, address="First")
    with pytest.raises(rules.ChangedMeanwhile), transaction():
        services.update_event(event.id, version=seen, actor_id=None, address="Second")
    assert queries.get_event(event.id).address == "First"


def test_a_new_time_zone_keeps_what_the_clock_shows(db):
    event = make_event(time_zone="Europe/Moscow")
    zone = make_zone(event)
    with transaction():
        services.set_windows(zone.id, [(at("2026-11-28T06:00"), at("2026-11-28T15:00"))], actor_id=None)
    category = make_category(event, opens_at=at("2026-09-01T06:00"), closes_at=None)
    with transaction():
        services.update_event(event.id, actor_id=None, time_zone="America/Sao_Paulo")
    window = queries.list_zones(event.id)[0].windows[0]
    category = queries.get_category(category.id)
    shown = [wall_time(m, "America/Sao_Paulo").hour for m in (window.starts_at, window.ends_at, category.opens_at)]
    assert (shown, category.closes_at) == ([9, 18, 9], None)


def test_parts_of_an_edition_keep_their_order(db):
    event = make_event()
    with transaction():
        halls = [services.add_hall(event.id, actor_id=None, names={"en": name}) for name in "ABC"]
    with transaction():
        services.move_hall(halls[2].id, -1, actor_id=None)
    assert [hall.names["en"] for hall in queries.list_halls(event.id)] == ["A", "C", "B"]


def test_moving_past_the_end_stays_at_the_end(db):
    event = make_event()
    first, second = make_category(event, "D"), make_category(event, "P", position=1)
    with transaction():
        services.move_category(second.id, 1, actor_id=None)
    assert [c.id for c in queries.list_categories(event.id)] == [first.id, second.id]


def test_a_hall_is_deleted(db):
    event = make_event()
    hall = make_hall(event)
    with transaction():
        services.delete_hall(hall.id, actor_id=None)
    assert queries.list_halls(event.id) == []


def test_a_deleted_hall_cannot_be_changed(db):
    hall = make_hall(make_event())
    with transaction():
        services.delete_hall(hall.id, actor_id=None)
    with pytest.raises(rules.IsGone), transaction():
        services.update_hall(hall.id, actor_id=None, names={"en": "Ghost"})


@pytest.mark.parametrize("add", [services.add_zone, services.add_category])
def test_a_letter_is_used_once(db, add):
    event = make_event()
    colour = {"colour": "#1f5f8b"} if add is services.add_category else {}
    with transaction():
        add(event.id, actor_id=None, letter="d", names={"en": "First"}, **colour)
    with pytest.raises(rules.LetterIsTaken), transaction():
        add(event.id, actor_id=None, letter="D", names={"en": "Second"}, **colour)


def test_a_letter_may_repeat_in_another_edition(db):
    for event in (make_event(), make_event()):
        with transaction():
            services.add_zone(event.id, actor_id=None, letter="A", names={"en": "Hall"})
        assert [zone.letter for zone in queries.list_zones(event.id)] == ["A"]


def test_windows_are_replaced_sorted_and_counted_as_a_change(db):
    zone = make_zone(make_event())
    seen = zone.version
    late, early = ((at(f"2026-11-{day}T06:00"), at(f"2026-11-{day}T15:00")) for day in (29, 28))
    with transaction():
        services.set_windows(zone.id, [late, early], actor_id=None)
    with transaction():
        services.set_windows(zone.id, [late, early, early], actor_id=None)
    kept = queries.find_zone(zone.event_id, zone.id)
    assert [(w.starts_at, w.ends_at) for w in kept.windows] == [early, late]
    assert kept.version == seen + 2


def test_a_reversed_window_is_refused(db):
    zone = make_zone(make_event())
    with pytest.raises(rules.SpanIsReversed), transaction():
        services.set_windows(zone.id, [(at("2026-11-28T15:00"), at("2026-11-28T06:00"))], actor_id=None)


def test_a_zone_that_a_category_opens_stays(db):
    event = make_event()
    zone = make_zone(event)
    make_category(event, zones=(zone,))
    with pytest.raises(rules.ZoneIsStillUsed), transaction():
        services.delete_zone(zone.id, actor_id=None)
    assert [z.id for z in queries.list_zones(event.id)] == [zone.id]


def test_a_zone_goes_with_its_windows(db):
    event = make_event()
    zone = make_zone(event)
    with transaction():
        services.set_windows(zone.id, [(at("2026-11-28T06:00"), at("2026-11-28T15:00"))], actor_id=None)
    with transaction():
        services.delete_zone(zone.id, actor_id=None)
    assert queries.list_zones(event.id) == []


def test_a_category_with_people_stays(db):
    event = make_event()
    category = make_category(event)
    make_registration(event, category)
    with pytest.raises(rules.CategoryIsStillUsed), transaction():
        services.delete_category(category.id, actor_id=None)
    assert [c.id for c in queries.list_categories(event.id)] == [category.id]


def test_an_empty_category_goes_with_its_zones(db):
    event = make_event()
    zone = make_zone(event)
    category = make_category(event, zones=(zone,))
    with transaction():
        services.delete_category(category.id, actor_id=None)
    with transaction():
        services.delete_zone(zone.id, actor_id=None)
    assert (queries.list_categories(event.id), queries.list_zones(event.id)) == ([], [])


def test_a_category_opens_zones_of_its_own_edition_only(db):
    event, other = make_event(), make_event()
    category, foreign = make_category(event), make_zone(other)
    with pytest.raises(rules.IsGone), transaction():
        services.update_category(category.id, actor_id=None, zone_ids=[foreign.id])


def test_a_category_is_changed(db):
    event = make_event()
    zone, category = make_zone(event), make_category(event)
    opens, closes = at("2026-09-01T06:00"), at("2026-11-01T20:59")
    with transaction():
        services.update_category(
            category.id, actor_id=None, zone_ids=[zone.id], asks=["diet"], quota=5, opens_at=opens, closes_at=closes
        )
    kept = queries.get_category(category.id)
    assert ([z.id for z in kept.zones], kept.asks, kept.quota) == ([zone.id], ["diet"], 5)
    assert (kept.opens_at, kept.closes_at) == (opens, closes)


def test_changing_only_the_zones_makes_other_forms_stale(db):
    event = make_event()
    zone, category = make_zone(event), make_category(event)
    seen = category.version
    with transaction():
        services.update_category(category.id, version=seen, actor_id=None, zone_ids=[zone.id])
    with pytest.raises(rules.ChangedMeanwhile), transaction():
        services.update_category(category.id, version=seen, actor_id=None, zone_ids=[])


def test_a_category_cannot_close_before_it_opens(db):
    category = make_category(make_event(), opens_at=at("2026-09-01T06:00"))
    with pytest.raises(rules.SpanIsReversed), transaction():
        services.update_category(category.id, actor_id=None, closes_at=at("2026-08-01T06:00"))


def test_created_moment_is_the_given_one(db):
    now = utcnow()
    assert create(now=now).created_at == now


def test_an_unknown_edition_gets_no_zone(db):
    with pytest.raises(rules.IsGone), transaction():
        services.add_zone(10**9, actor_id=None, letter="A", names={"en": "Nowhere"})
