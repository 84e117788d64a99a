"""Who may do what: permissions and the roles that bundle them (pure)."""

from enum import StrEnum

from summit.errors import N_


class Permission(StrEnum):
    """One thing a member of staff may do within an edition."""

    MANAGE_EDITIONS = "manage_editions"
    EDIT_EDITION = "edit_edition"
    MANAGE_STAFF = "manage_staff"
    VIEW_REGISTRATIONS = "view_registrations"
    VIEW_SENSITIVE_DATA = "view_sensitive_data"
    REVIEW_REGISTRATIONS = "review_registrations"
    PRINT_BADGES = "print_badges"
    SCAN_BADGES = "scan_badges"
    OVERRIDE_SCANS = "override_scans"
    VIEW_SCANS = "view_scans"
    WORK_AT_DESK = "work_at_desk"
    SUPERVISE_DESK = "supervise_desk"
    MANAGE_GATES = "manage_gates"
    MANAGE_AGENDA = "manage_agenda"
    MANAGE_MEETINGS = "manage_meetings"
    VIEW_AUDIT = "view_audit"
    MANAGE_PRIVACY = "manage_privacy"
    VIEW_EDITION = "view_edition"


class Role(StrEnum):
    """A hat somebody wears in one edition (or, granted without an edition, in all)."""

    OWNER = "owner"
    ORGANISER = "organiser"
    ACCREDITATION = "accreditation"
    AGENDA = "agenda"
    B2B = "b2b"
    GATE = "gate"
    HELP_DESK = "help_desk"
    PRIVACY = "privacy"
    READ_ONLY = "read_only"


ROLE_NAMES = {
    Role.OWNER: N_("Owner"),
    Role.ORGANISER: N_("Organiser"),
    Role.ACCREDITATION: N_("Accreditation officer"),
    Role.AGENDA: N_("Agenda manager"),
    Role.B2B: N_("B2B manager"),
    Role.GATE: N_("Gate staff"),
    Role.HELP_DESK: N_("Help desk"),
    Role.PRIVACY: N_("Data protection officer"),
    Role.READ_ONLY: N_("Read only"),
}

_P = Permission
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.ORGANISER: frozenset(Permission) - {_P.MANAGE_EDITIONS, _P.MANAGE_PRIVACY},
    Role.ACCREDITATION: frozenset(
        {
            _P.VIEW_EDITION,
            _P.VIEW_REGISTRATIONS,
            _P.VIEW_SENSITIVE_DATA,
            _P.REVIEW_REGISTRATIONS,
            _P.PRINT_BADGES,
            _P.WORK_AT_DESK,
            _P.SUPERVISE_DESK,
        }
    ),
    Role.AGENDA: frozenset({_P.VIEW_EDITION, _P.MANAGE_AGENDA}),
    Role.B2B: frozenset({_P.VIEW_EDITION, _P.MANAGE_MEETINGS}),
    Role.GATE: frozenset({_P.VIEW_EDITION, _P.SCAN_BADGES}),
    Role.HELP_DESK: frozenset(
        {
            _P.VIEW_EDITION,
            _P.VIEW_REGISTRATIONS,
            _P.PRINT_BADGES,
            _P.SCAN_BADGES,
            _P.OVERRIDE_SCANS,
            _P.VIEW_SCANS,
            _P.WORK_AT_DESK,
        }
    ),
    Role.PRIVACY: frozenset(
        {
            _P.VIEW_EDITION,
            _P.VIEW_REGISTRATIONS,
            _P.VIEW_SENSITIVE_DATA,
            _P.VIEW_AUDIT,
            _P.MANAGE_PRIVACY,
        }
    ),
    Role.READ_ONLY: frozenset({_P.VIEW_EDITION, _P.VIEW_REGISTRATIONS, _P.VIEW_SCANS}),
}


def permissions_of(roles: set[Role] | frozenset[Role]) -> frozenset[Permission]:
    """Return everything that these roles together allow."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))
