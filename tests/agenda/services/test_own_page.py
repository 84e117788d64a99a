"""A speaker's own page: its secret, what may be changed there, and the invitation to it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.agenda.mails.links import speaker_link
from summit.agenda.models import DraftChange
from summit.agenda.queries.speakers import find_speaker
from summit.agenda.rules.speakers import SpeakerHasNoEmail
from summit.agenda.services import invitations, own_page
from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.database import transaction
from summit.events.rules import ChangedMeanwhile
from tests.agenda.factories import make_speaker
from tests.factories import make_event
from tests.registration.delegates import mails_to


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def speaker(event):
    return make_speaker(event, "Ana Reis")


def do(service, *args, now=None):
    with transaction():
        return service(*args, actor_id=None, now=now or utcnow())


def test_the_link_leads_to_its_speaker_and_nobody_else(event, speaker):
    other = make_speaker(event)
    assert own_page.find_by_secret(own_page.speaker_secret(speaker)).id == speaker.id
    mark = own_page.speaker_secret(speaker).partition(".")[2]
    assert own_page.find_by_secret(f"{other.guid}.{mark}") is None


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1], lambda s: s + "A", lambda s: s.partition(".")[0], lambda s: "é" + s]
)
def test_a_forged_link_finds_nobody(speaker, change):
    assert own_page.find_by_secret(change(own_page.speaker_secret(speaker))) is None


def test_a_link_of_another_installation_finds_nobody(app, speaker, monkeypatch):
    secret = own_page.speaker_secret(speaker)
    monkeypatch.setitem(app.extensions, "summit_config", replace(app.extensions["summit_config"], secret_key="t" * 32))
    assert own_page.find_by_secret(secret) is None


def test_a_revoked_link_finds_nobody_and_a_new_one_is_sent(event, speaker):
    do(invitations.invite_speaker, speaker.id)
    old = own_page.speaker_secret(speaker)
    revoked = do(invitations.revoke_link, speaker.id)
    assert (own_page.find_by_secret(old), revoked.invited_at) == (None, None)
    do(invitations.invite_speaker, speaker.id)
    first, second = mails_to(speaker.email)
    assert speaker_link(find_speaker(event.id, speaker.id)) in second.text
    assert speaker_link(find_speaker(event.id, speaker.id)) not in first.text


def test_what_a_speaker_says_is_a_change_of_the_draft_by_nobody_else(event, speaker, db):
    with transaction():
        own_page.answer(
            speaker.id, version=speaker.version, windows=[], now=utcnow(), biographies={"pt-BR": "Costura."},
            recording_consent=False,
        )  # fmt: skip
    kept = find_speaker(event.id, speaker.id)
    assert (kept.biographies, kept.recording_consent) == ({"pt-BR": "Costura."}, False)
    assert kept.answered_at is not None
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "speaker.updated")).one()
    assert (entry.actor_id, entry.detail["fields"]) == (None, ["biographies", "recording_consent"])
    assert db.session.scalars(select(DraftChange.kind)).all() == ["speaker_updated"]


def test_an_answer_that_changes_nothing_is_still_an_answer(event, speaker, db):
    with transaction():
        own_page.answer(speaker.id, version=speaker.version, windows=[], now=utcnow(), needs="")
    assert find_speaker(event.id, speaker.id).answered_at is not None
    assert db.session.scalars(select(DraftChange)).all() == []


def test_a_stale_page_changes_nothing(event, speaker):
    seen = speaker.version
    with transaction():
        own_page.answer(speaker.id, version=seen, windows=[], now=utcnow(), needs="A chair")
    with pytest.raises(ChangedMeanwhile), transaction():
        own_page.answer(speaker.id, version=seen, windows=[], now=utcnow(), needs="Two chairs")
    assert find_speaker(event.id, speaker.id).needs == "A chair"


@pytest.mark.parametrize("language", ["en", "ru", "zh-Hans", "pt-BR", "ar"])
def test_the_invitation_speaks_the_speakers_language(event, language):
    speaker = make_speaker(event, "Ana Reis", language=language)
    do(invitations.invite_speaker, speaker.id)
    (mail,) = mails_to(speaker.email)
    assert (mail.language, speaker_link(speaker) in mail.text, "Ana Reis" in mail.text) == (language, True, True)


def test_a_second_press_sends_no_second_mail(speaker):
    now = utcnow()
    do(invitations.invite_speaker, speaker.id, now=now)
    do(invitations.invite_speaker, speaker.id, now=now + timedelta(seconds=30))
    assert len(mails_to(speaker.email)) == 1
    do(invitations.invite_speaker, speaker.id, now=now + timedelta(seconds=60))
    assert len(mails_to(speaker.email)) == 2


def test_nobody_is_invited_without_an_address(event):
    speaker = make_speaker(event, "Ana Reis", email="")
    with pytest.raises(SpeakerHasNoEmail):
        do(invitations.invite_speaker, speaker.id)


def test_everybody_is_invited_once(event):
    speakers = [make_speaker(event), make_speaker(event), make_speaker(event, email="")]
    make_speaker(make_event())
    assert [do(invitations.invite_all, event.id), do(invitations.invite_all, event.id)] == [2, 0]
    assert [len(mails_to(one.email)) for one in speakers] == [1, 1, 0]
