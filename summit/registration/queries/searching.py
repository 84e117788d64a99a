"""Finding people by parts of words in any script, without reading 50,000 wide rows."""

from typing import Any

from sqlalchemy import ColumnElement, Select, false, text

from summit.database import db
from summit.registration.models import SEARCH_INDEX, SEARCH_TABLE, Registration
from summit.registration.rules.search import escape_like, search_tokens

_TRIGRAM = 3
_FEW = 1000
_TRIGRAM_SEARCH = text(f"SELECT rowid FROM {SEARCH_TABLE} WHERE {SEARCH_TABLE} MATCH :words LIMIT :most")  # noqa: S608


def matching(query: str) -> list[ColumnElement[bool]]:
    """Return the conditions on Registration that a typed query means: every word must stand in the key.

    A blank query means no condition; a query of signs alone finds nobody.
    """
    tokens = search_tokens(query)
    if query.strip() and not tokens:
        return [false()]
    return containing(tokens)


def containing(tokens: list[str]) -> list[ColumnElement[bool]]:
    """Return the conditions that all these folded pieces stand in the key."""
    few = _few_by_trigrams([token for token in tokens if len(token) >= _TRIGRAM])
    if few is not None:
        tokens = [token for token in tokens if len(token) < _TRIGRAM]
    by_reading = [Registration.search_key.like(f"%{escape_like(token)}%", escape="\\") for token in tokens]
    return by_reading if few is None else [Registration.id.in_(few), *by_reading]


def _few_by_trigrams(tokens: list[str]) -> list[int] | None:
    """Return the ids that hold all tokens, on SQLite, where they are few; None where the rows must be read.

    Common words are found faster by walking along the list's own order; PostgreSQL's planner weighs that itself.
    """
    if not tokens or db.engine.dialect.name != "sqlite":
        return None
    words = " ".join('"' + token.replace('"', '""') + '"' for token in tokens)
    found = list(db.session.scalars(_TRIGRAM_SEARCH, {"words": words, "most": _FEW + 1}))
    return found if len(found) <= _FEW else None


def hinted(statement: Select[Any], query: str) -> Select[Any]:
    """Name the index for words too short for trigrams: SQLite would rather sort by another and read wide rows."""
    tokens = search_tokens(query)
    if not tokens or max(map(len, tokens)) >= _TRIGRAM:
        return statement
    return statement.with_hint(Registration, f"INDEXED BY {SEARCH_INDEX}", "sqlite")
