"""Every address and every form against hostile input, on both databases: refused in words, never a fault.

The routes are read from the application and the forms from its own pages, so what is added later is attacked
as well. Requests are bundled into few tests, because there are thousands of them.
"""

from io import BytesIO
from itertools import product
from uuid import uuid4

import pytest

from tests.registration.delegates import fill_in
from tests.web.attack import HOSTILE, PARTS, Scene, forms_on, hostile_places, make_scene, query, undone

NAMES = ("after", "before", "q", "status", "category", "country", "photo", "second", "sort", "next", "to", "gate")
NAMES += ("zone", "outcome", "direction", "person", "since", "until", "overrides", "reference", "scope", "order")
FORM = "application/x-www-form-urlencoded"
RAW_BODIES: tuple[tuple[bytes, str | None], ...] = (
    *((text.encode(), "application/json") for text in ("[1]", "NaN", "[" * 50_000, "9" * 5000, '{"q": [1]}')),
    (b'{"q": "\xff', "application/json"),
    (b"q=%ff%fe&code=%ED%A0%80&email=%C0%AF", f"{FORM}; charset=koi8-r"),
    (b"&".join(b"f%d=1" % number for number in range(2000)), FORM),
    (b"pick=1&pick=2&action=approve&action=reject&version=1&version=2", None),
    (b"--x\r\nnothing", "multipart/form-data; boundary=x"),
)
SCAN_FIELDS = ("code", "person", "direction", "entered_by", "device", "device_time", "accompanied", "override_reason")
JSON_VALUES = (None, True, 1, 2**70, 1.5, [["a"]], {"a": {}}, "\x00", "\ud800", "x" * 10_000, "2026-11-28", "9" * 24)
JSON_VALUES += tuple(f"{day}{zone}" for day in ("0001-01-01T00:00", "9999-12-31T23:59") for zone in ("Z", "+23:59"))
HEADERS = (
    {"Accept-Language": "zh-Hant-TW-x-9;q=a, *;;,,=\xff", "Accept": "*/*;q=x, a/b/c", "User-Agent": "\xff\xfe" * 500},
    {"If-Modified-Since": "never", "If-None-Match": '"', "Range": "bytes=-9-1,x", "If-Range": "?"},
    {"Referer": "http://[", "Origin": "null", "X-Forwarded-For": "a,b", "X-Forwarded-Proto": "gopher"},
    {"Cookie": "summit=.e.y; language=\xff\xfe; draft=\xff; remember_token=1|x; =; summit", "X-CSRFToken": "\xff"},
    {"Content-Type": "application/json; charset=nonsense", "Content-Encoding": "gzip", "Host": "evil.example:99"},
)
UPLOADS = (
    b"",
    b"\xff\xd8\xff\xe0" + b"\0" * 500,
    b"GIF89a" + b"\xff" * 50,
    b"<svg onload='alert(1)'/>",
    b"\x89PNG\r\n\x1a\n",
)


@pytest.fixture
def scene(app, client, monkeypatch) -> Scene:
    """An edition with something of everything; faults become answers, as on a server."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    client.check_pages = False
    return make_scene(client)


@pytest.mark.parametrize("signed_in", [False, True], ids=["signed out", "owner"])
def test_no_hostile_address_is_a_fault(scene, signed_in):
    if signed_in:
        scene.sign_in()
    for rule in scene.rules("GET"):
        # The edition comes first in many addresses and is looked up by one function, so one of them will do.
        for name in rule.arguments - ({"edition"} if len(rule.arguments) > 1 else set()):
            for part in PARTS:
                scene.ask("GET", scene.address(rule, **{name: part}))
    assert scene.faults == []


@pytest.mark.parametrize("signed_in", [False, True], ids=["signed out", "owner"])
def test_no_hostile_query_is_a_fault(scene, signed_in):
    if signed_in:
        scene.sign_in()
    for rule in scene.rules("GET"):
        address = scene.address(rule)
        is_list = address.endswith(("/", ".csv"))
        for start in range(0, len(HOSTILE), 7 if is_list and signed_in else 17):
            values = [HOSTILE[(start + place) % len(HOSTILE)] for place in range(len(NAMES))]
            scene.ask("GET", f"{address}?{query(list(zip(NAMES, values, strict=True)))}")
    assert scene.faults == []


def test_no_made_up_place_in_a_list_is_a_fault(scene):
    scene.sign_in()
    for rule in scene.rules("GET"):
        if rule.endpoint in {"review.queue", "scans.log"}:
            sorts = ("name", "-submitted", "updated", "waitlist")
            for name, place, sort in product(("after", "before"), hostile_places(), sorts):
                scene.ask("GET", f"{scene.address(rule)}?{query({name: place, 'sort': sort})}")
    assert scene.faults == []


def test_no_odd_method_and_no_hostile_header_is_a_fault(scene):
    for address in {scene.address(rule) for method in ("GET", "POST") for rule in scene.rules(method)}:
        for method in ("HEAD", "OPTIONS", "PUT"):
            scene.ask(method, address)
    scene.sign_in()
    for headers in HEADERS:
        for path in ("/", "/sign-in", "/nowhere", f"{scene.home}/register/category", f"{scene.home}/review/"):
            scene.ask("GET", path, headers=headers)
            scene.ask("POST", path, headers=headers)
    assert scene.faults == []


def test_no_raw_body_is_a_fault(scene):
    scene.sign_in()
    for rule in scene.rules("POST"):
        with undone():
            for body, content_type in RAW_BODIES:
                scene.sign_in()
                scene.ask("POST", scene.address(rule), data=body, content_type=content_type)
    assert scene.faults == []


def test_no_json_of_a_gate_is_a_fault(scene):
    scene.sign_in()
    gate = f"{scene.home}/gates/{scene.known['gate_id']}"
    for value in JSON_VALUES:
        for name in SCAN_FIELDS:
            scene.ask("POST", f"{gate}/scan", json={"scan_id": str(uuid4()), name: value})
        scene.ask("POST", f"{gate}/scan", json={"scan_id": value})
        scene.ask("POST", f"{gate}/people", json={"q": value})
    scene.ask("GET", f"{scene.home}/scans/")
    scene.ask("GET", f"{scene.home}/scans/export.csv").get_data()
    assert scene.faults == []


def test_no_form_of_any_page_is_a_fault(scene):
    scene.sign_in()
    fill_in(scene.client, scene.event, until="extras")
    pages = [address for rule in scene.rules("GET") for address in scene.addresses(rule)]
    found = {}
    for address in pages:
        answer = scene.ask("GET", address)
        if answer.mimetype == "text/html":
            found |= {form.kind: form for form in forms_on(answer.text, address)}
    for form in found.values():
        with undone():
            for body in form.variants():
                scene.sign_in()
                scene.ask("POST", form.action, data=query(list(body.items(multi=True))), content_type=FORM)
    assert scene.faults == []


def test_no_upload_is_a_fault(scene):
    scene.sign_in()
    fill_in(scene.client, scene.event, until="extras")
    for base in (f"{scene.home}/register", f"/registration/{scene.known['secret']}/edit"):
        for upload in UPLOADS:
            file = (BytesIO(upload), "../../\u202egpj.exe", "text/html")
            scene.ask("POST", f"{base}/photo", data={"photo": file}, content_type="multipart/form-data")
        scene.ask("POST", f"{base}/photo", data={"photo": "no file"})
    assert scene.faults == []
