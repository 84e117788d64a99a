"""The taxonomy of what fashion companies offer and need: branches and leaves.

Goods follow the chapters of the Harmonised System (41 to 43, 50 to 67 and what belongs to them); services and roles
are nodes of our own. Codes are stored and never change their meaning; a node that is no longer wanted stays readable.
"""

from .lookup import branch_of, branches, children, is_known, node, nodes, search_nodes, sector_of
from .node import Node

__all__ = ["Node", "branch_of", "branches", "children", "is_known", "node", "nodes", "search_nodes", "sector_of"]
