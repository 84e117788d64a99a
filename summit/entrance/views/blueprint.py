"""The blueprints of the gates and of the scans, within one edition; each has its own place in the menu."""

from flask import Blueprint

bp = Blueprint("entrance", __name__, url_prefix="/e/<edition>/gates")
scans_bp = Blueprint("scans", __name__, url_prefix="/e/<edition>/scans")
