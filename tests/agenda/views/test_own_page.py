"""A speaker's own page, opened by the secret link."""

from datetime import timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup

from summit.agenda.mails.links import speaker_secret
from summit.agenda.queries.releases import find_current_programme
from summit.agenda.queries.speakers import find_speaker, list_materials
from summit.agenda.rules.kinds import PersonRole, SessionState
from summit.database import transaction
from summit.events.services import update_event
from tests.agenda.factories import add_part, make_release, make_session, make_slot, make_speaker
from tests.factories import NOON, make_event, make_hall
from tests.registration.delegates import picture


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def text_of(response) -> str:
    return " ".join(page_of(response).get_text(" ").split())


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def speaker(event):
    return make_speaker(event, "Ana Reis", biographies={})


def own(speaker):
    return f"/speaker/{speaker_secret(speaker)}/"


def values(speaker, **changed):
    return {"version": speaker.version, "recording_consent": ""} | changed


def titles_of(response):
    return [title.get_text(strip=True) for title in page_of(response).select(".own-session__title")]


def test_only_what_is_released_is_shown(client, event, speaker):
    hall = make_hall(event, floor="2", names={"en": "Red hall"})
    make_slot(make_session(event, "Linen", speaker), hall, NOON)
    answer = client.get(own(speaker))
    assert (titles_of(answer), "The programme is not released yet." in text_of(answer)) == ([], True)
    make_release(event)
    make_slot(make_session(event, "Still secret", speaker), hall, NOON + timedelta(hours=2))
    answer = client.get(own(speaker))
    assert titles_of(answer) == ["Linen"]
    assert "Red hall" in text_of(answer)
    assert "More sessions with you are being planned." in text_of(answer)
    assert "Still secret" not in text_of(answer)


def test_every_part_and_a_cancelled_session_is_told(client, event, speaker):
    session = make_session(event, "Linen", speaker, state=SessionState.CANCELLED)
    add_part(session, speaker, PersonRole.MODERATOR)
    make_slot(session, make_hall(event))
    make_release(event)
    words = page_of(client.get(own(speaker))).select_one(".own-session").get_text(" ")
    assert [word in words for word in ("Cancelled", "Speaker", "Moderator")] == [True, True, True]


def test_a_speaker_without_sessions_is_told_so(client, event, speaker):
    make_slot(make_session(event, "Linen", make_speaker(event)), make_hall(event))
    make_release(event)
    assert "does not show a session with you yet" in text_of(client.get(own(speaker)))


def test_answers_are_kept_in_the_draft_only(client, event, speaker):
    make_slot(make_session(event, "Linen", speaker), make_hall(event))
    make_release(event)
    sent = values(speaker, **{
        "biographies-ar": "تصمم المعاطف.", "organisation": "House 👗", "needs": "A second microphone",
        "recording_consent": "no", "windows-0-starts": "2026-11-28T09:00", "windows-0-ends": "2026-11-28T12:00",
    })  # fmt: skip
    assert client.post(own(speaker), data=sent).status_code == 303
    kept = find_speaker(event.id, speaker.id)
    assert (kept.biographies, kept.recording_consent) == ({"ar": "تصمم المعاطف."}, False)
    assert (kept.answered_at is not None, len(kept.windows), kept.name_latin) == (True, 1, "Ana Reis")
    assert find_current_programme(event.id).person_of[speaker.id].biographies == {}


def test_nothing_but_the_own_answers_can_be_sent(client, event, speaker):
    sent = values(speaker, name_latin="Somebody", email="x@example.org", code="AAAAAA", link_issue="9")
    assert client.post(own(speaker), data=sent).status_code == 303
    kept = find_speaker(event.id, speaker.id)
    assert (kept.name_latin, kept.email, kept.code) == ("Ana Reis", speaker.email, speaker.code)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"biographies-ru": "x" * 10_000}, "Please use 3000 characters at most."),
        ({"arrival": "a\u202eb"}, "The text contains invisible direction marks."),
        ({"windows-0-ends": "2026-11-28T12:00"}, "Please enter both times of the window, or neither."),
        ({"recording_consent": "perhaps"}, "Please choose from the list."),
    ],
)
def test_wrong_input_is_answered_and_kept(client, event, speaker, changed, message):
    answer = client.post(own(speaker), data=values(speaker, organisation="Kept") | changed)
    errors = [item.get_text(strip=True) for item in page_of(answer).select(".error-summary li")]
    assert (answer.status_code, [error for error in errors if error.startswith(message)] != []) == (422, True)
    assert page_of(answer).find(id="organisation")["value"] == "Kept"
    assert find_speaker(event.id, speaker.id).answered_at is None


