"""Finding nodes: by code, by branch, by sector, by what somebody types."""

from collections.abc import Iterable, Mapping

from . import goods, materials, services
from .node import Node

_NODES = {node.code: node for node in (*materials.NODES, *goods.NODES, *services.NODES)}
_CHILDREN: dict[str, tuple[Node, ...]] = {
    code: tuple(node for node in _NODES.values() if node.parent == code)
    for code in ["", *(node.code for node in _NODES.values() if not node.parent)]
}
_SECTORS = {
    "materials": {node.code for node in materials.NODES},
    "goods": {node.code for node in goods.NODES},
    "making": {"production", "processing", "development"},
}


def nodes() -> tuple[Node, ...]:
    """Return every node, each branch followed by its leaves."""
    return tuple(_NODES.values())


def branches() -> tuple[Node, ...]:
    """Return the branches in their order."""
    return _CHILDREN[""]


def node(code: str) -> Node:
    """Return the node of a code; KeyError where there is none."""
    return _NODES[code]


def is_known(code: str) -> bool:
    """Tell whether a code is one of the taxonomy's."""
    return code in _NODES


def children(code: str) -> tuple[Node, ...]:
    """Return the leaves of a branch, none for a leaf; KeyError where the code is unknown."""
    return _CHILDREN.get(_NODES[code].code, ())


def branch_of(code: str) -> str:
    """Return the branch that a node belongs to: itself where it is one; KeyError where the code is unknown."""
    return _NODES[code].parent or code


def sector_of(code: str) -> str:
    """Return the wider field of a node: materials, goods or making; other branches are each their own."""
    branch = branch_of(code)
    return next((sector for sector, codes in _SECTORS.items() if branch in codes), branch)


def search_nodes(text: str, names: Mapping[str, str]) -> list[Node]:
    """Return the nodes that contain every word of `text`, those beginning with it first, in the taxonomy's order.

    `names` are the names in the reader's language by code; the English name and the code are searched as well, and a
    leaf is found by the words of its branch too.
    """
    words = text.casefold().split()
    if not words:
        return []
    found = [one for one in _NODES.values() if _contains(_haystack(one, names), words)]
    return sorted(found, key=lambda one: not _name(one, names).startswith(words[0]))


def _name(one: Node, names: Mapping[str, str]) -> str:
    return names.get(one.code, one.name).casefold()


def _haystack(one: Node, names: Mapping[str, str]) -> str:
    above = [_NODES[one.parent]] if one.parent else []
    parts = [part for near in (one, *above) for part in (_name(near, names), near.name.casefold())]
    return " ".join([*parts, one.code.replace(".", " ").replace("_", " ")])


def _contains(haystack: str, words: Iterable[str]) -> bool:
    return all(word in haystack for word in words)
