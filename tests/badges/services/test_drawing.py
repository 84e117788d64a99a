from summit.badges.queries import load_book
from summit.badges.rules import LeftOut
from summit.badges.services.cards import face_of
from summit.badges.services.drawing import draw_chunk
from summit.clock import utcnow
from summit.credentials.models import Credential
from summit.database import db as database
from summit.registration.rules import RegistrationStatus
from tests.badges.conftest import issue_of
from tests.factories import make_registration


def draw(event, people):
    ids, book = [person.id for person in people], load_book(event.id)
    return draw_chunk(ids, face_of(event), book, actor_id=None, now=utcnow())


def test_a_chunk_keeps_its_order_and_tells_who_is_left_out(event, category, approve):
    first, second = approve(), approve()
    gone = make_registration(event, category, RegistrationStatus.WITHDRAWN)

    chunk = draw(event, [second, gone, first])

    assert [card.token for card in chunk.cards] == [issue_of(second).token, issue_of(first).token]
    assert [one[:2] for one in chunk.printed] == [(one.id, issue_of(one).credential_id) for one in (second, first)]
    assert chunk.left_out == [(gone.id, LeftOut.NOT_APPROVED)]


def test_a_code_of_a_removed_key_stops_only_its_own_badge(event, category, approve):
    old, new = approve(), approve()
    gone = make_registration(event, category, RegistrationStatus.REJECTED)
    issue_of(old)
    database.session.query(Credential).update({"key_id": 7})
    database.session.commit()
    database.session.expire_all()

    chunk = draw(event, [old, new, gone])

    assert [card.token for card in chunk.cards] == [issue_of(new).token]
    assert chunk.left_out == [(old.id, LeftOut.KEY_IS_MISSING), (gone.id, LeftOut.NOT_APPROVED)]


def test_a_chunk_of_three_takes_as_many_statements_as_one(event, approve, count_queries):
    counts = []
    for ids in ([approve().id], [approve().id for _ in range(3)]):
        face, book = face_of(event), load_book(event.id)
        for _ in range(2):
            database.session.expunge_all()
            with count_queries() as counter:
                draw_chunk(ids, face, book, actor_id=None, now=utcnow())
        counts.append(counter.count)
    assert counts[0] == counts[1]
