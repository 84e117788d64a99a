"""Sending companies to be imported."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField

from summit.events.forms.content import ContentForm


class CompanyUploadForm(ContentForm):
    """Takes a workbook or a table of companies."""

    file = FileField(
        _l("File"),
        validators=[FileRequired(_l("Please choose a file."))],
        render_kw={"accept": ".xlsx,.csv,.tsv,.txt"},
    )
    approves = BooleanField(_l("Approve new companies at once; otherwise they wait for review"))


class CompanyApplyForm(ContentForm):
    """Says yes to a list of changes, known by its mark."""

    digest = HiddenField()
