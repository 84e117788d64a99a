"""Who stands at the gate: what the operator should know, and how somebody is found by name."""

import re

from summit.entrance.rules.outcomes import Attention
from summit.errors import N_, DomainError
from summit.registration.rules.search import search_tokens

MOST_PEOPLE = 20
SHORTEST_QUERY = 2
LONGEST_QUERY = 200
# Official delegation and VIP, whose reception is the protocol desk's (PRODUCT.md, categories).
PROTOCOL_LETTERS = frozenset({"O", "V"})
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class QueryIsTooShort(DomainError):
    """Too few letters to find somebody by."""

    message = N_("Please type at least %(least)s letters of the name.")


def attention_of(category_letter: str, *, needs_assistance: bool) -> tuple[Attention, ...]:
    """Return the flags that come with a person whatever the outcome."""
    flags = ((category_letter in PROTOCOL_LETTERS, Attention.VIP_PROTOCOL), (needs_assistance, Attention.ASSISTANCE))
    return tuple(flag for applies, flag in flags if applies)


def name_tokens(query: str) -> list[str]:
    """Return the folded words to search for; raises QueryIsTooShort under 2 letters (1 for a Chinese character)."""
    tokens = search_tokens(query[:LONGEST_QUERY])
    is_long_enough = sum(map(str.isalnum, query)) >= SHORTEST_QUERY or _HAN.search(query)
    if not tokens or not is_long_enough:
        raise QueryIsTooShort(least=SHORTEST_QUERY)
    return tokens
