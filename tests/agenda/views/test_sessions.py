"""The organisers' list of sessions and the form of one."""

import pytest
from bs4 import BeautifulSoup

from summit.agenda.models import Session, SignUp, Slot
from summit.agenda.queries.sessions import find_session
from summit.agenda.rules.kinds import SessionFormat, SessionKind, SessionState, SignUpStatus
from summit.agenda.services import sessions
from summit.agenda.views.sessions import PAGE_SIZE
from summit.database import db as database
from summit.database import transaction
from summit.permissions import Role
from summit.registration.rules import RegistrationStatus
from tests.agenda.factories import make_placed, make_release, make_session, make_slot, make_speaker, make_track
from tests.factories import NOON, make_category, make_event, make_hall, make_registration, make_staff, sign_in

TYPED = {"titles-en", "abstracts-ru", "notes-en", "minutes", "capacity", "stream_url", "recording_url", "internal_note"}
TYPED |= {"channels-0-number"}


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def text_of(response) -> str:
    return " ".join(page_of(response).get_text(" ").split())


def errors_of(response) -> list[str]:
    return [item.get_text(" ", strip=True) for item in page_of(response).select(".error-summary li")]


def titles_of(response) -> list[str]:
    return [link.get_text(strip=True) for link in page_of(response).select("tbody .table__open")]


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def manager(client, event):
    sign_in(client, make_staff(event, Role.AGENDA))
    return client


def url(event, path=""):
    return f"/e/{event.slug}/agenda/sessions{path}"


def values_of(response) -> dict[str, list[str]]:
    """Return what the form of a page would send."""
    form = page_of(response).select_one("form.form--parts")
    values: dict[str, list[str]] = {}
    for tag in form.select("input[name], textarea[name]"):
        if tag.get("type") in {"radio", "checkbox"} and not tag.has_attr("checked"):
            continue
        values.setdefault(tag["name"], []).append(tag.get("value", "") if tag.name == "input" else tag.get_text())
    for tag in form.select("select[name]"):
        chosen = tag.select_one("option[selected]") or tag.select_one("option")
        values.setdefault(tag["name"], []).append(chosen["value"])
    # A browser leaves out the first line break of a text area.
    return {name: [one.removeprefix("\n").removeprefix("\r\n") for one in found] for name, found in values.items()}


def sent(client, address, **changes):
    return client.post(address, data=values_of(client.get(address)) | changes)


# The list


def test_an_empty_agenda_tells_the_first_step(manager, event):
    assert "No sessions yet" in text_of(manager.get(url(event)))


def test_sessions_are_listed_with_their_place_people_and_state(manager, event):
    hall = make_hall(event, names={"en": "Great hall"})
    track = make_track(event)
    make_slot(
        make_session(event, "Linen", make_speaker(event, "Anna Shchukina"), track_id=track.id, capacity=20), hall, NOON
    )
    make_slot(make_session(event, "Silk", state=SessionState.DRAFT))
    response = manager.get(url(event))
    assert titles_of(response) == ["Linen", "Silk"]
    rows = [" ".join(row.get_text(" ").split()) for row in page_of(response).select("tbody tr")]
    for word in ("Great hall", "Sat, Nov 28", "Business", "Anna Shchukina", "20", "Confirmed"):
        assert word in rows[0]
    assert "Waits for a place" in rows[1]
    assert "Draft" in rows[1]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=лён", ["Linen"]),
        ("q=schukina", ["Linen"]),
        ("q=!!!", []),
        ("kind=break", ["Lunch"]),
        ("state=draft", ["Silk"]),
        ("format=panel", ["Silk"]),
        ("day=2026-11-28", ["Linen"]),
        ("day=2026-11-29", []),
        ("unscheduled=1", ["Lunch", "Silk"]),
        ("track=0", ["Lunch", "Silk"]),
        ("kind=nonsense&state=&day=2026-13-45&track=x&sort=9", ["Linen", "Lunch", "Silk"]),
        ("sort=title", ["Linen", "Lunch", "Silk"]),
    ],
)
def test_the_address_says_what_is_listed(manager, event, query, titles):
    track = make_track(event)
    linen = make_session(event, "", make_speaker(event, "Anna Shchukina"), track_id=track.id)
    linen.titles = {"en": "Linen", "ru": "Лён"}
    make_slot(linen, make_hall(event), NOON)
    make_slot(make_session(event, "Lunch", kind=SessionKind.BREAK))
    make_slot(make_session(event, "Silk", state=SessionState.DRAFT, format=SessionFormat.PANEL))
    response = manager.get(url(event, f"?{query}"))
    assert titles_of(response) == titles
    assert titles or "No session matches" in text_of(response)


