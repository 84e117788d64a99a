"""Pages of the help desk."""

from . import finding, log, people, walk_ins
from .blueprint import bp

__all__ = ["bp", "finding", "log", "people", "walk_ins"]
