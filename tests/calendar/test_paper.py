"""The delegate's own agenda on paper."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from summit.agenda.rules.kinds import SessionState
from summit.registration.rules import RegistrationStatus
from tests.agenda.delegates import make_delegate, make_star
from tests.agenda.factories import make_placed, make_release, make_session, make_slot
from tests.agenda.paper import lacks_glyphs, pages_of
from tests.factories import NOON, make_event, make_hall, sign_in

TITLES = {"en": "From flax to fabric", "ru": "От льна к ткани", "zh-Hans": "从亚麻到面料", "ar": "من الكتان إلى القماش"}


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def person(client, event):
    """The signed-in delegate."""
    delegate = make_delegate(event, name_latin="Ana Reis")
    sign_in(client, delegate.account)
    return delegate


def paper(client, event):
    return client.get(f"/e/{event.slug}/my-agenda/agenda.pdf")


def test_the_days_stand_in_order_with_time_and_place(client, event, person):
    hall = make_hall(event, names={"en": "Silk hall"})
    for slot in (
        make_placed(event, hall, NOON + timedelta(days=1), "Second"),
        make_slot(make_session(event, "", titles=TITLES), hall, NOON),
        make_placed(event, hall, NOON + timedelta(hours=2), "Not held", state=SessionState.CANCELLED),
    ):
        make_star(slot, person)
    make_placed(event, hall, NOON, "Not mine")
    make_release(event)
    answer = paper(client, event)
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "private, no-store")
    (text,) = pages_of(answer.data)
    wanted = ["Ana Reis", "Saturday, November 28, 2026", "12:00", "From flax to fabric", "Silk hall", "Not held",
              "Cancelled", "Sunday, November 29, 2026", "Second"]  # fmt: skip
    places = [text.find(words) for words in wanted]
    assert places == sorted(places)
    assert (places[0] >= 0, "Not mine" in text) == (True, False)


@pytest.mark.parametrize("language", ["en", "ru", "zh-Hans", "pt-BR", "ar"])
def test_it_reads_in_the_readers_language(client, event, person, language):
    make_star(make_slot(make_session(event, "", titles=TITLES), make_hall(event), NOON), person)
    make_release(event)
    client.get(f"/language/{language}")
    pdf = paper(client, event).data
    assert (PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"], lacks_glyphs(pdf)) == (language, False)


def test_an_empty_agenda_is_printed_as_such(client, event, person):
    assert "Your agenda is empty." in pages_of(paper(client, event).data)[0]


def test_it_is_a_delegates_own(client, event):
    assert paper(client, event).status_code == 303
    sign_in(client, make_delegate(event, status=RegistrationStatus.SUBMITTED).account)
    assert paper(client, event).status_code == 404


def test_a_full_agenda_makes_a_few_pages(client, event, person):
    hall = make_hall(event)
    for number in range(40):
        make_star(make_placed(event, hall, NOON + timedelta(hours=number), f"Session {number} " + "long " * 20), person)
    make_release(event)
    assert 3 <= len(pages_of(paper(client, event).data)) <= 12
