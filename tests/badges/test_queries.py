import io
from datetime import timedelta
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import select

from summit.badges import queries
from summit.badges.layouts import Mode, Sides, Size, house
from summit.badges.models import PrintedBadge, PrintRun
from summit.badges.rules import PrintFilter, PrintScope
from summit.badges.services.drawing import draw_badge
from summit.badges.services.runs import record_single_print, selection_of
from summit.clock import utcnow
from summit.companies.models import CompanyMember
from summit.credentials.rules import Arrival
from summit.credentials.services import reissue_credential
from summit.database import db as database
from summit.database import transaction
from summit.entrance.models import Gate, Presence, Scan
from summit.entrance.rules import Direction, Outcome, ScanMode
from summit.events.queries import get_event
from summit.registration.models import ConsentRecord
from summit.registration.rules import ConsentPurpose, RegistrationStatus
from summit.registration.services.consents import change_consent, ensure_default_texts
from summit.registration.services.photos import portrait, store_photo
from tests.badges.conftest import issue_of
from tests.badges.layout_factory import change_layout, give_layout, make_layout
from tests.companies.factories import make_company
from tests.factories import make_category, make_event, make_registration, make_zone


def found(event, **wanted) -> set[int]:
    """Return whom the filter finds, the count and the list agreeing."""
    selection = selection_of(event, PrintFilter(**wanted))
    ids = {row.id for row in queries.list_standings(selection)}
    assert queries.count_people(selection) == len(ids)
    return ids


def note_print(person, moment) -> None:
    run = PrintRun(public_id=f"run-{person.id}", event_id=person.event_id, criteria={}, layout="single", language="en")
    database.session.add(run)
    database.session.flush()
    code = issue_of(person).credential_id
    database.session.add(
        PrintedBadge(run_id=run.id, position=1, registration_id=person.id, credential_id=code, created_at=moment)
    )
    database.session.commit()


def test_only_the_approved_of_this_edition_are_found(event, category, approve):
    person = approve()
    for status in set(RegistrationStatus) - {RegistrationStatus.APPROVED}:
        make_registration(event, category, status)
    other = make_event()
    make_registration(other, make_category(other), RegistrationStatus.APPROVED)

    assert found(event) == {person.id}


def test_category_country_and_words_narrow(event, category, approve):
    press = make_category(event, "M")
    anna = approve(name_latin="Anna Lim", represents="BR")
    yuri = approve(name_latin="Yuri Shchukin", name_native="Юрий Щукин", category=press)

    assert found(event, letters=("M",)) == {yuri.id}
    assert found(event, countries=("BR",)) == {anna.id}
    assert found(event, countries=("none",)) == {yuri.id}
    assert found(event, q="ЩУКИН") == {yuri.id}
    assert found(event, q="lim", letters=("M",)) == set()
    assert found(event, q="???") == set()


@pytest.fixture
def four(approve):
    """People: never printed, printed, changed since, re-issued since."""
    now = utcnow()
    people = [approve(updated_at=now - timedelta(hours=2)) for _ in range(4)]
    for person in people[1:]:
        note_print(person, now - timedelta(hours=1))
    people[2].organisation, people[2].updated_at = "Another house", now
    database.session.commit()
    with transaction():
        reissue_credential(people[3].id, reason="lost", actor_id=None, now=now)
    return people


def test_scopes_tell_the_printed_from_the_unprinted_and_the_outdated(event, four):
    new, printed, changed, reissued = (person.id for person in four)

    assert found(event) == {new, printed, changed, reissued}
    assert found(event, scope=PrintScope.NOT_PRINTED) == {new}
    assert found(event, scope=PrintScope.CHANGED) == {changed, reissued}


def test_a_second_print_settles_a_change(event, four):
    changed = four[2]
    run = PrintRun(public_id="again", event_id=event.id, criteria={}, layout="single", language="en")
    database.session.add(run)
    database.session.flush()
    code = issue_of(changed).credential_id
    row = PrintedBadge(run_id=run.id, position=1, registration_id=changed.id, credential_id=code, created_at=utcnow())
    database.session.add(row)
    database.session.commit()

    assert found(event, scope=PrintScope.CHANGED) == {four[3].id}


