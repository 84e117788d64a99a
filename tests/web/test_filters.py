from datetime import UTC, datetime

import pytest
from flask_babel import force_locale
from markupsafe import Markup

from summit.web.filters import listed, venue_datetime

OPENING = datetime(2026, 9, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_zone_of_a_moment_keeps_its_order_in_every_script(app, language):
    with app.test_request_context(), force_locale(language):
        assert venue_datetime(OPENING, "Europe/Moscow").endswith(" \u2068(+0300)\u2069")


@pytest.mark.parametrize(
    ("locale", "joined"), [("en", "A, &lt;B&gt;"), ("zh_Hans", "A、&lt;B&gt;"), ("ar", "A، &lt;B&gt;")]
)
def test_a_list_has_the_comma_of_the_readers_script(app, locale, joined):
    with app.test_request_context(), force_locale(locale):
        assert listed(["A", "<B>"]) == joined
        assert listed([Markup("<i>A</i>"), "B"]).startswith("<i>A</i>")
