from datetime import UTC, date, datetime

import pytest

from summit.events.views.filters import day_range, language_name, territory, venue_moment, venue_short

FIRST, LAST = date(2026, 11, 28), date(2026, 12, 2)


@pytest.fixture
def speaking(app):
    """A request in a language."""

    def speak(language):
        return app.test_request_context("/", headers={"Accept-Language": language})

    return speak


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Nov\u00a028\u00a0– Dec\u00a02,\u00a02026"), ("ru", "28\u00a0нояб.\u00a0– 2\u00a0дек.\u00a02026\u00a0г.")],
)
def test_a_range_of_days_breaks_after_its_dash_only(speaking, language, text):
    with speaking(language):
        assert day_range(FIRST, LAST) == text


def test_days_of_one_month_stay_together_in_russian(speaking):
    with speaking("ru"):
        assert day_range(date(2026, 11, 8), date(2026, 11, 12)) == "8–12\u00a0нояб.\u00a02026\u00a0г."


def test_a_single_day_is_no_range(speaking):
    with speaking("en"):
        assert day_range(FIRST, FIRST) == "November 28, 2026"


def test_a_moment_is_written_as_the_venue_shows_it(speaking):
    moment = datetime(2026, 11, 28, 22, 30, tzinfo=UTC)
    with speaking("ru"):
        assert venue_short(moment, "Europe/Moscow") == "29 нояб., 01:30"
    with speaking("en"):
        assert venue_moment(moment, "Asia/Shanghai").replace("\u202f", " ") == "November 29, 2026, 6:30 AM venue time"


def test_places_and_languages_are_named_in_the_readers_language(speaking):
    with speaking("ru"):
        assert (territory("CN"), language_name("zh-Hans")) == ("Китай", "китайский")
