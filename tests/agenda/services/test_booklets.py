"""The programme as a PDF: what stands in it, and that each file is made once."""

import io
import os
from datetime import UTC, datetime, time, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from summit.agenda.queries.releases import find_current_release
from summit.agenda.rules.kinds import SessionKind, SessionState
from summit.agenda.services import booklets
from summit.agenda.tasks.booklets import keep_booklets
from summit.clock import utcnow
from summit.database import transaction
from summit.events.services import update_event
from summit.jobs.models import Job
from summit.jobs.rules import JobStatus
from summit.jobs.services import run_waiting_jobs
from tests.agenda.factories import make_placed, make_release, make_session, make_slot, make_speaker, make_track
from tests.agenda.paper import lacks_glyphs, pages_of
from tests.factories import NOON, make_event, make_hall

ABSTRACT = {
    "en": "How small houses work with large mills.",
    "ru": "Как небольшие дома работают с большими фабриками.",
    "zh-Hans": "小型品牌如何与大型工厂合作。",
    "ar": "كيف تعمل الدور الصغيرة مع المصانع الكبيرة.",
}
TITLES = {"en": "From flax to fabric", "ru": "От льна к ткани", "zh-Hans": "从亚麻到面料", "ar": "من الكتان إلى القماش"}


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def release(event):
    hall, other = make_hall(event, names={"en": "Red hall", "ru": "Красный зал"}), make_hall(event)
    ana = make_speaker(event, "Ana Reis", name_native="安娜", native_language="zh-Hans", organisation="House of Linen")
    track = make_track(event)
    make_slot(
        make_session(
            event, "", ana, titles=TITLES, abstracts=ABSTRACT, track_id=track.id, language="en",
            channels={"1": "ru"}, age_limit=16,
        ),
        hall,
        NOON,
    )  # fmt: skip
    make_placed(event, hall, NOON + timedelta(hours=2), "Gone with the loom", state=SessionState.CANCELLED)
    lunch = make_session(event, "Lunch", kind=SessionKind.BREAK)
    make_slot(lunch, hall, NOON + timedelta(hours=4), joined=(other,))
    make_placed(event, hall, NOON + timedelta(days=1), "W" * 200)
    return make_release(event)


def order(event, release, language="en", now=None):
    with transaction():
        return booklets.order_booklet(event, release, language, now or utcnow())


def jobs(db):
    return db.session.scalars(select(Job).where(Job.kind == booklets.KIND)).all()


def test_the_booklet_reads_in_order(event, release):
    pdf = booklets.render_booklet(event, release, "en")
    pages = pages_of(pdf)
    whole = " ".join(pages)
    wanted = (
        "Fashion Summit|Contents|Saturday, November 28, 2026|Red hall|From flax to fabric|Ana Reis|Language: English|"
        "Interpretation: Russian|16+|Cancelled|Gone with the loom|All halls|Lunch|Sunday, November 29, 2026|"
        "Sessions in detail|How small houses work|House of Linen|People"
    )
    assert [words for words in wanted.split("|") if words not in whole] == []
    assert whole.index("Saturday, November 28, 2026", 200) < whole.index("How small houses work")
    assert 5 <= len(pages) <= 8


@pytest.mark.parametrize("language", ["en", "ru", "zh-Hans", "pt-BR", "ar"])
def test_every_language_has_its_letters_and_says_which_it_is(event, release, language):
    pdf = booklets.render_booklet(event, release, language)
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert (lacks_glyphs(pdf), root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == (False, language, True)
    if language in TITLES and language != "ar":
        assert TITLES[language] in " ".join(pages_of(pdf))


def test_names_and_titles_are_escaped(event):
    make_slot(make_session(event, "<img src='http://x/'> & 1 < 2", make_speaker(event, "<b>Ana</b>")), make_hall(event))
    whole = " ".join(pages_of(booklets.render_booklet(event, make_release(event), "en")))
    assert "<img src='http://x/'> & 1 < 2" in whole
    assert "<b>Ana</b>" in whole


def test_an_empty_release_is_still_a_booklet(event):
    slot = make_placed(event, make_hall(event))
    make_release(event)
    slot.session.state = SessionState.CANCELLED
    assert len(pages_of(booklets.render_booklet(event, make_release(event), "en"))) >= 3


def test_the_file_is_made_once_for_many_orders(event, release, db):
    first, second = order(event, release), order(event, release)
    assert (first.id, len(jobs(db))) == (second.id, 1)
    run_waiting_jobs()
    path = booklets.find_booklet(event, release, "en")
    assert path.read_bytes().startswith(b"%PDF-")
    assert (order(event, release), len(jobs(db))) == (None, 1)


def test_a_lost_file_is_made_again(event, release, db):
    order(event, release)
    run_waiting_jobs()
    booklets.find_booklet(event, release, "en").unlink()
    assert order(event, release) is not None
    assert len(jobs(db)) == 2


def test_a_failed_job_is_tried_again_after_ten_minutes(event, release, db):
    now = utcnow()
    job = order(event, release, now=now)
    job.status, job.finished_at = JobStatus.FAILED, now
    db.session.commit()
    assert order(event, release, now=now + timedelta(minutes=9)).id == job.id
    assert order(event, release, now=now + timedelta(minutes=10)).id != job.id


def test_a_job_of_an_older_release_makes_nothing(event, release):
    order(event, release)
    make_placed(event, make_hall(event))
    make_release(event)
    run_waiting_jobs()
    assert booklets.find_booklet(event, release, "en") is None


def test_an_edition_renamed_gets_another_file(event, release):
    before = booklets._file_name(event, release, "en")
    with transaction():
        update_event(event.id, actor_id=None, names={"en": "Fashion Forum"})
    assert booklets._file_name(event, release, "en") != before


def test_new_releases_are_printed_in_every_language_before_anybody_asks(event, release, db):
    keep_booklets(NOON)
    keep_booklets(NOON)
    assert sorted(job.arguments["language"] for job in jobs(db)) == ["ar", "en", "pt-BR", "ru", "zh-Hans"]


def test_nothing_is_printed_before_a_release_or_long_after_the_edition(event, release):
    make_event()
    last = datetime.combine(event.ends_on, time(12), tzinfo=UTC)
    found = [booklets.list_missing(last + timedelta(days=days)) for days in (7, 8)]
    assert [{missing[0].id for missing in one} for one in found] == [{event.id}, set()]


def test_files_of_old_releases_are_swept(event, release):
    order(event, release)
    run_waiting_jobs()
    path = booklets.find_booklet(event, release, "en")
    os.utime(path, times=(0, 0))
    assert (booklets.delete_old(utcnow()), path.exists()) == (0, True)
    make_placed(event, make_hall(event))
    make_release(event)
    assert find_current_release(event.id).number == 2
    assert (booklets.delete_old(utcnow()), path.exists()) == (1, False)
