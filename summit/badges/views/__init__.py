"""Pages and downloads of badges."""

from . import delegate, desk, log, people, runs
from .blueprint import bp

__all__ = ["bp", "delegate", "desk", "log", "people", "runs"]