def test_people_come_in_the_asked_order_with_the_same_number_of_statements(approve, count_queries):
    people = [approve() for _ in range(3)]
    ids = [person.id for person in reversed(people)]
    counts = []
    for wanted in (ids[:1], ids):
        database.session.expire_all()
        with count_queries() as counter:
            loaded = queries.list_people(wanted)
            letters = [zone.letter for person in loaded for zone in person.category.zones]
        counts.append(counter.count)
        assert ([person.id for person in loaded], letters) == (wanted, ["A", "B"] * len(wanted))
    assert counts[0] == counts[1]


@pytest.fixture
def printed(event, approve):
    """A person with a photo and the consent to it, whose badge was printed as it is now."""
    person = approve(organisation="Atelier Nordwind")
    with transaction():
        ensure_default_texts(event.id)
    person = queries.list_people([person.id])[0]
    person.category.asks = ["photo"]
    database.session.commit()
    picture = io.BytesIO()
    Image.new("RGB", (600, 800), "#a0b0c0").save(picture, "JPEG")
    with transaction():
        store_photo(person, portrait(picture.getvalue()), utcnow())
        change_consent(person.id, ConsentPurpose.BADGE_PHOTO, given=True, language="en", now=utcnow())
    with transaction():
        drawn = draw_badge(person.id, actor_id=None, now=utcnow())
        record_single_print(drawn, get_event(event.id), actor_id=None, now=utcnow())
    assert found(event, scope=PrintScope.CHANGED) == set()
    return person


def rename(event, person):
    person.organisation = "Another house"


def rename_category(event, person):
    person.category.names = {"en": "Guest of honour"}


def recolour(event, person):
    person.category.colour = "#123456"


def move_zones(event, person):
    person.category.zones = person.category.zones[:1]


def rename_edition(event, person):
    get_event(event.id).names = {"en": "Another summit"}


def take_consent_back(event, person):
    given = database.session.scalars(select(ConsentRecord).where(ConsentRecord.registration_id == person.id)).all()[-1]
    columns = ("registration_id", "text_id", "purpose", "language", "text_version", "text_hash")
    database.session.add(ConsentRecord(given=False, **{name: getattr(given, name) for name in columns}))


def change_photo(event, person):
    picture = io.BytesIO()
    Image.new("RGB", (600, 800), "#102030").save(picture, "JPEG")
    store_photo(person, portrait(picture.getvalue()), utcnow())


def swap_zones(event, person):
    person.category.zones = [make_zone(event, "Q") for _ in person.category.zones[1:]] + person.category.zones[:1]


def rename_zone(event, person):
    person.category.zones[0].letter = "Z"


def move_to_another_category(event, person):
    person.category = make_category(event, "M")


@pytest.mark.parametrize(
    "change",
    [
        rename,
        rename_category,
        recolour,
        move_zones,
        swap_zones,
        rename_zone,
        move_to_another_category,
        rename_edition,
        take_consent_back,
        change_photo,
    ],
)
def test_a_print_is_outdated_by_whatever_stands_on_the_badge(event, printed, change):
    with transaction():
        change(event, queries.list_people([printed.id])[0])
    assert found(event, scope=PrintScope.CHANGED) == {printed.id}


def edit_the_layout(layout, event, category):
    change_layout(layout, house(Size.A6, Mode.BLACK))


def give_the_category_its_own(layout, event, category):
    give_layout(event, layout, {category: make_layout(event, "Own", house(Size.A6, Mode.BLACK))})


def give_all_another(layout, event, category):
    give_layout(event, make_layout(event, "Other", house(Size.A7)))


def go_back_to_the_house_s(layout, event, category):
    give_layout(event, None)


@pytest.fixture
def laid_out(event, category, approve):
    """A layout for everybody, and a person whose badge was printed in it."""
    layout, person = make_layout(event, "Green", house(Size.A6, sides=Sides.FRONT)), approve()
    give_layout(event, layout)
    with transaction():
        record_single_print(draw_badge(person.id, actor_id=None, now=utcnow()), event, actor_id=None, now=utcnow())
    assert found(event, scope=PrintScope.CHANGED) == set()
    return layout, person


