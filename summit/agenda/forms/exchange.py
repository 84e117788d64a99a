"""Sending a file to be imported."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField

from summit.events.forms.content import ContentForm


class UploadForm(ContentForm):
    """Takes a workbook, a table or another tool's schedule."""

    file = FileField(
        _l("File"),
        validators=[FileRequired(_l("Please choose a file."))],
        render_kw={"accept": ".xlsx,.csv,.tsv,.txt,.json"},
    )
    adds_missing = BooleanField(_l("Add halls and tracks that this edition does not have yet"))


class ApplyForm(ContentForm):
    """Says yes to a list of changes, known by its mark."""

    digest = HiddenField()
