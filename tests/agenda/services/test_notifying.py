"""Telling the people whom a release concerns."""

from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

import pytest
import vobject

from summit.agenda.mails import releases as mails
from summit.agenda.mails.links import speaker_link
from summit.agenda.models import ReleaseNotice, SignUp, Star
from summit.agenda.rules.kinds import PersonRole, SessionState, SignUpStatus
from summit.agenda.rules.releases import AlreadyNotified, ReleaseIsGone
from summit.agenda.services import notifying, releasing
from summit.agenda.tasks import notifying as tasks
from summit.database import transaction
from summit.jobs.models import Job
from summit.jobs.rules import JobStatus
from summit.jobs.services import run_waiting_jobs
from summit.mail.models import OutgoingMail
from summit.mail.queries import list_attachments
from summit.registration.rules import RegistrationStatus
from tests.agenda.factories import add_part, make_placed, make_session, make_slot, make_speaker
from tests.factories import NOON, make_category, make_event, make_hall, make_registration

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def hall(event):
    return make_hall(event, names={"en": "Main hall", "ru": "Главный зал"})


def release(event, name, *, notify=True):
    with transaction():
        made = releasing.release(event.id, name=name, notify=notify, actor_id=None, now=NOW)
    run_waiting_jobs()
    return made


def make_delegate(event, **values):
    category = make_category(event, values.pop("letter", "D")) if "category" not in values else values.pop("category")
    return make_registration(event, category, RegistrationStatus.APPROVED, **values)


def star(db, person, slot):
    db.session.add(Star(registration_id=person.id, session_id=slot.session_id))
    db.session.commit()


def sign_up(db, person, slot, status=SignUpStatus.CONFIRMED, **values):
    db.session.add(SignUp(slot_id=slot.id, registration_id=person.id, status=status, **values))
    db.session.commit()


def move(db, slot, hours=1, hall=None):
    slot.starts_at, slot.ends_at = slot.starts_at + hours * HOUR, slot.ends_at + hours * HOUR
    slot.hall_id = hall.id if hall else slot.hall_id
    db.session.commit()


def mails_to(db, address):
    return list(db.session.scalars(db.select(OutgoingMail).where(OutgoingMail.recipient == address)))


def only_mail(db, address):
    (mail,) = mails_to(db, address)
    return mail


def entries(mail):
    """What an independent parser reads in the attached calendar: {uid: (summary, status, sequence)}."""
    (attachment,) = list_attachments(mail.id)
    assert attachment.media_type == "text/calendar; method=PUBLISH; charset=utf-8"
    calendar = vobject.readOne(attachment.content.decode())
    assert calendar.method.value == "PUBLISH"
    return {one.uid.value: (one.summary.value, one.status.value, one.sequence.value) for one in calendar.vevent_list}


def test_everybody_on_stage_is_told_of_a_new_part(event, hall, db):
    people = [make_speaker(event, name) for name in ("Ana", "Boris", "Chen")]
    linen = make_session(event, "Linen", people[0])
    add_part(linen, people[1], PersonRole.MODERATOR)
    add_part(linen, people[2], PersonRole.INTERPRETER, language="ru")
    slot = make_slot(linen, hall)
    release(event, "1")
    for person, role in zip(people, ("Speaker", "Moderator", "Interpreter"), strict=True):
        mail = only_mail(db, person.email)
        assert f"As: {role}\n" in mail.text
        assert f"Dear {person.name_latin}," in mail.text
        assert speaker_link(person) in mail.text
        assert entries(mail) == {slot.uid: ("Linen", "CONFIRMED", "0")}


