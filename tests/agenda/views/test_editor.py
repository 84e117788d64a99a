"""The page of the editor, the changes that it asks for, and moving with and without a script."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from summit.agenda.models import SpeakerWindow
from summit.agenda.queries.board import load_board
from summit.agenda.rules.kinds import SessionKind, SessionState
from summit.agenda.rules.timing import Placement
from summit.agenda.services import placing
from summit.database import transaction
from summit.permissions import Role
from tests.agenda.factories import make_placed, make_session, make_settings, make_slot, make_speaker, make_track
from tests.factories import NOON, make_event, make_hall, make_staff, sign_in

HOUR = timedelta(hours=1)
DAY = "2026-11-28"
# 12:00 in Moscow.
NOON_MINUTE = 12 * 60


@pytest.fixture
def event(client):
    row = make_event()
    sign_in(client, make_staff(row, Role.AGENDA, name="Ana Agenda"))
    return row


@pytest.fixture
def hall(event):
    return make_hall(event, capacity=80)


def address(event, rest=""):
    return f"/e/{event.slug}/agenda/{rest}"


def page(client, event, query=f"?day={DAY}"):
    answer = client.get(address(event, query))
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html5lib")


def card(soup, slot):
    return soup.find("article", id=f"slot-{slot.id}")


def wanted(slot, hall, start=NOON_MINUTE, minutes=45, day=DAY, version=1):
    place = {"halls": [hall.id], "day": day, "start": start, "minutes": minutes} if hall else None
    return {"slot": slot.id, "version": version, "place": place}


def ask(client, event, *places, day=DAY):
    return client.post(address(event, f"slots/place?day={day}"), json={"places": list(places)})


def standing(event):
    return {key: slot.placement for key, slot in load_board(event).slots.items()}


def move_as(account, slot, hall, start=NOON, minutes=45):
    with transaction():
        place = Placement((hall.id,), start, start + timedelta(minutes=minutes))
        placing.place(slot.id, place, actor_id=account.id, now=NOON)


def test_an_edition_without_halls_tells_the_next_step(client, event):
    assert "No halls yet" in page(client, event).text


def test_a_card_says_what_organisers_need(client, event, hall):
    track, speaker = make_track(event), make_speaker(event, "Vera Polotnova")
    session = make_session(event, "Linen", speaker, track_id=track.id, is_featured=True, state=SessionState.DRAFT)
    slot = make_slot(session, hall, is_locked=True)
    found = card(page(client, event), slot)
    for words in ("Linen", "Vera Polotnova", "Business", "Locked", "Draft", "Featured", "12:00"):
        assert words in found.text
    assert (found["data-start"], found["data-minutes"]) == ("720", "45")
    assert found["aria-label"].startswith("Linen, 12:00")


def test_cards_lie_in_the_column_and_row_of_their_place(client, event, hall):
    second = make_hall(event)
    slot = make_placed(event, second)
    # The day opens at nine, so eight is the first row: four hours of twelve rows lie above.
    assert card(page(client, event), slot)["data-at"] == "50 9 3 1"
    assert hall.id < second.id


def test_halls_side_by_side_share_a_card_and_others_get_a_part(client, event, hall):
    second, _third, fourth = make_hall(event), make_hall(event), make_hall(event)
    slot = make_slot(make_session(event), hall, joined=(second, fourth))
    soup = page(client, event)
    assert card(soup, slot)["data-at"].endswith(" 2 2")
    (part,) = soup.select(f"[data-copy][data-slot='{slot.id}']")
    assert part["data-at"].endswith(" 5 1")


def test_two_at_one_time_stand_in_lanes(client, event, hall):
    make_placed(event, hall)
    make_placed(event, hall, NOON + timedelta(minutes=15))
    soup = page(client, event)
    lanes = {name for one in soup.select("article") for name in one["class"] if name.startswith("slot--lane")}
    assert lanes == {"slot--lane-1-2", "slot--lane-2-2"}
    assert "1 conflict" in soup.find("article").text


def test_the_pool_holds_what_has_no_place(client, event, hall):
    waiting = make_slot(make_session(event, "Waiting"))
    placed = make_placed(event, hall, NOON + timedelta(days=1))
    soup = page(client, event)
    assert [one["id"] for one in soup.select(".pool__list article")] == [f"slot-{waiting.id}"]
    assert card(soup, placed) is None


@pytest.mark.parametrize(
    ("query", "found"),
    [("МОДА", True), ("moda", True), ("layla", True), ("ليلى", True), ("Tecelao", True), ("silk", False)],
)
def test_the_pool_is_searched_in_any_script(client, event, hall, query, found):
    people = [make_speaker(event, "Layla Al-Mansouri", name_native="ليلى المنصوري"), make_speaker(event, "B. Tecelão")]
    make_slot(make_session(event, "x", *people, titles={"ru": "Мода и время"}))
    soup = page(client, event, f"?day={DAY}&q={query}")
    assert bool(soup.select(".pool__list article")) is found


@pytest.mark.parametrize("asked", ["", "x", "2026-11-27", "9999-12-31", "2026-13-01"])
def test_a_day_that_is_not_there_shows_one_that_is(client, event, hall, asked):
    assert page(client, event, f"?day={asked}").select_one("[data-board]")["data-day"] in {DAY, *_later_days()}


def _later_days():
    return {f"2026-{month}-{day:02}" for month, days in (("11", (29, 30)), ("12", (1, 2))) for day in days}


def test_hidden_halls_and_closed_hours_are_marked(client, event):
    make_hall(event, is_hidden=True)
    soup = page(client, event)
    assert "Hidden" in soup.select_one(".board__hall").text
    assert len(soup.select(".board__shut")) == 2


def test_titles_of_odd_kinds_stay_text(client, event, hall):
    for title in ("<script>alert(1)</script>", "x" * 300, "🧵 Thread", 'a "quoted" %(name)s title'):
        make_slot(make_session(event, title))
        make_placed(event, make_hall(event), title=title)
    assert 'a "quoted" %(name)s title' in {one["data-title"] for one in page(client, event).select("article")}


def test_the_page_takes_as_many_queries_for_many_sessions_as_for_three(client, event, count_queries):
    def queries(number):
        edition = make_event()
        sign_in(client, make_staff(edition, Role.AGENDA))
        halls, track = [make_hall(edition) for _ in range(2)], make_track(edition)
        for step in range(number):
            session = make_session(edition, "", make_speaker(edition), track_id=track.id)
            make_slot(session, halls[0], NOON + step * timedelta(minutes=30), joined=(halls[1],))
            make_slot(make_session(edition, "", make_speaker(edition), track_id=track.id))
        with count_queries() as counter:
            page(client, edition)
        return counter.count

    assert queries(3) == queries(12)


def test_a_script_places_a_session(client, event, hall):
    slot = make_slot(make_session(event, "Linen"))
    answer = ask(client, event, wanted(slot, hall))
    assert answer.status_code == 200
    body = answer.json
    assert body["number"] == 1
    assert "Linen" in body["message"]
    assert body["slots"] == [
        {
            "id": slot.id,
            "version": 2,
            "locked": False,
            "place": {
                "halls": [hall.id],
                "starts_at": "2026-11-28T09:00:00+00:00",
                "ends_at": "2026-11-28T09:45:00+00:00",
            },
        }
    ]
    assert (body["touched"], body["warnings"]) == ([slot.id], [])
    assert f'id="slot-{slot.id}"' in body["html"]


def test_both_sides_of_a_conflict_come_with_the_answer(client, event, hall):
    speaker = make_speaker(event, "Vera")
    other = make_slot(make_session(event, "Silk", speaker), make_hall(event))
    slot = make_slot(make_session(event, "Linen", speaker))
    body = ask(client, event, wanted(slot, hall)).json
    assert body["touched"] == [other.id, slot.id]
    assert body["html"].count("1 conflict") == 2
    assert "Vera" in body["warnings"][0]
    assert body["conflicts"] == "1 conflict in the draft"
    freed = ask(client, event, wanted(slot, None, version=2)).json
    assert freed["touched"] == [other.id, slot.id]
    assert freed["conflicts"] == "No conflicts in the draft"


def test_a_stale_board_is_told_what_changed(client, event, hall):
    slot, other = make_placed(event, hall, title="Linen"), make_staff(event, Role.OWNER, name="Bruno Owner")
    move_as(other, slot, hall, NOON + HOUR)
    answer = ask(client, event, wanted(slot, hall, NOON_MINUTE + 120))
    assert answer.status_code == 409
    for words in ("Bruno Owner", "Linen", "1:00"):
        assert words in answer.json["message"]
    assert answer.json["slots"][0]["place"]["starts_at"] == "2026-11-28T10:00:00+00:00"


def test_a_taken_place_is_refused_in_words(client, event, hall):
    make_placed(event, hall, title="Silk")
    slot = make_slot(make_session(event, "Linen"))
    answer = ask(client, event, wanted(slot, hall))
    assert answer.status_code == 422
    assert "Silk" in answer.json["message"]
    assert standing(event)[slot.id] is None


@pytest.mark.parametrize(
    "change",
    [
        {"day": "2026-11-27"},
        {"day": "9999-12-31"},
        {"minutes": 0},
        {"minutes": 7},
        {"start": 27 * 60 + 30},
    ],
)
def test_an_impossible_place_is_refused_in_words(client, event, hall, change):
    slot = make_slot(make_session(event))
    answer = ask(client, event, wanted(slot, hall, **change))
    assert answer.status_code == 422
    assert answer.json["message"]
    assert standing(event) == {slot.id: None}


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"places": []},
        {"places": "x"},
        {"places": [1]},
        {"places": [{"slot": "1", "version": 1, "place": None}]},
        {"places": [{"slot": True, "version": 1, "place": None}]},
        {"places": [{"slot": 2**70, "version": 1, "place": None}]},
        {"places": [{"slot": 1, "version": 1, "place": {"halls": 1, "day": DAY, "start": 0, "minutes": 5}}]},
        {"places": [{"slot": 1, "version": 1, "place": {"halls": [1], "day": "x", "start": 0, "minutes": 5}}]},
        {"places": [{"slot": 1, "version": 1, "place": {"halls": [1], "day": DAY, "start": 1.5, "minutes": 5}}]},
        {"places": [{"slot": 1, "version": 1, "place": {"halls": [1], "day": DAY, "start": 3000, "minutes": 5}}]},
        {"places": [{"slot": 1, "version": 1, "place": None}] * 2},
    ],
)
def test_a_malformed_request_is_refused(client, event, body):
    assert client.post(address(event, "slots/place"), json=body).status_code == 400


def test_several_are_placed_or_none(client, event, hall):
    first, second = make_slot(make_session(event)), make_slot(make_session(event))
    clash = [wanted(first, hall), wanted(second, hall, NOON_MINUTE + 30)]
    assert ask(client, event, *clash).status_code == 422
    assert set(standing(event).values()) == {None}
    answer = ask(client, event, wanted(first, hall), wanted(second, hall, NOON_MINUTE + 45))
    assert answer.json["message"] == "2 sessions are moved."


def test_a_time_that_the_clocks_skip_is_refused(client):
    event = make_event(time_zone="Europe/Berlin", starts_on=date(2026, 3, 28), ends_on=date(2026, 3, 29))
    sign_in(client, make_staff(event, Role.AGENDA))
    slot, hall = make_slot(make_session(event)), make_hall(event)
    answer = ask(client, event, wanted(slot, hall, 26 * 60 + 30, day="2026-03-28"))
    assert (answer.status_code, "skip" in answer.json["message"]) == (422, True)


def test_undo_and_redo_work_for_a_script_and_for_buttons(client, event, hall):
    slot = make_slot(make_session(event, "Linen"))
    ask(client, event, wanted(slot, hall))
    assert client.post(address(event, f"undo?day={DAY}"), json={}).json["slots"][0]["place"] is None
    answer = client.post(address(event, "redo"), data={"day": DAY})
    assert (answer.status_code, answer.location) == (303, address(event, f"?day={DAY}"))
    assert standing(event)[slot.id] is not None
    assert "Linen" in client.get(address(event)).text
    assert "nothing to redo" in client.post(address(event, "redo"), json={}).json["message"]


def test_undo_says_who_changed_the_session_since(client, event, hall):
    slot, other = make_slot(make_session(event, "Linen")), make_staff(event, Role.OWNER, name="Bruno Owner")
    ask(client, event, wanted(slot, hall))
    move_as(other, slot, hall, NOON + HOUR)
    answer = client.post(address(event, "undo"), json={})
    assert answer.status_code == 422
    assert "Bruno Owner" in answer.json["message"]


def test_buttons_unschedule_lock_and_swap_without_a_script(client, event, hall):
    first, second = make_placed(event, hall), make_placed(event, hall, NOON + HOUR)
    client.post(address(event, f"slots/{first.id}/swap"), data={"other_id": second.id, "version": 1, "day": DAY})
    assert standing(event)[first.id].starts_at == NOON + HOUR
    client.post(address(event, f"slots/{first.id}/lock"), data={"version": 2})
    answer = client.post(address(event, f"slots/{first.id}/unschedule"), data={"version": 3}, follow_redirects=True)
    assert "locked in its place" in answer.text
    client.post(address(event, f"slots/{first.id}/unlock"), data={"version": 3})
    client.post(address(event, f"slots/{first.id}/unschedule"), data={"version": 4})
    assert standing(event)[first.id] is None


def test_a_script_locks_and_gets_the_card(client, event, hall):
    slot = make_placed(event, hall, title="Linen")
    body = client.post(address(event, f"slots/{slot.id}/lock?day={DAY}"), json={"version": 1}).json
    assert (body["slots"][0]["locked"], body["touched"], body["number"]) == (True, [slot.id], 1)
    assert "data-locked" in body["html"]


def test_others_changes_appear_with_who_did_what(client, event, hall):
    slot, other = make_slot(make_session(event, "Linen")), make_staff(event, Role.OWNER, name="Bruno Owner")
    move_as(other, slot, hall)
    body = client.get(address(event, f"changes?since=0&day={DAY}")).json
    assert body["number"] == 1
    (message,) = body["messages"]
    assert message.startswith("Bruno Owner moved")
    assert f'id="slot-{slot.id}"' in body["html"]


def test_the_own_changes_are_not_news(client, event, hall):
    ask(client, event, wanted(make_slot(make_session(event)), hall))
    assert client.get(address(event, "changes?since=0")).json["messages"] == []


def test_nothing_new_costs_next_to_nothing(client, event, hall, count_queries):
    make_settings(event, draft_number=7)
    make_placed(event, hall)
    with count_queries() as counter:
        body = client.get(address(event, "changes?since=7")).json
    assert body == {"number": 7}
    # Who asks, which edition, which number.
    assert counter.count <= 4


def form(**values):
    return {"version": 1, "day": DAY, "start": "12:00", "minutes": 45} | values


def test_the_form_moves_without_a_script(client, event, hall):
    slot, second = make_slot(make_session(event, "Linen")), make_hall(event)
    sent = form(hall_id=hall.id, further_ids=[second.id], start="9:05", day="2026-11-29")
    answer = client.post(address(event, f"slots/{slot.id}/move"), data=sent)
    assert answer.status_code == 303
    start = datetime(2026, 11, 29, 6, 5, tzinfo=UTC)
    assert standing(event)[slot.id] == Placement((hall.id, second.id), start, start + timedelta(minutes=45))


def test_the_form_takes_times_after_midnight_for_the_night(client, event, hall):
    slot = make_slot(make_session(event))
    client.post(address(event, f"slots/{slot.id}/move"), data=form(hall_id=hall.id, start="00:30", confirm="x"))
    answer = client.post(address(event, f"slots/{slot.id}/move"), data=form(hall_id=hall.id, start="00:30"))
    assert answer.status_code == 422
    confirm = BeautifulSoup(answer.text, "html5lib").find("input", attrs={"name": "confirm"})["value"]
    sent = form(hall_id=hall.id, start="00:30", confirm=confirm)
    assert client.post(address(event, f"slots/{slot.id}/move"), data=sent).status_code == 303
    assert standing(event)[slot.id].starts_at == datetime(2026, 11, 28, 21, 30, tzinfo=UTC)


def test_warnings_are_shown_and_must_be_accepted_for_that_very_place(client, event, hall):
    speaker = make_speaker(event, "Vera")
    make_slot(make_session(event, "Silk", speaker), make_hall(event))
    slot = make_slot(make_session(event, "Linen", speaker))
    answer = client.post(address(event, f"slots/{slot.id}/move"), data=form(hall_id=hall.id))
    soup = BeautifulSoup(answer.text, "html5lib")
    assert answer.status_code == 422
    assert "Vera" in soup.select_one(".warnings").text
    confirm = soup.find("input", attrs={"name": "confirm"})["value"]
    elsewhere = form(hall_id=hall.id, start="12:15", confirm=confirm)
    assert client.post(address(event, f"slots/{slot.id}/move"), data=elsewhere).status_code == 422
    assert standing(event)[slot.id] is None
    same = form(hall_id=hall.id, confirm=confirm)
    assert client.post(address(event, f"slots/{slot.id}/move"), data=same).status_code == 303
    assert standing(event)[slot.id] is not None


def test_a_stale_form_keeps_its_entries_and_says_who_came_first(client, event, hall):
    slot, other = make_placed(event, hall), make_staff(event, Role.OWNER, name="Bruno Owner")
    move_as(other, slot, hall, NOON + HOUR)
    sent = form(hall_id=hall.id, start="17:35")
    answer = client.post(address(event, f"slots/{slot.id}/move"), data=sent)
    soup = BeautifulSoup(answer.text, "html5lib")
    assert answer.status_code == 409
    assert "Bruno Owner" in soup.select_one(".error-summary").text
    assert soup.find("input", id="start")["value"] == "17:35"
    sent["version"] = soup.find("input", id="version")["value"]
    assert client.post(address(event, f"slots/{slot.id}/move"), data=sent).status_code == 303


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": "25:00"}, "start"),
        ({"start": "noon"}, "start"),
        ({"start": "12:02"}, "start"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "-5"}, "minutes"),
        ({"minutes": "x"}, "minutes"),
        ({"minutes": "9" * 30}, "minutes"),
        ({"start": "03:30"}, "minutes"),
        ({"day": "2026-12-24"}, "day"),
        ({"hall_id": "999999"}, "hall_id"),
        ({"hall_id": ""}, "hall_id"),
    ],
)
def test_what_is_impossible_is_said_at_its_field(client, event, hall, change, field):
    slot = make_slot(make_session(event))
    answer = client.post(address(event, f"slots/{slot.id}/move"), data=form(hall_id=hall.id) | change)
    assert answer.status_code == 422
    assert BeautifulSoup(answer.text, "html5lib").find(id=f"{field}-error") is not None
    assert standing(event) == {slot.id: None}


def test_a_skipped_time_is_said_at_its_field(client):
    event = make_event(time_zone="Europe/Berlin", starts_on=date(2026, 3, 28), ends_on=date(2026, 3, 29))
    sign_in(client, make_staff(event, Role.AGENDA))
    slot, hall = make_slot(make_session(event)), make_hall(event)
    sent = form(hall_id=hall.id, day="2026-03-28", start="02:30")
    answer = client.post(address(event, f"slots/{slot.id}/move"), data=sent)
    assert (answer.status_code, 'id="start-error"' in answer.text) == (422, True)


def test_the_form_says_so_when_every_place_has_a_warning(client, event, hall):
    window = SpeakerWindow(starts_at=NOON - 240 * HOUR, ends_at=NOON - 239 * HOUR)
    slot = make_slot(make_session(event, "Linen", make_speaker(event, windows=[window])))
    text = client.get(address(event, f"slots/{slot.id}/move")).text
    assert "No place without a warning was found." in text
    assert "Nothing stands against these places." not in text


def test_free_places_are_one_press_away(client, event, hall):
    make_placed(event, hall, NOON - 3 * HOUR)
    slot = make_slot(make_session(event, "Linen"))
    soup = BeautifulSoup(client.get(address(event, f"slots/{slot.id}/move")).text, "html5lib")
    offer = soup.select_one(".offers form")
    sent = {field["name"]: field["value"] for field in offer.select("input")}
    assert client.post(address(event, f"slots/{slot.id}/move"), data=sent).status_code == 303
    assert standing(event)[slot.id].hall_ids == (hall.id,)


def test_several_move_to_another_day_together(client, event, hall):
    first, second = make_placed(event, hall), make_placed(event, make_hall(event), NOON + HOUR)
    picks = {"pick": [f"{first.id}:1", f"{second.id}:1"]}
    soup = BeautifulSoup(client.get(address(event, "slots/move-together"), query_string=picks).text, "html5lib")
    assert len(soup.select("input[name=pick]")) == 2
    sent = picks | {"day": "2026-11-30", "later": "-15"}
    answer = client.post(address(event, "slots/move-together"), data=sent)
    assert answer.status_code == 303
    later = timedelta(days=2, minutes=-15)
    starts = [standing(event)[slot.id].starts_at for slot in (first, second)]
    assert starts == [NOON + later, NOON + HOUR + later]


@pytest.mark.parametrize("later", ["7", "9" * 20, "x", "100000"])
def test_a_common_move_that_is_impossible_keeps_all_in_place(client, event, hall, later):
    slot = make_placed(event, hall)
    sent = {"pick": f"{slot.id}:1", "day": DAY, "later": later}
    assert client.post(address(event, "slots/move-together"), data=sent).status_code == 422
    assert standing(event)[slot.id].starts_at == NOON


def test_a_common_move_without_a_choice_tells_the_next_step(client, event):
    assert "No session is selected" in client.get(address(event, "slots/move-together?pick=x&pick=5:1")).text


def test_unscheduled_sessions_are_not_moved_together(client, event, hall):
    slot = make_slot(make_session(event))
    answer = client.post(address(event, "slots/move-together"), data={"pick": f"{slot.id}:1", "day": DAY, "later": "0"})
    assert (answer.status_code, "only sessions that have a place" in answer.text) == (422, True)


def test_only_those_who_manage_the_agenda_may_look(client, event):
    sign_in(client, make_staff(event, Role.GATE))
    client.check_pages = False
    assert client.get(address(event)).status_code == 403


def test_a_session_of_another_edition_is_not_found(client, event, hall):
    foreign = make_slot(make_session(make_event()))
    for rest in ("move", "lock", "swap", "unschedule"):
        assert client.post(address(event, f"slots/{foreign.id}/{rest}"), json={}).status_code == 404
    assert ask(client, event, wanted(foreign, hall)).status_code == 422


def test_blockers_and_breaks_are_named(client, event, hall):
    make_slot(make_session(event, kind=SessionKind.BLOCKER), hall)
    make_slot(make_session(event, kind=SessionKind.BREAK, minutes=20), hall, NOON + HOUR)
    text = page(client, event).text
    assert "Blocker" in text
    assert "Break" in text
