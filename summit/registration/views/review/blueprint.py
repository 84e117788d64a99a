"""The review desk's blueprint."""

from flask import Blueprint

bp = Blueprint("review", __name__, url_prefix="/e/<edition>/review")
