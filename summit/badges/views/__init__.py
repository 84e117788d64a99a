"""Pages and downloads of badges."""

from . import delegate, desk, people, runs
from .blueprint import bp

__all__ = ["bp", "delegate", "desk", "people", "runs"]
