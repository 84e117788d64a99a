"""The transport against a real SMTP server of our own on the loopback."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy

import pytest

from summit.mail.rules import Attachment
from summit.mail.transport import MailRefused, as_message, hand_over


@dataclass(frozen=True)
class Letter:
    recipient: str = "delegate@example.org"
    subject: str = "Ваша регистрация: 时装峰会"
    text: str = "Здравствуйте\n"
    html: str = "<p>Здравствуйте</p>"
    language: str = "ru"
    message_id: str = "<one@example.org>"


@dataclass(frozen=True)
class Settings:
    smtp_url: str
    mail_from: str = "Summit <summit@example.org>"
    demo: bool = False


class SmallServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a client needs, and keeps what it was given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.kept: list[bytes] = []
        self.recipient_answer = b"250 ok"


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say(b"220 ready")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"DATA":
                self.say(b"354 go on")
                self.server.kept.append(self.read_letter())
                self.say(b"250 kept")
            elif verb == b"QUIT":
                self.say(b"221 bye")
                return
            else:
                self.say(self.server.recipient_answer if verb == b"RCPT" else b"250 ok")

    def read_letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)

    def say(self, text: bytes) -> None:
        self.wfile.write(text + b"\r\n")


@pytest.fixture
def server() -> Iterator[SmallServer]:
    with SmallServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def settings_of(server: SmallServer) -> Settings:
    return Settings(f"smtp://127.0.0.1:{server.server_address[1]}")


def test_text_and_html_arrive_in_every_script(server):
    hand_over(Letter(), settings_of(server))
    letter = message_from_bytes(server.kept[0], policy=policy.default)
    assert letter["Subject"] == "Ваша регистрация: 时装峰会"
    assert letter["Message-ID"] == "<one@example.org>"
    assert letter.get_body(("plain",)).get_content().strip() == "Здравствуйте"
    assert letter.get_body(("html",)).get_content().strip() == "<p>Здравствуйте</p>"


@pytest.mark.parametrize(("answer", "permanent"), [(b"550 nobody here", True), (b"450 later", False)])
def test_a_refused_recipient_is_final_only_when_the_server_says_so(server, answer, permanent):
    server.recipient_answer = answer
    with pytest.raises(MailRefused) as refusal:
        hand_over(Letter(), settings_of(server))
    assert refusal.value.permanent is permanent


def test_a_server_that_is_away_is_tried_again():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(MailRefused) as refusal:
            hand_over(Letter(), Settings(f"smtp://127.0.0.1:{unused.getsockname()[1]}"))
    assert refusal.value.permanent is False


def test_without_a_server_only_a_demo_pretends():
    hand_over(Letter(), Settings("", demo=True))
    with pytest.raises(MailRefused, match="SUMMIT_SMTP_URL"):
        hand_over(Letter(), Settings(""))


def test_a_password_is_never_sent_in_clear(server):
    url = f"smtp://user:secret@127.0.0.1:{server.server_address[1]}"
    with pytest.raises(MailRefused, match="STARTTLS"):
        hand_over(Letter(), replace(settings_of(server), smtp_url=url))
    assert server.kept == []


def test_a_line_break_in_the_subject_adds_no_header():
    with pytest.raises(ValueError):
        as_message(replace(Letter(), subject="Hi\r\nBcc: everyone@example.org"), "Summit <summit@example.org>")


def test_a_mail_that_cannot_be_written_stops_no_other(server):
    with pytest.raises(MailRefused) as refusal:
        hand_over(replace(Letter(), subject="Hi\r\nBcc: everyone@example.org"), settings_of(server))
    assert refusal.value.permanent is True
    assert server.kept == []


CALENDAR = Attachment(
    "сессии.ics",
    "text/calendar; method=PUBLISH; charset=utf-8",
    "BEGIN:VCALENDAR\r\nSUMMARY:Лён 时装\r\n".encode(),
)


def test_a_calendar_arrives_byte_for_byte_beside_text_and_html(server):
    hand_over(Letter(), settings_of(server), [CALENDAR])
    letter = message_from_bytes(server.kept[0], policy=policy.default)
    assert letter.get_content_type() == "multipart/mixed"
    words, calendar = letter.iter_parts()
    assert [part.get_content_type() for part in words.iter_parts()] == ["text/plain", "text/html"]
    assert letter.get_body(("plain",)).get_content().strip() == "Здравствуйте"
    assert calendar["Content-Type"].params["method"] == "PUBLISH"
    assert calendar["Content-Type"].params["charset"] == "utf-8"
    assert (calendar.get_content_disposition(), calendar.get_filename()) == ("attachment", "сессии.ics")
    assert calendar.get_payload(decode=True) == CALENDAR.content


def test_a_mail_without_attachments_is_no_more_than_its_words(server):
    hand_over(Letter(), settings_of(server))
    assert message_from_bytes(server.kept[0], policy=policy.default).get_content_type() == "multipart/alternative"


def test_a_file_name_adds_no_header(server):
    named = replace(CALENDAR, file_name="a.ics\r\nBcc: everyone@example.org")
    with pytest.raises(MailRefused) as refusal:
        hand_over(Letter(), settings_of(server), [named])
    assert refusal.value.permanent is True
    assert server.kept == []


def test_a_long_file_name_arrives_whole(server):
    hand_over(Letter(), settings_of(server), [replace(CALENDAR, file_name="лён" * 60 + ".ics")])
    letter = message_from_bytes(server.kept[0], policy=policy.default)
    assert [part.get_filename() for part in letter.iter_attachments()] == ["лён" * 60 + ".ics"]
