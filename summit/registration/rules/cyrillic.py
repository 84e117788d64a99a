"""Cyrillic to Latin as machine-readable passports write it."""

# ICAO Doc 9303 part 3, section 6 B, "Transliteration of Cyrillic characters"; where countries
# differ, the general (Russian) column. Kazakh, Kyrgyz and Tajik letters are not in that table and follow use.
_ICAO = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y",
    "ь": "", "э": "e", "ю": "iu", "я": "ia", "є": "ie", "і": "i", "ї": "i", "ґ": "g", "ў": "u", "ђ": "d",
    "ѓ": "g", "ѕ": "dz", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ќ": "k", "џ": "dz",
    "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ү": "u", "ұ": "u", "һ": "h",
    "ҳ": "h", "ҷ": "j", "ӯ": "u",
}  # fmt: skip
_SMALL = str.maketrans(_ICAO)


def transliterate(text: str) -> str:
    """Return `text` with its Cyrillic letters in Latin; a capital gives a capital first letter, or all
    capitals between capitals.
    """
    if text.islower():
        # Nothing to decide about capitals: the whole text at once, many times faster.
        return text.translate(_SMALL)
    return "".join(_letter(text, index) for index in range(len(text)))


def _letter(text: str, index: int) -> str:
    character = text[index]
    latin = _ICAO.get(character.lower())
    if latin is None:
        return character
    if not character.isupper():
        return latin
    neighbours = text[index - 1 : index] + text[index + 1 : index + 2]
    letters = [neighbour for neighbour in neighbours if neighbour.isalpha()]
    shouting = bool(letters) and all(letter.isupper() for letter in letters)
    return latin.upper() if shouting else latin.capitalize()
