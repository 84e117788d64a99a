"""Comparing the rows of an import with the draft, one sheet after the other; rules.importing says what comes out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from summit.errors import DomainError
from summit.events.rules import ensure_number, ensure_text, ensure_texts, localized
from summit.sheets.columns import Fault, ParsedRow
from summit.sheets.plans import Difference, RowIsDouble, RowState
from summit.sheets.rules import Row

from . import sessions as session_rules
from . import tracks as track_rules
from .cells import PersonRef, listable
from .exchange import COLUMNS, SheetKind, parse_row, shown
from .importing import (
    CategoryIsUnknown,
    HallIsUnknown,
    ImportPlan,
    PersonIsTwice,
    PersonIsUnknown,
    PlaceIsIncomplete,
    PlanRow,
    Present,
    TrackIsMissing,
    own_guids,
)
from .kinds import PersonRole, SessionKind
from .matching import MATCHERS, Known
from .places import SlotIsLocked
from .speakers import InterpreterNeedsLanguage, clean_speaker, ensure_name_language, ensure_windows
from .timing import ensure_span_fits

_LONGEST_FLOOR, _LONGEST_ADDRESS = 200, 500
_NAMED = {SheetKind.HALLS: HallIsUnknown, SheetKind.TRACKS: TrackIsMissing}
# What tells which thing a row is about, and so is never set.
_IDENTITY = {"code", "key", "session"}
_MINUTES = 45


def plan_import(present: Present, rows: Mapping[SheetKind, Sequence[Row]], *, adds_missing: bool = False) -> ImportPlan:
    """Return what the rows would do to the draft; with `adds_missing` halls and tracks that are not there are added."""
    planner = _Planner(present, adds_missing)
    for sheet in SheetKind:
        planner.take(sheet, rows.get(sheet, ()))
    return ImportPlan(tuple(sorted(planner.rows, key=lambda row: list(SheetKind).index(row.sheet))))


class _Planner(Known):
    """Takes the sheets in their order; later ones refer to what earlier ones bring."""

    def __init__(self, present: Present, adds_missing: bool) -> None:
        super().__init__(present)
        self.adds_missing = adds_missing
        self.rows: list[PlanRow] = []
        self.minutes: dict[str, int] = {}
        self.titles: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        for name, item in self.items[SheetKind.SESSIONS].items():
            self._remember(name, item.values)
        self._first: dict[tuple[SheetKind, str], int] = {}

    def _remember(self, name: str, values: Mapping[str, Any]) -> None:
        """Keep a session's length and title for the times that follow."""
        self.minutes[name] = values.get("minutes", _MINUTES)
        self.titles[name] = localized(values.get("titles", {}), self.present.main)[0]

    def take(self, sheet: SheetKind, rows: Sequence[Row]) -> None:
        """Plan every row of a sheet."""
        parsed = [parse_row(sheet, row, self.present.zone) for row in rows]
        for one, name in zip(parsed, MATCHERS[sheet](self, parsed), strict=True):
            self._plan(sheet, one, name)

    def _plan(self, sheet: SheetKind, parsed: ParsedRow, name: str) -> None:
        item = self.items[sheet].get(name)
        row = PlanRow(sheet, parsed.number, "", RowState.REFUSED, name or f"+{len(self.rows)}", faults=parsed.faults)
        old: Mapping[str, Any] = item.values if item else {}
        row.item_id, row.guid = (item.id, "") if item else (None, self._free_guid(parsed))
        self._ensure_single(row)
        self._set_fields(row, parsed, old)
        self._finish(row, parsed, old)
        row.label = self._label(parsed, {**old, **parsed.values, **row.values})
        row.differences = tuple(self._differences(row, old))
        self.rows.append(row)
        if item is None:
            self.numbers[row.name], self.labels[row.name] = row.number, row.label
            self.index[sheet].add(row.name, _aliases(sheet, parsed, self.present))
        if sheet is SheetKind.SESSIONS:
            self._remember(row.name, {**old, **row.values})

    def _free_guid(self, parsed: ParsedRow) -> str:
        """Return the guid for a new thing with a key: the first of the key's that nothing elsewhere has."""
        key = str(parsed.values.get("key") or "")
        guids = own_guids(self.present.event_id, key) if key else ()
        return next((guid for guid in guids if guid not in self.present.taken), "")

    def _ensure_single(self, row: PlanRow) -> None:
        if row.item_id is not None and self._first.setdefault((row.sheet, row.name), row.number) != row.number:
            row.faults.append(Fault("", RowIsDouble(row=self._first[row.sheet, row.name])))

    def _set_fields(self, row: PlanRow, parsed: ParsedRow, old: Mapping[str, Any]) -> None:
        """Keep what differs from the draft, as the rules would keep it; blank cells add nothing to a new thing."""
        for column in COLUMNS[row.sheet]:
            name = column.field
            if name not in parsed.values or name in _IDENTITY:
                continue
            value = parsed.values[name]
            if column.per_language:
                merged = {**old.get(name, {}), **value}
                value = {tag: text for tag, text in merged.items() if text}
            blank = row.item_id is None and value in (None, "", (), {})
            if blank or (name in old and value == old[name]):
                continue
            try:
                clean = _RULES.get((row.sheet, name), _by_rule)(self, name, value)
            except DomainError as error:
                row.faults.append(Fault(column.name, error))
                continue
            if name not in old or clean != old[name]:
                row.values[name] = clean

    def _finish(self, row: PlanRow, parsed: ParsedRow, old: Mapping[str, Any]) -> None:
        """Decide the row's state once all of its cells were looked at."""
        if not row.faults:
            try:
                _CHECKS[row.sheet](self, row, parsed, old)
            except DomainError as error:
                row.faults.append(Fault("", error))
        if row.faults:
            row.state = RowState.REFUSED
        elif row.item_id is None:
            row.state = RowState.NEW
        else:
            row.state = RowState.CHANGED if row.values else RowState.UNCHANGED

    def _differences(self, row: PlanRow, old: Mapping[str, Any]) -> Iterator[Difference]:
        for column in COLUMNS[row.sheet]:
            new, before = row.values.get(column.field), old.get(column.field)
            if column.field not in row.values:
                continue
            if column.per_language:
                yield from _text_differences(column.name, before or {}, new or {})
            else:
                texts = [
                    shown(row.sheet, column.field, self._labelled(one), self.present.zone) for one in (before, new)
                ]
                yield Difference(column.name, *texts)

    def _shown(self, sheet: SheetKind, name: str, value: Any) -> str:
        return shown(sheet, name, self._labelled(value), self.present.zone)

    def _labelled(self, value: Any) -> Any:
        """Return a value with labels in place of the names that new things have within the import."""
        labels = self.labels
        if isinstance(value, str):
            return labels.get(value, value)
        if isinstance(value, tuple):
            return tuple(map(self._labelled, value))
        if isinstance(value, PersonRef) and value.who in labels:
            return PersonRef(labels[value.who], value.role, value.language, labels[value.who])
        return value

    def _label(self, parsed: ParsedRow, values: Mapping[str, Any]) -> str:
        """Return by what people know the row."""
        for name in ("names", "titles"):
            if values.get(name):
                return localized(values[name], self.present.main)[0]
        title = self.titles.get(str(parsed.values.get("_session", "")), "")
        words = (title, *(values.get(name) for name in ("name_latin", "session", "email", "code", "key")))
        return str(next(filter(None, words), ""))

    def named(self, sheet: SheetKind, text: str) -> str:
        """Return the hall or the track that a text means, adding it where that is allowed."""
        label = listable(text)
        unknown = _NAMED[sheet]
        try:
            return self.index[sheet].find(label, unknown)
        except unknown:
            if not self.adds_missing:
                raise
        names = ensure_texts({self.present.main: text})
        row = PlanRow(sheet, 0, text, RowState.NEW, f"+{len(self.rows)}", values={"names": names})
        row.differences = (Difference(f"name ({self.present.main})", "", text),)
        self.labels[row.name] = text
        self.rows.append(row)
        self.index[sheet].add(row.name, [label])
        return row.name


