"""The categories and zones every new edition starts with; an organiser edits them afterwards."""

from dataclasses import dataclass

from summit.events.rules.edition import Ask

LANGUAGES = ("en", "ru", "zh-Hans", "pt-BR", "ar")
HOSTED = (Ask.PHOTO, Ask.DIET, Ask.ACCESS, Ask.TRAVEL)


@dataclass(frozen=True, slots=True)
class ZoneDefaults:
    """A zone of the venue: its letter on the badge and its name per language tag."""

    letter: str
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class CategoryDefaults:
    """A participant category: `zones` are zone letters, `quota` None means without limit."""

    letter: str
    names: dict[str, str]
    colour: str
    zones: tuple[str, ...]
    asks: tuple[Ask, ...] = (Ask.PHOTO,)
    quota: int | None = None
    needs_approval: bool = True
    needs_second_officer: bool = False
    needs_adult: bool = False
    needs_escort: bool = False


def _names(*values: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, values, strict=True))


DEFAULT_ZONES: tuple[ZoneDefaults, ...] = (
    ZoneDefaults("A", _names("Public area", "Общая зона", "公共区", "Área pública", "المنطقة العامة")),
    ZoneDefaults("B", _names("Business halls", "Деловые залы", "商务厅", "Salas de negócios", "قاعات الأعمال")),
    ZoneDefaults("C", _names("Showroom", "Шоурум", "展厅", "Showroom", "صالة العرض")),
    ZoneDefaults("D", _names("Education", "Образование", "教育区", "Educação", "التعليم")),
    ZoneDefaults("E", _names("Shows", "Показы", "秀场", "Desfiles", "عروض الأزياء")),
    ZoneDefaults("F", _names("Backstage", "Закулисье", "后台", "Bastidores", "الكواليس")),
    ZoneDefaults("G", _names("Press centre", "Пресс-центр", "新闻中心", "Centro de imprensa", "المركز الصحفي")),
    ZoneDefaults("H", _names("Protocol", "Протокол", "礼宾区", "Protocolo", "المراسم")),
    ZoneDefaults("T", _names("Technical", "Техническая зона", "技术区", "Área técnica", "المنطقة الفنية")),
)

DEFAULT_CATEGORIES: tuple[CategoryDefaults, ...] = (
    CategoryDefaults(
        "O",
        _names("Official delegation", "Официальная делегация", "官方代表团", "Delegação oficial", "وفد رسمي"),
        "#1f3a5f",
        ("A", "B", "C", "D", "E", "H"),
        HOSTED,
        needs_second_officer=True,
    ),
    CategoryDefaults(
        "V",
        _names("VIP guest", "VIP-гость", "贵宾", "Convidado VIP", "ضيف كبار الشخصيات"),
        "#6b4e00",
        ("A", "B", "C", "D", "E", "H"),
        HOSTED,
        needs_second_officer=True,
    ),
    CategoryDefaults(
        "S",
        _names("Speaker", "Спикер", "演讲嘉宾", "Palestrante", "متحدث"),
        "#7a1f5c",
        ("A", "B", "C", "D", "E"),
        HOSTED,
    ),
    CategoryDefaults(
        "D",
        _names("Delegate", "Делегат", "代表", "Delegado", "مندوب"),
        "#0b5d4e",
        ("A", "B", "D", "E"),
        (Ask.PHOTO, Ask.ACCESS),
    ),
    CategoryDefaults(
        "X",
        _names("Exhibitor", "Экспонент", "参展商", "Expositor", "عارض"),
        "#8a3b00",
        ("A", "B", "C"),
    ),
    CategoryDefaults(
        "B",
        _names("Buyer", "Байер", "采购商", "Comprador", "مشتر"),
        "#2f5d1d",
        ("A", "B", "C", "E"),
        HOSTED,
    ),
    CategoryDefaults(
        "M",
        _names(
            "Designer with a show",
            "Дизайнер с показом",
            "参秀设计师",
            "Estilista com desfile",
            "مصمم مشارك بعرض",
        ),
        "#8a1538",
        ("A", "B", "C", "D", "E", "F"),
        HOSTED,
    ),
    CategoryDefaults(
        "P",
        _names("Press", "Пресса", "媒体", "Imprensa", "صحافة"),
        "#9c1c1c",
        ("A", "B", "D", "E", "G"),
        needs_second_officer=True,
    ),
    CategoryDefaults(
        "U",
        _names(
            "Student or educator",
            "Студент или преподаватель",
            "学生或教师",
            "Estudante ou educador",
            "طالب أو مدرّس",
        ),
        "#1d5f8a",
        ("A", "D"),
    ),
    CategoryDefaults(
        "G",
        _names("Guest", "Гость", "来宾", "Convidado", "ضيف"),
        "#4a4a4a",
        ("A", "E"),
        (),
        needs_approval=False,
    ),
    CategoryDefaults(
        "C",
        _names("Show crew", "Команда показа", "秀场工作人员", "Equipe de desfile", "فريق العرض"),
        "#5a3d8a",
        ("A", "E", "F"),
        needs_second_officer=True,
    ),
    CategoryDefaults(
        "I",
        _names("Interpreter", "Переводчик", "口译员", "Intérprete", "مترجم فوري"),
        "#00616b",
        ("A", "B", "D", "H"),
    ),
    CategoryDefaults(
        "W",
        _names(
            "Organiser or volunteer",
            "Организатор или волонтёр",
            "组织者或志愿者",
            "Organização ou voluntário",
            "منظم أو متطوع",
        ),
        "#111111",
        ("A", "B", "C", "D", "E", "F", "G", "H"),
    ),
    CategoryDefaults(
        "T",
        _names("Technical staff", "Технический персонал", "技术人员", "Equipe técnica", "طاقم فني"),
        "#5c5230",
        ("A", "B", "C", "D", "E", "F", "G", "H", "T"),
    ),
    CategoryDefaults(
        "K",
        _names(
            "Child with an adult",
            "Ребёнок со взрослым",
            "由成人陪同的儿童",
            "Criança acompanhada",
            "طفل برفقة بالغ",
        ),
        "#a0410d",
        ("A", "E"),
        (Ask.ACCESS, Ask.GUARDIAN),
        needs_adult=True,
    ),
    CategoryDefaults(
        "A",
        _names("Personal assistant", "Личный помощник", "私人助理", "Assistente pessoal", "مساعد شخصي"),
        "#3d4f6b",
        ("A", "B", "D", "E", "H"),
        (Ask.PHOTO, Ask.ACCESS),
        needs_escort=True,
    ),
)
