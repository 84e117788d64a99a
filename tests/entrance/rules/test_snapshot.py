"""The bytes of a snapshot; the worked example is that of decision 0014."""

import pytest
from cryptography.exceptions import InvalidTag

from summit.entrance.rules.snapshot import Holder, fingerprint, plaintext, seal, unseal, varint

TOKEN = "012345678901234567890123"
EXAMPLE = "5cc4af47e625d87aac86ccdd4afc57400f3e7eadcfe600a2b12c2dcfb299c15d3d581e470716d07af7b271fd100cb94a2794a435"


def _holder(**values):
    given = {
        "category_id": 300,
        "issue": 2,
        "name_latin": "Ivan Petrov",
        "name_native": "Иван Петров",
        "native_language": "ru",
        "organisation": "Ателье",
        "needs_assistance": True,
        "is_minor": False,
    }
    return Holder(**(given | values))


def test_the_plain_record_of_the_decision():
    expected = "ac02 02 01 02 0b 4976616e20506574726f76 4b c8e2e0ed20cfe5f2f0eee2 46 c0f2e5ebfce5".replace(" ", "")
    assert plaintext(_holder()).hex() == expected


def test_the_sealed_record_of_the_decision():
    sealed = seal(TOKEN, "1-00112233445566aa", 7, plaintext(_holder()))
    assert sealed.hex() == EXAMPLE


@pytest.mark.parametrize(
    ("text", "size"),
    [("", 1), ("Ana", 4), ("José", 5), ("Анна", 5), ("محمد", 5), ("王芳", 5), ("आशा", 1 + 6), ("x" * 31, 34)],
)
def test_a_text_takes_the_fewest_bytes(text, size):
    assert len(plaintext(_holder(name_native=text))) - len(plaintext(_holder(name_native=""))) == size - 1


def test_an_organisation_is_cut_to_forty_letters():
    cut = plaintext(_holder(organisation="O" * 100, name_native=""))
    assert cut.endswith(b"O" * 39 + "…".encode("cp1252"))


def test_another_badge_opens_nothing():
    sealed = seal(TOKEN, "1-a", 1, b"plain")
    with pytest.raises(InvalidTag):
        unseal("9" * 24, "1-a", 1, sealed)


@pytest.mark.parametrize(("epoch", "sequence"), [("1-b", 1), ("1-a", 2)])
def test_no_key_serves_twice(epoch, sequence):
    assert seal(TOKEN, "1-a", 1, b"plain") != seal(TOKEN, epoch, sequence, b"plain")


def test_a_fingerprint_differs_by_text_and_by_badge():
    assert len({fingerprint(TOKEN, b"a"), fingerprint(TOKEN, b"b"), fingerprint("9" * 24, b"a")}) == 3


@pytest.mark.parametrize(("number", "written"), [(0, "00"), (127, "7f"), (128, "8001"), (300, "ac02")])
def test_a_number_is_written_lowest_bits_first(number, written):
    assert varint(number).hex() == written
