"""Pages of the programme: the organiser's, the public's, the speaker's and the delegate's."""

from . import conflicts, following, offers, tabs
from .blueprints import agenda_bp, programme_bp, speakers_bp

__all__ = ["agenda_bp", "conflicts", "following", "offers", "programme_bp", "speakers_bp", "tabs"]
