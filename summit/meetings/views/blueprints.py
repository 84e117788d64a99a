"""The group of addresses of meetings."""

from flask import Blueprint

meetings_bp = Blueprint("meetings", __name__, url_prefix="/e/<edition>/meetings")
