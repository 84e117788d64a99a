"""Meeting on the spot by the badge of somebody else."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from summit.accounts.models import Account
from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.companies.models import Company
from summit.companies.rules.status import CompanyStatus
from summit.credentials.services import ensure_credential
from summit.database import db as database
from summit.database import transaction
from summit.mail.models import MailAttachment, OutgoingMail
from summit.meetings.models import Meeting, MeetingSettings
from summit.meetings.rules.kinds import MeetingOrigin, MeetingStatus, Phase
from summit.registration.models import ConsentRecord, ConsentText, Registration
from summit.registration.rules import ConsentPurpose
from tests.companies.factories import make_member
from tests.factories import make_event, sign_in
from tests.meetings.factories import make_meeting, make_pair, make_scheduled, make_settings, make_table

REFUSED = "This badge cannot be used"


@pytest.fixture
def event(db):
    event = make_event()
    make_settings(event)
    make_table(event, "T7")
    return event


@pytest.fixture
def pair(event):
    return make_pair(event)


@pytest.fixture
def badge(pair):
    """The badge of the second of the pair, who has agreed to exchange contacts."""
    agree(pair[1])
    return issue(pair[1])


def agree(member, *, given=True):
    """Have somebody agree (or no longer) to exchange contacts."""
    person = database.session.get_one(Registration, member.registration_id)
    text = ConsentText(
        event_id=person.event_id,
        purpose=ConsentPurpose.CONTACT_EXCHANGE,
        language="en",
        version=1 + int(not given),
        body="Contacts may be exchanged.",
        body_hash="0" * 64,
        approved=True,
    )
    database.session.add(text)
    database.session.flush()
    words = {"text_id": text.id, "text_version": text.version, "text_hash": text.body_hash, "language": "en"}
    database.session.add(ConsentRecord(registration_id=person.id, purpose=text.purpose, given=given, **words))
    database.session.commit()


def issue(member):
    with transaction():
        return ensure_credential(member.registration_id, actor_id=None, now=utcnow())


@pytest.fixture
def scan(client, event, pair):
    def send(code, path="walk-in", **data):
        person = database.session.get_one(Registration, pair[0].registration_id)
        sign_in(client, database.session.get_one(Account, person.account_id))
        return client.post(f"/e/{event.slug}/meetings/{path}", data={"code": code} | data)

    return send


def mark_on(answer):
    return BeautifulSoup(answer.text, "html.parser").select_one("input[name=mark]")["value"]


def walked_in():
    return database.session.scalars(select(Meeting).where(Meeting.status == MeetingStatus.SCHEDULED)).all()


@pytest.mark.parametrize("field", ["token", "short_code"])
def test_a_badge_leads_to_a_meeting_from_now_on(scan, pair, badge, field):
    found = scan(getattr(badge, field))
    answer = scan("", "walk-in/meet", mark=mark_on(found))

    [meeting] = walked_in()
    assert answer.status_code == 303
    assert (meeting.origin, meeting.partner_id) == (MeetingOrigin.WALK_IN, pair[1].company_id)
    assert timedelta(0) <= meeting.starts_at - utcnow() + timedelta(seconds=60) < timedelta(minutes=6)
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=20)
    assert "Table T7" in re.sub(r"\s+", " ", found.text)


def test_the_other_side_is_told_with_an_entry_for_its_calendar(scan, pair, badge):
    scan("", "walk-in/meet", mark=mark_on(scan(badge.token)))

    email = database.session.get_one(Registration, pair[1].registration_id).email
    mail = database.session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == email)).one()
    attached = database.session.scalars(select(MailAttachment).where(MailAttachment.mail_id == mail.id)).one()
    assert b"BEGIN:VEVENT" in attached.content


def test_each_look_at_a_badge_is_recorded_even_if_refused(scan, pair):
    scan(issue(pair[1]).token)

    entry = database.session.scalars(select(AuditEntry).where(AuditEntry.action == "meetings.badge_looked_at")).one()
    assert entry.subject_id == pair[1].registration_id


def test_without_consent_a_badge_says_no_more_than_a_wrong_code(scan, pair):
    other = database.session.get_one(Registration, pair[1].registration_id).name_latin

    refused, wrong = scan(issue(pair[1]).token), scan("0" * 24)

    assert (refused.status_code, wrong.status_code) == (422, 422)
    for answer in (refused, wrong):
        assert REFUSED in answer.text
        assert other not in answer.text


def test_consent_that_was_taken_back_counts_no_more(scan, pair, badge):
    agree(pair[1], given=False)

    assert REFUSED in scan(badge.token).text


def test_a_company_that_is_not_approved_is_not_met(scan, pair, badge):
    database.session.get_one(Company, pair[1].company_id).status = CompanyStatus.WITHDRAWN
    database.session.commit()

    assert REFUSED in scan(badge.token).text


def test_ones_own_badge_is_of_no_use(scan, pair):
    assert "of your own company" in scan(issue(pair[0]).token).text


@pytest.mark.parametrize("change", [{"phase": Phase.PROVISIONAL}, {"allows_walk_ins": False}])
def test_meetings_on_the_spot_can_be_closed(scan, event, badge, change):
    settings = database.session.get_one(MeetingSettings, event.id)
    for name, value in change.items():
        setattr(settings, name, value)
    database.session.commit()

    assert "not open at the moment" in scan(badge.token).text


def test_what_was_agreed_gets_its_time_now(scan, pair, badge):
    agreed = make_meeting(*pair, MeetingStatus.ACCEPTED)

    scan("", "walk-in/meet", mark=mark_on(scan(badge.token)))

    [meeting] = walked_in()
    assert meeting.id == agreed.id


def test_who_was_to_attend_what_was_agreed_and_need_not_is_told(scan, event, pair, badge):
    first = make_member(pair[1].company, event)
    email = first.registration.email
    agreed = make_meeting(pair[0], first, MeetingStatus.ACCEPTED)

    scan("", "walk-in/meet", mark=mark_on(scan(badge.token)))

    assert [meeting.id for meeting in walked_in()] == [agreed.id]
    mails = select(OutgoingMail.recipient).where(OutgoingMail.template == "meetings/you_attend_no_more")
    assert list(database.session.scalars(mails)) == [email]


def test_who_is_busy_is_met_later(scan, event, pair, badge):
    now = utcnow()
    start = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
    other = make_pair(event)[0]
    make_scheduled(pair[1], other, start, now=now)

    answer = scan(badge.token)

    assert answer.status_code == 422
    assert "not both free now" in answer.text


def test_without_a_free_table_people_meet_standing(scan, event, pair, badge):
    now = utcnow()
    start = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
    make_scheduled(*make_pair(event), start, now=now)

    scan("", "walk-in/meet", mark=mark_on(scan(badge.token)))

    tables = [meeting.table_id for meeting in walked_in() if meeting.origin is MeetingOrigin.WALK_IN]
    assert tables == [None]


def test_the_mark_of_somebody_else_opens_nothing(scan, client, event, pair, badge):
    mark = mark_on(scan(badge.token))
    third = make_pair(event)[0]
    person = database.session.get_one(Registration, third.registration_id)
    sign_in(client, database.session.get_one(Account, person.account_id))

    answer = client.post(f"/e/{event.slug}/meetings/walk-in/meet", data={"mark": mark})

    assert answer.status_code == 422
    assert walked_in() == []


def test_codes_cannot_be_tried_for_long(scan):
    answers = [scan("0" * 24) for _ in range(11)]

    assert "too many attempts" in answers[-1].text
    assert "too many attempts" not in answers[-2].text