def test_a_move_is_told_with_old_and_new_place_by_the_venues_clock(event, hall, db):
    speaker = make_speaker(event)
    slot = make_slot(make_session(event, "Linen", speaker), hall)
    release(event, "1", notify=False)
    move(db, slot, 2, make_hall(event, names={"en": "Studio"}))
    release(event, "2")
    mail = only_mail(db, speaker.email)
    zone = "(\u2068GMT+03:00\u2069)"
    before = f"Before: Saturday, November 28, 2026, 12:00\u202fPM–12:45\u202fPM {zone}, \u2068Main hall\u2069"
    now = f"Now: Saturday, November 28, 2026, 2:00\u202fPM–2:45\u202fPM {zone}, \u2068Studio\u2069"
    assert f"Moved: \u2068Linen\u2069\nAs: Speaker\n{before}\n{now}\n" in mail.text
    assert "Moscow Time" in mail.text
    assert entries(mail) == {slot.uid: ("Linen", "CONFIRMED", "1")}


def test_each_is_told_in_their_own_language(event, hall, db):
    speaker = make_speaker(event, language="ru")
    delegate = make_delegate(event, language="ru")
    linen = make_session(event, "", speaker, titles={"en": "Linen", "ru": "Лён"})
    slot = make_slot(linen, hall)
    star(db, delegate, slot)
    release(event, "1", notify=False)
    move(db, slot)
    with transaction():
        releasing.release(
            event.id,
            name="2",
            messages={"ru": "Простите за неудобство.", "en": "Sorry."},
            notify=True,
            actor_id=None,
            now=NOW,
        )
    run_waiting_jobs()
    for address in (speaker.email, delegate.email):
        mail = only_mail(db, address)
        assert (mail.language, "Лён" in mail.text, "Linen" in mail.text) == ("ru", True, False)
        assert (
            "суббота, 28 ноября 2026\u202fг., 12:00–12:45 (\u2068GMT+03:00\u2069), \u2068Главный зал\u2069" in mail.text
        )
        assert "Простите за неудобство." in mail.text
        assert "Sorry" not in mail.text
        assert "Москва" in mail.text
        assert entries(mail)[slot.uid][0] == "Лён"


def test_a_mail_in_arabic_is_written_from_the_right_with_names_apart(event, hall, db):
    delegate = make_delegate(event, language="ar", name_latin="Layla")
    slot = make_placed(event, hall, title="Linen")
    star(db, delegate, slot)
    release(event, "1", notify=False)
    move(db, slot)
    release(event, "2")
    mail = only_mail(db, delegate.email)
    assert '<html lang="ar" dir="rtl">' in mail.html
    assert "\u2068Linen\u2069" in mail.text


def test_cancelled_sessions_are_told_and_leave_the_calendar(event, hall, db):
    speaker, delegate = make_speaker(event), make_delegate(event)
    slot = make_slot(make_session(event, "Linen", speaker), hall)
    sign_up(db, delegate, slot)
    release(event, "1", notify=False)
    slot.session.state = SessionState.CANCELLED
    db.session.commit()
    release(event, "2")
    for address in (speaker.email, delegate.email):
        mail = only_mail(db, address)
        assert "Cancelled: \u2068Linen\u2069" in mail.text
        assert "It was planned for: Saturday, November 28" in mail.text
        assert entries(mail) == {slot.uid: ("Linen", "CANCELLED", "1")}


def test_who_loses_a_part_is_told_though_the_session_is_held(event, hall, db):
    staying, leaving = make_speaker(event), make_speaker(event)
    linen = make_session(event, "Linen", staying)
    part = add_part(linen, leaving)
    slot = make_slot(linen, hall)
    release(event, "1", notify=False)
    db.session.delete(part)
    db.session.commit()
    release(event, "2")
    assert mails_to(db, staying.email) == []
    mail = only_mail(db, leaving.email)
    assert "You no longer have a part in it: \u2068Linen\u2069" in mail.text
    assert entries(mail) == {slot.uid: ("Linen", "CANCELLED", "1")}


