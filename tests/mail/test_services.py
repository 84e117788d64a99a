import re
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from jinja2 import ChoiceLoader, DictLoader

from summit.clock import utcnow
from summit.database import transaction
from summit.mail import queries, services
from summit.mail.models import OutgoingMail
from summit.mail.rendering import render_mail
from summit.mail.rules import Attachment, MailStatus
from tests.factories import make_event

LETTER = "{{ _('Page not found') }}\n\nDear {{ name }},\n\nOpen your page: http://localhost/x?a=1&b=2\n"


@pytest.fixture(autouse=True)
def template(app):
    loader = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([DictLoader({"tests/mails/letter.txt": LETTER}), loader])
    yield
    app.jinja_env.loader = loader


@pytest.fixture
def demo(app):
    config = app.extensions["summit_config"]
    app.extensions["summit_config"] = replace(config, demo=True)
    yield
    app.extensions["summit_config"] = config


def queue(name="Anna <b>", language="en") -> OutgoingMail:
    with transaction():
        return services.queue_mail("anna@example.org", "tests/letter", language=language, context={"name": name})


def test_a_mail_is_rendered_as_text_and_as_html_with_a_button(db):
    mail = queue()
    assert mail.subject == "Page not found"
    assert mail.text == "Dear Anna <b>,\n\nOpen your page: http://localhost/x?a=1&b=2\n"
    assert "Anna &lt;b&gt;" in mail.html
    assert 'href="http://localhost/x?a=1&amp;b=2"' in mail.html
    assert ">Open your page</a>" in mail.html


@pytest.mark.parametrize("name", ["Anna https://evil.example", "Anna http://localhost.evil.example/"])
def test_a_name_makes_no_button_to_another_site(db, name):
    mail = queue(name=name)
    assert "evil.example" in mail.html
    assert 'href="http://localhost/x' in mail.html
    assert not re.search(r'href="[^"]*evil', mail.html)


def test_an_arabic_mail_is_written_from_the_right(db):
    assert '<html lang="ar" dir="rtl">' in queue(language="ar").html


def test_a_mail_of_a_transaction_that_failed_was_never_there(db):
    with suppress(RuntimeError), transaction():
        services.queue_mail("anna@example.org", "tests/letter", language="en", context={"name": "x"})
        raise RuntimeError
    assert queries.list_due_mails(utcnow()) == []


def test_a_line_break_in_a_name_cannot_break_the_subject(db):
    mail = queue(name="x\nBcc: all@example.org")
    assert "\n" not in mail.subject


def test_a_delivered_mail_is_not_delivered_again(db, demo):
    mail = queue()
    services.deliver_mail(mail.id)
    services.deliver_mail(mail.id)
    db.session.refresh(mail)
    assert (mail.status, mail.attempts, mail.error) == (MailStatus.SENT, 1, "")


def test_a_mail_that_could_not_leave_waits_longer_each_time(db):
    mail = queue()
    pauses = []
    for _ in range(3):
        before = utcnow()
        services.deliver_mail(mail.id)
        db.session.refresh(mail)
        pauses.append(round((mail.next_attempt_at - before) / timedelta(minutes=1)))
        mail.next_attempt_at = before
        db.session.commit()
    assert (pauses, mail.status) == ([1, 2, 4], MailStatus.QUEUED)
    assert "SUMMIT_SMTP_URL" in mail.error


def test_a_mail_whose_sender_was_killed_is_sent_after_its_lease(db, demo):
    mail = queue()
    mail.status, mail.lease_until = MailStatus.SENDING, utcnow() + timedelta(minutes=1)
    db.session.commit()
    assert services.deliver_due_mails(utcnow()) == 0
    mail.lease_until = utcnow() - timedelta(seconds=1)
    db.session.commit()
    assert services.deliver_due_mails(utcnow()) == 1
    db.session.refresh(mail)
    assert mail.status is MailStatus.SENT


def test_the_mailbox_exists_in_a_demo_only(client):
    assert client.get("/demo/mailbox/").status_code == 404


def test_the_mailbox_shows_what_would_have_been_sent(client, demo):
    mail = queue(language="ar")
    assert "anna@example.org" in client.get("/demo/mailbox/").text
    assert "Anna &lt;b&gt;" in client.get(f"/demo/mailbox/{mail.id}").text
    assert client.get("/demo/mailbox/999999").status_code == 404


def test_the_mailbox_costs_the_same_for_one_and_for_three_mails(client, demo, count_queries):
    counts = []
    for _ in range(2):
        queue()
        with count_queries() as counter:
            client.get("/demo/mailbox/")
        counts.append(counter.count)
        queue()
    assert counts[0] == counts[1]


FILE = Attachment("slots.ics", "text/calendar; method=PUBLISH; charset=utf-8", b"BEGIN:VCALENDAR\r\n")


def test_what_goes_with_a_mail_is_kept_with_it(db):
    with transaction():
        context = {"name": "Anna"}
        mail = services.queue_mail(
            "anna@example.org", "tests/letter", language="en", context=context, attachments=[FILE]
        )
    kept = [(row.file_name, row.media_type, row.content) for row in queries.list_attachments(mail.id)]
    assert kept == [(FILE.file_name, FILE.media_type, FILE.content)]


def letters(count, *attachments):
    rendered = render_mail("tests/letter", "ru", {"name": "Анна"})
    people = [f"delegate{number}@example.org" for number in range(count)]
    return [services.Letter(one, "ru", "tests/letter", rendered, attachments) for one in people]


@pytest.mark.parametrize("count", [1, 3])
def test_many_mails_cost_two_statements(db, count, count_queries):
    event_id = make_event().id
    with transaction(), count_queries() as counter:
        ids = services.queue_mails(letters(count, FILE), event_id=event_id)
    assert counter.count == 2
    mails = [queries.find_mail(key) for key in ids]
    assert [mail.recipient for mail in mails] == [f"delegate{number}@example.org" for number in range(count)]
    assert {(mail.status, mail.event_id, mail.language) for mail in mails} == {(MailStatus.QUEUED, event_id, "ru")}
    assert len({mail.message_id for mail in mails}) == count
    assert [len(queries.list_attachments(key)) for key in ids] == [1] * count


def test_no_mails_are_no_work(db, count_queries):
    with transaction(), count_queries() as counter:
        assert services.queue_mails([]) == []
    assert counter.count == 0


def test_a_batch_hands_over_what_was_queued_together(db, demo):
    earlier = queue()
    with transaction():
        ids = services.queue_mails(letters(3, FILE))
    assert services.deliver_batch(ids[0]) == 3
    assert services.deliver_batch(ids[0]) == 0
    db.session.refresh(earlier)
    assert earlier.status is MailStatus.QUEUED
    assert {queries.find_mail(key).status for key in ids} == {MailStatus.SENT}


def test_the_mailbox_offers_the_attachments(client, demo):
    with transaction():
        mail, other = (queries.find_mail(key) for key in services.queue_mails(letters(2, FILE)))
    page = BeautifulSoup(client.get(f"/demo/mailbox/{mail.id}").text, "html.parser")
    link = page.find("a", string="slots.ics") or page.find("bdi", string="slots.ics").parent
    answer = client.get(link["href"])
    assert answer.get_data() == FILE.content
    assert answer.headers["Content-Type"] == "text/calendar; method=PUBLISH; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=slots.ics"
    file_id = link["href"].rpartition("/")[2]
    assert client.get(f"/demo/mailbox/{other.id}/files/{file_id}").status_code == 404
    assert client.get(f"/demo/mailbox/{mail.id}/files/999999").status_code == 404
