import hashlib
import hmac
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.credentials import rules
from summit.credentials.rules import ShortCode, Token
from tests.entrance.rules.cases import CODE_CASES

KEY = b"a secret of the tests, 32 bytes!"
SCRIPTS = {
    "Arabic-Indic": "٠١٢٣٤٥٦٧٨٩",
    "Persian": "۰۱۲۳۴۵۶۷۸۹",
    "Devanagari": "०१२३४५६७८९",
    "full-width": "０１２３４５６７８９",
    "Thai": "๐๑๒๓๔๕๖๗๘๙",
}
ids = st.integers(min_value=1, max_value=2**40)
tokens = st.text(string.digits, min_size=24, max_size=24)
short_codes = st.builds(lambda registration, attempt: rules.short_code(KEY, 1, registration, 1, attempt), ids, ids)


def written(digits: str, script: str) -> str:
    return digits.translate(str.maketrans(string.digits, SCRIPTS[script]))


@given(ids, ids, ids)
def test_a_token_is_the_leading_digits_of_the_documented_hmac(event, registration, issue):
    message = f"summit/badge/v1\n{event}\n{registration}\n{issue}".encode()
    fraction = int(hmac.new(KEY, message, hashlib.sha256).hexdigest(), 16)
    expected = f"{fraction * 10**24 // 2**256:024d}"
    assert rules.derive_token(KEY, event, registration, issue) == expected


def test_the_derivation_never_changes():
    assert rules.derive_token(KEY, 1, 42, 1) == "264041841325726881928965"
    assert rules.short_code(KEY, 1, 42, 1) == "84662702"


def test_event_registration_issue_and_key_each_matter():
    variants = {
        rules.derive_token(key, event, registration, issue)
        for key in (KEY, KEY[::-1])
        for event in (1, 11)
        for registration in (1, 11)
        for issue in (1, 2)
    }
    assert len(variants) == 16


def test_ten_thousand_tokens_are_different_and_spread():
    found = {rules.derive_token(KEY, 1, registration, 1) for registration in range(10_000)}
    assert len(found) == 10_000
    firsts = [sum(token[0] == digit for token in found) for digit in string.digits]
    assert min(firsts) > 850
    assert max(firsts) < 1150


def test_the_database_holds_the_sha_256_of_the_digits():
    assert rules.token_hash("0" * 24) == hashlib.sha256(b"0" * 24).digest()


@given(ids, st.integers(min_value=0, max_value=50))
def test_a_short_code_checks_itself(registration, attempt):
    code = rules.short_code(KEY, 1, registration, 1, attempt)
    assert rules.is_valid_short_code(code)


def test_another_attempt_gives_another_short_code():
    assert len({rules.short_code(KEY, 1, 42, 1, attempt) for attempt in range(20)}) == 20


@given(short_codes, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_found(code, place, by):
    wrong = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
    assert not rules.is_valid_short_code(wrong)


@given(short_codes, st.integers(0, 6))
def test_swapped_neighbours_are_found(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert rules.is_valid_short_code(swapped) == (swapped == code)


@pytest.mark.parametrize("text", ["", "1234567", "123456789", "１２３４５６７８", "1234567a", "0000000\n"])
def test_other_texts_are_no_short_codes(text):
    assert not rules.is_valid_short_code(text)


@pytest.mark.parametrize("script", SCRIPTS)
def test_digits_of_other_scripts_are_folded(script):
    assert rules.fold_digits(f"№ {written('0123456789', script)}!") == "№ 0123456789!"


@given(st.text())
def test_folding_changes_digits_only(text):
    folded = rules.fold_digits(text)
    assert [a for a, b in zip(text, folded, strict=True) if a != b and not a.isdecimal()] == []


@given(
    tokens,
    st.sampled_from(["", "]Q3", "]Q1", "ъЙ3", "دض1", "\t", "QR:", "\x02"]),
    st.sampled_from(["", "\r\n", "\t", "\x03"]),
)
def test_a_scanned_token_is_read_with_any_prefix_and_suffix(token, prefix, suffix):
    assert rules.read_code(f"{prefix}{token}{suffix}") == Token(token)


@given(tokens, st.sampled_from(sorted(SCRIPTS)))
def test_a_token_is_read_from_any_keyboard(token, script):
    assert rules.read_code(written(token, script) + "\r") == Token(token)


@given(short_codes, st.sampled_from(["{}", " {} \n", "]C0{}", "code: {}", "\u200e{}\u200f"]))
def test_a_short_code_is_read(code, frame):
    assert rules.read_code(frame.format(code)) == ShortCode(code)


@given(short_codes, st.sampled_from([" ", "-", "–", " - ", "\u00a0"]))
def test_a_short_code_may_be_typed_in_groups(code, separator):
    assert rules.read_code(f"{code[:4]}{separator}{code[4:]}") == ShortCode(code)


def test_a_mistyped_short_code_is_no_code():
    code = rules.short_code(KEY, 1, 42, 1)
    assert rules.read_code(code[:-1] + str((int(code[-1]) + 1) % 10)) is None


@pytest.mark.parametrize("case", CODE_CASES, ids=lambda case: case["name"])
def test_every_case_of_the_table_is_read(case):
    kinds = {"token": Token, "short": ShortCode}
    reads = case["reads"]
    assert rules.read_code(case["raw"]) == (reads and kinds[reads["kind"]](reads["digits"]))


@given(st.text(max_size=300))
def test_reading_never_fails(raw):
    code = rules.read_code(raw)
    assert code is None or len(code.digits) in {8, 24}


def test_only_the_issue_that_is_valid_now_is_handed_out_or_replaced():
    rules.ensure_seen_is_valid(2, 2)
    rules.ensure_seen_is_valid(0, 1)
    with pytest.raises(rules.BadgeWasReplaced):
        rules.ensure_seen_is_valid(1, 2)
