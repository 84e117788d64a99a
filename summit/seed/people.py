"""Invented people of 34 countries: given and family names that are common there, joined by chance."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

# ruff: noqa: E501
# country | language of the native script ("" where it is Latin) | family name first? | given | family
# Each name is "latin=native"; where the script is Latin, "latin" alone.
_NAMES = """
RU|ru|0|Anna=Анна,Daria=Дарья,Ilya=Илья,Alyona=Алёна,Timofey=Тимофей,Ksenia=Ксения|Shchukina=Щукина,Yolkin=Ёлкин,Berezova=Берёзова,Lugovoy=Луговой,Zaytseva=Зайцева
BR||0|João,Conceição,Luíza,Tainá,Rafael,Marília|Araçá de Souza,Guimarães,Pitanga,Gonçalves Dias,Ipê
IN|hi|0|Aarohi=आरोही,Kavya=काव्या,Vihaan=विहान,Ishaan=ईशान,Meera=मीरा|Kshirsagar=क्षीरसागर,Trivedi=त्रिवेदी,Chaturvedi=चतुर्वेदी,Deshpande=देशपांडे
CN|zh-Hans|1|Xiaoming=晓明,Yutong=雨桐,Zihan=子涵,Siyuan=思远,Ruoxi=若曦|Li=李,Ouyang=欧阳,Zhang=张,Shen=沈,Wei=魏
ZA||0|Thandeka,Nomvula,Pieter,Lindiwe,Sipho|Khumalo-Reed,van der Veld,Mthembu,Ndlovu,Adams
EG|ar|0|Ahmad=أحمد,Yasmin=ياسمين,Nour=نور,Karim=كريم,Salma=سلمى|El-Nagdy=النجدي,Abdel-Fattah=عبد الفتاح,El-Sherif=الشريف,Mansour=منصور
ET|am|0|Selamawit=ሰላማዊት,Abebe=አበበ,Tigist=ትግስት,Dawit=ዳዊት,Hirut=ሂሩት|Wolde-Giorgis=ወልደ ጊዮርጊስ,Tesfaye=ተስፋዬ,Bekele=በቀለ,Alemu=ዓለሙ
IR|fa|0|Parisa=پریسا,Kiarash=کیارش,Nasrin=نسرین,Omid=امید|Golestani=گلستانی,Kermanshahi=کرمانشاهی,Yazdi=یزدی
AE|ar|0|Maryam=مريم,Rashid=راشد,Hessa=حصة,Sultan=سلطان|Al Marri=المري,Al Nuaimi=النعيمي,Al Suwaidi=السويدي
ID||0|Dewi,Bagus,Putri,Wayan,Sukarna|Kusumawardhani,Prasetyo,Lestari
SA|ar|0|Reem=ريم,Faisal=فيصل,Lama=لمى|Al-Qahtani=القحطاني,Al-Harbi=الحربي
BY|be|0|Alesia=Алеся,Zmitser=Зміцер,Yanka=Янка|Kavalchuk=Кавальчук,Barysevich=Барысевіч
BO||0|Wara,Tupaq,Nayra|Quispe Mamani,Condori,Choque
CU||0|Yanelis,Osmany,Dayamí|Peña Valdés,Ibáñez
KZ|kk|0|Aizhan=Айжан,Nurlan=Нұрлан,Gulnaz=Гүлназ|Qasymova=Қасымова,Abenov=Әбенов
MY||0|Nurul Izzah,Wei Ling,Kavitha|binti Rahman,Tan,Subramaniam
TH|th|0|Chanida=ชนิดา,Somchai=สมชาย,Ploypailin=พลอยไพลิน|Rattanawong=รัตนวงศ์,Srisuwan=ศรีสุวรรณ
UG||0|Nakato,Okello,Achieng|Ssemakula,Byaruhanga
UZ|uz|0|Dilnoza=Дилноза,Sherzod=Шерзод,Gulchehra=Гулчеҳра|Yuldasheva=Юлдашева,Karimov=Каримов
NG||0|Chinwe,Babatunde,Aisha|Okonkwo-Bello,Adéyemí,Danjuma
VN||1|Thu Hà,Minh Quân,Ngọc Ánh|Nguyễn,Trần,Phạm
TR||0|Ayşe,Çağlar,İrem,Işıl|Yıldırım,Öztürk,Gümüşoğlu
AM|hy|0|Anahit=Անահիտ,Tigran=Տիգրան,Nare=Նարե|Sahakyan=Սահակյան,Mkrtchyan=Մկրտչյան
GE|ka|0|Nino=ნინო,Giorgi=გიორგი,Tamar=თამარ|Kvaratskhelia=კვარაცხელია,Beridze=ბერიძე
RS|sr|0|Jelena=Јелена,Miloš=Милош,Živana=Живана|Đorđević=Ђорђевић,Stojković=Стојковић
AZ||0|Günel,Elçin,Şəbnəm|Məmmədova,Əliyev
KG|ky|0|Aizada=Айзада,Bakyt=Бакыт|Toktogulova=Токтогулова,Asanov=Асанов
MN|mn|0|Oyuunchimeg=Оюунчимэг,Batbayar=Батбаяр|Ganbold=Ганболд,Dorj=Дорж
JP|ja|1|Haruka=春香,Kenta=健太,Sakura=桜|Watanabe=渡邊,Kobayashi=小林
KR|ko|1|Seo-yeon=서연,Min-jun=민준|Hwang=황,Namgung=남궁
BD|bn|0|Farhana=ফারহানা,Rafiq=রফিক|Chowdhury=চৌধুরী,Sarkar=সরকার
LK|ta|0|Kavitha=கவிதா,Suresh=சுரேஷ்|Selvarajah=செல்வராஜா,Kandasamy=கந்தசாமி
MX||0|Xóchitl,Íñigo,Citlali|Muñoz Ibarra,Núñez
IT||0|Chiara,Niccolò,Desirée|D'Angelo,De' Rossi,Lo Presti
"""

_HOUSES = ["Aurelia", "Birch", "Lumen", "Dunya", "Elmrow", "Fibra", "Goldloom", "Hanok", "Indigo", "Jasmin"]
_KINDS = [
    "Atelier",
    "Textiles",
    "Couture",
    "Leather",
    "Knitwear",
    "Showroom",
    "Weavers",
    "Trading",
    "Design",
    "Academy",
]
_JOBS = ["Designer", "Buyer", "Producer", "Editor", "Curator", "Founder", "Stylist", "Director", "Pattern-maker"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist."""

    name_latin: str
    name_native: str
    native_language: str
    country: str
    organisation: str
    job_title: str
    email: str


