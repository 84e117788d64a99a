"""What a node of the taxonomy is, and how a branch is written down."""

from dataclasses import dataclass

from summit.companies.rules.status import QuantityUnit

Leaf = tuple[str, str] | tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Node:
    """Something that companies offer and need: a branch (`parent` is "") or a leaf of one.

    `code` is stable and stored: "knits", "knits.jersey". `name` is English, marked for translation. `hs` are chapters
    (two digits) and headings (four) of the Harmonised System, none for services and roles. `unit` is what quantities
    are usually counted in, None where a quantity means nothing.
    """

    code: str
    parent: str
    name: str
    hs: tuple[str, ...] = ()
    unit: QuantityUnit | None = None


def branch(code: str, name: str, unit: QuantityUnit | None, hs: tuple[str, ...], *leaves: Leaf) -> tuple[Node, ...]:
    """Return a branch followed by its leaves, which share its unit; a leaf is (last part of its code, name[, hs])."""
    rows = [(leaf[0], leaf[1], leaf[2] if len(leaf) > 2 else ()) for leaf in leaves]
    return (
        Node(code, "", name, hs, unit),
        *(Node(f"{code}.{part}", code, name_, hs_, unit) for part, name_, hs_ in rows),
    )
