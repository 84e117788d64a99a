"""The pages of the automatic schedule; everything works without a script."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from summit.agenda.models import Proposal, Slot
from summit.agenda.rules.autoschedule import Options
from summit.agenda.rules.kinds import ProposalStatus, SessionKind
from summit.agenda.rules.proposals import options_from_json, places_from_json
from summit.agenda.rules.timing import Placement
from summit.agenda.services import placing, proposing, sessions
from summit.clock import utcnow
from summit.database import transaction
from summit.jobs.rules import JobStatus
from summit.permissions import Role
from tests.agenda.factories import make_placed, make_proposal, make_session, make_slot
from tests.factories import NOON, make_event, make_hall, make_staff, sign_in

HOUR = timedelta(hours=1)


@pytest.fixture
def event(client):
    row = make_event()
    sign_in(client, make_staff(row, Role.AGENDA))
    return row


def waiting(event, *titles, **values) -> list[Slot]:
    return [make_slot(make_session(event, title, **values)) for title in titles]


def address(event, proposal=None, act="") -> str:
    base = f"/e/{event.slug}/agenda/proposals"
    return f"{base}/{proposal.id}{'/' + act if act else ''}" if proposal else base


def form_values(text) -> dict[str, list[str]]:
    """What the page's first form that asks for a proposal sends without a change."""
    form = BeautifulSoup(text, "html.parser").find("form", attrs={"aria-labelledby": "ask-title"})
    values: dict[str, list[str]] = {}
    for tag in form.find_all("input"):
        if tag.get("type") not in {"checkbox", "radio"} or tag.has_attr("checked"):
            values.setdefault(tag["name"], []).append(tag.get("value", ""))
    return values


def test_without_waiting_sessions_there_is_nothing_to_ask_for(client, event):
    make_slot(make_session(event, kind=SessionKind.BREAK))
    answer = client.get(address(event))
    assert "Nothing to place" in answer.get_data(as_text=True)


def test_everything_is_ticked_at_first_but_hidden_halls(client, event, db):
    shown, hidden = make_hall(event), make_hall(event, is_hidden=True)
    slots = waiting(event, "Linen", "Silk")
    values = form_values(client.get(address(event)).get_data(as_text=True))
    assert values["slots"] == [str(slot.id) for slot in slots]
    assert values["halls"] == [str(shown.id)]
    assert len(values["days"]) == 5
    assert (values["most_moves"], values["seconds"]) == (["0"], ["20"])
    answer = client.post(address(event), data=values)
    (proposal,) = db.session.query(Proposal).all()
    assert answer.status_code == 303
    assert answer.location.endswith(address(event, proposal))
    assert options_from_json(proposal.options).hall_ids == (shown.id,)
    assert hidden.id != shown.id


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"slots": []}, "Please tick at least one session."),
        ({"days": []}, "Please tick at least one day."),
        ({"halls": []}, "Please tick at least one hall."),
        ({"halls": ["999999"]}, "Please choose from the list."),
        ({"days": ["2031-01-01"]}, "Please choose from the list."),
        ({"most_moves": ["-1"]}, "Please enter a number from 0 to 500."),
        ({"most_moves": ["many"]}, "Please enter a whole number."),
        ({"most_moves": [""]}, "Please enter a number. 0 means that nothing is moved."),
        ({"seconds": ["7"]}, "Please choose from the list."),
    ],
)
def test_bad_input_is_told_at_the_form_and_nothing_is_ordered(client, event, db, change, message):
    make_hall(event)
    waiting(event, "Linen")
    values = form_values(client.get(address(event)).get_data(as_text=True))
    answer = client.post(address(event), data=values | change)
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert db.session.query(Proposal).count() == 0


def test_a_proposal_at_work_shows_how_far_it_is_and_can_be_stopped(client, event, db):
    make_hall(event)
    (slot,) = waiting(event, "Linen")
    with transaction():
        proposal = proposing.order_proposal(event.id, Options((slot.id,)), actor_id=None, now=utcnow())
    assert "Stop and discard" in client.get(address(event, proposal)).get_data(as_text=True)
    told = client.get(address(event, proposal), headers={"Accept": "application/json"}).get_json()
    assert told == {"state": "queued", "done": 0, "total": 20}
    assert client.post(address(event, proposal, "discard")).status_code == 303
    assert "is discarded" in client.get(address(event, proposal)).get_data(as_text=True)


def test_a_proposal_whose_job_was_given_up_says_so(client, event, db):
    make_hall(event)
    (slot,) = waiting(event, "Linen")
    with transaction():
        proposal = proposing.order_proposal(event.id, Options((slot.id,)), actor_id=None, now=utcnow())
        proposal.job.status = JobStatus.FAILED
    assert "No proposal could be worked out." in client.get(address(event, proposal)).get_data(as_text=True)
    assert "Failed" in client.get(address(event)).get_data(as_text=True)


