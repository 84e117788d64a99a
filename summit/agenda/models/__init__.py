"""The tables of the programme."""

from .content import Material, Session, SessionCategory, SessionPerson, Speaker, SpeakerWindow, Track
from .delegates import Feedback, SignUp, Star
from .placing import AgendaDay, AgendaSettings, DraftChange, Proposal, Slot, SlotHall
from .releases import Release, ReleaseNotice

__all__ = [
    "AgendaDay",
    "AgendaSettings",
    "DraftChange",
    "Feedback",
    "Material",
    "Proposal",
    "Release",
    "ReleaseNotice",
    "Session",
    "SessionCategory",
    "SessionPerson",
    "SignUp",
    "Slot",
    "SlotHall",
    "Speaker",
    "SpeakerWindow",
    "Star",
    "Track",
]