def test_the_tabs_count_and_keep_the_other_filters(manager, event):
    make_slot(make_session(event, "Silk", state=SessionState.DRAFT))
    make_slot(make_session(event, "Lunch", kind=SessionKind.BREAK))
    tabs = page_of(manager.get(url(event, "?kind=session"))).select("nav[aria-label=States] a")
    assert [tab.get_text() for tab in tabs] == [
        "All · 1",
        "Without a place · 1",
        "Confirmed · 0",
        "Draft · 1",
        "Cancelled · 0",
    ]
    assert tabs[3]["href"].endswith("?kind=session&state=draft")


def test_a_long_list_has_pages(manager, event):
    for number in range(PAGE_SIZE + 1):
        database.session.add(
            Session(event_id=event.id, code=f"{number:06}", guid=f"{number}", titles={"en": f"S{number}"})
        )
    database.session.commit()
    first = manager.get(url(event, "?q=s"))
    assert len(titles_of(first)) == PAGE_SIZE
    older = page_of(first).select_one("a[rel=next]")["href"]
    assert older.endswith("?q=s&page=2")
    assert len(titles_of(manager.get(older))) == 1
    for page in ("9" * 12, "0", "-1", "x", "9" * 400):
        assert manager.get(url(event, f"?page={page}")).status_code == 200


def test_any_number_of_sessions_costs_the_same_queries(manager, event, count_queries):
    track, hall = make_track(event), make_hall(event)

    def queries_with_more(count):
        for _ in range(count):
            session = make_session(event, "", make_speaker(event), make_speaker(event), track_id=track.id)
            make_slot(session, hall)
            make_slot(session, hall)
        with count_queries() as counter:
            assert "Waits for a place" not in text_of(manager.get(url(event, "?q=session")))
        return counter.count

    assert queries_with_more(1) == queries_with_more(2)


# The form


def test_a_session_is_made(manager, event):
    response = sent(manager, url(event, "/new"), **{"titles-en": "Linen", "titles-ar": "الكتان 👗", "capacity": "20"})
    assert response.status_code == 303
    session = database.session.query(Session).one()
    assert (session.titles, session.capacity) == ({"en": "Linen", "ar": "الكتان 👗"}, 20)
    assert response.location == url(event, f"/{session.id}")
    assert "It waits for a time and a hall" in text_of(manager.get(response.location))


def test_a_break_is_one_press_away(manager, event):
    sent(manager, url(event, "/new?kind=break"), **{"titles-en": "Lunch"})
    assert database.session.query(Session).one().kind is SessionKind.BREAK


def test_saving_without_a_change_changes_nothing(manager, event):
    category, track = make_category(event), make_track(event)
    known = {
        "titles": {"en": "Linen", "ru": "Лён", "de": "Leinen"},
        "abstracts": {"en": "One\n\nTwo"},
        "notes": {"ar": "ملاحظة"},
        "dress_codes": {"en": "Black tie"},
        "internal_note": "Lectern",
        "channels": {"1": "ru", "12": "tlh"},
        "language": "ka",
        "capacity": 0,
        "age_limit": 12,
        "minutes": 90,
        "stream_url": "https://live.example.org/",
        "recording_url": "https://video.example.org/",
        "is_featured": True,
        "takes_feedback": False,
        "state": SessionState.DRAFT,
        "format": SessionFormat.SCREENING,
        "track_id": track.id,
    }
    session = make_session(event, categories=[category], **known)
    make_slot(session)
    response = sent(manager, url(event, f"/{session.id}"))
    assert response.status_code == 303
    kept = find_session(event.id, session.id)
    assert {name: getattr(kept, name) for name in known} == known
    assert [one.id for one in kept.categories] == [category.id]


