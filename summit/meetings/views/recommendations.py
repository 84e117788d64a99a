"""Who suits the reader's company, with reasons."""

from collections.abc import Sequence

from flask import current_app, render_template, url_for
from flask_babel import gettext as _

from summit.clock import utcnow
from summit.companies.queries.matching import load_catalogue
from summit.companies.rules.kinds import KIND_NAMES, CompanyKind
from summit.companies.rules.matching import Gap, Reason, ReasonKind, gaps_of
from summit.companies.rules.status import CompanyStatus
from summit.web.access import current_edition, signed_in

from ..queries.recommending import list_recommendations
from .blueprints import meetings_bp
from .match_words import GAP_WORDS, sentence
from .reader import reader_or_404

# What is practical is always told, of what speaks for a company only what counts most.
_PRACTICAL = frozenset({ReasonKind.LANGUAGE, ReasonKind.INTERPRETER, ReasonKind.DAYS, ReasonKind.FREE})
_MOST_REASONS = 4
# What two companies can do for each other is told before what they have in common.
_TRADE = frozenset({ReasonKind.THEY_NEED, ReasonKind.THEY_OFFER, ReasonKind.THEY_NEED_LIKE, ReasonKind.THEY_OFFER_LIKE})


@meetings_bp.get("/recommendations")
@signed_in
def recommendations(edition: str) -> str:
    """Show the companies that suit the reader's best, and what its profile lacks."""
    company = reader_or_404().company
    event = current_edition()
    is_approved = company.status is CompanyStatus.APPROVED
    return render_template(
        "meetings/recommendations.html",
        company=company,
        is_approved=is_approved,
        found=list_recommendations(event, company.id, now=utcnow()) if is_approved else [],
        gaps=_gaps(event.id, company.id) if is_approved else [],
        reason_words=_reason_words,
        kind_name=_kind_name,
        links=_links(),
        endpoints=current_app.view_functions,
    )


def _gaps(event_id: int, company_id: int) -> list[str]:
    profile = load_catalogue(event_id).index.profiles.get(company_id)
    gaps: tuple[Gap, ...] = gaps_of(profile) if profile else ()
    return [_(GAP_WORDS[gap]) for gap in gaps]


def _reason_words(reasons: Sequence[Reason]) -> list[str]:
    """Return what is told of a company: trade, what else counts most, then languages and days."""
    telling = sorted(
        (reason for reason in reasons if reason.kind not in _PRACTICAL), key=lambda reason: reason.kind not in _TRADE
    )
    practical = [reason for reason in reasons if reason.kind in _PRACTICAL]
    return [sentence(reason) for reason in (*telling[:_MOST_REASONS], *practical)]


def _kind_name(kind: str) -> str:
    return _(KIND_NAMES[CompanyKind(kind)]) if kind in set(CompanyKind) else ""


def _links() -> dict[str, str]:
    """Return the addresses of pages that belong to other parts of the application and may not be there."""
    pages = {"profile": "companies.mine", "directory": "companies.directory"}
    return {name: url_for(endpoint) for name, endpoint in pages.items() if endpoint in current_app.view_functions}
