"""What a delegate's own lists are called."""

from flask_babel import gettext as _

from ..models import SavedList
from ..rules.saving import DEFAULT_LIST, DEFAULT_LIST_NAME


def list_name(saved: SavedList) -> str:
    """Return the name of a list; the one that nobody named has its name from the reader's language."""
    return _(DEFAULT_LIST_NAME) if saved.name == DEFAULT_LIST else saved.name
