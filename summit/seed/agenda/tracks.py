"""The demo's tracks, breaks and blockers."""

from .sessions import LANGUAGES


def _texts(*texts: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, texts, strict=True))


TRACKS = {
    "business": (_texts("Business", "Бизнес", "商业", "Negócios", "الأعمال"), "#1f4e79"),
    "education": (
        _texts("Fashion Intensive", "Интенсив моды", "时尚研修", "Intensivo de moda", "مكثّف الموضة"),
        "#5b3a8c",
    ),
    "showroom": (_texts("Showroom", "Шоурум", "展厅", "Showroom", "صالة العرض"), "#7a4a00"),
    "shows": (_texts("Shows", "Показы", "时装秀", "Desfiles", "العروض"), "#9c1c2e"),
    "film": (_texts("Film", "Кино", "电影", "Cinema", "السينما"), "#37474f"),
    "exhibition": (_texts("Exhibition", "Выставка", "展览", "Exposição", "المعرض"), "#17603a"),
    "networking": (_texts("Networking", "Нетворкинг", "交流", "Networking", "التواصل"), "#8a1560"),
}

LUNCH = _texts("Lunch", "Обед", "午餐", "Almoço", "الغداء")
COFFEE = _texts("Coffee", "Кофе", "茶歇", "Café", "استراحة قهوة")
REHEARSAL = _texts("Rehearsal", "Репетиция", "彩排", "Ensaio", "تدريب")

# Day, halls, start, minutes.
BREAKS = tuple(
    (texts, day, halls, start, minutes)
    for day in range(3)
    for texts, halls, start, minutes in (
        (LUNCH, ("business", "studio", "gallery"), "13:05", 50),
        (COFFEE, ("great", "business"), "11:05", 20),
    )
)
BLOCKERS = tuple((REHEARSAL, day, ("runway",), "12:00", 240) for day in range(3))
