from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.accounts import rules
from summit.accounts.rules import AttemptKind, SessionKind
from summit.permissions import Role

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
EMAIL = "anna.delegate@studio.example"


@pytest.mark.parametrize("text", ["anna@studio.example", " Anna@Studio.Example\n", "ANNA@STUDIO.EXAMPLE"])
def test_one_address_is_one_account(text):
    assert rules.normalise_email(text) == "anna@studio.example"


def test_an_address_is_composed_but_keeps_its_letters():
    assert rules.normalise_email("rene\u0301+fashion@straße.example") == "rené+fashion@straße.example"


def test_a_link_works_for_twenty_minutes():
    expires = rules.link_expires_at(NOON)
    assert expires - NOON == timedelta(minutes=20)
    assert rules.ensure_link_usable(expires, None, expires - SECOND) is None


def test_an_old_link_is_refused():
    with pytest.raises(rules.LinkExpired):
        rules.ensure_link_usable(NOON, None, NOON)


@pytest.mark.parametrize("now", [NOON - MINUTE, NOON + MINUTE])
def test_a_used_link_is_refused_and_told_so(now):
    with pytest.raises(rules.LinkUsed):
        rules.ensure_link_usable(NOON, NOON - 2 * MINUTE, now)


@pytest.mark.parametrize(
    "password",
    [
        "silk warp weft loom",
        "Тихая ткань 7 утра",
        "九号展厅的丝绸与棉布和亚麻料",
        "k7#Qz!vB2m@L",
        "correct horse battery",
        "839271604482",
        "password of the silk road",
        "passwordsilk",
        "abacadebacda",
        "loomsiloomsa",
    ],
)
def test_a_good_password_needs_no_special_composition(password):
    assert rules.ensure_password(password, EMAIL) is None


def test_eleven_characters_are_too_few():
    with pytest.raises(rules.PasswordTooShort) as refusal:
        rules.ensure_password("silk & loom", EMAIL)
    assert refusal.value.params == {"count": 12}


def test_absurd_lengths_are_refused_before_hashing():
    assert rules.ensure_password("silk loom " * 25 + "wefts!", EMAIL) is None
    with pytest.raises(rules.PasswordTooLong):
        rules.ensure_password("silk loom " * 25 + "wefts!!", EMAIL)


@pytest.mark.parametrize("password", [EMAIL, EMAIL.upper(), "Anna.Delegate"])
def test_the_address_is_no_password(password):
    with pytest.raises(rules.PasswordIsEmail):
        rules.ensure_password(password, EMAIL)


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "121212121212",
        "password1234",
        "Password2026!",
        "пароль123456",
        "qwertyuiop[]",
        "1234567890ab",
        "abcdefghijkl",
        "lkjihgfedcba",
        "silksilksilk",
        "loomsiloomsi",
        "abacadbacdab",
        "passwordsil1",
        "йцукен123456",
        "Admin!!!20262027",
        "ｐａｓｓｗｏｒｄ1234",
    ],
)
def test_what_anybody_would_try_first_is_refused(password):
    with pytest.raises(rules.PasswordTooCommon):
        rules.ensure_password(password, EMAIL)


@given(st.text(max_size=300))
def test_the_password_policy_only_ever_refuses_by_its_own_types(password):
    refusals = (
        rules.PasswordTooShort,
        rules.PasswordTooLong,
        rules.PasswordIsEmail,
        rules.PasswordTooCommon,
    )
    try:
        rules.ensure_password(password, EMAIL)
    except refusals:
        return
    assert 12 <= len(rules.normalise_password(password)) <= 256


def test_the_same_password_from_another_keyboard_is_the_same():
    assert rules.normalise_password("ﬁne ｓｉｌｋ") == "fine silk"


@pytest.mark.parametrize(
    ("minutes_ago", "wait"),
    [
        pytest.param([], 0, id="none"),
        pytest.param([1, 2], 0, id="below the limit"),
        pytest.param([1, 2, 3], 12, id="at the limit"),
        pytest.param([3, 1, 2], 12, id="in any order"),
        pytest.param([1, 2, 15], 0, id="the oldest has just left the window"),
        pytest.param([0, 1, 2, 3, 14], 13, id="above the limit, the third newest counts"),
    ],
)
def test_the_throttle_tells_how_long_to_wait(minutes_ago, wait):
    attempts = [NOON - minutes * MINUTE for minutes in minutes_ago]
    assert rules.retry_after(attempts, NOON, 3, 15 * MINUTE) == wait * MINUTE
    assert rules.is_throttled(attempts, NOON, 3, 15 * MINUTE) == (wait > 0)


