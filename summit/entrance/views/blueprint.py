"""The blueprints of the gates, the scans, the devices and what a device asks; each has its own place in an edition."""

from flask import Blueprint

bp = Blueprint("entrance", __name__, url_prefix="/e/<edition>/gates")
scans_bp = Blueprint("scans", __name__, url_prefix="/e/<edition>/scans")
devices_bp = Blueprint("devices", __name__, url_prefix="/e/<edition>/devices")
scanner_bp = Blueprint("scanner", __name__, url_prefix="/e/<edition>/scanner")
