"""The three groups of addresses; each is an entry of the menu."""

from flask import Blueprint

public_bp = Blueprint("events", __name__)
editions_bp = Blueprint("editions", __name__, url_prefix="/editions")
settings_bp = Blueprint("settings", __name__, url_prefix="/e/<edition>/settings")
