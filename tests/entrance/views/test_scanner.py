"""The page of a device: the same for everybody, and complete enough to work without a server."""

import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from summit.entrance.rules import ATTENTION_NAMES, NEXT_STEPS, WORDS
from tests.entrance.conftest import make_door
from tests.entrance.rules.test_decision import TABLE, decided

PROJECT = Path(__file__).resolve().parents[3]
MODULES = PROJECT / "static" / "js" / "entrance"


@pytest.fixture
def root(db) -> str:
    return f"/e/{make_door().event.slug}/scanner/"


def words_of(page: str) -> dict:
    found = re.search(r'<script type="application/json" id="scanner-words"[^>]*>(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1])


def test_every_sentence_of_every_case_can_be_translated_without_a_server(client, root):
    sentences = words_of(client.get(root).text)["sentences"]
    decisions = [decided(case) for case in TABLE["cases"]]
    used = {one.explanation for one in decisions} | {one.next_step for one in decisions}
    assert used <= set(sentences)
    assert {*WORDS.values(), *NEXT_STEPS.values(), *ATTENTION_NAMES.values()} <= set(sentences)


def test_every_word_that_a_module_asks_for_is_in_the_page(client, root):
    words = words_of(client.get(root).text)["words"]
    sources = [path.read_text() for path in (MODULES / "offline").glob("*.js")]
    said = {name for source in sources for name in re.findall(r'(?:words\.say|CannotDecide|complain)\("(\w+)"', source)}
    assert len(said) > 15
    assert said <= set(words)


def test_every_module_that_is_imported_is_named_by_its_mark(client, root):
    page = client.get(root).text
    named = json.loads(re.search(r'<script type="importmap"[^>]*>(.*?)</script>', page, re.DOTALL)[1])["imports"]
    for address in named:
        path = PROJECT / address.removeprefix("/")
        for imported in re.findall(r'^import .*?from "(\..*?)";', path.read_text(), re.MULTILINE):
            target = (path.parent / imported).resolve().relative_to(PROJECT)
            assert f"/{target.as_posix()}" in named, f"{address} imports {imported}"


def test_the_page_says_nothing_of_a_signed_in_reader(gate_client, door):
    page = gate_client.get(f"/e/{door.event.slug}/scanner/").text
    assert door.operator.name not in page
    assert "csrf" not in page


def test_the_worker_names_every_file_of_the_page(client, root):
    page, worker = client.get(root).text, client.get(f"{root}worker.js")
    build = json.loads(re.match(r"const BUILD = (.*);", worker.text)[1])
    assert worker.mimetype == "text/javascript"
    needed = re.findall(r'(?:href|src|data-wasm|data-reader)="(/static/[^"]+)"', page)
    allowed_to_miss = {"print.css", "fonts-han.css"}
    missing = [one for one in needed if one not in build["files"] and not any(name in one for name in allowed_to_miss)]
    assert missing == []
    assert f'data-version="{build["version"]}"' in page


def test_the_manifest_installs_the_page_of_the_edition(client, root):
    answer = client.get(f"{root}manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    assert (answer.json["start_url"], answer.json["scope"]) == (root, root)


def test_the_manifest_has_icons_of_the_sizes_that_it_says_and_the_worker_keeps_them(client, root):
    build = json.loads(re.match(r"const BUILD = (.*);", client.get(f"{root}worker.js").text)[1])
    icons = client.get(f"{root}manifest.webmanifest").json["icons"]
    pictures = [(icon["sizes"], icon["purpose"]) for icon in icons if icon["type"] == "image/png"]
    assert set(pictures) == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for icon in icons:
        assert icon["src"] in build["files"]
        content = client.get(icon["src"]).get_data()
        if icon["type"] == "image/png":
            width, height = Image.open(io.BytesIO(content)).size
            assert f"{width}x{height}" == icon["sizes"]


def test_an_edition_that_is_not_there_has_no_scanner(client, db):
    for path in ("", "worker.js", "manifest.webmanifest"):
        assert client.get(f"/e/nowhere/scanner/{path}").status_code == 404
