"""What the tests of the delegate's side share: answers, pictures, and a hand that fills in the form."""

import io
import re
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from summit.clock import utcnow
from summit.database import db, transaction
from summit.events.models import Event
from summit.mail.models import OutgoingMail
from summit.registration.models import Registration
from summit.registration.rules import ConsentPurpose
from summit.registration.rules.answers import RegistrationAnswers
from summit.registration.services import registering

REQUIRED = {ConsentPurpose.REGISTRATION: True}
IDENTITY = {"name_latin": "Wēi Lín", "name_native": "林薇", "native_language": "zh-Hans", "call_me": "Wei"}
CONTACT = {"email": "Wei@example.org", "phone": "+8613812345678", "citizenship": "CN", "residence": "CN"}
WORK = {
    "organisation": "Silk Atelier",
    "job_title": "Designer",
    "languages_spoken": ["zh-Hans", "en"],
    "badge_line1": "Wei",
    "badge_line2": "Wēi Lín",
}


def answers(**values: Any) -> RegistrationAnswers:
    defaults = {
        "email": "wei@example.org",
        "name_latin": "Wei Lin",
        "citizenship": "CN",
        "residence": "CN",
        "organisation": "Silk Atelier",
    }
    return RegistrationAnswers(**(defaults | values))


def register(event: Event, letter: str = "D", **values: Any) -> Registration:
    """Register somebody through the service, in a transaction of its own."""
    given = {name: values.pop(name) for name in list(values) if name in _KEYWORDS}
    defaults = {"language": "en", "consents": REQUIRED, "submission_key": uuid4().hex, "now": utcnow()}
    with transaction():
        return registering.register(event, category_letter=letter, answers=answers(**values), **(defaults | given))


_KEYWORDS = {"language", "consents", "submission_key", "now", "photo", "texts_read"}


def picture(size: tuple[int, int] = (640, 480), kind: str = "JPEG", colour: str = "red", **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind, **options)
    return buffer.getvalue()


def mails_to(address: str) -> list[OutgoingMail]:
    statement = select(OutgoingMail).where(OutgoingMail.recipient == address).order_by(OutgoingMail.id)
    return list(db.session.scalars(statement))


def link_in(mail: OutgoingMail) -> str:
    """Return the path of the link in a mail."""
    return re.search(r"http://localhost(/\S+)", mail.text)[1]


def fill_in(client: FlaskClient, event: Event, *, until: str = "review", **changes: dict[str, Any]) -> None:
    """Fill in the form of a category without photo and extras, up to a step that is only shown."""
    pages = {
        "category": {"category": "D"},
        "identity": IDENTITY,
        "contact": CONTACT,
        "organisation": WORK,
        "consents": {"registration": "y"},
    }
    for step, data in pages.items():
        if step == until:
            break
        answer = client.post(f"/e/{event.slug}/register/{step}", data=data | changes.get(step, {}))
        assert answer.status_code == 303, answer.get_data(as_text=True)
