"""Fields of a profile: lists with an entry on each line, languages with levels, offers and needs."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from wtforms import TextAreaField
from wtforms.fields import Field
from wtforms.utils import unset_value

from summit.errors import DomainError
from summit.events.forms.fields import ChoiceField
from summit.registration.rules.languages import SPOKEN_LANGUAGES, language_choices
from summit.web.forms import is_readable, translated
from summit.web.locale import current_language

from ..models import CompanyLanguage, Interest
from ..rules.interests import InterestIsUnknown, InterestValues, QuantityIsInvalid, clean_interests
from ..rules.kinds import GROUP_NAMES, KIND_NAMES, KindGroup, kinds_of
from ..rules.profile import LARGEST_NUMBER, MOST_LANGUAGES
from ..rules.status import LANGUAGE_LEVEL_NAMES, QUANTITY_UNIT_NAMES, LanguageLevel
from ..rules.taxonomy import Node, branches, children, is_known, node


def kind_groups() -> dict[str, list[tuple[str, str]]]:
    """Return (kind, name) of every kind of company under the name of its group."""
    return {
        _(GROUP_NAMES[group]): [(kind.value, _(KIND_NAMES[kind])) for kind in kinds_of(group)] for group in KindGroup
    }


def unit_choices() -> list[tuple[str, str]]:
    """Return (unit, name) of what quantities are counted in, nothing chosen first."""
    return [("", _("Choose a unit")), *((unit.value, _(name)) for unit, name in QUANTITY_UNIT_NAMES.items())]


class LinesField(TextAreaField):
    """A list with one entry on each line; `entries_of` are its entries."""

    def process_data(self, value: Any) -> None:
        """Show each entry on a line of its own."""
        self.data = "\n".join(value or ())

    @property
    def lines(self) -> list[str]:
        """Return the entries, blank lines left out."""
        return [line.strip() for line in (self.data or "").splitlines() if line.strip()]


class SpokenField(Field):
    """Languages with a level each, on lines of two choices; `data` is {language tag: level}."""

    SPARE_LINES = 3

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.entries: list[Field] = []

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Bind the lines that were sent, or those that exist and some empty ones."""
        rows: Iterable[CompanyLanguage] = () if data is unset_value else data or ()
        known = [(row.language, row.level.value) for row in rows]
        sent = [line for line in range(MOST_LANGUAGES) if formdata and f"{self.name}-{line}-language" in formdata]
        count = len(sent) or min(len(known) + self.SPARE_LINES, MOST_LANGUAGES)
        tags = language_choices(tuple(SPOKEN_LANGUAGES), current_language())
        languages = [("", _("Choose a language")), *tags]
        levels = [("", _("Choose a level")), *((level.value, _(name)) for level, name in LANGUAGE_LEVEL_NAMES.items())]
        self.entries = []
        for line in range(count):
            tag, level = known[line] if line < len(known) else ("", "")
            self._bind(_("Language, line %(line)s", line=line + 1), languages, f"{line}-language", formdata, tag)
            self._bind(_("Level, line %(line)s", line=line + 1), levels, f"{line}-level", formdata, level)

    def _bind(self, label: str, choices: list[tuple[str, str]], part: str, formdata: Any, value: str) -> None:
        unbound = ChoiceField(label, choices=choices)
        entry = unbound.bind(form=None, name=f"{self.name}-{part}", translations=self._translations, _meta=self.meta)
        entry.process(formdata, value)
        self.entries.append(entry)

    @property
    def lines(self) -> list[tuple[Field, Field]]:
        """Return the pairs of language and level."""
        return list(zip(self.entries[::2], self.entries[1::2], strict=True))

    @property
    def data(self) -> dict[str, str]:
        """Return the levels by language; a language without a level is spoken at working level."""
        return {tag.data: level.data or LanguageLevel.WORKING.value for tag, level in self.lines if tag.data}

    @property
    def errors(self) -> list[str]:
        """Return what is wrong with any of the lines."""
        return [error for entry in self.entries for error in entry.errors]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check that every line is chosen from the lists."""
        for entry in self.entries:
            entry.validate(form)
        return not self.errors


class InterestLine:
    """What was said about one offer or need, as it was typed."""

    def __init__(self, code: str, quantity: str = "", unit: str = "", note: str = "") -> None:
        self.node: Node = node(code)
        self.quantity, self.unit, self.note = quantity, unit, note

    @property
    def values(self) -> InterestValues:
        """Return the line as values; raises QuantityIsInvalid."""
        try:
            quantity = int(self.quantity) if self.quantity else None
        except ValueError as error:
            raise QuantityIsInvalid(most=LARGEST_NUMBER) from error
        return InterestValues(self.node.code, quantity, self.unit, self.note)


class InterestsField(Field):
    """Offers or needs: nodes with checkboxes, and a line about each chosen one; `data` is a list of InterestValues.

    What is posted: `<name>` for every chosen node, and `<name>-quantity-<code>`, `-unit-`, `-note-`.
    """

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.lines: list[InterestLine] = []
        self.faults: dict[str, str] = {}
        self._unknown = False

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Bind the nodes that were sent, or those that exist."""
        if formdata and f"{self.name}-sent" in formdata:
            codes = list(dict.fromkeys(formdata.getlist(self.name)))
            self._unknown = not all(map(is_known, codes))
            self.lines = [self._sent(code, formdata) for code in codes if is_known(code)]
            return
        rows: Iterable[Interest] = () if data is unset_value else data or ()
        self.lines = [
            InterestLine(row.node, str(row.quantity or ""), row.unit, row.note) for row in rows if is_known(row.node)
        ]

    def _sent(self, code: str, formdata: Any) -> InterestLine:
        parts = (formdata.get(f"{self.name}-{part}-{code}", "").strip() for part in ("quantity", "unit", "note"))
        return InterestLine(code, *parts)

    @property
    def codes(self) -> set[str]:
        """Return the codes of the nodes that are chosen."""
        return {line.node.code for line in self.lines}

    @property
    def tree(self) -> list[tuple[Node, tuple[Node, ...], int]]:
        """Return each branch with its leaves and how many of both are chosen."""
        codes = self.codes
        return [
            (one, children(one.code), sum(each.code in codes for each in (one, *children(one.code))))
            for one in branches()
        ]

    @property
    def data(self) -> list[InterestValues]:
        """Return what was chosen."""
        return [line.values for line in self.lines]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check every line on its own, then all of them together."""
        self.errors = []
        for line in self.lines:
            self._check(line)
        if self._unknown:
            self.errors = [translated(InterestIsUnknown())]
        return not self.errors and not self.faults

    def _check(self, line: InterestLine) -> None:
        is_sound = is_readable(line.note) and is_readable(line.quantity)
        line.note, line.quantity = ("".join(filter(is_readable, text)) for text in (line.note, line.quantity))
        try:
            clean_interests([line.values])
        except DomainError as error:
            self.faults[line.node.code] = translated(error)
        if not is_sound:
            self.faults[line.node.code] = _("This field contains characters that cannot be read. Please type it again.")
        if line.node.code in self.faults:
            self.errors = [*self.errors, self.faults[line.node.code]]
