"""What a business rule may refuse, in words that can be translated."""

from typing import Any


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """Mark a sentence for translation where no reader's language is known yet."""
    return message


class DomainError(Exception):
    """A business rule said no; the message is shown to the user in the user's language.

    Subclasses set ``message`` (marked by ``N_``); ``params`` fill its ``%(name)s`` places.
    """

    message: str = N_("This is not possible.")

    def __init__(self, message: str | None = None, **params: Any) -> None:
        self.message = message or type(self).message
        self.params = params
        super().__init__(self.message % params if params else self.message)
