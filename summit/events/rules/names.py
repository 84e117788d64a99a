"""The words by which an edition's choices are shown."""

from summit.errors import N_
from summit.events.rules.edition import Ask, EventKind

EVENT_KIND_NAMES = {EventKind.EDITION: N_("Edition of the summit"), EventKind.MISSION: N_("Business mission")}

ASK_NAMES = {
    Ask.PHOTO: N_("Photo"),
    Ask.DIET: N_("Diet"),
    Ask.ACCESS: N_("Access needs"),
    Ask.TRAVEL: N_("Travel and visa"),
    Ask.GUARDIAN: N_("Responsible adult"),
}
