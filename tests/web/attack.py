"""What attacks the pages: hostile values, an edition with something of everything, and a browser that notes faults."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from bs4 import BeautifulSoup, Tag
from flask import got_request_exception
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from summit.accounts.services import start_session
from summit.agenda.mails.links import speaker_secret
from summit.agenda.services.materials import add_material
from summit.agenda.services.uploads import Upload, keep_upload
from summit.badges.layouts import Sheet
from summit.badges.rules import PrintFilter, PrintOrder
from summit.badges.services.runs import order_print_run
from summit.clock import utcnow
from summit.companies.mails.invitations import invitation_secret
from summit.companies.models import CompanyMember
from summit.companies.services.uploads import CompanyUpload, keep_companies
from summit.database import db, transaction
from summit.entrance.services import add_device, add_gate
from summit.entrance.tasks import take_scan
from summit.events.models import Category, Event
from summit.events.rules import Ask
from summit.permissions import Role
from summit.registration.rules import FormStep, RegistrationStatus
from summit.registration.rules.desk import Position, write_position
from summit.registration.services import confirming, drafts
from summit.registration.services.status import status_secret
from tests import factories
from tests.agenda.factories import (
    add_part,
    make_proposal,
    make_release,
    make_session,
    make_slot,
    make_speaker,
    make_track,
)
from tests.badges.layout_factory import make_layout
from tests.companies.factories import make_company, make_invitation, make_member, make_saved_list
from tests.desk.factories import make_approved, make_hand_out
from tests.entrance.offline import make_conflict
from tests.meetings.factories import (
    make_block,
    make_interpreter,
    make_meeting,
    make_objection,
    make_pair,
    make_run,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)

HUGE = ("9223372036854775808", "9" * 30, "9" * 4400)
WORDS = ("\x00", "a\x00b", "\ud800", "😀" * 500, "\u202e\u2066abc", "\r\nX-Evil: 1", "{{7*7}}", "é", "..", " ")
WORDS += ("<script>alert(1)</script>", "'; DROP TABLE accounts;--", "../../config.py", "%s%n", "//[", "x" * 10_000)
NUMBERS = (*HUGE, "-9223372036854775809", "-1", "0", "NaN", "1e999", "1.5", "٣", "1:1", f"{'9' * 30}:1")
MOMENTS = ("0001-01-01", "9999-12-31", "0001-01-01T00:00", "9999-12-31T23:59", "0000-00-00", "2026-11-28T25:61")
HOSTILE = (*WORDS, *NUMBERS, *MOMENTS)
PARTS = (*HUGE, "0", "٣", "\x00", "\ud800", "..", "//[", "{{7*7}}", "x" * 3000)
# What may pass the check of a single field and so reaches the service behind the form.
_PASSING = {
    "number": (HUGE[0], HUGE[1], "0"),
    "hidden": (HUGE[0], HUGE[1], "x"),
    "date": ("0001-01-01", "9999-12-31"),
    "datetime-local": ("0001-01-01T00:00", "9999-12-31T23:59"),
}
_PASSING_TEXTS = ("😀" * 60, "=1+1", "x" * 10_000)
_NUMBER = re.compile(r"<(?:[^<>]*:)?(\w+)>")


def hostile_places() -> list[str]:
    """Return places in a list that no page of ours ever named."""
    moments = ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "x\x00", "", "\ud800")
    ids = (0, 2**63, -1)
    positions = [Position(moment, 1) for moment in moments if moment != "\ud800"]
    positions += [Position("2026-01-01T00:00:00+00:00", row_id) for row_id in ids]
    return [*map(write_position, positions), "W1tdLDFd", "WyJceGQ4MDAiLDFd", "!!!", "9" * 30]


@dataclass
class Scene:
    """A browser, the addresses of one of everything, and the faults that were seen."""

    client: FlaskClient
    event: Event
    home: str
    known: dict[str, str]
    confirmation: str
    session: str
    faults: list[str] = field(default_factory=list)

    def rules(self, method: str) -> list[Rule]:
        """Return the routes that take the method."""
        rules = self.client.application.url_map.iter_rules()
        return [rule for rule in rules if method in (rule.methods or ()) and rule.endpoint != "static"]

    def address(self, rule: Rule, **changes: str) -> str:
        """Return the rule's address, its parts valid but for the changes."""
        values = dict(self.known)
        if "/confirm/" in rule.rule:
            values["secret"] = self.confirmation
        if "/runs/" in rule.rule:
            values["public_id"] = self.known["run"]
        if "/speakers/<code>" in rule.rule:
            values["code"] = self.known["speaker_code"]
        if rule.rule.startswith("/speaker/"):
            values["secret"] = self.known["speaker_secret"]
        if rule.endpoint.startswith("accounts."):
            values["session_id"] = "1"
        values |= changes
        return _NUMBER.sub(lambda match: quoted(values[match[1]]), rule.rule)

    def addresses(self, rule: Rule) -> list[str]:
        """Return the rule's valid addresses: one, or one for each step of the form."""
        steps = list(FormStep) if "step" in rule.arguments else [FormStep.REVIEW]
        return [self.address(rule, step=step.value) for step in steps]

    def sign_in(self) -> None:
        """Sign the owner in, always with the same session."""
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = self.session

    def ask(self, method: str, address: str, **sent: Any) -> TestResponse:
        """Send a request; note a fault, and an answer that a line break in the input has split."""
        raised: list[Exception] = []

        def note(sender: object, exception: Exception) -> None:
            raised.append(exception)

        with got_request_exception.connected_to(note):
            answer = self.client.open(address, method=method, buffered=True, **sent)
        is_text = answer.mimetype in {"text/html", "application/json"}
        body = answer.get_data(as_text=True) if is_text else ""
        if answer.status_code >= 500 or "Traceback (most" in body or "X-Evil" in answer.headers:
            self.faults.append(f"{answer.status_code} {method} {address[:200]!r} {sent!r:.300} {raised!r:.300}")
        return answer


