"""Pages of the programme: the organiser's, the public's, the speaker's and the delegate's."""

from . import (
    conflicts,
    editor,
    exports,
    following,
    move_forms,
    moving,
    offers,
    own_page,
    programme,
    session_people,
    sign_ups,
    speaker_photos,
    speakers,
    tabs,
)
from .blueprints import agenda_bp, programme_bp, speakers_bp

__all__ = [
    "agenda_bp",
    "conflicts",
    "editor",
    "exports",
    "following",
    "move_forms",
    "moving",
    "offers",
    "own_page",
    "programme",
    "programme_bp",
    "session_people",
    "sign_ups",
    "speaker_photos",
    "speakers",
    "speakers_bp",
    "tabs",
]
