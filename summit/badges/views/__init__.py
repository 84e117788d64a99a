"""Pages and downloads of badges."""

from . import delegate, desk, layout_editor, layouts, log, people, runs
from .blueprint import bp

__all__ = ["bp", "delegate", "desk", "layout_editor", "layouts", "log", "people", "runs"]