def test_one_mail_lists_all_that_concerns_somebody(event, hall, db):
    delegate = make_delegate(event)
    slots = [make_placed(event, hall, NOON + hour * HOUR, f"Talk {hour}") for hour in range(3)]
    for slot in slots:
        star(db, delegate, slot)
    release(event, "1", notify=False)
    for slot in slots[:2]:
        move(db, slot, 3)
    release(event, "2")
    mail = only_mail(db, delegate.email)
    assert mail.text.index("Talk 0") < mail.text.index("Talk 1")
    assert "Talk 2" not in mail.text
    assert set(entries(mail)) == {slot.uid for slot in slots[:2]}


def test_a_speaker_who_is_a_delegate_too_gets_one_mail_with_both(event, hall, db):
    delegate = make_delegate(event)
    speaker = make_speaker(event, email="", registration_id=delegate.id)
    own = make_slot(make_session(event, "Own talk", speaker), hall)
    starred = make_placed(event, hall, NOON + HOUR, "Starred talk")
    star(db, delegate, starred)
    star(db, delegate, own)
    release(event, "1", notify=False)
    move(db, own, 4)
    move(db, starred, 4)
    release(event, "2")
    mail = only_mail(db, delegate.email)
    assert mail.text.count("Own talk") == 1
    assert set(entries(mail)) == {own.uid, starred.uid}


def test_other_words_are_nobodys_business(event, hall, db):
    speaker, delegate = make_speaker(event), make_delegate(event)
    slot = make_slot(make_session(event, "Linen", speaker), hall)
    star(db, delegate, slot)
    release(event, "1", notify=False)
    slot.session.titles = {"en": "Hemp"}
    db.session.commit()
    made = release(event, "2")
    assert db.session.scalars(db.select(OutgoingMail)).all() == []
    job = db.session.get(Job, made.notified_job_id)
    assert (job.status, job.result) == (JobStatus.DONE, {"told": 0, "without_address": []})


@pytest.mark.parametrize("status", [one for one in RegistrationStatus if one is not RegistrationStatus.APPROVED])
def test_only_those_who_are_accredited_are_told(event, hall, db, status):
    person = make_registration(event, make_category(event), status)
    slot = make_placed(event, hall)
    star(db, person, slot)
    release(event, "1", notify=False)
    move(db, slot)
    release(event, "2")
    assert mails_to(db, person.email) == []


def test_a_cancelled_sign_up_is_told_only_if_the_release_cancelled_it(event, hall, db):
    category = make_category(event)
    gone, dropped = (make_delegate(event, category=category) for _ in range(2))
    slot = make_placed(event, hall)
    sign_up(db, gone, slot, SignUpStatus.CANCELLED, cancelled_at=NOW - HOUR)
    sign_up(db, dropped, slot, SignUpStatus.CANCELLED, cancelled_at=NOW)
    release(event, "1", notify=False)
    move(db, slot)
    release(event, "2")
    assert mails_to(db, gone.email) == []
    assert "Moved" in only_mail(db, dropped.email).text


def test_nobody_is_told_twice_however_often_the_job_is_begun_anew(event, hall, db):
    speaker, delegate = make_speaker(event), make_delegate(event)
    slot = make_slot(make_session(event, "Linen", speaker), hall)
    star(db, delegate, slot)
    release(event, "1", notify=False)
    move(db, slot)
    made = release(event, "2")
    job = db.session.get(Job, made.notified_job_id)
    for status in (JobStatus.QUEUED, JobStatus.QUEUED):
        job.status = status
        db.session.commit()
        run_waiting_jobs()
    assert len(mails_to(db, speaker.email)) == len(mails_to(db, delegate.email)) == 1
    assert db.session.get(Job, job.id, populate_existing=True).result["told"] == 2


