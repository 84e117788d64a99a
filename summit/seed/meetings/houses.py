"""Invented companies: what they are called in which script, what they are, offer and need."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from summit.companies.rules.kinds import CompanyKind

# ruff: noqa: E501
# English | Russian | Chinese | Portuguese | Arabic
_PLACES = """
Quiet Harbour|Тихая гавань|静港|Porto Sereno|المرفأ الهادئ
Amber Terrace|Янтарная терраса|琥珀台|Terraço de Âmbar|شرفة الكهرمان
Winter Orchard|Зимний сад|冬园|Pomar de Inverno|بستان الشتاء
Blue Steppe|Синяя степь|蓝原|Estepe Azul|السهل الأزرق
Seven Lanterns|Семь фонарей|七灯|Sete Lanternas|الفوانيس السبعة
Salt Garden|Соляной сад|盐园|Jardim de Sal|حديقة الملح
Copper Willow|Медная ива|铜柳|Salgueiro de Cobre|الصفصاف النحاسي
Long Meadow Gate|Луговые ворота|长野门|Portão da Campina|بوابة المرج
Paper Crane|Бумажный журавль|纸鹤|Garça de Papel|الكركي الورقي
Second Moon|Вторая луна|次月|Segunda Lua|القمر الثاني
"""
# Kind | word for it in the same five languages | offers | needs
_TRADES = """
brand_designer|Atelier|Ателье|工作室|Ateliê|أتيليه|apparel.dresses,apparel.outerwear,apparel.evening|woven.linen,knits.jersey,craft.silk,trims.buttons,production.small_series,retail.multibrand
brand_designer|Studio|Студия|设计|Estúdio|استوديو|apparel.knitwear,apparel.t_shirts,accessories.scarves|knits.jersey,knits.wool,fibres.wool_yarn,production.knitting,retail.showroom
manufacturer_cut_and_sew|Sewing House|Швейный дом|制衣|Confecções|للخياطة|production.cut_and_sew,production.full_package,production.small_series|woven.shirting,knits.jersey,trims.thread,trims.zips,equipment.sewing
manufacturer_knit|Knit Works|Трикотаж|针织|Malharia|للتريكو|production.knitting,apparel.knitwear,knits.rib|fibres.cotton_yarn,fibres.wool_yarn,trims.labels,equipment.knitting,retail.distributor
materials_woven|Weavers|Ткачи|织造|Tecelagem|للنسيج|woven.linen,woven.shirting,woven.suiting,woven.coating|fibres.cotton_yarn,fibres.bast_fibre,processing.dyeing,retail.distributor,equipment.weaving
materials_knit|Jersey Mill|Полотна|针织布|Malhas|للأقمشة المحبوكة|knits.jersey,knits.rib,knits.interlock|fibres.cotton_yarn,processing.finishing,production.cut_and_sew
materials_silk_craft|Silk Rooms|Шёлк|丝绸|Sedas|للحرير|craft.silk,craft.ikat,craft.brocade,craft.handwoven|fibres.silk_yarn,processing.digital_print,retail.showroom,apparel.evening
trims|Trims|Фурнитура|辅料|Aviamentos|لمستلزمات الخياطة|trims.zips,trims.buttons,trims.labels,trims.thread|production.cut_and_sew,apparel.outerwear,trade.freight
retail_multibrand|Concept Store|Концепт-стор|买手店|Multimarcas|للمتاجر|retail.multibrand,retail.pop_up|apparel.dresses,apparel.outerwear,accessories.bags,jewellery.silver,apparel.knitwear
retail_distributor|Distribution|Дистрибуция|分销|Distribuição|للتوزيع|retail.distributor,trade.customs,retail.franchise|apparel.t_shirts,woven.shirting,knits.jersey,footwear.sneakers,special.children
manufacturer_leather|Leather Craft|Кожевенный дом|皮具|Couro|للجلود|production.leather_goods,accessories.bags,accessories.small_leather|leather.bovine,leather.suede,trims.hardware,retail.multibrand
services|Print Lab|Принт|印染|Estamparia|للطباعة|processing.digital_print,processing.screen_print,processing.embroidery|craft.silk,woven.viscose,apparel.dresses,equipment.printing
"""
_LANGUAGES = ("en", "ru", "zh-Hans", "pt-BR", "ar")
# What a country's companies call themselves beside English.
_OWN = {
    "RU": "ru",
    "BY": "ru",
    "KZ": "ru",
    "KG": "ru",
    "CN": "zh-Hans",
    "BR": "pt-BR",
    "EG": "ar",
    "AE": "ar",
    "SA": "ar",
}
_SPOKEN = {
    "CN": "zh-Hans",
    "BR": "pt-BR",
    "EG": "ar",
    "AE": "ar",
    "SA": "ar",
    "TR": "tr",
    "IN": "hi",
    "IR": "fa",
    "CU": "es",
    "BO": "es",
    "MX": "es",
    "VN": "vi",
    "TH": "th",
    "ID": "id",
    "JP": "ja",
    "KR": "ko",
    "IT": "it",
    "ET": "am",
}
_RUSSIAN = {"RU", "BY", "KZ", "KG", "UZ", "AM", "AZ", "GE"}
_LINES = {
    "en": "We work in small and middle series, show our newest season at the stand, and look for partners who stay.",
    "ru": "Работаем малыми и средними сериями, показываем новый сезон на стенде и ищем партнёров надолго.",
    "zh-Hans": "我们承接中小批量订单，在展位展示最新一季，期待长期合作伙伴。",
    "pt-BR": "Trabalhamos com pequenas e médias séries, mostramos a nova estação no estande e buscamos parceiros duradouros.",
    "ar": "نعمل بدفعات صغيرة ومتوسطة، ونعرض أحدث مواسمنا في الجناح، ونبحث عن شركاء دائمين.",
}
_METRES = {"fibres", "woven", "knits", "craft", "lace", "leather"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One offer or need of a house: node, quantity, unit."""

    node: str
    quantity: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """An invented company before it is founded."""

    name: str
    names: Mapping[str, str]
    kind: CompanyKind
    descriptions: Mapping[str, str]
    languages: Mapping[str, str]
    offers: tuple[Wanted, ...]
    needs: tuple[Wanted, ...]


