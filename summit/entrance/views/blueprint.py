"""The blueprint of the gates and the log, within one edition."""

from flask import Blueprint

bp = Blueprint("entrance", __name__, url_prefix="/e/<edition>")
