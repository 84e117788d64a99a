"""The groups of addresses: the organiser's agenda, the public programme, a speaker's own page."""

from flask import Blueprint

agenda_bp = Blueprint("agenda", __name__, url_prefix="/e/<edition>/agenda")
programme_bp = Blueprint("programme", __name__, url_prefix="/e/<edition>/programme")
speakers_bp = Blueprint("speakers", __name__, url_prefix="/speaker")
