"""The organiser's pages about people on stage."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup

from summit.agenda.queries.speakers import (
    YES_NO,
    SpeakerFilter,
    find_session_with_people,
    find_speaker,
    list_speaker_rows,
)
from summit.agenda.rules.kinds import PersonRole
from summit.agenda.services import speaker_photos
from summit.agenda.services.speakers import set_windows
from summit.clock import utcnow
from summit.database import transaction
from summit.permissions import Role
from tests.agenda.factories import add_part, make_release, make_session, make_slot, make_speaker
from tests.factories import NOON, make_category, make_event, make_hall, make_registration, make_staff, sign_in
from tests.registration.delegates import mails_to, picture


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def text_of(response) -> str:
    return " ".join(page_of(response).get_text(" ").split())


def errors_of(response) -> list[str]:
    return [item.get_text(" ", strip=True) for item in page_of(response).select(".error-summary li")]


def names_of(response) -> list[str]:
    return [link.get_text(strip=True) for link in page_of(response).select("tbody .table__open")]


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def manager(client, event):
    sign_in(client, make_staff(event, Role.AGENDA))
    return client


def home(event):
    return f"/e/{event.slug}/agenda/speakers"


def values(**changed):
    plain = {"version": 0, "name_latin": "Ana Reis", "language": "en", "recording_consent": "", "native_language": ""}
    return plain | changed


def photo_of(speaker):
    with transaction():
        return speaker_photos.set_photo(speaker.id, picture(), actor_id=None, now=utcnow()).photo_name


# The list


def test_the_list_finds_names_in_any_script(manager, event):
    make_speaker(event, "Anna Petrova", name_native="Анна Петрова", native_language="ru")
    make_speaker(event, "Wang Xiaoming", name_native="王小明", organisation="丝绸之家")
    for words, found in (("петрова", ["Anna Petrova"]), ("xiao ming", ["Wang Xiaoming"]), ("丝绸", ["Wang Xiaoming"])):
        assert names_of(manager.get(home(event), query_string={"q": words})) == found
    assert names_of(manager.get(home(event))) == ["Anna Petrova", "Wang Xiaoming"]
    assert "Nobody matches" in text_of(manager.get(home(event), query_string={"q": "%"}))


def test_an_empty_list_tells_the_next_step(manager, event):
    page = page_of(manager.get(home(event)))
    assert page.select_one(".empty a")["href"] == f"{home(event)}/new"


def test_each_filter_parts_the_list_in_two(event):
    full = make_speaker(
        event, photo_name="a.jpg", answered_at=NOON, invited_at=NOON,
        registration_id=make_registration(event, make_category(event)).id,
    )  # fmt: skip
    with transaction():
        set_windows(full.id, [(NOON, NOON.replace(hour=12))], actor_id=None, now=NOON)
    make_session(event, "", full)
    empty = make_speaker(event, biographies={})
    for name in YES_NO:
        for answer, expected in ((True, full), (False, empty)):
            rows = list_speaker_rows(event.id, SpeakerFilter(wanted={name: answer}))
            assert [row.speaker.id for row in rows] == [expected.id], name


def test_filters_live_in_the_address(manager, event):
    make_speaker(event, "With", photo_name="a.jpg")
    make_speaker(event, "Without")
    assert names_of(manager.get(home(event), query_string={"photo": "no"})) == ["Without"]
    answer = manager.get(home(event), query_string={"photo": "perhaps"})
    assert names_of(answer) == ["With", "Without"]


def test_the_list_says_what_is_missing_and_how_many_sessions(manager, event):
    speaker = make_speaker(event, "Ana Reis", email="")
    for _ in range(2):
        add_part(make_session(event, "", speaker), speaker, PersonRole.MODERATOR)
    cells = page_of(manager.get(home(event))).select("tbody td")
    assert cells[1].get_text(strip=True) == "2"
    assert cells[3].get_text(strip=True) == "E-mail address · Photo · Organisation · Answer about recording"


@pytest.mark.parametrize("address", ["", "?q=speaker&windows=no"])
def test_the_list_asks_as_often_for_one_as_for_three(manager, event, count_queries, address):
    make_session(event, "", make_speaker(event))
    with count_queries() as one:
        manager.get(home(event) + address)
    for _ in range(2):
        make_session(event, "", make_speaker(event), make_speaker(event))
    with count_queries() as more:
        manager.get(home(event) + address)
    assert more.count == one.count


# Adding, changing and deleting


def test_a_speaker_is_added_changed_and_deleted(manager, event):
    sent = values(**{
        "name_native": "آنا", "native_language": "ar", "country": "BR", "email": "ANA@example.org",
        "biographies-pt-BR": "Faz casacos.\r\nMora em Recife.", "recording_consent": "no",
        "windows-0-starts": "2026-11-28T09:00", "windows-0-ends": "2026-11-28T18:00",
    })  # fmt: skip
    answer = manager.post(f"{home(event)}/new", data=sent)
    (row,) = list_speaker_rows(event.id, SpeakerFilter())
    assert (answer.status_code, answer.location) == (303, f"{home(event)}/{row.speaker.id}")
    kept = find_speaker(event.id, row.speaker.id)
    assert (kept.name_native, kept.email, kept.recording_consent) == ("آنا", "ana@example.org", False)
    assert kept.biographies == {"pt-BR": "Faz casacos.\nMora em Recife."}
    assert kept.windows[0].starts_at.hour == 6  # 09:00 in Moscow
    page = page_of(manager.get(answer.location))
    assert page.find(id="windows-0-starts")["value"] == "2026-11-28T09:00"
    data = values(version=kept.version, name_latin="Ana Prado", recording_consent="yes", email="")
    assert manager.post(answer.location, data=data).status_code == 303
    kept = find_speaker(event.id, row.speaker.id)
    assert (kept.name_latin, kept.recording_consent, kept.email) == ("Ana Prado", True, "")
    assert manager.get(f"{answer.location}/delete").status_code == 200
    assert manager.post(f"{answer.location}/delete").location == home(event)
    assert list_speaker_rows(event.id, SpeakerFilter()) == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name_latin": ""}, "Please write the name."),
        ({"name_latin": "x" * 10_000}, "The name is longer than 200 characters."),
        ({"name_latin": "a\u202eb"}, "The name contains characters that reverse the reading order."),
        ({"name_native": "a\x00b"}, "The name contains invisible control characters."),
        ({"native_language": "tlh"}, "Please choose from the list."),
        ({"country": "XX"}, "Please choose a country or territory from the list."),
        ({"email": "nobody"}, "Please enter an e-mail address such as name@example.org."),
        ({"language": "tlh"}, "Please choose from the list."),
        ({"biographies-ar": "x" * 3001}, "Please use 3000 characters at most."),
        ({"needs": "x" * 10_000}, "Please use 2000 characters at most."),
        ({"recording_consent": "maybe"}, "Please choose from the list."),
        ({"windows-0-starts": "2026-11-28T09:00"}, "Please enter both times of the window, or neither."),
        ({"windows-0-starts": "0001-01-01T00:00"}, "Please choose a time between the years 2000 and 2100."),
        ({"version": "x"}, "Not a valid integer value."),
    ],
)  # fmt: skip
def test_wrong_input_is_answered_and_kept(manager, event, changed, message):
    answer = manager.post(f"{home(event)}/new", data=values(organisation="Kept 👗") | changed)
    assert answer.status_code == 422
    assert [error for error in errors_of(answer) if error.startswith(message)] != []
    assert page_of(answer).find(id="organisation")["value"] == "Kept 👗"
    assert list_speaker_rows(event.id, SpeakerFilter()) == []


def test_a_stale_form_is_refused_once_and_keeps_what_was_entered(manager, event):
    speaker = make_speaker(event, "Ana Reis")
    data = values(version=speaker.version, job_title="Mine")
    address = f"{home(event)}/{speaker.id}"
    manager.post(address, data=values(version=speaker.version, job_title="Theirs"))
    answer = manager.post(address, data=data)
    page = page_of(answer)
    assert (answer.status_code, page.find(id="job_title")["value"]) == (409, "Mine")
    assert find_speaker(event.id, speaker.id).job_title == "Theirs"
    assert manager.post(address, data=data | {"version": page.find(id="version")["value"]}).status_code == 303
    assert find_speaker(event.id, speaker.id).job_title == "Mine"


def test_who_has_a_part_cannot_be_deleted(manager, event):
    speaker = make_speaker(event, "Ana Reis")
    make_session(event, "Linen", speaker)
    address = f"{home(event)}/{speaker.id}"
    question = page_of(manager.get(f"{address}/delete"))
    assert (question.select("main form"), "Linen" in question.get_text()) == ([], True)
    answer = manager.post(f"{address}/delete", follow_redirects=True)
    assert "Ana Reis still has a part in a session." in text_of(answer)
    assert find_speaker(event.id, speaker.id) is not None


def test_odd_names_are_shown_as_they_are(manager, event):
    odd = "<b>Ana</b> " + "Long" * 45
    speaker = make_speaker(event, odd, name_native="مصممة", native_language="ar")
    page = page_of(manager.get(f"{home(event)}/{speaker.id}"))
    assert page.h1.get_text(strip=True) == odd
    native = page_of(manager.get(home(event))).select_one("tbody bdi.muted")
    assert (native["lang"], native.get_text(strip=True)) == ("ar", "مصممة")


# Photo, registration, invitation


def test_a_photo_is_saved_shown_and_removed(manager, event):
    speaker = make_speaker(event)
    address = f"{home(event)}/{speaker.id}"
    assert manager.get(f"{address}/photo.jpg").status_code == 404
    file = (BytesIO(picture()), "../../\u202egpj.exe")
    assert manager.post(f"{address}/photo", data={"photo": file}).status_code == 303
    shown = manager.get(f"{address}/photo.jpg")
    assert (shown.mimetype, shown.headers["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert page_of(manager.get(address)).select_one(".speaker-photo__picture") is not None
    assert manager.post(f"{address}/photo/remove").status_code == 303
    assert manager.get(f"{address}/photo.jpg").status_code == 404


@pytest.mark.parametrize("upload", [b"", b"<svg/>", b"GIF89a", b"\xff\xd8\xff\xe0" + b"\0" * 100])
def test_a_broken_photo_is_answered(manager, event, upload):
    address = f"{home(event)}/{make_speaker(event).id}/photo"
    answer = manager.post(address, data={"photo": (BytesIO(upload), "a.jpg")})
    assert (answer.status_code, len(errors_of(answer))) == (422, 1)
    assert manager.post(address, data={"photo": "no file"}).status_code == 422


def test_a_registration_is_linked_and_unlinked(manager, event):
    person = make_registration(event, make_category(event), name_latin="Ana Reis")
    speaker = make_speaker(event)
    address = f"{home(event)}/{speaker.id}"
    assert manager.post(f"{address}/link", data={"registration": person.reference}).status_code == 303
    assert person.reference in text_of(manager.get(address))
    assert manager.post(f"{address}/unlink").status_code == 303
    answer = manager.post(f"{address}/link", data={"registration": "BF-nowhere"})
    assert (answer.status_code, page_of(answer).find(id="registration")["value"]) == (422, "BF-nowhere")
    assert errors_of(answer)[0].startswith("No registration of this edition")
    assert manager.post(f"{address}/link", data={}).status_code == 422


def test_one_and_all_are_invited(manager, event):
    first, second = make_speaker(event), make_speaker(event)
    nobody = make_speaker(event, email="")
    assert manager.post(f"{home(event)}/{first.id}/invite").status_code == 303
    assert "has no e-mail address" in text_of(manager.post(f"{home(event)}/{nobody.id}/invite", follow_redirects=True))
    assert "1 person gets a mail" in text_of(manager.get(home(event)))
    answer = manager.post(f"{home(event)}/invite", follow_redirects=True)
    assert "1 invitation is on its way." in text_of(answer)
    assert [len(mails_to(one.email)) for one in (first, second)] == [1, 1]
    assert "is invited already" in text_of(manager.post(f"{home(event)}/invite", follow_redirects=True))


def test_a_link_is_shown_and_made_invalid(manager, event):
    speaker = make_speaker(event)
    address = f"{home(event)}/{speaker.id}"
    old = page_of(manager.get(address)).select_one(".own-link__address").get_text(strip=True)
    assert manager.get(old.removeprefix("http://localhost")).status_code == 200
    assert manager.post(f"{address}/revoke").status_code == 303
    assert manager.get(old.removeprefix("http://localhost")).status_code == 404
    assert page_of(manager.get(address)).select_one(".own-link__address").get_text(strip=True) != old


# People of a session


def people(event, session):
    return f"/e/{event.slug}/agenda/sessions/{session.id}/people"


def names_in(event, session):
    return [row.speaker.name_latin for row in find_session_with_people(event.id, session.id).people]


def test_people_are_added_moved_and_taken_out(manager, event):
    ana, bo = make_speaker(event, "Ana"), make_speaker(event, "Bo")
    session = make_session(event, "Linen")
    for speaker in (ana, bo):
        assert (
            manager.post(people(event, session), data={"speaker_id": speaker.id, "role": "speaker"}).status_code == 303
        )
    first, second = [row.id for row in find_session_with_people(event.id, session.id).people]
    manager.post(f"{people(event, session)}/{second}/move/up")
    assert names_in(event, session) == ["Bo", "Ana"]
    manager.post(f"{people(event, session)}/{first}/remove")
    assert names_in(event, session) == ["Bo"]
    assert manager.post(f"{people(event, session)}/{first}/remove").status_code == 303


def test_an_interpreter_is_asked_for_the_language_those_of_the_channels_first(manager, event):
    session, ana = make_session(event, "Linen", channels={"2": "zh-Hans"}), make_speaker(event, "Ana")
    answer = manager.post(people(event, session), data={"speaker_id": ana.id, "role": "interpreter", "language": ""})
    page = page_of(answer)
    assert (answer.status_code, errors_of(answer)) == (
        422,
        ["Please choose the language into which the person interprets."],
    )
    assert page.select_one("#role-2[checked], #role option[selected]")["value"] == "interpreter"
    assert page.select("#language option")[1]["value"] == "zh-Hans"
    sent = {"speaker_id": ana.id, "role": "interpreter", "language": "zh-Hans"}
    assert manager.post(people(event, session), data=sent).status_code == 303
    assert "Chinese" in text_of(manager.get(people(event, session)))


def test_the_same_part_twice_is_answered(manager, event):
    ana = make_speaker(event, "Ana")
    session = make_session(event, "Linen", ana)
    answer = manager.post(people(event, session), data={"speaker_id": ana.id, "role": "speaker"})
    assert (answer.status_code, errors_of(answer)) == (422, ["Ana already has this part in the session."])


@pytest.mark.parametrize("sent", [{}, {"speaker_id": "x", "role": "y"}, {"speaker_id": "9" * 30, "role": "speaker"}])
def test_nonsense_is_answered(manager, event, sent):
    make_speaker(event)
    session = make_session(event)
    assert manager.post(people(event, session), data=sent).status_code == 422
    assert names_in(event, session) == []


def test_the_list_of_people_is_narrowed_by_words(manager, event):
    anna = make_speaker(event, "Anna Petrova", name_native="Анна Петрова")
    make_speaker(event, "Bo")
    address, found = people(event, make_session(event)), "Anna Petrova · Анна Петрова"
    page = page_of(manager.get(address, query_string={"q": "петрова"}))
    assert [option.get_text(strip=True) for option in page.select("#speaker_id option")] == [found]
    answer = manager.get(address, query_string={"q": "петрова"}, headers={"Accept": "application/json"})
    assert answer.json == {"people": [[anna.id, found]]}
    assert "Nobody matches these words." in text_of(manager.get(address, query_string={"q": "zzz"}))


def test_somebody_needed_in_two_places_is_named_at_once(manager, event):
    ana = make_speaker(event, "Ana Reis")
    first, second = make_session(event, "Linen", ana), make_session(event, "Silk", ana)
    make_slot(first, make_hall(event))
    assert page_of(manager.get(people(event, first))).select(".people-conflicts") == []
    make_slot(second, make_hall(event))
    (said,) = page_of(manager.get(people(event, first))).select(".people-conflicts li")
    assert ("Ana Reis" in said.get_text(), "Silk" in said.get_text()) == (True, True)


def test_a_session_asks_as_often_for_one_person_as_for_three(manager, event, count_queries):
    session = make_session(event, "", make_speaker(event))
    with count_queries() as one:
        manager.get(people(event, session))
    for _ in range(2):
        add_part(session, make_speaker(event))
    with count_queries() as three:
        manager.get(people(event, session))
    assert three.count == one.count


# The public photo, and who may


def test_a_released_photo_is_public_and_kept_by_its_name(client, event):
    speaker = make_speaker(event)
    make_slot(make_session(event, "", speaker), make_hall(event))
    photo, address = photo_of(speaker), f"/e/{event.slug}/programme/speakers/{speaker.code}/photo.jpg"
    assert client.get(address).status_code == 404
    make_release(event)
    named = client.get(f"{address}?v={photo}")
    assert (named.status_code, named.mimetype) == (200, "image/jpeg")
    assert named.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(address).headers["Cache-Control"] == "public, max-age=60"
    assert client.get(address, headers={"If-None-Match": named.headers["ETag"]}).status_code == 304


def test_a_photo_of_the_draft_is_not_public(client, event):
    speaker, stranger = make_speaker(event), make_speaker(event)
    make_slot(make_session(event, "", speaker), make_hall(event))
    released = photo_of(speaker)
    make_release(event)
    photo_of(speaker), photo_of(stranger)
    base = f"/e/{event.slug}/programme/speakers"
    shown = client.get(f"{base}/{speaker.code}/photo.jpg")
    assert shown.data == speaker_photos.photo_file(released).read_bytes()
    assert client.get(f"{base}/{stranger.code}/photo.jpg").status_code == 404


@pytest.mark.parametrize("page", ["", "/new", "/{id}", "/{id}/delete"])
def test_speakers_are_for_those_who_manage_the_agenda(client, event, page):
    address = home(event) + page.format(id=make_speaker(event).id)
    assert client.get(address).status_code == 303
    sign_in(client, make_staff(event, Role.READ_ONLY))
    assert client.get(address).status_code == 403
    sign_in(client, make_staff(event, Role.AGENDA))
    assert client.get(address).status_code == 200


def test_another_editions_people_are_unknown(manager, event):
    other = make_event()
    stranger = make_speaker(other)
    session = make_session(other, "", stranger)
    assert manager.get(f"{home(event)}/{stranger.id}").status_code == 404
    assert manager.post(f"{home(event)}/{stranger.id}/delete").status_code == 404
    assert manager.get(people(event, session)).status_code == 404
