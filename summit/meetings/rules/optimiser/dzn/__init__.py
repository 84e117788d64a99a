"""Instance files of the literature (MiniZinc data), read and written."""

from summit.meetings.rules.optimiser.dzn.reading import read_instance
from summit.meetings.rules.optimiser.dzn.syntax import InstanceIsUnreadable
from summit.meetings.rules.optimiser.dzn.writing import write_instance

__all__ = ["InstanceIsUnreadable", "read_instance", "write_instance"]