def countries() -> list[str]:
    """Return the codes of the countries that people come from."""
    return [line.split("|")[0] for line in _NAMES.split("\n") if line]


def people(count: int, chance: random.Random) -> Iterator[Person]:
    """Yield so many invented people, taking turns by country, each with an e-mail of their own."""
    lines = [line for line in _NAMES.split("\n") if line]
    for number in range(count):
        yield _person(lines[number % len(lines)], number, chance)


def _person(line: str, number: int, chance: random.Random) -> Person:
    country, language, family_first, given, family = line.split("|")
    names = [_split(chance.choice(given.split(","))), _split(chance.choice(family.split(",")))]
    ordered = names[::-1] if family_first == "1" else names
    joiner = "" if language in {"zh-Hans", "ja", "ko"} else " "
    return Person(
        name_latin=" ".join(latin for latin, _ in ordered),
        name_native=joiner.join(native for _, native in ordered) if language else "",
        native_language=language,
        country=country,
        organisation=f"{chance.choice(_HOUSES)} {chance.choice(_KINDS)}",
        job_title=chance.choice(_JOBS),
        email=f"delegate{number + 1}@{country.lower()}.example.org",
    )


def _split(name: str) -> tuple[str, str]:
    latin, _, native = name.partition("=")
    return latin, native
