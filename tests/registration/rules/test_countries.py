from datetime import date

import pytest

from summit.registration import rules


def names(tag: str, overrides: dict[str, str] | None = None) -> list[str]:
    return [name for _, name in rules.country_choices(tag, overrides)]


def test_the_whole_of_iso_3166_is_offered():
    assert len(rules.country_codes()) == 249
    assert {"RU", "CN", "BR", "PS", "TW", "VA", "AX"} <= rules.country_codes()


@pytest.mark.parametrize("code", ["", "ru", "XK", "EU", "ZZ", "AN"])
def test_other_codes_are_refused(code):
    with pytest.raises(rules.CountryIsUnknown):
        rules.ensure_country(code)


@pytest.mark.parametrize("tag", ["en", "ru", "zh-Hans", "pt-BR", "ar", "es", "fr", "tr", "fa", "hi", "th", "vi", "am"])
def test_every_country_has_a_name_in_every_language(tag):
    choices = rules.country_choices(tag)
    assert {code for code, _ in choices} == rules.country_codes()
    assert [code for code, name in choices if name == code] == []


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "South Africa"),
        ("ru", "Южно-Африканская Республика"),
        ("zh-Hans", "南非"),
        ("pt-BR", "África do Sul"),
    ],
)
def test_names_come_from_cldr(tag, name):
    assert rules.country_name("ZA", tag) == name


def test_the_organisers_override_wins():
    assert rules.country_name("ZA", "en", {"ZA": "Republic of South Africa"}) == "Republic of South Africa"
    assert "Republic of South Africa" in names("en", {"ZA": "Republic of South Africa"})


def test_accents_do_not_push_a_country_to_the_end():
    french = names("fr")
    assert french.index("Égypte") < french.index("France")


def test_russian_puts_yemen_after_all_of_i():
    russian = names("ru")
    assert russian.index("Италия") < russian.index("Йемен") < russian.index("Кабо-Верде")


def test_chinese_is_sorted_by_pinyin():
    chinese = names("zh-Hans")
    assert chinese.index("阿根廷") < chinese.index("巴西") < chinese.index("俄罗斯") < chinese.index("中国")


@pytest.mark.parametrize(
    ("code", "day", "status"),
    [
        ("RU", date(2009, 6, 15), None),
        ("RU", date(2009, 6, 16), "member"),
        ("ZA", date(2010, 12, 24), "member"),
        ("EG", date(2023, 12, 31), None),
        ("EG", date(2024, 1, 1), "member"),
        ("SA", date(2026, 11, 28), "disputed"),
        ("ID", date(2025, 1, 5), None),
        ("ID", date(2025, 1, 6), "member"),
        ("KZ", date(2025, 1, 1), "partner"),
        ("NG", date(2025, 1, 16), None),
        ("VN", date(2025, 6, 13), "partner"),
        ("FR", date(2026, 11, 28), None),
    ],
)
def test_brics_membership_is_dated(code, day, status):
    assert rules.brics_status(code, day) == status
