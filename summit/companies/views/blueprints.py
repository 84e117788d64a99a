"""The group of addresses of companies."""

from flask import Blueprint

companies_bp = Blueprint("companies", __name__, url_prefix="/e/<edition>/companies")
