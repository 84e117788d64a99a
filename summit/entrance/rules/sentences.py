"""Every sentence that a decision may explain itself with, for pages that must translate it without a server.

The rules hold them where they are decided; the tests see that none is missing here.
"""

from summit.errors import N_

EXPLANATIONS: tuple[str, ...] = (
    N_("No badge has this code."),
    N_("This badge has been blocked."),
    N_("This badge (issue %(issue)s) has been replaced by a newer one."),
    N_("This badge belongs to another event."),
    N_("This registration has been cancelled."),
    N_("This registration is not approved."),
    N_("Category %(category)s has no access to zone %(zone)s."),
    N_("Category %(category)s does not pass by this gate; please use another gate of zone %(zone)s."),
    N_("This gate is an exit only."),
    N_("This gate is an entry only."),
    N_("A child enters together with an adult."),
    N_("This person enters together with an escort."),
    N_("Everybody enters here together with an escort."),
    N_("This zone opens at %(moment)s."),
    N_("This zone closed at %(moment)s."),
    N_("This gate opens at %(moment)s."),
    N_("This gate closed at %(moment)s."),
    N_("All %(capacity)s places of this zone are taken."),
    N_("“%(session)s” is not open to category %(category)s."),
    N_("“%(session)s” is for people of %(age)s and older."),
    N_("All %(capacity)s places of “%(session)s” are in use."),
    N_("This person is number %(position)s on the waiting list of “%(session)s”."),
    N_("“%(session)s” needs a sign-up, and this person has none."),
    N_("One entry a day is allowed here, and this badge entered at %(moment)s."),
    N_("This badge has already entered."),
    N_("This badge already entered at %(moment)s."),
    N_("This badge is valid for “%(session)s”."),
    N_("This badge is valid here and now."),
    N_("A supervisor has let this person in."),
    N_("This badge has left the zone."),
    N_("No entry of this badge is on record; the exit is noted."),
    N_("This badge already left at %(moment)s; the exit is noted."),
)

# Next steps of single rules, beside those of the outcomes.
FURTHER_STEPS: tuple[str, ...] = (
    N_("Show the person the programme: other sessions are open to them."),
    N_("Show the way to another gate of this zone."),
    N_("Show the way to a gate for entry."),
    N_("Show the way to a gate for exit."),
    N_("Show the way to another gate, or ask the person to come back when this gate is open."),
    N_("Ask the person to come back tomorrow, or call the supervisor."),
)
