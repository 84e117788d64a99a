"""Joining the package to the application."""

from flask import Flask

from summit.calendar.queries import add_source
from summit.companies.services.members import on_leaving
from summit.companies.services.withdrawing import count_consequences, on_withdrawal
from summit.errors import N_
from summit.events.services import on_copy, on_rezone
from summit.jobs.services import handles, periodic
from summit.permissions import Permission
from summit.web.navigation import add_menu_entry

from .queries.busy import SOURCE
from .queries.entries import list_calendar_entries
from .queries.recommending import SPREADING
from .services import editions, leaving, optimising, papers, tables
from .services.freeing import on_freed
from .services.offering import offer_freed
from .tasks.keeping import keep_meetings
from .tasks.optimising import work_out_timetable
from .tasks.papers import make_paper, tidy_papers
from .tasks.spreading import keep_spread, spread_recommendations
from .views import meetings_bp
from .views.reader import belongs_to_a_company


def init(app: Flask) -> None:
    """Register the pages of meetings."""
    app.register_blueprint(meetings_bp)
    add_menu_entry(app, N_("Meetings"), "meetings.mine", shown=belongs_to_a_company, order=18)
    add_menu_entry(app, N_("B2B"), "meetings.settings", permission=Permission.MANAGE_MEETINGS, order=36)
    handles(SPREADING)(spread_recommendations)
    periodic(keep_spread)
    handles(papers.KIND)(make_paper)
    handles(optimising.KIND)(work_out_timetable)
    periodic(tidy_papers)
    _keep_meetings_right()


def _keep_meetings_right() -> None:
    """Tell the calendar of meetings, and let them follow the clock and companies and people that go."""
    add_source(SOURCE, list_calendar_entries)
    periodic(keep_meetings)
    # Tables before meetings, in the order in which taking a table out of use locks them.
    on_withdrawal(tables.free_home_tables)
    on_withdrawal(leaving.cancel_of_company)
    on_leaving(leaving.give_up_places)
    count_consequences(leaving.count_live)
    on_copy(editions.copy_meetings)
    on_rezone(editions.rezone)
    on_freed(offer_freed)