def make_scene(client: FlaskClient) -> Scene:
    """Return an edition with something of everything, before anybody has signed in."""
    event = factories.make_event()
    zone, hall = factories.make_zone(event), factories.make_hall(event)
    category = factories.make_category(event, zones=(zone,), asks=[ask.value for ask in Ask])
    owner, now = factories.make_staff(event, Role.OWNER), utcnow()
    person = factories.make_registration(event, category, travel={"arrival_on": "2026-11-27"})
    waiting = factories.make_registration(event, category, RegistrationStatus.UNCONFIRMED)
    approved = factories.make_registration(event, category, RegistrationStatus.APPROVED)
    with transaction():
        gate = add_gate(event.id, actor_id=owner.id, names={"en": "Gate"}, zone_id=zone.id)
        device = add_device(event.id, name="Phone", gate_ids=[gate.id], pin="4711", actor_id=owner.id, now=now)
        paper: dict[str, Any] = {"order": PrintOrder.NAME, "sheet": Sheet.SINGLE, "actor_id": owner.id}
        run = order_print_run(event.id, PrintFilter(), now=now, **paper)
        drafts.begin_edit(person.id, now)
        token = confirming.confirmation_token(waiting, waiting.email, now)
        session = start_session(owner.id, second_factor_at=now, now=now)
    scan: dict[str, Any] = {"scan_id": uuid4(), "person": approved.public_id, "operator_id": owner.id, "now": now}
    take_scan(event_id=event.id, gate_id=gate.id, **scan)
    talk, speaker = make_session(event, "Linen", capacity=5), make_speaker(event)
    slot, part = make_slot(talk, hall, now + timedelta(days=1)), add_part(talk, speaker)
    track = make_track(event)
    with transaction():
        material = add_material(talk.id, file_name="linen.pdf", data=b"%PDF-1.7", actor_id=None, now=now)
    sent = Upload(b"title (en)\nSilk", "agenda.csv", adds_missing=False)
    upload = keep_upload(sent, event_id=event.id, account_id=owner.id, now=now)
    table = CompanyUpload(b"name,kind,country\nLinho,media,BR", "companies.csv", approves=False)
    companies = keep_companies(table, event_id=event.id, account_id=owner.id, now=now)
    # A number that no other edition has, so that nobody finds another edition's release by it.
    release = make_release(event, number=event.id + 100)
    proposal = make_proposal(event)
    known = {
        "edition": event.slug, "secret": status_secret(person), "step": "identity", "tag": "ru", "way": "up",
        "gate_id": gate.id, "scan_id": scan["scan_id"], "person": person.public_id, "public_id": person.public_id,
        "reference": person.reference, "zone_id": zone.id, "hall_id": hall.id, "category_id": category.id,
        "purpose": "registration", "choice": "give", "session_id": talk.id, "grant_id": 1, "mail_id": 1,
        "run": run.public_id, "file_id": 1, "speaker_id": speaker.id, "speaker_secret": speaker_secret(speaker),
        "part_id": part.id, "code": talk.code, "slot_id": slot.id, "number": release.number,
        "speaker_code": speaker.code, "token": upload, "upload": companies, "form": "csv",
        "track_id": track.id, "material_id": material.id, "name": material.file_name, "state": "draft",
        "proposal_id": proposal.id, "hand_out_id": make_hand_out(make_approved(event, category), owner).id,
        "device": device.public_id, "ending": "csv",
    }  # fmt: skip
    known |= {"run_number": make_run(event, number=event.id + 100).number, "paper": "tables"}
    known["conflict_id"] = make_conflict(event.id).id
    known |= company_parts(event, owner.id, category)
    asked = db.session.get_one(CompanyMember, known["member_id"])
    meeting = make_meeting(make_spokesperson(event), asked)
    known |= {"meeting": meeting.public_id, "objection_id": make_objection(meeting, asked).id}
    known |= meeting_parts(event, now)
    known |= {"layout_id": make_layout(event).id, "desk": 1}
    known = {name: str(value) for name, value in known.items()}
    return Scene(client, event, f"/e/{event.slug}", known, token, session)


