from datetime import UTC, date, datetime

import pytest

from summit.events import rules

LANGUAGES = {"en", "ru", "zh-Hans", "pt-BR", "ar"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_an_edition_of_one_day_is_fine():
    assert rules.ensure_days(date(2026, 11, 28), date(2026, 11, 28)) is None


def test_the_last_day_cannot_precede_the_first():
    with pytest.raises(rules.DaysAreReversed):
        rules.ensure_days(date(2026, 12, 2), date(2026, 11, 28))


@pytest.mark.parametrize(("last", "allowed"), [(date(2026, 3, 1), True), (date(2026, 3, 2), False)])
def test_an_edition_lasts_sixty_days_at_most(last, allowed):
    if allowed:
        assert rules.ensure_days(date(2026, 1, 1), last) is None
        return
    with pytest.raises(rules.EditionIsTooLong) as refusal:
        rules.ensure_days(date(2026, 1, 1), last)
    assert str(refusal.value) == "An edition may last 60 days at most. Please check both dates."


@pytest.mark.parametrize("name", ["Europe/Moscow", "America/Argentina/Buenos_Aires", "UTC"])
def test_iana_time_zones_are_accepted(name):
    assert rules.ensure_time_zone(name) == name


@pytest.mark.parametrize("name", ["", "Moscow", "EST5EDT", "europe/moscow", "../etc/passwd"])
def test_other_time_zones_are_refused(name):
    with pytest.raises(rules.TimeZoneIsUnknown):
        rules.ensure_time_zone(name)


def test_a_slug_is_trimmed_and_kept():
    assert rules.ensure_slug(" brics_fashion_2026 ") == "brics_fashion_2026"


@pytest.mark.parametrize("text", ["", "abc", "brics-2026", "Brics", "саммит", "2026_brics", "a" * 41, "abcd x"])
def test_a_slug_that_the_exports_refuse_is_refused(text):
    with pytest.raises(rules.SlugIsInvalid):
        rules.ensure_slug(text)


def test_contrast_has_the_limits_of_wcag():
    assert round(rules.contrast("#000000", "#ffffff"), 2) == 21.0
    assert rules.contrast("#8a1538", "#8a1538") == 1.0


@pytest.mark.parametrize(("colour", "text"), [("#8a1538", "#ffffff"), ("#ffd400", "#111111")])
def test_text_on_the_accent_takes_the_better_of_two_colours(colour, text):
    assert rules.on_accent(colour) == text


def test_an_accent_is_returned_in_small_letters():
    assert rules.ensure_accent(" #8A1538 ") == "#8a1538"


@pytest.mark.parametrize("text", ["8a1538", "#8a153", "#8a15389", "red", "#gggggg", ""])
def test_a_colour_needs_six_digits(text):
    with pytest.raises(rules.ColourIsInvalid):
        rules.ensure_colour(text)


def test_a_pale_colour_may_mark_a_category_but_not_be_the_accent():
    assert rules.ensure_colour("#ffd400") == "#ffd400"
    with pytest.raises(rules.ColourIsUnreadable):
        rules.ensure_accent("#ffd400")


def test_a_colour_on_which_neither_text_reads_is_refused():
    with pytest.raises(rules.ColourIsUnreadable):
        rules.ensure_colour("#7a7a7a")


def test_a_copy_moves_by_whole_days():
    assert rules.shift_for_copy(date(2025, 8, 28), date(2026, 11, 28)) == 457
    assert rules.shift_for_copy(date(2026, 11, 28), date(2026, 11, 20)) == -8


@pytest.mark.parametrize(
    ("moment", "days", "zone", "expected"),
    [
        pytest.param("2025-08-28T07:00", 457, "Europe/Moscow", "2026-11-28T07:00", id="no clock change"),
        pytest.param("2026-03-28T09:00", 1, "Europe/Paris", "2026-03-29T08:00", id="summer time begins"),
        pytest.param("2026-10-24T08:00", 1, "Europe/Paris", "2026-10-25T09:00", id="summer time ends"),
        pytest.param("2026-03-28T01:30", 1, "Europe/Paris", "2026-03-29T01:30", id="skipped wall time"),
        pytest.param("2026-10-24T00:30", 1, "Europe/Paris", "2026-10-25T00:30", id="wall time that occurs twice"),
        pytest.param("2026-10-26T01:30", -1, "Europe/Paris", "2026-10-25T00:30", id="backwards, first of two"),
    ],
)
def test_a_moved_moment_keeps_the_clock_on_the_wall(moment, days, zone, expected):
    assert rules.moved(at(moment), days, zone) == at(expected)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        pytest.param("ru", ("Шоурум", "ru"), id="there"),
        pytest.param("pt-BR", ("Showroom PT", "pt"), id="same language"),
        pytest.param("ar", ("Showroom", "en"), id="blank, so English"),
        pytest.param("am", ("Showroom", "en"), id="missing, so English"),
    ],
)
def test_localized_tells_which_language_it_found(tag, expected):
    values = {"ru": "Шоурум", "en": "Showroom", "pt": "Showroom PT", "ar": "  "}
    assert rules.localized(values, tag) == expected


def test_localized_falls_back_to_anything_and_then_to_nothing():
    assert rules.localized({"am": "ትዕይንት"}, "fr") == ("ትዕይንት", "am")
    assert rules.localized({"en": ""}, "fr") == ("", "fr")


def test_localized_follows_the_editions_own_fallbacks():
    assert rules.localized({"en": "Hall", "zh-Hans": "厅"}, "ru", ["zh-Hans", "en"]) == ("厅", "zh-Hans")


def test_the_default_letters_are_those_of_the_product_page():
    assert [category.letter for category in rules.DEFAULT_CATEGORIES] == list("OVSDXBMPUGCIWTKA")
    assert [zone.letter for zone in rules.DEFAULT_ZONES] == list("ABCDEFGHT")


@pytest.mark.parametrize("category", rules.DEFAULT_CATEGORIES, ids=lambda category: category.letter)
def test_each_default_category_is_complete(category):
    assert set(category.names) == LANGUAGES
    assert all(category.names.values())
    assert set(category.zones) <= {zone.letter for zone in rules.DEFAULT_ZONES}
    assert rules.ensure_accent(category.colour) == category.colour
    assert category.quota is None


@pytest.mark.parametrize("zone", rules.DEFAULT_ZONES, ids=lambda zone: zone.letter)
def test_each_default_zone_is_named_in_every_launch_language(zone):
    assert set(zone.names) == LANGUAGES
    assert all(zone.names.values())


def test_four_eyes_are_for_official_vip_press_and_backstage():
    letters = [category.letter for category in rules.DEFAULT_CATEGORIES if category.needs_second_officer]
    assert letters == ["O", "V", "P", "C"]


def test_only_hosted_guests_are_asked_about_travel():
    letters = [category.letter for category in rules.DEFAULT_CATEGORIES if rules.Ask.TRAVEL in category.asks]
    assert letters == ["O", "V", "S", "B", "M"]


def test_category_colours_differ():
    colours = [category.colour for category in rules.DEFAULT_CATEGORIES]
    assert len(set(colours)) == len(colours)
