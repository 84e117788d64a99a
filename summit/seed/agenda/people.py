"""The demo's people on stage: who they are and what is told of them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from summit.seed.people import Person, people

from .sessions import LANGUAGES

COUNT = 120
# Drawn by chance, many people have the same name.
_DRAWN = 6 * COUNT
# What somebody works with, in the five languages, so that a biography is whole in each.
_CRAFTS = (
    ("hand-woven linen", "льном ручного ткачества", "手织亚麻", "linho tecido à mão", "الكتان المنسوج يدويًا"),
    ("natural dyes", "природными красителями", "天然染料", "corantes naturais", "الأصباغ الطبيعية"),
    (
        "leather and its substitutes",
        "кожей и её заменителями",
        "皮革及其替代品",
        "couro e seus substitutos",
        "الجلد وبدائله",
    ),
    ("knitwear", "трикотажем", "针织", "malharia", "التريكو"),
    ("gold embroidery", "золотным шитьём", "金线刺绣", "bordado a ouro", "التطريز بالذهب"),
    ("denim", "денимом", "牛仔布", "jeans", "الدنيم"),
    ("silk brocade", "шёлковой парчой", "织锦", "brocado de seda", "ديباج الحرير"),
    ("children's clothes", "детской одеждой", "童装", "roupa infantil", "ملابس الأطفال"),
    ("costume archives", "архивами костюма", "服装档案", "acervos de traje", "أرشيفات الأزياء"),
    ("digital pattern cutting", "цифровым кроем", "数字制版", "modelagem digital", "القص الرقمي"),
    ("wholesale buying", "оптовыми закупками", "批发采购", "compras no atacado", "الشراء بالجملة"),
    (
        "small-series jewellery",
        "украшениями малых серий",
        "小批量珠宝",
        "joias em pequenas séries",
        "المجوهرات المحدودة",
    ),
)
_SENTENCES = (
    "Works with {craft}; at {house} for {years} years.",
    "Занятие: работа с {craft}. Стаж в {house}, лет: {years}.",
    "专注于{craft};在{house}工作{years}年。",
    "Trabalha com {craft}; há {years} anos em {house}.",
    "مجال العمل: {craft}؛ في {house} منذ {years} عامًا.",
)
_WITHOUT_BIOGRAPHY = 9


@dataclass(frozen=True, slots=True)
class StagePerson:
    """A person of the demo and their biography per language; a few have not written any yet."""

    person: Person
    email: str
    biographies: dict[str, str]


def stage_people(chance: random.Random) -> Iterator[StagePerson]:
    """Yield a hundred and twenty invented people."""
    for number, person in enumerate(_of_different_names(chance)):
        craft, years = chance.choice(_CRAFTS), chance.randrange(5, 21)
        texts = [
            sentence.format(craft=word, house=person.organisation, years=years)
            for sentence, word in zip(_SENTENCES, craft, strict=True)
        ]
        told = dict(zip(LANGUAGES, texts, strict=True)) if number % _WITHOUT_BIOGRAPHY else {}
        yield StagePerson(person, f"stage{number:03d}@speakers.example.org", told)


def _of_different_names(chance: random.Random) -> Iterator[Person]:
    seen: dict[str, Person] = {}
    for person in people(_DRAWN, chance):
        seen.setdefault(person.name_latin, person)
    return islice(seen.values(), COUNT)
