from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.accounts import queries, rules
from summit.accounts.models import AccountSession
from summit.accounts.services import end_session, grant_role, start_session
from summit.clock import utcnow
from summit.database import transaction
from summit.permissions import Permission, Role
from tests.factories import make_account, make_event, make_staff


def begin(account, **values):
    with transaction():
        return start_session(account.id, "Mozilla/5.0 (Android 15; Mobile) Firefox/145.0", **values)


def find(secret):
    return queries.find_principal(rules.hash_of(secret), utcnow())


def test_somebody_with_many_roles_is_read_in_one_statement(db, count_queries):
    event, other = make_event(), make_event()
    account = make_staff(event, Role.GATE)
    secret = begin(account)
    with transaction():
        for role, event_id in ((Role.AGENDA, event.id), (Role.OWNER, other.id), (Role.READ_ONLY, None)):
            grant_role(account.id, role, event_id, granted_by=None)
    with count_queries() as counter:
        principal = find(secret)
    assert counter.count == 1
    assert principal.roles == {
        event.id: {Role.GATE, Role.AGENDA},
        other.id: {Role.OWNER},
        None: {Role.READ_ONLY},
    }


def test_permissions_are_those_of_the_edition_and_of_all(db):
    event, other, third = make_event(), make_event(), make_event()
    account = make_staff(event, Role.GATE)
    with transaction():
        grant_role(account.id, Role.PRIVACY, None, granted_by=None)
        grant_role(account.id, Role.OWNER, other.id, granted_by=None)
    principal = find(begin(account))
    for permission, expected in (
        (Permission.SCAN_BADGES, [True, True, False, False]),
        (Permission.MANAGE_PRIVACY, [True, True, True, True]),
        (Permission.MANAGE_EDITIONS, [False, True, False, False]),
    ):
        assert [principal.may(permission, e) for e in (event.id, other.id, third.id, None)] == expected


def test_a_delegate_may_nothing_and_owes_nothing(db):
    principal = find(begin(make_account(name="Ana")))
    assert (principal.is_staff, principal.owes_second_factor, principal.display_name) == (False, False, "Ana")
    assert not any(principal.may(permission, None) for permission in Permission)


@pytest.mark.parametrize("shown", [True, False])
def test_staff_owe_the_second_factor_until_it_is_shown(db, shown):
    secret = begin(make_staff(make_event(), Role.GATE), second_factor_at=utcnow() if shown else None)
    assert find(secret).owes_second_factor is not shown


def test_who_has_no_name_is_called_by_the_address(db):
    account = make_account()
    assert find(begin(account)).display_name == account.email


def test_an_ended_session_is_nobody(db):
    account = make_account()
    secret = begin(account)
    with transaction():
        end_session(account.id, find(secret).session_id, now=utcnow())
    assert find(secret) is None


@pytest.mark.parametrize("secret", ["", "forged", "\x00", "\ud800", "я" * 1000])
def test_a_forged_secret_is_nobody(db, secret):
    begin(make_account())
    assert find(secret) is None


def test_a_session_past_its_end_is_nobody(db):
    assert find(begin(make_account(), now=utcnow() - timedelta(days=30))) is None


def test_the_browser_is_kept_by_a_short_name(db):
    begin(make_account())
    assert db.session.scalar(select(AccountSession.browser)) == "Firefox · Android"


def test_owners_of_all_editions_count_in_each(db):
    event = make_event()
    make_staff(event, Role.OWNER)
    make_staff(None, Role.OWNER)
    make_staff(make_event(), Role.OWNER)
    make_staff(event, Role.OWNER, is_active=False)
    assert (queries.count_owners(event.id), queries.count_owners(None)) == (2, 1)


def test_granting_a_role_twice_is_harmless(db):
    event, account = make_event(), make_account()
    with transaction():
        answers = [grant_role(account.id, Role.GATE, e, granted_by=None) for e in (event.id, event.id, None, None)]
    assert answers == [True, False, True, False]