@given(st.lists(st.integers(0, 1800), max_size=12), st.integers(1, 6))
def test_after_the_wait_the_next_attempt_is_free(seconds_ago, limit):
    attempts = [NOON - seconds * SECOND for seconds in seconds_ago]
    window = 15 * MINUTE
    wait = rules.retry_after(attempts, NOON, limit, window)
    assert not rules.is_throttled(attempts, NOON + wait, limit, window)
    if wait:
        assert rules.is_throttled(attempts, NOON + wait - SECOND, limit, window)


def test_a_time_step_lasts_thirty_seconds():
    assert [rules.step_at(NOON + seconds * SECOND) - rules.step_at(NOON) for seconds in (0, 29, 30)] == [0, 0, 1]


@pytest.mark.parametrize(("last", "step"), [(None, 100), (99, 100)])
def test_a_newer_code_is_accepted_and_remembered(last, step):
    assert rules.accept_step(last, step) == 100


@pytest.mark.parametrize("last", [100, 101])
def test_a_code_is_never_accepted_twice(last):
    with pytest.raises(rules.CodeAlreadyUsed):
        rules.accept_step(last, 100)


@pytest.mark.parametrize(
    ("kind", "age", "idle", "alive"),
    [
        (SessionKind.DELEGATE, timedelta(days=30) - SECOND, timedelta(days=29), True),
        (SessionKind.DELEGATE, timedelta(days=30), timedelta(0), False),
        (SessionKind.STAFF, timedelta(days=1), timedelta(hours=12) - SECOND, True),
        (SessionKind.STAFF, timedelta(days=1), timedelta(hours=12), False),
        (SessionKind.STAFF, timedelta(days=7), timedelta(0), False),
    ],
)
def test_sessions_end_in_time(kind, age, idle, alive):
    assert rules.is_session_alive(kind, NOON - age, NOON - idle, NOON) == alive


@pytest.mark.parametrize(("person", "address", "admitted"), [(4, 299, True), (5, 0, False), (0, 300, False)])
def test_links_are_limited_per_person_and_per_network_address(person, address, admitted):
    tries = [NOON - MINUTE] * person, [NOON - MINUTE] * address
    if admitted:
        rules.ensure_may_attempt(AttemptKind.LINK, *tries, NOON)
    else:
        with pytest.raises(rules.TooManyAttempts) as refusal:
            rules.ensure_may_attempt(AttemptKind.LINK, *tries, NOON)
        assert refusal.value.params == {"minutes": 14}


@pytest.mark.parametrize(
    ("own", "grantable"),
    [
        ({Role.OWNER}, set(Role)),
        ({Role.ORGANISER}, set(Role) - {Role.OWNER, Role.PRIVACY}),
        ({Role.GATE}, {Role.GATE}),
        (set(), set()),
    ],
)
def test_nobody_gives_a_role_that_may_do_more_than_they(own, grantable):
    assert set(rules.grantable_roles(frozenset(own))) == grantable
    for role in set(Role) - grantable:
        with pytest.raises(rules.RoleAboveOwn):
            rules.ensure_may_grant(role, frozenset(own))


@pytest.mark.parametrize(
    ("role", "owners", "kept"), [(Role.OWNER, 1, True), (Role.OWNER, 2, False), (Role.GATE, 0, False)]
)
def test_the_last_owner_is_kept(role, owners, kept):
    with pytest.raises(rules.LastOwner) if kept else nullcontext():
        rules.ensure_owner_remains(role, owners)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("123 456", "123456"),
        ("١٢٣٤٥٦", "123456"),
        ("१२३४५६", "123456"),
        ("１２３-４５６", "123456"),
        ("AB12‑CD", "ab12cd"),
    ],
)
def test_codes_are_read_in_any_script(typed, read):
    assert rules.read_code(typed) == read


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
            "Edge · Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/142.0 YaBrowser/25.8 Safari/537.36", "Yandex Browser · Android"),
        ("curl/8.5.0", ""),
        ("<script>", ""),
    ],
)
def test_browsers_are_known_by_short_names(agent, label):
    assert rules.browser_label(agent) == label