def test_interpretation_and_who_may_come_are_changed(manager, event):
    category = make_category(event)
    session = make_session(event, channels={"1": "ru"})
    changes = {
        "channels-0-number": "2",
        "channels-0-language": "ar",
        "channels-1-number": " 3 ",
        "channels-1-language": "zh-Hans",
        "category_ids": [str(category.id)],
        "age_limit": "16",
        "capacity": "",
    }
    assert sent(manager, url(event, f"/{session.id}"), **changes).status_code == 303
    kept = find_session(event.id, session.id)
    assert (kept.channels, kept.age_limit, kept.capacity) == ({"2": "ar", "3": "zh-Hans"}, 16, None)
    assert [one.id for one in kept.categories] == [category.id]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"titles-en": " "}, "Please write the title in at least one language."),
        ({"titles-en": "x" * 10_000}, "Please use 200 characters at most."),
        ({"titles-en": "a\x00b"}, "This field contains characters that cannot be read. Please type it again."),
        ({"titles-en": "a\u202eb"}, "The text contains invisible direction marks."),
        ({"abstracts-ru": "x" * 5001}, "Please use 5000 characters at most."),
        ({"notes-en": "x" * 2001}, "Please use 2000 characters at most."),
        ({"minutes": "7"}, "Please enter a length between 5 and 1435 minutes"),
        ({"minutes": "soon"}, "Please enter a whole number."),
        ({"minutes": ""}, "Please enter the length."),
        ({"minutes": "9" * 30}, "Please enter a length between 5 and 1435 minutes"),
        ({"capacity": "-1"}, "Please enter a whole number between 0 and 1000000."),
        ({"age_limit": "17"}, "Please choose from the list."),
        ({"format": "rave"}, "Please choose from the list."),
        ({"track_id": "9" * 18}, "Please choose from the list."),
        ({"category_ids": ["12345"]}, "Please choose from the list."),
        ({"language": "tlh"}, "Please choose from the list."),
        ({"stream_url": "javascript:alert(1)"}, "Please enter a web address such as https://video.example.org/live"),
        ({"recording_url": "https://user:secret@example.org/"}, "without a user name or password"),
        ({"channels-0-number": "33", "channels-0-language": "ru"}, "Please number the interpretation channels"),
        ({"channels-0-number": "1", "channels-0-language": ""}, "Please choose the language from the list."),
        (
            {
                f"channels-{line}-{part}": value
                for line in (0, 1)
                for part, value in (("number", "1"), ("language", "ru"))
            },
            "Channel 1 is used twice.",
        ),
        ({"kind": "party"}, "Please choose from the list."),
        ({"internal_note": "x" * 5001}, "Please use 5000 characters at most."),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_lost(manager, event, changes, message):
    session = make_session(event, "Linen", internal_note="Lectern")
    response = sent(manager, url(event, f"/{session.id}"), **({"abstracts-ar": "قصة الكتان"} | changes))
    assert response.status_code == 422
    assert any(message in error for error in errors_of(response))
    entered = values_of(response)
    assert entered["abstracts-ar"] == ["قصة الكتان"]
    typed = {name: value for name, value in changes.items() if name in TYPED and str(value).isprintable()}
    assert {name: entered[name][0] for name in typed} == typed
    kept = find_session(event.id, session.id)
    assert (kept.titles, kept.abstracts, kept.version) == ({"en": "Linen"}, {}, session.version)


def test_a_stale_form_keeps_its_entries_and_can_be_sent_again(manager, event):
    session = make_session(event, "Linen")
    values = values_of(manager.get(url(event, f"/{session.id}"))) | {"titles-en": "Mine"}
    with transaction():
        sessions.update_session(session.id, titles={"en": "Theirs"}, actor_id=None, now=NOON)
    response = manager.post(url(event, f"/{session.id}"), data=values)
    assert response.status_code == 409
    assert "Somebody changed this meanwhile" in text_of(response)
    again = values_of(response)
    assert again["titles-en"] == ["Mine"]
    assert manager.post(url(event, f"/{session.id}"), data=again).status_code == 303
    assert find_session(event.id, session.id).titles == {"en": "Mine"}


def test_fewer_places_than_are_taken_are_told(manager, event):
    session = make_session(event, capacity=5)
    slot = make_slot(session)
    category = make_category(event)
    for _ in range(2):
        person = make_registration(event, category, RegistrationStatus.APPROVED)
        database.session.add(SignUp(slot_id=slot.id, registration_id=person.id, status=SignUpStatus.CONFIRMED))
    database.session.commit()
    response = manager.post(
        url(event, f"/{session.id}"), data=values_of(manager.get(url(event, f"/{session.id}"))) | {"capacity": "1"}
    )
    assert "2 people already hold a place" in text_of(manager.get(response.location))
    assert "2 of 1 places taken" in text_of(manager.get(response.location))


