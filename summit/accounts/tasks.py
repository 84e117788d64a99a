"""Background work: mailing one-time links, forgetting old traces."""

from datetime import datetime

from summit.clock import utcnow
from summit.database import transaction
from summit.jobs.services import Progress

from . import services
from .rules import LinkPurpose


def mail_link(progress: Progress) -> None:
    """Mail the link somebody asked for, if they are known here."""
    arguments = progress.arguments
    purpose = LinkPurpose(arguments["purpose"])
    with transaction():
        services.send_link(arguments["account_id"], purpose, arguments["next_url"], now=utcnow())


def purge_traces(now: datetime) -> None:
    """Forget counted tries and links that no longer matter."""
    with transaction():
        services.purge_traces(now)