def company_parts(event: Event, owner_id: int, category: Category) -> dict[str, Any]:
    """Return the parts of addresses about companies: the owner speaks for one that has invited somebody."""
    company = make_company(event, "Atelier Linho", offers=["knits.jersey"])
    speaker = make_member(company, event, category, account_id=owner_id)
    invitation, saved = make_invitation(company), make_saved_list(speaker.registration, company)
    return {
        "company": company.public_id, "section": "who", "invitation": invitation_secret(invitation),
        "invitation_id": invitation.id, "member_id": speaker.id, "list_id": saved.id, "verdict": "send_back",
    }  # fmt: skip


def meeting_parts(event: Event, now: datetime) -> dict[str, Any]:
    """Return the parts of addresses about the timetable: one meeting stands there tomorrow, at one of two tables."""
    make_settings(event)
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    make_window(event, start)
    tables = [make_table(event, label) for label in ("A1", "A2")]
    make_scheduled(*make_pair(event), start, now=now)
    interpreter, block = make_interpreter(event), make_block(event, tables[0], start + timedelta(hours=2))
    parts = {"interpreter_id": interpreter.id, "block_id": block.id}
    return {"act": "fix", "kind": "csv", "table_id": tables[0].id} | parts


def quoted(text: str) -> str:
    """Return any text, half characters too, as a part of an address."""
    return quote(text, safe="", errors="surrogatepass")


def query(pairs: Mapping[str, Any] | Sequence[tuple[str, Any]]) -> str:
    """Return pairs as the query of an address or the body of a form, half characters too."""
    return urlencode(pairs, doseq=True, errors="surrogatepass")


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever the requests inside write, so that each attack meets the same edition."""
    db.session.remove()
    point = db.engine.begin_nested()  # type: ignore[attr-defined]
    yield
    db.session.remove()
    point.rollback()


@dataclass(frozen=True)
class PageForm:
    """A form as it stands on a page: where it is sent, and what it would send."""

    action: str
    values: dict[str, list[str]]
    typed: dict[str, str]

    @property
    def kind(self) -> tuple[str, frozenset[str]]:
        """Return what tells forms apart: their questions, or where mere buttons lead."""
        names = frozenset(self.values)
        return ("" if len(names) > 2 else re.sub(r"\d+", "#", self.action)), names

    def variants(self) -> Iterator["MultiDict[str, str]"]:
        """Yield bodies: every hostile value somewhere, each field twice, and what may pass in one field at a time."""
        names = list(self.values)
        for start in range(0, len(HOSTILE), max(len(names), 8)):
            yield self._with({name: [HOSTILE[(start + place) % len(HOSTILE)]] for place, name in enumerate(names)})
        yield self._with({name: [*values, *values, "x"] for name, values in self.values.items()})
        for name, kind in self.typed.items():
            for value in _PASSING.get(kind, _PASSING_TEXTS):
                yield self._with({name: [value]})

    def _with(self, changes: Mapping[str, list[str]]) -> "MultiDict[str, str]":
        return MultiDict({**self.values, **changes})


def forms_on(page: str, address: str) -> Iterator[PageForm]:
    """Yield the forms of a page that change something."""
    for form in BeautifulSoup(page, "html.parser").find_all("form"):
        if str(form.get("method", "get")).lower() == "post":
            fields = [tag for tag in form.find_all(["input", "select", "textarea", "button"]) if tag.get("name")]
            values: dict[str, list[str]] = {}
            for tag in fields:
                values.setdefault(str(tag["name"]), []).extend(_sent_by(tag))
            typed = {str(tag["name"]): str(tag.get("type", "text")) for tag in fields if _is_typed(tag)}
            yield PageForm(str(form.get("action") or address), values, typed)


def _is_typed(tag: Tag) -> bool:
    return tag.name == "textarea" or (tag.name == "input" and tag.get("type") not in {"radio", "checkbox", "file"})


def _sent_by(tag: Tag) -> list[str]:
    if tag.name == "textarea":
        return [tag.get_text()]
    if tag.name == "select":
        chosen = tag.find("option", selected=True) or tag.find("option", value=True)
        return [str(chosen["value"])] if isinstance(chosen, Tag) else []
    if tag.get("type") in {"radio", "checkbox"} and not tag.has_attr("checked"):
        return []
    return [str(tag.get("value", ""))]
