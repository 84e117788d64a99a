"""Which thing of the draft a row of an import is about: by code, by the sender's key, by address, name or title."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from summit.errors import DomainError
from summit.events.rules import localized
from summit.sheets.columns import Fault, ParsedRow
from summit.sheets.plans import CodeIsUnknown, Index, RowIsDouble

from .cells import listable
from .exchange import SheetKind
from .importing import Item, Present, SessionIsUnknown, TimeIsOfAnother, own_guids


class Known:
    """What rows can mean: the things of the draft, and what earlier rows bring.

    Everything has a name within the import: a thing of the draft its first alias, a new one "+" and a number.
    """

    def __init__(self, present: Present) -> None:
        self.present = present
        self.items: dict[SheetKind, dict[str, Item]] = {}
        self.index = {sheet: Index() for sheet in SheetKind}
        self.numbers: dict[str, int] = {}
        for sheet in SheetKind:
            self.items[sheet] = {item.aliases[0]: item for item in present.items.get(sheet, ())}
            for name, item in self.items[sheet].items():
                self.index[sheet].add(name, item.aliases)

    def find(self, sheet: SheetKind, text: str, unknown: Callable[..., DomainError]) -> str:
        """Return what a reference means: a code, a name, a title, an address, or the sender's own key."""
        index = self.index[sheet]
        guids = () if index.knows(text) or not text else own_guids(self.present.event_id, text)
        return index.find(next((guid for guid in guids if index.knows(guid)), text), unknown)


def _match_halls(known: Known, rows: Sequence[ParsedRow]) -> Iterator[str]:
    return _match_named(known, SheetKind.HALLS, rows)


def _match_tracks(known: Known, rows: Sequence[ParsedRow]) -> Iterator[str]:
    return _match_named(known, SheetKind.TRACKS, rows)


def _match_named(known: Known, sheet: SheetKind, rows: Sequence[ParsedRow]) -> Iterator[str]:
    """Find halls and tracks by their name in the main language; the second row of a name finds the second of it."""
    main = known.present.main
    there: dict[str, list[str]] = defaultdict(list)
    for name, item in known.items[sheet].items():
        there[listable(localized(item.values["names"], main)[0])].append(name)
    count: Counter[str] = Counter()
    for parsed in rows:
        names = parsed.values.get("names", {})
        name = listable(localized(names, main)[0])
        count[name] += 1
        if count[name] <= len(there[name]):
            yield there[name][count[name] - 1]
        else:
            # Without the main language, such as from another tool, any language's name serves.
            yield "" if names.get(main) else _by_any_name(known, sheet, name)


def _by_any_name(known: Known, sheet: SheetKind, name: str) -> str:
    if not known.index[sheet].knows(name):
        return ""
    found = known.index[sheet].find(name, CodeIsUnknown)
    return found if found in known.items[sheet] else ""


def _match_speakers(known: Known, rows: Sequence[ParsedRow]) -> Iterator[str]:
    return (_match_coded(known, SheetKind.SPEAKERS, parsed, ("name_latin",)) for parsed in rows)


def _match_sessions(known: Known, rows: Sequence[ParsedRow]) -> Iterator[str]:
    return (_match_coded(known, SheetKind.SESSIONS, parsed, ("titles",)) for parsed in rows)


def _match_coded(known: Known, sheet: SheetKind, parsed: ParsedRow, others: Sequence[str]) -> str:
    """Find by the code, which must be known; else by the key or the address; else by a name of `others`."""
    values, index = parsed.values, known.index[sheet]
    code, key = str(values.get("code") or ""), str(values.get("key") or "")
    mails = str(values.get("email") or "") if sheet is SheetKind.SPEAKERS else ""
    try:
        if code:
            return index.find(code.upper(), _unknown_code(code))
        for alias in (*(own_guids(known.present.event_id, key) if key else ()), mails):
            if index.knows(alias):
                return _not_new(known, index.find(alias, CodeIsUnknown))
        plain = "" if key or mails else next(filter(None, (_as_name(values.get(name), known) for name in others)), "")
        return _not_new(known, index.find(plain, CodeIsUnknown), strict=False) if index.knows(plain) else ""
    except DomainError as error:
        parsed.faults.append(Fault("code" if code else "", error))
        return ""


def _not_new(known: Known, name: str, *, strict: bool = True) -> str:
    """Return the name of a thing of the draft; another row that is new has the title only by chance ("")."""
    if name in known.numbers:
        if strict:
            raise RowIsDouble(row=known.numbers[name])
        return ""
    return name


def _unknown_code(code: str) -> Callable[..., DomainError]:
    return lambda **params: CodeIsUnknown(code=code)


def _as_name(value: Any, known: Known) -> str:
    text = localized(value, known.present.main)[0] if isinstance(value, Mapping) else str(value or "")
    return " ".join(text.split())


def _match_times(known: Known, rows: Sequence[ParsedRow]) -> Iterator[str]:
    """Find times by their key; the others take their session's: the one at this very place, else the next free one."""
    found = [_match_time_by_key(known, parsed) for parsed in rows]
    taken = set(found)
    free: dict[str, list[Item]] = defaultdict(list)
    for name, item in known.items[SheetKind.TIMES].items():
        if name not in taken:
            free[item.values["session"]].append(item)
    waiting = [place for place, name in enumerate(found) if not name and not rows[place].values.get("key")]
    for is_same in (_is_same_place, lambda parsed, item: True):
        for place in waiting:
            found[place] = found[place] or _take_free(free, rows[place], is_same)
    return iter(found)


def _take_free(free: Mapping[str, list[Item]], parsed: ParsedRow, is_same: Callable[[ParsedRow, Item], bool]) -> str:
    there = free.get(str(parsed.values.get("_session", "")), [])
    item = next((one for one in there if is_same(parsed, one)), None)
    if item is None:
        return ""
    there.remove(item)
    return item.aliases[0]


def _is_same_place(parsed: ParsedRow, item: Item) -> bool:
    names = [listable(name) for name in parsed.values.get("halls", ())]
    wanted = (parsed.values.get("starts_at"), names[:1])
    return wanted == (item.values["starts_at"], list(item.values["halls"])[:1])


def _match_time_by_key(known: Known, parsed: ParsedRow) -> str:
    """Resolve the session that a time is of, and return the time that its key means, "" for none."""
    key, wanted = str(parsed.values.get("key") or ""), str(parsed.values.get("session") or "")
    index = known.index[SheetKind.TIMES]
    guids = own_guids(known.present.event_id, key) if key else ()
    name = next((index.find(guid, CodeIsUnknown) for guid in guids if index.knows(guid)), "")
    try:
        if wanted:
            session = known.find(SheetKind.SESSIONS, " ".join(wanted.split()), SessionIsUnknown)
        elif name:
            session = known.items[SheetKind.TIMES][name].values["session"]
        else:
            raise SessionIsUnknown(name="")
        parsed.values["_session"] = session
        if name and known.items[SheetKind.TIMES][name].values["session"] != session:
            raise TimeIsOfAnother
    except DomainError as error:
        parsed.faults.append(Fault("session", error))
    return name


MATCHERS: dict[SheetKind, Callable[[Known, Sequence[ParsedRow]], Iterator[str]]] = {
    SheetKind.HALLS: _match_halls,
    SheetKind.TRACKS: _match_tracks,
    SheetKind.SPEAKERS: _match_speakers,
    SheetKind.SESSIONS: _match_sessions,
    SheetKind.TIMES: _match_times,
}