def house(number: int, country: str, chance: random.Random) -> House:
    """Return the house of a number (from 0, up to 120 different ones) in a country."""
    places, trades = _PLACES.strip().splitlines(), _TRADES.strip().splitlines()
    place = places[number % len(places)].split("|")
    kind, *rest = trades[number // len(places) % len(trades)].split("|")
    words, offers, needs = rest[:5], rest[5], rest[6]
    own = _OWN.get(country, "")
    return House(
        name=f"{place[0]} {words[0]}",
        names={own: _called(own, place, words)} if own else {},
        kind=CompanyKind(kind),
        descriptions={tag: _LINES[tag] for tag in dict.fromkeys(("en", own or "en"))},
        languages=_languages(country),
        offers=tuple(_wanted(offers, chance)),
        needs=tuple(_wanted(needs, chance)),
    )


def _called(tag: str, place: list[str], words: list[str]) -> str:
    index = _LANGUAGES.index(tag)
    if tag == "zh-Hans":
        return f"{place[index]}{words[index]}"
    if words[index].startswith("ل"):  # "for leather" follows the name in Arabic
        return f"{place[index]} {words[index]}"
    return f"{words[index]} «{place[index]}»" if tag == "ru" else f"{words[index]} {place[index]}"


def _languages(country: str) -> dict[str, str]:
    spoken = {"en": "working"}
    if country in _RUSSIAN:
        spoken["ru"] = "native" if country == "RU" else "fluent"
    if country in _SPOKEN:
        spoken[_SPOKEN[country]] = "native"
    return spoken


def _wanted(nodes: str, chance: random.Random) -> Iterator[Wanted]:
    codes = nodes.split(",")
    for code in sorted(chance.sample(codes, k=max(2, len(codes) - 1))):
        if code.partition(".")[0] in _METRES and chance.random() < 0.6:
            yield Wanted(code, chance.choice((100, 200, 300, 500, 1000, 3000)), "metres")
        else:
            yield Wanted(code)
