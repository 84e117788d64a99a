"""The delegate's own badge, by the link of the status page."""

from flask import Response, abort

from summit.clock import utcnow
from summit.database import transaction
from summit.registration.services.status import find_by_secret
from summit.web.access import public

from ..services.drawing import DrawnBadge, draw_badge
from .blueprint import bp
from .downloads import badge_answer


@bp.get("/registration/<secret>/badge.pdf")
@public
def delegate_pdf(secret: str) -> Response:
    """Hand the delegate both sides of the badge as a PDF."""
    drawn = _draw(secret)
    return badge_answer(drawn.pdf(), drawn.reference, "pdf")


@bp.get("/registration/<secret>/badge.png")
@public
def delegate_png(secret: str) -> Response:
    """Hand the delegate the badge as a picture, which a phone shows without a network."""
    drawn = _draw(secret)
    return badge_answer(drawn.png(), drawn.reference, "png")


def _draw(secret: str) -> DrawnBadge:
    registration = find_by_secret(secret) or abort(404)
    with transaction():
        return draw_badge(registration.id, actor_id=None, now=utcnow())
