"""The meetings and requests of the reader's company."""

from flask import render_template

from summit.web.access import signed_in

from .blueprints import meetings_bp
from .reader import find_reader


@meetings_bp.get("/")
@signed_in
def mine(edition: str) -> str:
    """Show what waits for an answer, the timetable, and everything else that the reader's company has arranged."""
    return render_template("meetings/mine.html", reader=find_reader())
