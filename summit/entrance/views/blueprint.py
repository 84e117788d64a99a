"""The blueprints of an edition's gates, scans, live board, devices and what a device asks; each has its own place."""

from flask import Blueprint

bp = Blueprint("entrance", __name__, url_prefix="/e/<edition>/gates")
scans_bp = Blueprint("scans", __name__, url_prefix="/e/<edition>/scans")
live_bp = Blueprint("live", __name__, url_prefix="/e/<edition>/live")
devices_bp = Blueprint("devices", __name__, url_prefix="/e/<edition>/devices")
scanner_bp = Blueprint("scanner", __name__, url_prefix="/e/<edition>/scanner")
