import io

import pytest
from PIL import Image

from summit.badges.cards import LABELS
from summit.badges.queries import list_people
from summit.badges.services.cards import badge_language, badge_photo, card_of, face_of
from summit.badges.services.drawing import draw_badge
from summit.clock import utcnow
from summit.database import db as database
from summit.database import transaction
from summit.events.queries import get_event
from summit.registration.rules import ConsentPurpose
from summit.registration.services.consents import change_consent, ensure_default_texts
from summit.registration.services.photos import photo_path, portrait, store_photo
from tests.badges.conftest import issue_of
from tests.factories import make_category, make_event


def draw(person):
    with transaction():
        return draw_badge(person.id, actor_id=None, now=utcnow()).card


def give_photo(person) -> None:
    file = io.BytesIO()
    Image.radial_gradient("L").resize((900, 1200)).convert("RGB").save(file, "JPEG")
    with transaction():
        (fresh,) = list_people([person.id])
        store_photo(fresh, portrait(file.getvalue()), utcnow())


def test_a_card_says_what_the_registration_and_the_edition_say(approve):
    person = approve(
        name_latin="Amara Bright",
        honorific="Dr",
        name_native="অমরা",
        native_language="bn",
        organisation="Atelier Nordwind",
        represents="ZA",
    )
    card, issued = draw(person), issue_of(person)

    assert (card.honorific, card.names) == ("Dr", (("Amara Bright", ""), ("অমরা", "bn")))
    assert (card.organisation, card.country) == ("Atelier Nordwind", "South Africa")
    assert (card.category_letter, card.category_word, card.zones) == ("D", "Delegate · Делегат", ("A", "B"))
    assert (card.event_name, card.venue) == ("Fashion Summit", "Concert Hall, 1 Invented Street, Moscow")
    assert card.event_dates == "Nov 28 – Dec 2, 2026"
    assert (card.issue, card.token, card.short_code) == (1, issued.token, issued.short_code)


def test_who_represents_an_organisation_carries_its_name(approve):
    assert draw(approve(represents="", represents_name="World Craft Union")).country == "World Craft Union"


@pytest.mark.parametrize(
    ("languages", "language", "word"),
    [
        (["en", "ru"], "en", "Delegate · Делегат"),
        (["ru", "en"], "ru", "Делегат · Delegate"),
        (["ar"], "ar", "Delegate"),
        (["en", "pt-BR"], "en", "Delegate"),
        (["hy", "ru"], "en", "Delegate · Делегат"),
        ([], "en", "Delegate"),
    ],
)
def test_badges_of_an_edition_are_in_its_first_language(db, languages, language, word):
    event = make_event(languages=languages)
    face = face_of(event)
    assert (badge_language(event), face.word(make_category(event))) == (language, word)
    assert set(face.labels) == set(LABELS)
    assert all(face.labels.values())


def test_a_photo_is_shown_only_while_its_owner_agrees(event, approve):
    person = approve()
    with transaction():
        ensure_default_texts(event.id)
    give_photo(person)
    assert draw(person).photo is None

    category = list_people([person.id])[0].category
    category.asks = ["photo"]
    database.session.commit()
    with transaction():
        change_consent(person.id, ConsentPurpose.BADGE_PHOTO, given=True, language="en", now=utcnow())
    database.session.expire_all()

    assert Image.open(io.BytesIO(draw(person).photo)).size == (300, 400)


@pytest.mark.parametrize("damage", ["missing", "broken"])
def test_a_lost_photo_stops_no_badge(approve, damage):
    person = approve()
    give_photo(person)
    database.session.expire_all()
    (loaded,) = list_people([person.id])
    path = photo_path(loaded.photo)
    path.unlink() if damage == "missing" else path.write_bytes(path.read_bytes()[:300])

    assert badge_photo(loaded.photo) is None
    assert card_of(loaded, issue_of(person), face_of(get_event(person.event_id)), None).photo is None