# Cancelling, deleting, repeats


def test_cancelling_asks_once_and_can_be_taken_back(manager, event):
    session = find_session(event.id, make_placed(event, make_hall(event), title="Linen").session_id)
    make_release(event)
    asked = manager.get(url(event, f"/{session.id}/cancel"))
    assert "The next release shows it as cancelled" in text_of(asked)
    manager.post(page_of(asked).select_one("form.post-button[action*=state]")["action"])
    assert find_session(event.id, session.id).state is SessionState.CANCELLED
    shown = manager.get(url(event, f"/{session.id}"))
    assert "This session is cancelled" in text_of(shown)
    manager.post(page_of(shown).select_one("form[action$=confirmed]")["action"])
    assert find_session(event.id, session.id).state is SessionState.CONFIRMED


def test_the_form_of_a_cancelled_session_keeps_it_cancelled(manager, event):
    session = make_session(event, state=SessionState.CANCELLED)
    sent(manager, url(event, f"/{session.id}"), **{"titles-en": "Other"})
    kept = find_session(event.id, session.id)
    assert (kept.state, kept.titles) == (SessionState.CANCELLED, {"en": "Other"})


def test_a_session_that_nobody_has_seen_is_deleted_after_a_question(manager, event):
    address = url(event, f"/{make_session(event, 'Linen').id}")
    asked = manager.get(f"{address}/delete")
    response = manager.post(page_of(asked).select_one("form[action$=delete]")["action"])
    assert "The session is deleted." in text_of(manager.get(response.location))
    assert manager.get(address).status_code == 404


def test_a_released_session_is_offered_to_be_cancelled_instead(manager, event):
    session = find_session(event.id, make_placed(event, make_hall(event)).session_id)
    make_release(event)
    asked = page_of(manager.get(url(event, f"/{session.id}/delete")))
    assert asked.select_one("form[action$=delete]") is None
    assert asked.select_one(f"a[href='{url(event, f'/{session.id}/cancel')}']")
    response = manager.post(url(event, f"/{session.id}/delete"))
    assert "Please cancel it instead" in text_of(manager.get(response.location))


def test_a_session_is_held_again_and_a_time_is_removed(manager, event):
    session = make_session(event)
    slot = make_slot(session)
    manager.post(url(event, f"/{session.id}/slots"))
    times = database.session.query(Slot).filter_by(session_id=session.id).count()
    assert times == 2
    manager.post(f"/e/{event.slug}/agenda/slots/{slot.id}/remove")
    remaining = database.session.query(Slot).filter_by(session_id=session.id).one()
    response = manager.post(f"/e/{event.slug}/agenda/slots/{remaining.id}/remove")
    assert "This is the session's only time" in text_of(manager.get(response.location))


# Who may


def test_sessions_of_another_edition_are_not_found(manager, event):
    other = make_event()
    session = make_session(other)
    slot = make_slot(session)
    for path in (f"/{session.id}", f"/{session.id}/cancel", f"/{session.id}/delete", f"/{session.id}/materials"):
        assert manager.get(url(event, path)).status_code == 404
    for path in (f"/{session.id}", f"/{session.id}/delete", f"/{session.id}/slots", f"/{session.id}/state/cancelled"):
        assert manager.post(url(event, path)).status_code == 404
    assert manager.post(f"/e/{event.slug}/agenda/slots/{slot.id}/remove").status_code == 404


def test_only_who_manages_the_agenda_sees_it(client, event):
    sign_in(client, make_staff(event, Role.GATE))
    assert client.get(url(event)).status_code == 403
    assert "Agenda" not in page_of(client.get(f"/e/{event.slug}/")).select_one(".site-navigation").get_text(" ")


def test_titles_cannot_become_markup(manager, event):
    session = make_session(event, "<script>alert(1)</script>")
    make_slot(session)
    for address in (url(event), url(event, f"/{session.id}"), url(event, f"/{session.id}/cancel")):
        assert "<script>alert(1)" not in manager.get(address).get_data(as_text=True)