@pytest.mark.parametrize(
    "change", [edit_the_layout, give_the_category_its_own, give_all_another, go_back_to_the_house_s]
)
def test_a_print_is_outdated_by_another_look(event, category, laid_out, change):
    layout, person = laid_out
    change(layout, event, category)
    assert found(event, scope=PrintScope.CHANGED) == {person.id}


def test_a_look_that_is_taken_back_and_that_of_others_outdate_no_print(event, laid_out):
    layout, _person = laid_out
    change_layout(layout, house(Size.A7))
    change_layout(layout, house(Size.A6, sides=Sides.FRONT))
    give_layout(event, layout, {make_category(event, "M"): make_layout(event, "Own", house(Size.CR80))})
    assert found(event, scope=PrintScope.CHANGED) == set()


def test_what_does_not_stand_on_the_badge_outdates_no_print(event, printed):
    with transaction():
        person = queries.list_people([printed.id])[0]
        person.diet, person.updated_at = "vegetarian", utcnow() + timedelta(minutes=1)
    assert found(event, scope=PrintScope.CHANGED) == set()


def test_a_company_is_found_by_its_profile_and_by_the_badge(event, approve):
    member, other = approve(organisation="Studio"), approve(organisation="Ателье Норден")
    company = make_company(event, "Casa Ondina")
    database.session.add(CompanyMember(company_id=company.id, registration_id=member.id))
    database.session.commit()

    assert found(event, company="ondina casa") == {member.id}
    assert found(event, company="НОРДЕН") == {other.id}
    assert found(event, company="nobody") == set()
    assert found(event, company="?!") == set()


def test_a_delegation_of_an_organisation_is_found(event, approve):
    union = approve(represents="", represents_name="World Craft Union")
    approve(represents="BR", represents_name="World Craft Union")

    assert queries.list_delegations(event.id) == ["World Craft Union"]
    assert found(event, delegation="World Craft Union") == {union.id}


def test_who_is_checked_in_is_asked_of_the_doors(event, approve):
    inside, gone, awaited = approve(), approve(), approve()
    zone = queries.list_people([inside.id])[0].category.zones[0]
    now = utcnow()
    let_in(event, zone, inside, now, None)
    let_in(event, zone, gone, now, now)

    assert found(event, arrival=Arrival.ARRIVED) == {inside.id, gone.id}
    assert found(event, arrival=Arrival.INSIDE) == {inside.id}
    assert found(event, arrival=Arrival.AWAITED) == {awaited.id}


def test_the_log_names_position_sheet_moment_and_printer(event, officer, approve):
    person = approve(name_latin="Anna Lim")
    with transaction():
        drawn = draw_badge(person.id, actor_id=officer.id, now=utcnow())
        record_single_print(drawn, get_event(event.id), actor_id=officer.id, now=utcnow())

    (row,) = queries.list_log(event.id)
    assert (row.position, row.sheet, row.name_latin, row.issue) == (1, 1, "Anna Lim", 1)
    assert row.printed_by in {officer.name, officer.email}
    assert queries.list_log(make_event().id) == []


def let_in(event, zone, person, entered, left) -> None:
    """Write down a stay; the scan behind it is of no interest here."""
    gate = Gate(event_id=event.id, zone_id=zone.id, names={"en": "Main gate"}, rules={})
    database.session.add(gate)
    database.session.flush()
    scan = Scan(
        scan_id=uuid4(),
        event_id=event.id,
        gate_id=gate.id,
        zone_id=zone.id,
        registration_id=person.id,
        direction=Direction.ENTRY,
        mode=ScanMode.LIVE,
        outcome=Outcome.ADMITTED,
        answer={},
    )
    database.session.add(scan)
    database.session.flush()
    stay = Presence(event_id=event.id, zone_id=zone.id, registration_id=person.id, entry_scan_id=scan.id)
    stay.entered_at, stay.left_at = entered, left
    database.session.add(stay)
    database.session.commit()
