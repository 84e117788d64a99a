"""Which files may be offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.agenda.rules import materials as rules

PDF = b"%PDF-1.7\n"
ZIP = b"PK\x03\x04" + bytes(30)


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("Handout.pdf", PDF, "application/pdf"),
        ("handout.PDF", b"\xef\xbb\xbf\n" + PDF, "application/pdf"),
        ("slides.pptx", ZIP, rules.FILE_KINDS["pptx"].media_type),
        ("look.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("look.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("look.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        ("all.zip", ZIP, "application/zip"),
        ("Заметки о ткани.txt", "Лён".encode(), "text/plain"),
        ("أقمشة.csv", b"a;b", "text/csv"),
    ],
)
def test_usual_files_are_taken(name, data, media_type):
    assert rules.ensure_file(name, data, limit_mb=1) == (name, media_type)


@pytest.mark.parametrize(
    "name", ["film.mp4", "page.html", "image.svg", "run.exe", "noending", ".pdf", "pdf", "a.pdf.js"]
)
def test_other_kinds_are_refused_and_named(name):
    with pytest.raises(rules.FileKindIsRefused) as refusal:
        rules.ensure_file(name, PDF, limit_mb=1)
    assert "PDF, PPTX" in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.pdf", b"<script>alert(1)</script>"),
        ("look.png", PDF),
        ("look.webp", b"RIFF\0\0\0\0WAVE"),
        ("slides.pptx", PDF),
        ("notes.txt", b"MZ\0\0"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(name, data):
    with pytest.raises(rules.FileIsSomethingElse):
        rules.ensure_file(name, data, limit_mb=1)


def test_an_empty_file_is_refused():
    with pytest.raises(rules.FileIsMissing):
        rules.ensure_file("a.pdf", b"", limit_mb=1)


def test_a_file_beyond_the_limit_is_refused():
    assert rules.ensure_file("a.txt", b"x" * 1024 * 1024, limit_mb=1)
    with pytest.raises(rules.FileIsTooLarge):
        rules.ensure_file("a.txt", b"x" * (1024 * 1024 + 1), limit_mb=1)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../config.py", "config.py"),
        ("C:\\Users\\me\\Desktop\\Look book.pdf", "Look book.pdf"),
        ("a\x00b\u202efdp.exe", "abfdp.exe"),
        ("what?.pdf", "what_.pdf"),
        ("...", "_"),
        ("", "_"),
    ],
)
def test_names_lose_what_could_do_harm(name, clean):
    assert rules.clean_file_name(name) == clean


@given(st.text())
def test_every_name_becomes_one_that_is_short_and_in_no_folder(text):
    name = rules.clean_file_name(text)
    assert 0 < len(name) <= 200
    assert "/" not in name
    assert "\\" not in name
    assert name not in {".", ".."}
    assert rules.clean_file_name(name) == name


def test_a_file_without_a_title_is_called_by_its_name():
    assert rules.title_of("Look_book  2026.pdf") == "Look book 2026"
