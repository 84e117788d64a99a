"""The demo editions: the summit in the wanted stage, and a small business mission beside it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from summit.entrance.services import add_gate
from summit.events import queries
from summit.events.models import Event
from summit.events.rules import EventKind
from summit.events.services.categories import update_category
from summit.events.services.editions import create_event
from summit.events.services.places import add_hall, update_zone

_ZONE = "Europe/Moscow"
DAYS = 3
_QUOTAS = {"O": 40, "V": 30, "P": 25, "U": 20, "G": 15, "M": 20}
_FREE = {"G"}
_LANGUAGES = ("en", "ru", "zh-Hans", "pt-BR", "ar")


def _texts(*texts: str) -> dict[str, str]:
    return dict(zip(_LANGUAGES, texts, strict=True))


# The key by which the programme names a hall, its names, seats, floor, and the address of a place elsewhere.
_HALLS = (
    ("great", _texts("Great Hall", "Большой зал", "大厅", "Grande Salão", "القاعة الكبرى"), 900, "1", ""),
    ("business", _texts("Business Hall", "Деловой зал", "商务厅", "Salão de Negócios", "قاعة الأعمال"), 260, "1", ""),
    ("runway", _texts("Runway", "Подиум", "秀场", "Passarela", "منصة العرض"), 420, "2", ""),
    ("studio", _texts("Studio", "Студия", "工作室", "Estúdio", "الاستوديو"), 60, "2", ""),
    ("gallery", _texts("Gallery", "Галерея", "画廊", "Galeria", "المعرض"), 120, "2", ""),
    ("cinema", _texts("Cinema", "Кинозал", "影厅", "Cinema", "قاعة السينما"), 180, "3", ""),
    ("atelier", _texts("Atelier", "Мастерская", "工坊", "Ateliê", "المشغل"), 24, "3", ""),
    ("library", _texts("Library", "Библиотека", "图书馆", "Biblioteca", "المكتبة"), 30, "3", ""),
    (
        "mill",
        _texts("Weaving mill", "Ткацкая фабрика", "织造厂", "Tecelagem", "مصنع النسيج"),
        40,
        "",
        "12 Invented Weavers Street, Moscow",
    ),
    (
        "terrace",
        _texts("River terrace", "Терраса у реки", "河畔露台", "Terraço do rio", "شرفة النهر"),
        200,
        "",
        "3 Invented Quay, Moscow",
    ),
)
_GATES = (
    ("A", _texts("Main entrance", "Главный вход", "主入口", "Entrada principal", "المدخل الرئيسي")),
    ("B", _texts("Business halls", "Деловые залы", "商务厅", "Salas de negócios", "قاعات الأعمال")),
    ("E", _texts("Runway doors", "Вход на показы", "秀场入口", "Portas da passarela", "أبواب منصة العرض")),
)
_NAMES = _texts(
    "BRICS+ Fashion Summit", "Саммит моды БРИКС+", "金砖+时尚峰会", "Cúpula de Moda BRICS+", "قمة بريكس+ للأزياء"
)
_VENUE = _texts("Riverside Hall", "Зал на набережной", "河畔会堂", "Salão da Margem", "قاعة الضفة")


@dataclass(frozen=True, slots=True)
class Planted:
    """The demo summit, its gates by zone letter, and its halls by the key that the programme uses."""

    event: Event
    gates: dict[str, int]
    halls: dict[str, int]


def edition_slug(first_day: date) -> str:
    """Return the address of the demo summit of that year."""
    return f"summit_{first_day.year}"


def plant_summit(first_day: date, *, actor_id: int, now: datetime) -> Planted:
    """Make the summit of three days with its halls, quotas and three gates."""
    event = create_event(
        slug=edition_slug(first_day),
        actor_id=actor_id,
        now=now,
        names=_NAMES,
        starts_on=first_day,
        ends_on=first_day + timedelta(days=DAYS - 1),
        time_zone=_ZONE,
        venue_names=_VENUE,
        address="1 Invented Embankment, Moscow",
        country="RU",
        contact_email="help@summit.example.org",
        is_public=True,
    )
    halls = _add_halls(event, actor_id)
    _set_quotas(event, actor_id)
    _open_shows(event, actor_id)
    return Planted(event, _add_gates(event, actor_id), halls)


def _add_halls(event: Event, actor_id: int) -> dict[str, int]:
    return {
        key: add_hall(event.id, actor_id=actor_id, names=names, capacity=capacity, floor=floor, address=address).id
        for key, names, capacity, floor, address in _HALLS
    }


def _set_quotas(event: Event, actor_id: int) -> None:
    for category in queries.list_categories(event.id):
        if category.letter in _QUOTAS:
            update_category(
                category.id,
                actor_id=actor_id,
                quota=_QUOTAS[category.letter],
                needs_approval=category.letter not in _FREE,
            )


def _open_shows(event: Event, actor_id: int) -> None:
    """Open the show zone in the evenings of the summit only, for at most 420 people at once."""
    days = [event.starts_on + timedelta(days=number) for number in range(DAYS)]
    windows = [(_at(day, 17), _at(day, 23)) for day in days]
    zone = next(zone for zone in queries.list_zones(event.id) if zone.letter == "E")
    update_zone(zone.id, actor_id=actor_id, windows=windows, capacity=420)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(_ZONE)).astimezone(UTC)


def _add_gates(event: Event, actor_id: int) -> dict[str, int]:
    zones = {zone.letter: zone.id for zone in queries.list_zones(event.id)}
    gates = [
        (letter, add_gate(event.id, zone_id=zones[letter], names=names, actor_id=actor_id)) for letter, names in _GATES
    ]
    return {letter: gate.id for letter, gate in gates}


def plant_mission(first_day: date, *, actor_id: int, now: datetime) -> Event:
    """Make a business mission of three days, so that there is more than one event."""
    return create_event(
        slug=f"mission_{first_day:%Y_%m}",
        actor_id=actor_id,
        now=now,
        kind=EventKind.MISSION,
        names={
            "en": "Business mission: fabrics of the Bosphorus",
            "ru": "Бизнес-миссия: ткани Босфора",
            "zh-Hans": "商务考察:博斯普鲁斯面料",
            "pt-BR": "Missão empresarial: tecidos do Bósforo",
            "ar": "بعثة أعمال: أقمشة البوسفور",
        },
        starts_on=first_day,
        ends_on=first_day + timedelta(days=2),
        time_zone="Europe/Istanbul",
        venue_names={"en": "Loom Quarter", "ru": "Ткацкий квартал"},
        address="7 Invented Weavers Lane, Istanbul",
        country="TR",
        languages=["en", "ru"],
        accent="#1f4e5f",
        is_public=True,
    )
