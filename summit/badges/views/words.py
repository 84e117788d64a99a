"""What pages about badges say: states, papers, countries."""

from flask_babel import gettext as _

from summit.jobs.rules import JobStatus
from summit.registration.rules import country_name
from summit.web.locale import current_language

from ..models import PrintRun
from ..rules import LAYOUT_NAMES

RUN_TONES = {
    JobStatus.QUEUED: "neutral",
    JobStatus.RUNNING: "caution",
    JobStatus.DONE: "positive",
    JobStatus.FAILED: "negative",
    JobStatus.CANCELLED: "neutral",
}


def run_state_names() -> dict[JobStatus, str]:
    """Return the words for the states of a run."""
    return {
        JobStatus.QUEUED: _("Waiting"),
        JobStatus.RUNNING: _("Printing"),
        JobStatus.DONE: _("Ready"),
        JobStatus.FAILED: _("Failed"),
        JobStatus.CANCELLED: _("Cancelled"),
    }


def state_of(run: PrintRun) -> JobStatus:
    """Return where the run stands; its job must be loaded. A finished file counts, whatever became of the job."""
    if run.finished_at is not None:
        return JobStatus.DONE
    return run.job.status if run.job else JobStatus.FAILED


def paper_names() -> dict[str, str]:
    """Return the words for the layouts."""
    return {value: _(name) for value, name in LAYOUT_NAMES.items()}


def country(code: str) -> str:
    """Return the country's name in the reader's language."""
    return country_name(code, current_language())
