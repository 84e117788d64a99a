"""The public list of changes, and its feed."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from summit.agenda.rules.kinds import SessionState
from summit.agenda.services import releasing
from summit.agenda.views import changes as views
from summit.database import transaction
from tests.agenda.factories import make_placed, make_session, make_slot
from tests.agenda.views.test_releases import words
from tests.factories import NOON, make_event, make_hall

NOW = datetime(2026, 10, 1, 12, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def event(db):
    return make_event(created_at=datetime(2026, 3, 4, tzinfo=UTC))


@pytest.fixture
def hall(event):
    return make_hall(event, names={"en": "Main hall", "ru": "Главный зал"})


def release(event, name, now=NOW, **values):
    with transaction():
        return releasing.release(event.id, name=name, actor_id=None, now=now, **values)


def move(db, slot, hours=1):
    slot.starts_at, slot.ends_at = slot.starts_at + hours * HOUR, slot.ends_at + hours * HOUR
    db.session.commit()


@pytest.fixture
def story(event, hall, db):
    """Two releases: in the second, one session is new, one moved, one changed, one cancelled."""
    moved, cancelled, changed = (
        make_placed(event, hall, NOON + hour * HOUR, title) for hour, title in enumerate(("Linen", "Silk", "Wool"))
    )
    release(event, "First")
    move(db, moved, 5)
    cancelled.session.state = SessionState.CANCELLED
    changed.session.capacity = 20
    db.session.commit()
    make_placed(event, hall, NOON + 3 * HOUR, "Hemp & Jute")
    release(event, "Second", NOW + timedelta(days=1), messages={"en": "Linen moved.", "ru": "Лён переехал."})
    return moved


def page(client, event, query=""):
    return client.get(f"/e/{event.slug}/programme/changes/{query}")


def feed(client, event, query="", **headers):
    return client.get(f"/e/{event.slug}/programme/changes.atom{query}", headers=headers)


def parsed(answer):
    """The feed as a parser of XML that knows nothing of us reads it."""
    return etree.fromstring(answer.data, etree.XMLParser(resolve_entities=False, no_network=True))


def entries(answer):
    return parsed(answer).findall(f"{ATOM}entry")


def html_of(entry):
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    return content.text


def test_without_a_release_nothing_has_changed(client, event, hall):
    make_placed(event, hall)
    assert "No changes yet" in words(page(client, event))


def test_each_release_says_what_is_new_moved_changed_and_cancelled(client, event, story):
    answer = page(client, event)
    seen = words(answer)
    assert seen.index("Second") < seen.index("Linen moved.") < seen.index("First")
    assert "New 1 Hemp & Jute Sat, Nov 28 , 3:00 PM–3:45 PM , Main hall" in seen
    assert "Moved 1 Linen Before Sat, Nov 28 , 12:00 PM–12:45 PM , Main hall Now Sat, Nov 28 , 5:00 PM" in seen
    assert "Details changed 1 Wool Number of places" in seen
    assert "Cancelled 1 Silk Sat, Nov 28 , 1:00 PM–1:45 PM , Main hall" in seen
    assert "The first programme, with 3 sessions in it." in seen
    assert "Moscow Time" in seen
    soup = BeautifulSoup(answer.text, "html.parser")
    links = {link.get_text(): link["href"] for link in soup.select(".change__title a")}
    assert set(links) == {"Linen", "Silk", "Wool", "Hemp & Jute"}
    assert {client.get(href).status_code for href in links.values()} == {200}


def test_it_is_told_in_the_readers_language(client, event, story):
    client.get("/language/ru")
    seen = words(page(client, event))
    assert "Лён переехал." in seen
    assert "сб, 28 нояб." in seen
    assert "Главный зал" in seen
    assert "12:00–12:45" in seen


def test_every_version_can_be_looked_at(client, event, story):
    links = BeautifulSoup(page(client, event).text, "html.parser").select(".changelog__head a")
    assert [client.get(link["href"]).status_code for link in links] == [200, 200]
    assert [link["href"].rstrip("/").rpartition("/")[2] for link in links] == ["2", "1"]


def test_the_page_is_not_written_twice_for_a_reader_who_has_it(client, event, story):
    etag = page(client, event).headers["ETag"]
    again = client.get(f"/e/{event.slug}/programme/changes/", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_new_release_is_a_new_page(client, event, story, db):
    before = page(client, event).headers["ETag"], feed(client, event).headers["ETag"]
    move(db, story)
    release(event, "Third", NOW + timedelta(days=2))
    after = page(client, event).headers["ETag"], feed(client, event).headers["ETag"]
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_many_releases_are_turned_over_page_by_page(client, event, hall, db, monkeypatch):
    monkeypatch.setattr(views, "_PAGE", 2)
    slot = make_placed(event, hall)
    for number in range(5):
        release(event, f"Version {number + 1}")
        move(db, slot)
    found, address = [], f"/e/{event.slug}/programme/changes/"
    while address:
        soup = BeautifulSoup(client.get(address).text, "html.parser")
        found.append([title.get_text() for title in soup.select(".changelog__title")])
        older = soup.find("a", rel="next")
        address = older["href"] if older else None
    assert found == [["Version 5", "Version 4"], ["Version 3", "Version 2"], ["Version 1"]]


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_releases_costs_the_same(client, event, hall, db, count, count_queries):
    slot = make_placed(event, hall)
    for number in range(count):
        release(event, str(number))
        move(db, slot)
    home = f"/e/{event.slug}/programme/changes"
    for address in (f"{home}/", f"{home}.atom"):
        with count_queries() as counter:
            client.get(address)
        assert counter.count == 3


def test_the_feed_is_atom_with_absolute_addresses_and_lasting_ids(client, event, story):
    answer = feed(client, event, "?lang=en")
    assert answer.mimetype == "application/atom+xml"
    root = parsed(answer)
    assert (root.tag, root.get(XML_LANGUAGE)) == (f"{ATOM}feed", "en")
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(ATOM + name)) == 1
    assert root.findtext(f"{ATOM}updated") == "2026-10-02T12:30:00+00:00"
    assert root.findtext(f"{ATOM}id") == f"tag:localhost,2026-03-04:{event.slug}/changes/en"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": f"http://localhost/e/{event.slug}/programme/changes.atom?lang=en",
        "alternate": f"http://localhost/e/{event.slug}/programme/changes/",
    }
    found = entries(answer)
    assert [one.findtext(f"{ATOM}title") for one in found] == ["Second", "First"]
    assert [one.findtext(f"{ATOM}id") for one in found] == [
        f"tag:localhost,2026-03-04:{event.slug}/releases/{number}/en" for number in (2, 1)
    ]
    assert found[0].findtext(f"{ATOM}published") == found[0].findtext(f"{ATOM}updated") == "2026-10-02T12:30:00+00:00"
    assert found[0].find(f"{ATOM}link").get("href") == f"{links['alternate']}#release-2"


def test_an_entry_says_what_the_page_says_with_absolute_links(client, event, story):
    soup = BeautifulSoup(html_of(entries(feed(client, event, "?lang=en"))[0]), "html.parser")
    seen = " ".join(soup.get_text(" ").replace("\u202f", " ").split())
    for part in (
        "Linen moved.",
        "Hemp & Jute",
        "12:00 PM–12:45 PM",
        "→",
        "5:00 PM–5:45 PM",
        "Number of places",
        "Silk",
    ):
        assert part in seen
    for link in soup.find_all("a"):
        parts = urlsplit(link["href"])
        assert (parts.scheme, parts.netloc) == ("http", "localhost")
        assert client.get(parts.path).status_code == 200


def test_each_language_is_a_feed_of_its_own(client, event, story):
    answer = feed(client, event, "?lang=ru")
    text = html_of(entries(answer)[0])
    assert "Лён переехал." in text
    assert "Главный зал" in text
    assert "сб, 28 нояб." in text
    ids = {
        one.findtext(f"{ATOM}id") for query in ("?lang=ru", "?lang=en") for one in entries(feed(client, event, query))
    }
    assert len(ids) == 4


@pytest.mark.parametrize("query", ["", "?lang=", "?lang=xx", "?lang=ru&lang=en", "?lang=" + "x" * 3000])
def test_an_odd_language_is_answered_all_the_same(client, event, story, query):
    assert len(entries(feed(client, event, query))) == 2


def test_a_feed_that_was_read_costs_nothing(client, event, story):
    first = feed(client, event, "?lang=en")
    again = feed(client, event, "?lang=en", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert first.headers["Last-Modified"] == "Fri, 02 Oct 2026 12:30:00 GMT"
    assert feed(client, event, "?lang=ru", **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_feed_before_the_first_release_is_empty_and_valid(client, event):
    answer = feed(client, event)
    assert entries(answer) == []
    assert parsed(answer).findtext(f"{ATOM}updated") == "2026-03-04T00:00:00+00:00"


def test_odd_names_and_titles_break_neither_page_nor_feed(client, event, db):
    hall = make_hall(event, names={"ar": "القاعة ]]> <x>"})
    slot = make_placed(event, hall, title="<script>alert(1)</script> & ]]> 😀")
    release(event, "1 <b> & \u200f")
    move(db, slot)
    release(event, "2", messages={"en": "One <i>\n\nTwo & three"})
    found = entries(feed(client, event, "?lang=en"))
    text = html_of(found[0])
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in text
    assert "<p>One &lt;i&gt;</p><p>Two &amp; three</p>" in text
    assert found[1].findtext(f"{ATOM}title") == "1 <b> & \u200f"
    assert "<script>alert" not in page(client, event).text


def test_what_xml_cannot_hold_is_left_out_of_the_feed(client, event, hall):
    make_placed(event, hall)
    release(event, "1", messages={"en": "Linen \ufffe\uffff and hemp"})
    assert "Linen  and hemp" in html_of(entries(feed(client, event, "?lang=en"))[0])


def test_an_edition_that_is_not_public_keeps_its_changes(client, event, story, db):
    event.is_public = False
    db.session.commit()
    assert page(client, event).status_code == 404
    assert feed(client, event).status_code == 404


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 30, "1.5", "%D9%A3"])
def test_an_odd_place_in_the_list_is_no_fault(client, event, story, before):
    assert page(client, event, f"?before={before}").status_code == 200


def test_a_repeated_session_whose_contents_change_stands_once(client, event, hall, db):
    session = make_session(event, "Linen")
    for hour in range(2):
        make_slot(session, hall, NOON + hour * HOUR)
    release(event, "1")
    session.capacity = 12
    db.session.commit()
    release(event, "2")
    assert "Details changed 1 Linen Number of places" in words(page(client, event))
