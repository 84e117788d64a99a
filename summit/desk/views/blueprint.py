"""The blueprint of the help desk, within one edition."""

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/e/<edition>/desk")
