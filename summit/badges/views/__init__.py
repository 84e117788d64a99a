"""Pages and downloads of badges."""

from . import delegate, desk, layouts, log, people, runs
from .blueprint import bp

__all__ = ["bp", "delegate", "desk", "layouts", "log", "people", "runs"]
