"""What the scanner's page says, handed to it as JSON: without a network nobody else can translate it."""

from flask_babel import gettext as _

from ..rules import ATTENTION_NAMES, NEXT_STEPS, WORDS
from ..rules.sentences import EXPLANATIONS, FURTHER_STEPS


def sentences() -> dict[str, str]:
    """Return every sentence that the rules may answer with, by its English; places stay as %(name)s."""
    english = {*WORDS.values(), *NEXT_STEPS.values(), *ATTENTION_NAMES.values(), *EXPLANATIONS, *FURTHER_STEPS}
    return {sentence: _(sentence) for sentence in sorted(english)}


def words() -> dict[str, str]:
    """Return the sentences of the page itself, by the names that its modules use; places stay as %(name)s."""
    return _status() | _notices() | _enrolment() | _work()


def _status() -> dict[str, str]:
    return {
        "online": _("Online"),
        "offline": _("No network: this device decides by itself"),
        "synced": _("Synchronised at %(time)s"),
        "never_synced": _("Not synchronised yet"),
        "waiting": _("Waiting to be sent: %(count)s"),
        "battery": _("Battery: %(share)s"),
        "battery_unknown": _("Battery: unknown"),
    }


def _notices() -> dict[str, str]:
    return {
        "storage_full": _(
            "The storage of this device is full, so no scan can be kept. Let nobody in by this device; use another "
            "one, or connect this one to the network."
        ),
        "short_code_offline": _(
            "Without a network a typed code of 8 digits cannot be checked. Please scan the QR code, or send the "
            "person to the help desk."
        ),
        "no_snapshot": _(
            "This device has not received the list of badges yet. It can decide once it has reached the network."
        ),
        "snapshot_expired": _(
            "The list of badges on this device is too old to decide by. Please connect the device to the network."
        ),
        "no_gate": _("This device has no gate. Please ask an organiser to give it one."),
        "clock_ahead": _("The clock of this device is %(minutes)s min ahead; its times are corrected."),
        "clock_behind": _("The clock of this device is %(minutes)s min behind; its times are corrected."),
        "clock_moved": _("The clock of this device was changed by %(minutes)s min. The change has been noted."),
        "conflicts": _("Conflicts for the supervisor to settle: %(count)s"),
        "refused_scans": _("Scans that the server refused, kept on this device: %(count)s"),
        "not_secure": _("This page works over HTTPS only. Please open it by its secure address."),
        "failed": _("Something went wrong on this device. Please reload the page."),
        "refused": _("This could not be done. Please try again."),
    }


def _enrolment() -> dict[str, str]:
    return {
        "enrolling": _("Setting up this device…"),
        "enrol_offline": _("Setting up a device needs the network. Please connect it and try again."),
        "enrol_unreadable": _("This is no enrolment link. Please scan the code on the organiser's screen again."),
        "wiped": _("An organiser has removed this device. Everything that it held has been erased."),
        "pin_wrong": _("This PIN is not right."),
        "pin_pause": _("Too many wrong attempts. Please wait %(seconds)s s."),
    }


def _work() -> dict[str, str]:
    return {
        "inside": _("Inside: %(inside)s"),
        "counts": _("%(inside)s of %(capacity)s inside"),
        "handed_over": _("This device is in the hands of %(operator)s."),
        "start_camera": _("Start the camera"),
        "stop_camera": _("Stop the camera"),
        "camera_failed": _("The camera could not be opened. Please allow it, or type the code."),
        "session_at_door": _("Session at this door"),
        "queue_called": _("The waiting list is let in"),
        "portrait": _("Portrait of the badge's holder"),
    }