def test_two_windows_of_one_speaker_do_not_overwrite_each_other(client, event, speaker):
    data = values(speaker, needs="Mine")
    client.post(own(speaker), data=values(speaker, needs="Theirs"))
    answer = client.post(own(speaker), data=data)
    page = page_of(answer)
    assert (answer.status_code, page.find(id="needs").get_text(strip=True)) == (409, "Mine")
    assert client.post(own(speaker), data=data | {"version": page.find(id="version")["value"]}).status_code == 303
    assert find_speaker(event.id, speaker.id).needs == "Mine"


def test_a_photo_is_sent_shown_and_removed(client, event, speaker):
    base = own(speaker)
    assert client.post(f"{base}photo", data={"photo": (BytesIO(picture()), "me.jpg")}).status_code == 303
    shown = client.get(f"{base}photo.jpg")
    assert (shown.mimetype, shown.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert client.post(f"{base}photo/remove").status_code == 303
    assert client.get(f"{base}photo.jpg").status_code == 404
    assert client.post(f"{base}photo", data={"photo": (BytesIO(b"nothing"), "me.jpg")}).status_code == 422


def test_nobody_on_the_way_keeps_the_page(client, speaker):
    headers = client.get(own(speaker)).headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("path", ["", "photo.jpg"])
def test_a_forged_link_opens_nothing(client, speaker, path):
    secret = speaker_secret(speaker)
    forged = [secret[:-1] + ("A" if secret[-1] != "A" else "B"), secret.partition(".")[0], "x", "é.é", f"{secret}%00"]
    assert {client.get(f"/speaker/{one}/{path}").status_code for one in forged} == {404}


@pytest.mark.parametrize("path", ["", "photo", "photo/remove", "slides"])
def test_a_forged_link_changes_nothing(client, event, speaker, path):
    forged = f"/speaker/{speaker.guid}.{'A' * 22}/{path}"
    assert client.post(forged, data=values(speaker, needs="Forged")).status_code == 404
    assert find_speaker(event.id, speaker.id).needs == ""


@pytest.mark.parametrize("language", ["en", "ru", "zh-Hans", "pt-BR", "ar"])
def test_the_page_speaks_every_launch_language(client, speaker, language):
    client.get(f"/language/{language}")
    page = page_of(client.get(own(speaker)))
    assert (page.html["lang"], page.h1.get_text(strip=True)) == (language, "Ana Reis")


def test_the_page_asks_as_often_for_one_session_as_for_three(client, event, speaker, count_queries):
    hall = make_hall(event)
    make_slot(make_session(event, "", speaker), hall)
    make_release(event)
    client.get(own(speaker))
    with count_queries() as one:
        client.get(own(speaker))
    for hours in (2, 4):
        make_slot(make_session(event, "", speaker), hall, NOON + timedelta(hours=hours))
    make_release(event)
    client.get(own(speaker))
    with count_queries() as three:
        client.get(own(speaker))
    assert three.count == one.count


def test_slides_go_to_an_own_released_session(client, event, speaker):
    own_talk, other = make_session(event, "Linen", speaker), make_session(event, "Silk", make_speaker(event))
    for session in (own_talk, other):
        make_slot(session, make_hall(event))
    base, file = own(speaker), lambda: (BytesIO(b"%PDF-1.7 slides"), "slides 👗.pdf")
    assert client.post(f"{base}slides", data={"session_id": own_talk.id, "file": file()}).status_code == 422
    make_release(event)
    assert client.post(f"{base}slides", data={"session_id": other.id, "file": file()}).status_code == 422
    assert client.post(f"{base}slides", data={"session_id": own_talk.id, "file": file()}).status_code == 303
    assert [(one.session_id, one.file_name) for one in list_materials([own_talk.id, other.id])] == [
        (own_talk.id, "slides 👗.pdf")
    ]
    assert "slides 👗.pdf" in text_of(client.get(base))


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.pdf", "Please choose a file that is not empty."),
        (b"MZ", "a.exe", "Files of this kind cannot be offered."),
        (b"<html>", "a.pdf", "The content of this file is not what its name"),
    ],
)
def test_a_wrong_file_is_answered(client, event, speaker, data, name, message):
    session = make_session(event, "Linen", speaker)
    make_slot(session, make_hall(event))
    make_release(event)
    answer = client.post(f"{own(speaker)}slides", data={"session_id": session.id, "file": (BytesIO(data), name)})
    errors = [item.get_text(strip=True) for item in page_of(answer).select(".error-summary li")]
    assert (answer.status_code, [error for error in errors if error.startswith(message)] != []) == (422, True)
    assert list_materials([session.id]) == []


def test_a_session_keeps_the_clock_of_its_release_when_the_edition_gets_another_zone(client, event, speaker):
    make_slot(make_session(event, "Linen", speaker), make_hall(event), NOON)
    make_release(event)
    before = page_of(client.get(own(speaker))).select_one(".own-session__when").get_text(" ")
    with transaction():
        update_event(event.id, actor_id=None, time_zone="Asia/Shanghai")
    assert page_of(client.get(own(speaker))).select_one(".own-session__when").get_text(" ") == before
