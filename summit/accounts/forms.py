"""The shape of what people type to sign in and to manage accounts."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField, SelectChoice, SelectField, StringField
from wtforms.validators import Email, EqualTo, InputRequired, Length

from summit.permissions import ROLE_NAMES, Role
from summit.web.forms import SummitForm
from summit.web.locale import LANGUAGE_NAMES

_ASK_EMAIL = _l("Enter your e-mail address, such as name@example.org.")
_ASK_PASSWORD = _l("Enter your password.")
_ASK_CODE = _l("Enter the six digits that your app shows now.")


def _email_field() -> EmailField:
    checks = [
        InputRequired(_ASK_EMAIL),
        Length(max=254, message=_l("This e-mail address is too long.")),
        Email(_ASK_EMAIL),
    ]
    keyboard = {"autocomplete": "email", "inputmode": "email", "dir": "ltr"}
    return EmailField(_l("E-mail address"), checks, filters=[_trimmed], render_kw=keyboard)


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else text


def _next_field() -> HiddenField:
    return HiddenField(validators=[Length(max=2000, message=_l("The address to return to is too long."))])


def _new_password_fields() -> tuple[PasswordField, PasswordField]:
    typed = {"autocomplete": "new-password", "dir": "auto"}
    new = PasswordField(
        _l("New password"),
        [InputRequired(_l("Enter a new password."))],
        description=_l("At least 12 characters. Several words that do not belong together make a good one."),
        render_kw=typed,
    )
    again = PasswordField(
        _l("New password once more"),
        [
            InputRequired(_l("Enter the new password once more.")),
            EqualTo("new_password", _l("The two passwords differ. Enter the same one twice.")),
        ],
        render_kw=typed,
    )
    return new, again


class LinkForm(SummitForm):
    """Where to mail a one-time link."""

    email = _email_field()
    next = _next_field()


class ConfirmForm(SummitForm):
    """A button and its forgery token."""


class PasswordSignInForm(SummitForm):
    """E-mail and password of staff."""

    email = _email_field()
    password = PasswordField(
        _l("Password"), [InputRequired(_ASK_PASSWORD)], render_kw={"autocomplete": "current-password", "dir": "auto"}
    )
    next = _next_field()


class CodeForm(SummitForm):
    """A code of the authenticator app, or a recovery code."""

    code = StringField(
        _l("Code"),
        [InputRequired(_ASK_CODE), Length(max=40, message=_ASK_CODE)],
        render_kw={"autocomplete": "one-time-code", "dir": "ltr"},
    )
    next = _next_field()


class NewPasswordForm(SummitForm):
    """A new password, twice."""

    new_password, new_password_again = _new_password_fields()


class ChangePasswordForm(SummitForm):
    """The present password and a new one, twice."""

    present_password = PasswordField(
        _l("Present password"),
        [InputRequired(_ASK_PASSWORD)],
        render_kw={"autocomplete": "current-password", "dir": "auto"},
    )
    new_password, new_password_again = _new_password_fields()


class ProfileForm(SummitForm):
    """How somebody is called and in which language they read."""

    name = StringField(
        _l("Name"),
        [Length(max=200, message=_l("Please shorten the name to 200 characters."))],
        filters=[_trimmed],
        description=_l("How we address you; as long as you like to write it."),
        render_kw={"autocomplete": "name", "dir": "auto"},
    )
    language = SelectField(
        _l("Language of pages and mails"),
        [InputRequired()],
        choices=[SelectChoice(tag, name) for tag, name in LANGUAGE_NAMES.items()],
    )


class InviteForm(SummitForm):
    """Whom to give a role."""

    email = _email_field()
    role = SelectField(_l("Role"), [InputRequired(_l("Choose a role."))])

    def offer(self, roles: list[Role]) -> "InviteForm":
        """Offer these roles, by name in the reader's language."""
        self.role.choices = [SelectChoice(role.value, gettext(ROLE_NAMES[role])) for role in roles]
        return self
