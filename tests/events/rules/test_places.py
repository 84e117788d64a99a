import pytest

from summit.events import rules


@pytest.mark.parametrize(("text", "letter"), [("D", "D"), (" d ", "D"), ("d2", "D2"), ("VP", "VP")])
def test_a_letter_is_kept_in_capitals(text, letter):
    assert rules.ensure_letter(text) == letter


@pytest.mark.parametrize("text", ["", "ABC", "2D", "Ж", "ß", "D-", "👗"])
def test_what_a_badge_cannot_carry_is_refused(text):
    with pytest.raises(rules.LetterIsInvalid):
        rules.ensure_letter(text)


@pytest.mark.parametrize("number", [None, 0, 1, rules.LARGEST_NUMBER])
def test_numbers_within_the_range_are_kept(number):
    assert rules.ensure_number(number) == number


@pytest.mark.parametrize("number", [-1, rules.LARGEST_NUMBER + 1])
def test_numbers_beyond_the_range_are_refused(number):
    with pytest.raises(rules.NumberIsOutOfRange):
        rules.ensure_number(number)


def test_an_older_version_is_refused():
    with pytest.raises(rules.ChangedMeanwhile):
        rules.ensure_unchanged(seen=1, present=2)


@pytest.mark.parametrize("seen", [2, None])
def test_the_present_version_or_none_is_accepted(seen):
    assert rules.ensure_unchanged(seen=seen, present=2) is None


@pytest.mark.parametrize(
    ("key", "steps", "order"),
    [(3, -1, [1, 3, 2]), (1, 1, [2, 1, 3]), (1, -1, [1, 2, 3]), (3, 5, [1, 2, 3]), (1, 9, [2, 3, 1])],
)
def test_an_entry_moves_within_its_list(key, steps, order):
    assert rules.moved_by([1, 2, 3], key, steps) == order
