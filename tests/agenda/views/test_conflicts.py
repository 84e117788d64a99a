"""The page of all conflicts."""

from datetime import timedelta

import pytest

from summit.agenda.models import SpeakerWindow
from summit.agenda.rules.kinds import SessionKind
from summit.permissions import Role
from tests.agenda.factories import make_placed, make_session, make_settings, make_slot, make_speaker
from tests.factories import NOON, make_event, make_hall, make_staff, sign_in

HOUR = timedelta(hours=1)


@pytest.fixture
def event(client):
    row = make_event()
    sign_in(client, make_staff(row, Role.AGENDA))
    return row


def page(client, event, query=""):
    answer = client.get(f"/e/{event.slug}/agenda/conflicts{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_an_empty_draft_has_no_conflicts(client, event):
    assert "No conflicts" in page(client, event)


def test_each_conflict_is_a_sentence_with_its_places(client, event):
    hall = make_hall(event)
    one, other = make_placed(event, hall, title="Linen"), make_placed(event, hall, title="Silk")
    text = page(client, event)
    assert "“<bdi>Linen</bdi>” and “<bdi>Silk</bdi>” are both in <bdi>Main hall</bdi>" in text
    assert "Must be resolved" in text
    assert text.count('class="conflict__place"') == 2
    assert one.id != other.id


def test_levels_and_kinds_narrow_the_list(client, event):
    hall = make_hall(event)
    make_placed(event, hall, title="Linen")
    make_placed(event, hall, title="Silk")
    make_placed(event, make_hall(event), NOON - 8 * HOUR, "Early")
    assert text_of_conflicts(page(client, event)) == ["Outside of the opening hours", "Two sessions in one hall"]
    assert text_of_conflicts(page(client, event, "?level=block")) == ["Two sessions in one hall"]
    assert text_of_conflicts(page(client, event, "?kind=outside_hours")) == ["Outside of the opening hours"]
    assert "No such conflicts" in page(client, event, "?kind=outside_hours&level=block")


def test_a_filter_that_does_not_exist_shows_everything(client, event):
    make_placed(event, make_hall(event), NOON - 8 * HOUR, "Early")
    assert text_of_conflicts(page(client, event, "?kind=colour&level=9&level=x")) == ["Outside of the opening hours"]


def text_of_conflicts(text):
    parts = text.split('<p class="conflict__kind">')[1:]
    return sorted(part.split("<")[0] for part in parts)


def test_ignored_kinds_and_blockers_outside_of_the_hours_are_not_listed(client, event):
    make_settings(event, levels={"hall_overlap": "ignore"})
    hall = make_hall(event)
    make_placed(event, hall)
    make_placed(event, hall)
    make_placed(event, make_hall(event), NOON - 8 * HOUR, kind=SessionKind.BLOCKER)
    assert "No conflicts" in page(client, event)


def test_conflicts_of_another_edition_are_not_listed(client, event):
    other = make_event()
    hall = make_hall(other)
    make_placed(other, hall)
    make_placed(other, hall)
    assert "No conflicts" in page(client, event)


def test_long_right_to_left_and_odd_titles_are_shown(client, event):
    make_placed(event, make_hall(event), NOON - 8 * HOUR, "حرير " * 100 + "<b>👗</b>")
    text = page(client, event)
    assert "&lt;b&gt;👗&lt;/b&gt;" in text


def test_somebody_s_name_is_given(client, event):
    window = SpeakerWindow(starts_at=NOON + 3 * HOUR, ends_at=NOON + 4 * HOUR)
    speaker = make_speaker(event, "Ana Souza", windows=[window])
    make_slot(make_session(event, "Linen", speaker), make_hall(event))
    assert "<bdi>Ana Souza</bdi> is needed in “<bdi>Linen</bdi>”" in page(client, event)


def test_one_and_three_conflicts_take_the_same_queries(client, event, count_queries):
    early = NOON - 8 * HOUR
    counts = []
    for number in (1, 2):
        for _ in range(number):
            speaker = make_speaker(event)
            make_slot(make_session(event, "", speaker), make_hall(event), early)
        with count_queries() as counter:
            shown = page(client, event)
        counts.append((shown.count('class="conflict__sentence"'), counter.count))
    assert [number for number, _ in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]


def test_a_long_list_is_cut_and_says_so(client, event, monkeypatch):
    monkeypatch.setattr("summit.agenda.views.conflicts._MOST_SHOWN", 1)
    for _ in range(2):
        make_placed(event, make_hall(event), NOON - 8 * HOUR)
    assert "The first 1 of 2 conflicts are shown." in page(client, event)


def test_only_those_who_make_the_programme_see_it(client):
    event = make_event()
    sign_in(client, make_staff(event, Role.GATE))
    assert client.get(f"/e/{event.slug}/agenda/conflicts").status_code == 403


def test_each_place_leads_to_the_editor_the_form_the_session_and_the_speaker(client, event):
    speaker = make_speaker(event, "Ana Souza")
    slots = [make_slot(make_session(event, title, speaker), make_hall(event)) for title in ("Linen", "Silk")]
    text = page(client, event)
    for slot in slots:
        assert f'/agenda/?day=2026-11-28#slot-{slot.id}"' in text
        assert f'/agenda/slots/{slot.id}/move"' in text
        assert f'/agenda/sessions/{slot.session_id}"' in text
    assert f'/agenda/speakers/{speaker.id}"' in text
