"""The pages of registration; the delegate's blueprint is shared by the form and the status page."""

from flask import Blueprint

bp = Blueprint("registration", __name__)