def _text_differences(column: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    for tag in dict.fromkeys([*old, *new]):
        if old.get(tag, "") != new.get(tag, ""):
            yield Difference(f"{column} ({tag})", old.get(tag, ""), new.get(tag, ""))


def _aliases(sheet: SheetKind, parsed: ParsedRow, present: Present) -> list[str]:
    """Return by what later rows may refer to a new thing."""
    values = parsed.values
    if sheet in _NAMED:
        return [listable(localized(values.get("names", {}), present.main)[0])]
    key = str(values.get("key") or "")
    keys = [key, *own_guids(present.event_id, key)] if key else []
    titles = [" ".join(text.split()) for text in values.get("titles", {}).values()]
    return [*keys, str(values.get("email") or ""), str(values.get("name_latin") or ""), *titles]


def _by_rule(planner: _Planner, name: str, value: Any) -> Any:
    return value


def _speaker_rule(planner: _Planner, name: str, value: Any) -> Any:
    return clean_speaker({name: value})[name]


def _session_rule(planner: _Planner, name: str, value: Any) -> Any:
    return session_rules.clean({name: value})[name]


def _windows(planner: _Planner, name: str, value: Any) -> Any:
    return tuple(ensure_windows(value))


def _track(planner: _Planner, name: str, value: str) -> str:
    return planner.named(SheetKind.TRACKS, value) if value else ""


def _halls(planner: _Planner, name: str, value: Sequence[str]) -> tuple[str, ...]:
    """Return the halls' names: the leading one first, the others in one order whatever was typed."""
    first, *rest = [planner.named(SheetKind.HALLS, text) for text in value] or [""]
    return (first, *sorted(set(rest) - {first})) if first else ()


def _categories(planner: _Planner, name: str, value: Sequence[str]) -> tuple[str, ...]:
    letters = {letter.upper() for letter in value}
    unknown = sorted(letters - planner.present.categories)
    if unknown:
        raise CategoryIsUnknown(letter=unknown[0])
    return tuple(sorted(letters))


def _people(planner: _Planner, name: str, value: Sequence[PersonRef]) -> tuple[PersonRef, ...]:
    people: dict[tuple[str, PersonRole], PersonRef] = {}
    for one in value:
        who = planner.find(SheetKind.SPEAKERS, one.who, PersonIsUnknown)
        if (who, one.role) in people:
            raise PersonIsTwice(name=one.name)
        people[who, one.role] = PersonRef(who, one.role, _interpreted(one), one.name)
    return tuple(people.values())


def _interpreted(person: PersonRef) -> str:
    if person.role is not PersonRole.INTERPRETER:
        return ""
    if not person.language:
        raise InterpreterNeedsLanguage
    return ensure_name_language(person.language)


def _named(rule: Callable[[Any], Any]) -> Callable[[_Planner, str, Any], Any]:
    return lambda planner, name, value: rule(value)


_RULES: dict[tuple[SheetKind, str], Callable[[_Planner, str, Any], Any]] = {
    (SheetKind.HALLS, "names"): _named(ensure_texts),
    (SheetKind.HALLS, "capacity"): _named(ensure_number),
    (SheetKind.HALLS, "floor"): _named(lambda text: ensure_text(text, _LONGEST_FLOOR)),
    (SheetKind.HALLS, "address"): _named(lambda text: ensure_text(text, _LONGEST_ADDRESS)),
    (SheetKind.HALLS, "windows"): _windows,
    (SheetKind.TRACKS, "names"): _named(ensure_texts),
    (SheetKind.TRACKS, "colour"): lambda planner, name, value: track_rules.clean({name: value})[name],
    **{(SheetKind.SPEAKERS, column.field): _speaker_rule for column in COLUMNS[SheetKind.SPEAKERS]},
    (SheetKind.SPEAKERS, "windows"): _windows,
    **{(SheetKind.SESSIONS, column.field): _session_rule for column in COLUMNS[SheetKind.SESSIONS]},
    (SheetKind.SESSIONS, "track"): _track,
    (SheetKind.SESSIONS, "people"): _people,
    (SheetKind.SESSIONS, "categories"): _categories,
    (SheetKind.TIMES, "halls"): _halls,
}


def _check_named(planner: _Planner, row: PlanRow, parsed: ParsedRow, old: Mapping[str, Any]) -> None:
    """Refuse a new hall or track without a name, or one that may not be added."""
    if row.item_id is None:
        names = ensure_texts(row.values.get("names", {}))
        if not planner.adds_missing:
            raise _NAMED[row.sheet](name=localized(names, planner.present.main)[0])


def _check_speaker(planner: _Planner, row: PlanRow, parsed: ParsedRow, old: Mapping[str, Any]) -> None:
    if row.item_id is None:
        clean_speaker({"name_latin": row.values.get("name_latin", "")})


def _check_session(planner: _Planner, row: PlanRow, parsed: ParsedRow, old: Mapping[str, Any]) -> None:
    """Refuse a new session without a title; a break or a blocker keeps no places, feedback or feature."""
    if row.item_id is None:
        session_rules.ensure_titles(row.values.get("titles", {}))
    kind = row.values.get("kind", old.get("kind", SessionKind.SESSION))
    settled = session_rules.settled(kind, row.values)
    row.values = {name: settled[name] for name in row.values if name not in old or settled[name] != old[name]}


def _check_time(planner: _Planner, row: PlanRow, parsed: ParsedRow, old: Mapping[str, Any]) -> None:
    """Join the cells of a place, and refuse one that no session can have."""
    session = parsed.values["_session"]
    start, end = (parsed.values.get(name, old.get(name)) for name in ("starts_at", "ends_at"))
    halls = row.values.get("halls", old.get("halls", ()))
    if start is not None and end is None:
        end = start + timedelta(minutes=planner.minutes[session])
    if len({start is None, end is None, not halls}) > 1:
        raise PlaceIsIncomplete
    place = {"starts_at": start, "ends_at": end}
    moved = {name: value for name, value in place.items() if value != old.get(name)}
    if (moved or "halls" in row.values) and old.get("is_locked") and row.values.get("is_locked") is not False:
        raise SlotIsLocked
    if moved and start is not None and end is not None:
        days = {"first_day": planner.present.first_day, "last_day": planner.present.last_day}
        ensure_span_fits(start, end, zone=planner.present.zone, **days)
    kept = {name: value for name, value in row.values.items() if name not in place}
    row.values = kept | moved | ({} if session == old.get("session") else {"session": session})


_CHECKS: dict[SheetKind, Callable[[_Planner, PlanRow, ParsedRow, Mapping[str, Any]], None]] = {
    SheetKind.HALLS: _check_named,
    SheetKind.TRACKS: _check_named,
    SheetKind.SPEAKERS: _check_speaker,
    SheetKind.SESSIONS: _check_session,
    SheetKind.TIMES: _check_time,
}
