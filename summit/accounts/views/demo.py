"""The demo's staff and their codes of this minute, readable only in demo mode."""

import json

import pyotp
from flask import abort, current_app, render_template

from summit.clock import utcnow
from summit.web.access import public

from ..rules import DEMO_SIGN_INS
from .browser import bp


@bp.get("/demo/sign-ins")
@public
def demo_sign_ins() -> str:
    """List how the invented staff sign in, so that a newcomer needs no authenticator app."""
    config = current_app.extensions["summit_config"]
    path = config.var / DEMO_SIGN_INS
    if not config.demo or not path.exists():
        abort(404)
    now = utcnow()
    rows = [row | {"code": pyotp.TOTP(row["totp"]).at(now)} for row in json.loads(path.read_text())]
    return render_template("accounts/demo_sign_ins.html", rows=rows)
