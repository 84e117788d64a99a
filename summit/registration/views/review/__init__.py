"""The review desk: the queue, one person, numbers, export."""

from . import export, numbers, person, queue
from .blueprint import bp

__all__ = ["bp", "export", "numbers", "person", "queue"]
