"""How strictly a zone watches people who come twice."""

from enum import StrEnum

from summit.errors import N_


class AntiPassback(StrEnum):
    """What happens when somebody who is inside is scanned in again (PROTOCOLS.md)."""

    OFF = "off"
    LOG = "log"
    TIMED = "timed"
    LOGICAL = "logical"


ANTI_PASSBACK_NAMES: dict[AntiPassback, str] = {
    AntiPassback.OFF: N_("Not watched"),
    AntiPassback.LOG: N_("Admitted again, and noted"),
    AntiPassback.TIMED: N_("Refused for a while after an entry"),
    AntiPassback.LOGICAL: N_("Refused until the person has left"),
}
