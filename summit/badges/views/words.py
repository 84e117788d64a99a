"""What pages about badges say: states, papers, countries."""

from flask_babel import gettext as _

from summit.jobs.models import Job
from summit.jobs.rules import JobStatus
from summit.registration.rules import country_name
from summit.web.locale import current_language

from ..layouts import SHEET_NAMES
from ..models import PrintRun

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


def state_of(run: PrintRun, job: Job) -> JobStatus:
    """Return where the run stands: a finished file counts, whatever became of its job."""
    return JobStatus.DONE if run.finished_at is not None else job.status


def paper_names() -> dict[str, str]:
    """Return the words for the sheets that badges lie on."""
    return {sheet.value: _(name) for sheet, name in SHEET_NAMES.items()}


def country(code: str) -> str:
    """Return the country's name in the reader's language."""
    return country_name(code, current_language())
