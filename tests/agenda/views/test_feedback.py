"""Feedback: given on a page, changed, read by organisers and speakers."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from summit.agenda.mails.links import speaker_secret
from summit.agenda.models import Feedback, Session
from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.database import db as database
from summit.permissions import Role
from summit.registration.rules import RegistrationStatus
from tests.agenda.delegates import make_delegate
from tests.agenda.factories import make_placed, make_release, make_session, make_slot, make_speaker, make_track
from tests.factories import make_event, make_hall, make_staff, sign_in


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def hall(event):
    return make_hall(event)


def ago(**values):
    return utcnow().replace(minute=0, second=0, microsecond=0) - timedelta(**values)


@pytest.fixture
def slot(event, hall):
    """A published session that ended a few hours ago."""
    slot = make_placed(event, hall, ago(hours=3), title="Silk")
    make_release(event)
    return slot


@pytest.fixture
def person(client, event):
    """The signed-in delegate."""
    delegate = make_delegate(event)
    sign_in(client, delegate.account)
    return delegate


def url(event, slot, rest="feedback"):
    code = database.session.scalar(select(Session.code).where(Session.id == slot.session_id))
    return f"/e/{event.slug}/programme/sessions/{code}/{rest}"


def kept(db):
    return db.session.execute(select(Feedback.rating, Feedback.text).order_by(Feedback.id)).all()


def say(event, slot, rating=5, text=""):
    """Somebody's answer, made without the rules."""
    row = Feedback(session_id=slot.session_id, registration_id=make_delegate(event).id, rating=rating, text=text)
    database.session.add(row)
    database.session.commit()
    return row


def text(answer):
    return answer.get_data(as_text=True)


class TestGiving:
    def test_one_answer_per_person_which_can_be_changed(self, client, event, slot, person, db):
        assert client.post(url(event, slot), data={"rating": "4", "text": "Good"}).status_code == 303
        assert client.post(url(event, slot), data={"rating": "5", "text": "Very good!"}).status_code == 303
        assert kept(db) == [(5, "Very good!")]
        page = BeautifulSoup(text(client.get(url(event, slot))), "html5lib")
        assert page.textarea.get_text(strip=True) == "Very good!"
        assert [option["value"] for option in page.select("input[name=rating][checked]")] == ["5"]

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"text": "Kept"}, "Please choose a rating."),
            ({"rating": "6", "text": "Kept"}, "Please choose a rating."),
            ({"rating": "x", "text": "Kept"}, "Please choose a rating."),
            ({"rating": "9" * 30, "text": "Kept"}, "Please choose a rating."),
            ({"rating": "5", "text": "Kept" + "x" * 2000}, "Please write at most 2000 characters."),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(self, client, event, slot, person, db, sent, said):
        answer = client.post(url(event, slot), data=sent)
        assert (answer.status_code, kept(db)) == (422, [])
        assert said in text(answer)
        assert "Kept" in text(answer)

    @pytest.mark.parametrize("starts", [{"minutes": 10}, {"days": 32}])
    def test_before_the_end_and_after_thirty_days_it_is_closed(self, client, event, hall, person, db, starts):
        slot = make_placed(event, hall, ago(**starts), title="Silk", minutes=180)
        make_release(event)
        assert "<textarea" not in text(client.get(url(event, slot)))
        assert client.post(url(event, slot), data={"rating": "5"}).status_code == 422
        assert kept(db) == []

    def test_only_approved_delegates_answer(self, client, event, slot, db):
        sign_in(client, make_delegate(event, status=RegistrationStatus.SUBMITTED).account)
        assert client.post(url(event, slot), data={"rating": "5"}).status_code == 422
        assert kept(db) == []

    def test_a_visitor_signs_in_first(self, client, event, slot):
        assert client.get(url(event, slot)).location.startswith("/sign-in?next=")
        assert client.post(url(event, slot), data={"rating": "5"}).status_code == 401

    def test_the_sessions_page_leads_here_once_it_has_ended(self, client, event, hall, slot, person):
        later = make_placed(event, hall, ago(hours=-20), title="Later")
        make_release(event)
        assert "How was it?" in text(client.get(url(event, slot, "")[:-1]))
        assert "How was it?" not in text(client.get(url(event, later, "")[:-1]))


class TestOrganisers:
    @pytest.fixture
    def organiser(self, client, event):
        sign_in(client, make_staff(event, Role.AGENDA))
        return client

    def test_they_see_figures_and_texts_without_names(self, organiser, event, slot, db):
        row = say(event, slot, 5, "Wonderful <b>")
        say(event, slot, 2)
        page = text(organiser.get(f"/e/{event.slug}/agenda/feedback"))
        assert "3.5 of 5" in page
        assert "field__error" not in page
        assert "Wonderful &lt;b&gt;" in page
        assert database.session.get(Feedback, row.id) is not None
        assert "Delegate " not in page

    def test_an_empty_page_tells_what_will_come(self, organiser, event):
        assert "No feedback yet" in text(organiser.get(f"/e/{event.slug}/agenda/feedback"))

    def test_tracks_filter_and_nonsense_filters_nothing(self, organiser, event, hall, slot):
        track = make_track(event)
        other = make_placed(event, hall, ago(hours=5), title="Wool", track_id=track.id)
        for one in (slot, other):
            say(event, one)
        page = text(organiser.get(f"/e/{event.slug}/agenda/feedback?track={track.id}"))
        assert ("Wool" in page, "Silk" in page) == (True, False)
        page = text(organiser.get(f"/e/{event.slug}/agenda/feedback?track=x&order=nonsense"))
        assert ("Wool" in page, "Silk" in page) == (True, True)

    def test_the_table_holds_everything_and_no_formula(self, organiser, event, slot, db):
        say(event, slot, 5, "=1+1")
        say(event, slot, 3)
        answer = organiser.get(f"/e/{event.slug}/agenda/feedback.csv")
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
        assert rows[0] == ["Code", "Session", "Rating", "Text"]
        assert [row[1:] for row in rows[1:]] == [["Silk", "5", "'=1+1"], ["Silk", "3", ""]]
        assert "feedback.exported" in set(db.session.scalars(select(AuditEntry.action)))

    def test_another_editions_answers_stay_there(self, organiser, event, slot):
        foreign = make_event()
        say(foreign, make_placed(foreign, make_hall(foreign), title="Theirs"))
        assert "Theirs" not in text(organiser.get(f"/e/{event.slug}/agenda/feedback"))

    @pytest.mark.parametrize("count", [1, 3])
    def test_any_number_of_sessions_costs_the_same(self, organiser, event, hall, count, count_queries):
        for number in range(count):
            say(event, make_placed(event, hall, ago(hours=3 * number + 3)))
        organiser.get(f"/e/{event.slug}/agenda/feedback")
        with count_queries() as counter:
            organiser.get(f"/e/{event.slug}/agenda/feedback")
        assert counter.count == 9


class TestSpeakers:
    def test_they_read_it_once_three_have_answered(self, client, event, hall, db):
        speaker = make_speaker(event)
        slot = make_slot(make_session(event, "Silk", speaker), hall, ago(hours=3))
        make_release(event)
        page = f"/speaker/{speaker_secret(speaker)}/"
        for rating, words in ((5, "Bravo"), (4, "")):
            say(event, slot, rating, words)
        assert "Bravo" not in text(client.get(page))
        say(event, slot, 3)
        shown = text(client.get(page))
        assert ("Bravo" in shown, "4 of 5" in shown) == (True, True)
