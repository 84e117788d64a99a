"""Mails about meetings: to whom, in which language, with which entry for the calendar."""

import pytest
from icalendar import Calendar
from sqlalchemy import select

from summit.companies.rules.status import MemberRole
from summit.database import transaction
from summit.mail.models import MailAttachment, OutgoingMail
from summit.meetings.models import Meeting
from summit.meetings.rules.kinds import MeetingFormat
from summit.meetings.services import changing, organising
from summit.permissions import Role
from tests import factories
from tests.companies.factories import make_member
from tests.factories import NOON, make_staff
from tests.meetings.asking import accept, ask
from tests.meetings.factories import (
    EARLY,
    make_pair,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)
from tests.meetings.told import entries, forget, told


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_settings(event)
    make_window(event)
    make_table(event)
    return event


@pytest.fixture
def pair(event):
    return make_pair(event)


def mail_to(db, person):
    statement = select(OutgoingMail).where(OutgoingMail.recipient == person.email)
    return db.session.scalars(statement.order_by(OutgoingMail.id.desc())).first()


def test_who_speaks_and_does_not_attend_is_told_without_an_entry(db, event, pair):
    one, other = pair
    second = make_member(other.company, event, role=MemberRole.MEMBER)
    meeting = ask(one, other)
    forget()
    accept(meeting, other, NOON, people=[second.registration_id])
    assert told() == sorted((person.registration.email, "scheduled") for person in (one, second))
    forget()
    with transaction():
        changing.cancel(meeting.id, registration_id=one.registration_id, now=EARLY)
    assert told() == sorted((person.registration.email, "cancelled") for person in (one, other, second))
    assert set(entries()) == {one.registration.email, second.registration.email}


def test_a_colleague_who_is_not_concerned_gets_no_mail(event, pair):
    bystander = make_member(pair[1].company, event, role=MemberRole.MEMBER)
    accept(ask(*pair), pair[1], NOON)
    assert bystander.registration.email not in {recipient for recipient, _template in told()}


def test_each_reads_their_own_language(db, event):
    one, other = make_spokesperson(event, language="en"), make_spokesperson(event, language="ru")
    accept(ask(one, other), other, NOON)
    found = [mail_to(db, member.registration) for member in (one, other)]
    assert [mail.language for mail in found] == ["en", "ru"]
    assert other.company.name in found[0].text
    assert one.company.name in found[1].text


def test_the_entry_says_when_where_and_with_whom(db, event, pair):
    accept(ask(*pair), pair[1], NOON)
    statement = select(MailAttachment).join(OutgoingMail, OutgoingMail.id == MailAttachment.mail_id)
    file = db.session.scalars(statement.where(OutgoingMail.recipient == pair[0].registration.email)).one()
    assert file.file_name == "meeting.ics"
    (entry,) = Calendar.from_ical(file.content).walk("VEVENT")
    meeting = db.session.scalars(select(Meeting)).one()
    assert entry["UID"] == meeting.uid
    assert entry["DTSTART"].dt == NOON
    assert entry["SUMMARY"] == f"Meeting: {pair[1].company.name}"
    assert entry["LOCATION"].startswith("Table ")
    assert entry["URL"].endswith(f"/e/{event.slug}/meetings/m/{meeting.public_id}")


def test_moves_and_the_end_follow_each_other_by_number(db, pair):
    meeting = make_scheduled(*pair)
    email, first = pair[0].registration.email, meeting.sequence
    with transaction():
        changing.change_details(
            meeting.id, registration_id=pair[0].registration_id, online_link="", interpreting=("en", "ru"), now=EARLY
        )
    with transaction():
        changing.cancel(meeting.id, registration_id=pair[0].registration_id, now=EARLY)
    assert entries()[email] == ("CANCEL", first + 2, "CANCELLED")


def test_a_meeting_that_loses_its_time_is_taken_out_of_calendars(db, event, pair):
    meeting = accept(ask(*pair), pair[1], NOON)
    sequence, uid = meeting.sequence, meeting.uid
    forget()
    with transaction():
        organising.take_out(meeting.id, version=meeting.version, actor_id=make_staff(event, Role.B2B).id, now=EARLY)
    assert told() == sorted((person.registration.email, "unscheduled") for person in pair)
    assert entries()[pair[0].registration.email] == ("CANCEL", sequence + 1, "CANCELLED")
    (entry,) = Calendar.from_ical(db.session.scalars(select(MailAttachment)).first().content).walk("VEVENT")
    assert (entry["UID"], entry["DTSTART"].dt) == (uid, NOON)


def test_somebody_elsewhere_reads_the_time_by_their_own_clock_too(db, event):
    one = make_spokesperson(event, residence="ZA")
    other = make_spokesperson(event)
    accept(ask(one, other, format=MeetingFormat.ONLINE), other, NOON)
    assert "By the clock of Africa/Johannesburg" in mail_to(db, one.registration).text