def test_a_ready_proposal_shows_places_reasons_and_what_it_is_worth(client, event):
    hall = make_hall(event, capacity=50)
    slots = waiting(event, "Linen", "Silk")
    (large,) = waiting(event, "Gala <b>night</b>", capacity=500)
    text = client.get(address(event, make_proposal(event, *slots, large))).get_data(as_text=True)
    page = BeautifulSoup(text, "html.parser")
    boxes = page.find_all("input", attrs={"name": "slot"})
    assert {box["value"] for box in boxes} == {str(slot.id) for slot in slots}
    assert all(box.has_attr("checked") for box in boxes)
    assert "places needed: 500, places in the largest of the chosen halls: 50" in text
    assert "Gala &lt;b&gt;night&lt;/b&gt;" in text
    assert "Main hall" in page.find(class_="proposed-hall").get_text()
    assert hall.capacity == 50


def test_the_ticked_sessions_get_their_places(client, event, db):
    make_hall(event)
    one, other = waiting(event, "Linen", "Silk")
    proposal = make_proposal(event, one, other)
    answer = client.post(address(event, proposal, "accept"), data={"slot": [str(one.id), "x", "99999999999999999999"]})
    assert answer.status_code == 303
    assert db.session.get(Slot, one.id).starts_at is not None
    assert db.session.get(Slot, other.id).starts_at is None
    text = client.get(address(event, proposal)).get_data(as_text=True)
    assert "1 session has its place in the draft now." in text
    assert "Accepted" in text
    assert f'value="{other.id}"' in text
    assert f'value="{one.id}"' not in text


def test_nothing_ticked_is_told_and_nothing_happens(client, event):
    make_hall(event)
    proposal = make_proposal(event, *waiting(event, "Linen"))
    answer = client.post(address(event, proposal, "accept"))
    assert answer.status_code == 422
    assert "Please tick at least one session." in answer.get_data(as_text=True)


def test_what_changed_meanwhile_is_named_refused_and_the_ticks_stay(client, event, db):
    hall = make_hall(event)
    one, other, third = waiting(event, "Linen", "Silk", "Wool")
    proposal = make_proposal(event, one, other, third)
    with transaction():
        elsewhere = Placement((hall.id,), NOON + 9 * HOUR, NOON + 10 * HOUR)
        placing.place(other.id, elsewhere, actor_id=None, now=utcnow())
    shown = client.get(address(event, proposal)).get_data(as_text=True)
    assert "Somebody has changed this session since." in shown
    assert f'value="{other.id}"' not in shown
    answer = client.post(address(event, proposal, "accept"), data={"slot": [one.id, other.id]})
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "Silk" in BeautifulSoup(text, "html.parser").find(class_="notice--error").get_text()
    boxes = BeautifulSoup(text, "html.parser").find_all("input", attrs={"name": "slot"})
    assert {box["value"]: box.has_attr("checked") for box in boxes} == {str(one.id): True, str(third.id): False}
    assert db.session.get(Slot, one.id).starts_at is None


def test_a_place_taken_meanwhile_is_refused_with_what_stands_there(client, event, db):
    hall = make_hall(event)
    (one,) = waiting(event, "Linen")
    proposal = make_proposal(event, one)
    (place,) = places_from_json(proposal.placements)
    make_placed(event, hall, place.place.starts_at, "Denim")
    shown = client.get(address(event, proposal)).get_data(as_text=True)
    assert "are both in" in BeautifulSoup(shown, "html.parser").find(class_="proposed__warning").get_text()
    answer = client.post(address(event, proposal, "accept"), data={"slot": one.id})
    assert answer.status_code == 422
    assert (
        "Denim" in BeautifulSoup(answer.get_data(as_text=True), "html.parser").find(class_="notice--error").get_text()
    )


def test_a_deleted_session_is_shown_as_such(client, event):
    make_hall(event)
    one, other = waiting(event, "Linen", "Silk")
    proposal = make_proposal(event, one, other)
    with transaction():
        sessions.delete_session(other.session_id, actor_id=None, now=utcnow())
    assert "This session was deleted since." in client.get(address(event, proposal)).get_data(as_text=True)


def test_a_moved_session_says_where_it_stood(client, event):
    make_placed(event, make_hall(event), NOON + 3 * HOUR, "Short", minutes=30)
    (long,) = waiting(event, "Long", minutes=420)
    proposal = make_proposal(event, long, most_moves=1, days=(event.starts_on,), iterations=4000)
    text = client.get(address(event, proposal)).get_data(as_text=True)
    assert "Until now: " in text


def test_one_and_three_places_take_the_same_queries(client, event, count_queries):
    make_hall(event)
    counts = []
    for titles in (("A",), ("B", "C", "D")):
        proposal = make_proposal(event, *waiting(event, *titles))
        with count_queries() as counter:
            text = client.get(address(event, proposal)).get_data(as_text=True)
        counts.append((text.count('name="slot"'), counter.count))
    assert [number for number, _ in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]


def test_proposals_of_another_edition_are_not_there(client, event):
    other = make_event()
    make_hall(other)
    proposal = make_proposal(other)
    for act in ("accept", "discard"):
        assert client.post(address(event, proposal, act)).status_code == 404
    assert client.get(address(event, proposal)).status_code == 404


def test_what_was_accepted_cannot_be_discarded(client, event, db):
    make_hall(event)
    slots = waiting(event, "Linen")
    proposal = make_proposal(event, *slots)
    client.post(address(event, proposal, "accept"), data={"slot": slots[0].id})
    client.post(address(event, proposal, "discard"))
    assert db.session.get(Proposal, proposal.id).status is ProposalStatus.ACCEPTED