def test_a_job_that_broke_off_goes_on_where_it_was(event, hall, db, monkeypatch):
    monkeypatch.setattr(tasks, "_NOTICES_AT_ONCE", 2)
    category = make_category(event)
    people = [make_delegate(event, category=category) for _ in range(5)]
    slot = make_placed(event, hall)
    for person in people:
        star(db, person, slot)
    release(event, "1", notify=False)
    move(db, slot)
    tell, calls = notifying.tell, []

    def break_off(plan, recipients, now):
        calls.append(len(recipients))
        if len(calls) == 2:
            raise OSError("the machine was switched off")
        return tell(plan, recipients, now)

    monkeypatch.setattr(notifying, "tell", break_off)
    made = release(event, "2")
    job = db.session.get(Job, made.notified_job_id, populate_existing=True)
    assert (job.status, job.done, len(db.session.scalars(db.select(OutgoingMail)).all())) == (JobStatus.QUEUED, 2, 2)
    job.not_before = NOW
    db.session.commit()
    run_waiting_jobs()
    addresses = [mail.recipient for mail in db.session.scalars(db.select(OutgoingMail))]
    assert sorted(addresses) == sorted(person.email for person in people)
    assert calls == [2, 2, 2, 2, 1]
    assert db.session.get(Job, job.id, populate_existing=True).status is JobStatus.DONE


def test_who_has_no_address_is_named_to_the_organisers(event, hall, db):
    speaker = make_speaker(event, email="")
    make_slot(make_session(event, "Linen", speaker), hall)
    made = release(event, "1")
    job = db.session.get(Job, made.notified_job_id, populate_existing=True)
    assert job.result == {"told": 0, "without_address": [speaker.id]}


def test_those_who_were_not_told_at_once_can_be_told_later_once(event, hall, db):
    speaker = make_speaker(event)
    make_slot(make_session(event, "Linen", speaker), hall)
    release(event, "1", notify=False)
    with transaction():
        notifying.notify(event.id, 1, actor_id=None, now=NOW)
    run_waiting_jobs()
    assert only_mail(db, speaker.email)
    with pytest.raises(AlreadyNotified), transaction():
        notifying.notify(event.id, 1, actor_id=None, now=NOW)
    with pytest.raises(ReleaseIsGone), transaction():
        notifying.notify(event.id, 2, actor_id=None, now=NOW)


def test_a_name_with_markup_stays_a_name(event, hall, db):
    speaker = make_speaker(event, "Ana <b>\ue001 {{ 7*7 }}")
    make_slot(make_session(event, "<script>alert(1)</script>\r\nBcc: all@example.org", speaker), hall)
    release(event, "1")
    mail = only_mail(db, speaker.email)
    assert "Ana &lt;b&gt;" in mail.html
    assert "<script>" not in mail.html
    assert "\n" not in mail.subject
    assert entries(mail)


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_costs_the_same_queries_for_any_number(event, hall, db, count, count_queries):
    category, session = make_category(event), make_session(event)
    slot = make_slot(session, hall)
    for _ in range(count):
        star(db, make_delegate(event, category=category), slot)
        add_part(session, make_speaker(event, registration_id=make_delegate(event, category=category).id))
    release(event, "1", notify=False)
    move(db, slot)
    made = release(event, "2", notify=False)
    plan = notifying.plan_notices(made.id)
    db.session.expunge_all()
    with transaction(), count_queries() as counter:
        notifying.tell(plan, plan.recipients, NOW)
    assert counter.count == 10
    assert len(db.session.scalars(db.select(ReleaseNotice)).all()) == 2 * count


def test_equal_news_are_rendered_once(event, hall, db, monkeypatch):
    category, slot = make_category(event), make_placed(event, hall)
    for language in ("en", "en", "en", "ru", "ru"):
        star(db, make_delegate(event, category=category, language=language), slot)
    release(event, "1", notify=False)
    move(db, slot)
    rendered = []
    render = mails.render_mail
    monkeypatch.setattr(mails, "render_mail", lambda *args: rendered.append(args[1]) or render(*args))
    release(event, "2")
    assert sorted(rendered) == ["en", "ru"]
    sent = list(db.session.scalars(db.select(OutgoingMail)))
    assert len({mail.text for mail in sent}) == len({parseaddr(mail.recipient)[1] for mail in sent}) == 5
