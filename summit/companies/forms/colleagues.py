"""Forms about the colleagues of a company."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from summit.events.forms import ContentForm
from summit.events.forms.fields import OneOfField, by_rule, needed

from ..rules.colleagues import ensure_address
from ..rules.status import MEMBER_ROLE_NAMES, MemberRole


class RoleForm(ContentForm):
    """Chooses a colleague's role."""

    role = OneOfField(
        _l("Role"), coerce=MemberRole, default=MemberRole.MEMBER, validators=[needed(_l("Please choose a role."))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role.value, _(name)) for role, name in MEMBER_ROLE_NAMES.items()]


class InviteForm(RoleForm):
    """Invites a colleague by mail."""

    refused_fields = {"InvitationEmailIsInvalid": "email", "InvitationIsOpen": "email"}

    email = StringField(
        _l("E-mail address"),
        validators=[
            needed(_l("Please enter an e-mail address such as name@example.org.")),
            by_rule(lambda text: ensure_address(text or "")),
        ],
        render_kw={"type": "email", "dir": "ltr", "autocomplete": "off"},
    )
