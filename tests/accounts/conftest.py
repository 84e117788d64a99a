"""What the tests of signing in share."""

import re
from datetime import datetime
from typing import Any

import pyotp
import pytest
from sqlalchemy import select

from summit.accounts import services
from summit.accounts.rules import LinkPurpose
from summit.accounts.services.links import make_link
from summit.clock import utcnow
from summit.database import db as database
from summit.database import transaction
from summit.jobs.services import run_waiting_jobs
from summit.mail.models import OutgoingMail
from summit.permissions import Role

PASSWORD = "linen twill over velvet"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def mailed(db: Any) -> Any:
    """Do the waiting jobs and return the mails of a recipient, oldest first."""

    def look(recipient: str) -> list[OutgoingMail]:
        run_waiting_jobs()
        statement = select(OutgoingMail).where(OutgoingMail.recipient == recipient).order_by(OutgoingMail.id)
        return list(database.session.scalars(statement))

    return look


def path_in(mail: OutgoingMail) -> str:
    """Return the path of the link in a mail."""
    return re.search(r"http://localhost(/\S+)", mail.text)[1]


def new_link(
    account: Any, purpose: LinkPurpose = LinkPurpose.SIGN_IN, *, now: datetime | None = None, next_url: str = ""
) -> str:
    """Make a link as if it had been mailed and return its secret."""
    with transaction():
        return make_link(account.id, purpose, next_url, now=now or utcnow())


def new_staff(event: Any, role: Role = Role.ORGANISER, *, email: str = "olga@example.org", totp: bool = True) -> Any:
    """Somebody of the staff with the password of these tests, and a second factor unless told not to."""
    with transaction():
        return services.create_staff(
            email,
            PASSWORD,
            "Olga Invented",
            role,
            event.id if event else None,
            totp_secret=TOTP_SECRET if totp else None,
        )


def code_at(moment: datetime) -> str:
    """Return what the authenticator app shows at that moment."""
    return pyotp.TOTP(TOTP_SECRET).at(moment)
