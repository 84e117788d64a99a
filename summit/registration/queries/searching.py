"""Finding people by parts of words in any script, without reading 50,000 wide rows."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, text

from summit.database import db
from summit.registration.models import SEARCH_INDEX, SEARCH_TABLE, Registration
from summit.registration.rules.search import escape_like, search_tokens

_TRIGRAM = 3
_FEW = 1000
_TRIGRAM_SEARCH = text(f"SELECT rowid FROM {SEARCH_TABLE} WHERE {SEARCH_TABLE} MATCH :words LIMIT :most")  # noqa: S608


@dataclass(frozen=True, slots=True)
class WordSearch:
    """What a typed query means for a question about Registration."""

    conditions: list[ColumnElement[bool]]
    sqlite_hint: str

    def hint(self, statement: Select[Any]) -> Select[Any]:
        """Name the way to the rows where SQLite's planner, which counts nothing, would rather read them all."""
        return statement.with_hint(Registration, self.sqlite_hint, "sqlite") if self.sqlite_hint else statement


def matching(query: str) -> WordSearch:
    """Return the meaning of a query: every word must stand in the key; signs alone find nobody, blank everybody."""
    tokens = search_tokens(query)
    if query.strip() and not tokens:
        return WordSearch([false()], "")
    return containing(tokens)


def containing(tokens: list[str]) -> WordSearch:
    """Return the meaning of folded pieces that must all stand in the key."""
    long = [token for token in tokens if len(token) >= _TRIGRAM]
    few = _few_by_trigrams(long)
    if few is not None:
        short = [token for token in tokens if len(token) < _TRIGRAM]
        return WordSearch([Registration.id.in_(few), *map(_stands_in_key, short)], "NOT INDEXED")
    hint = "" if long or not tokens else f"INDEXED BY {SEARCH_INDEX}"
    return WordSearch([_stands_in_key(token) for token in tokens], hint)


def _stands_in_key(token: str) -> ColumnElement[bool]:
    return Registration.search_key.like(f"%{escape_like(token)}%", escape="\\")


def _few_by_trigrams(tokens: list[str]) -> list[int] | None:
    """Return the ids that hold all tokens, on SQLite, where they are few; None where the rows must be read.

    Common words are found faster by walking along the list's own order; PostgreSQL's planner weighs that itself.
    """
    if not tokens or db.engine.dialect.name != "sqlite":
        return None
    words = " ".join('"' + token.replace('"', '""') + '"' for token in tokens)
    found = list(db.session.scalars(_TRIGRAM_SEARCH, {"words": words, "most": _FEW + 1}))
    return found if len(found) <= _FEW else None
