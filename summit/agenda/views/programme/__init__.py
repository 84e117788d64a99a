"""The public programme: its pages, in every language, for readers with and without JavaScript or network."""

from . import now, offline, pages, sessions, speakers, texts, times, widget

__all__ = ["now", "offline", "pages", "sessions", "speakers", "texts", "times", "widget"]
