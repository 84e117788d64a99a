"""The whole draft as a workbook that the import takes back unchanged, and an empty one with explanations."""

from collections.abc import Callable, Sequence

from summit.errors import N_
from summit.sheets import Sheet

from ..rules.exchange import COLUMNS, SHEET_NAMES, SheetKind, headers_of, write_row
from ..rules.importing import Item, Present

Translate = Callable[[str], str]
_COLUMNS = (N_("Sheet"), N_("Column"), N_("What to write"), N_("Possible values"))
_ADVICE = (
    N_("Fill in as many sheets as you need; sheets, columns and rows that are missing change nothing."),
    N_("The first row holds the names of the columns. Leave them as they are; other columns are passed over."),
    N_("An empty cell empties the field; columns with a fixed choice, a length or yes and no keep what they have."),
    N_("Before anything is imported you see what each row would change."),
    N_("Times are those of the clock at the venue."),
)


def draft_sheets(present: Present) -> list[Sheet]:
    """Return every sheet of the draft, in the sheets' order."""
    return [draft_sheet(present, kind) for kind in SheetKind]


def draft_sheet(present: Present, kind: SheetKind) -> Sheet:
    """Return one sheet of the draft, a column for every language that the edition or a text of it has."""
    items = present.items.get(kind, ())
    languages = _languages(present, kind, items)
    rows = (write_row(kind, item.values, languages, present.zone) for item in items)
    return Sheet(kind.value.title(), headers_of(kind, languages), rows, _choices(kind))


def template_sheets(present: Present, translate: Translate) -> list[Sheet]:
    """Return the empty sheets behind one that explains them."""
    empty = [Sheet(kind.value.title(), headers_of(kind, present.languages), (), _choices(kind)) for kind in SheetKind]
    return [_explanations(translate), *empty]


def _explanations(translate: Translate) -> Sheet:
    advice = [["", "", translate(text), ""] for text in _ADVICE]
    columns = [
        [
            f"{kind.value.title()} ({translate(SHEET_NAMES[kind])})",
            f"{column.name} (en)" if column.per_language else column.name,
            translate(column.hint),
            ", ".join(column.choices),
        ]
        for kind in SheetKind
        for column in COLUMNS[kind]
    ]
    return Sheet(translate(N_("Explanations"))[:31], [translate(text) for text in _COLUMNS], [*advice, *columns])


def _languages(present: Present, kind: SheetKind, items: Sequence[Item]) -> list[str]:
    texts = [column.field for column in COLUMNS[kind] if column.per_language]
    used = [tag for item in items for name in texts for tag in item.values.get(name, {})]
    return list(dict.fromkeys([*present.languages, *used]))


def _choices(kind: SheetKind) -> dict[str, Sequence[str]]:
    return {column.name: column.choices for column in COLUMNS[kind] if column.choices}
