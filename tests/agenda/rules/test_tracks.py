"""What a track may be."""

import pytest

from summit.agenda.rules import tracks as rules
from summit.events.rules import ColourIsInvalid, ColourIsUnreadable, TextIsMissing, TextIsTooLong


def test_a_track_has_names_and_a_colour():
    values = {"names": {"en": " Business "}, "colour": " #8A1538 "}
    assert rules.clean(values) == {"names": {"en": "Business"}, "colour": "#8a1538"}


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"names": {}}, TextIsMissing),
        ({"names": {"en": "x" * 201}}, TextIsTooLong),
        ({"colour": "red"}, ColourIsInvalid),
        ({"colour": "#12345"}, ColourIsInvalid),
        # A pale colour carries dark text well enough, but does not stand out from white paper.
        ({"colour": "#ffee99"}, ColourIsUnreadable),
    ],
)
def test_what_cannot_be_read_is_refused(values, refusal):
    with pytest.raises(refusal):
        rules.clean(values)


def test_a_proposed_colour_is_the_first_that_no_track_has():
    assert rules.free_colour([]) == rules.PALETTE[0]
    assert rules.free_colour([rules.PALETTE[0].upper()]) == rules.PALETTE[1]
    assert rules.free_colour(rules.PALETTE) == rules.PALETTE[0]


@pytest.mark.parametrize("colour", rules.PALETTE)
def test_every_proposed_colour_may_be_used(colour):
    assert rules.clean({"colour": colour}) == {"colour": colour}
