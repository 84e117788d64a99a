"""The directory of companies."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _

from summit.web.access import current_edition, signed_in
from summit.web.filters import number
from summit.web.locale import current_language

from ..forms.directory import read_filter, without, write_filter
from ..models import Company
from ..queries.directory import DirectoryPage, Facets, Places, count_facets, list_page
from ..queries.saved import list_saved_ids
from ..rules.directory import GROUP_MARK, SORT_NAMES, DirectoryFilter, monogram
from ..rules.kinds import GROUP_NAMES, KindGroup, kinds_of
from ..rules.status import InterestSide
from ..rules.taxonomy import branches, children
from . import words
from .blueprints import companies_bp
from .onlooker import Onlooker, admitted

_SHOWN_INTERESTS = 3
Options = list[tuple[str, str]]


@companies_bp.get("/")
@signed_in
def directory(edition: str) -> str:
    """Show one page of the companies that the URL's filter leaves."""
    event, reader, wanted = current_edition(), admitted(), read_filter(request.args)
    facets = count_facets(event.id, to_staff=reader.is_staff)
    places = Places(request.args.get("after", ""), request.args.get("before", ""), facets.total)
    page = list_page(event.id, wanted, words.search_words(), places, to_staff=reader.is_staff)
    return render_template(
        "companies/directory.html",
        page=page,
        wanted=wanted,
        reader=reader,
        arguments=write_filter(wanted),
        chips=_chips(wanted),
        options=_options(facets, current_language()) | {"day": _days()},
        sorts=[(sort.value, _(name)) for sort, name in SORT_NAMES.items()],
        total=words.companies_counted(page.total),
        **card_words(page.rows, reader),
        **_neighbours(wanted, page),
    )


def card_words(rows: Iterable[Company], reader: Onlooker) -> dict[str, Any]:
    """Return what the cards of companies need besides the companies."""
    ids = [company.id for company in rows]
    return {
        "saved": list_saved_ids(reader.person.id, ids) if reader.person and ids else set(),
        "has_logos": "companies.logo" in current_app.view_functions,
        "monogram": monogram,
        "other_name": words.other_name,
        "country": words.country,
        "language": words.language,
        "kind_name": words.kind_name,
        "day_name": words.short_day,
        "offers_of": lambda company: words.first_names(company, InterestSide.OFFER, _SHOWN_INTERESTS),
        "needs_of": lambda company: words.first_names(company, InterestSide.NEED, _SHOWN_INTERESTS),
    }


def _days() -> Options:
    return [(day.isoformat(), words.short_day(day)) for day in words.days_of(current_edition())]


@lru_cache(maxsize=64)
def _options(facets: Facets, language: str) -> dict[str, Any]:
    """Return the choices of the filters in the language, which is the reader's; groups as (label, choices).

    Those with nobody are left out. They are written once for each state of the directory: they are hundreds.
    """
    return {
        "kind": _kind_options(facets.kinds),
        "offers": _node_options(facets.offers),
        "needs": _node_options(facets.needs),
        "country": _named(facets.countries, words.country),
        "language": _named(facets.languages, words.language),
    }


def _named(counts: Mapping[str, int], name: Any) -> Options:
    return sorted(((code, _counted(name(code), count)) for code, count in counts.items()), key=lambda one: one[1])


def _counted(label: str, count: int) -> str:
    return f"{label} · {number(count)}"


def _kind_options(counts: Mapping[str, int]) -> list[tuple[str, Options]]:
    """Return the kinds by their groups, the group itself first."""
    found = []
    for group in KindGroup:
        kinds = [kind for kind in kinds_of(group) if counts.get(kind)]
        if kinds:
            label = _(GROUP_NAMES[group])
            named = [(kind.value, _counted(words.kind_name(kind), counts[kind])) for kind in kinds]
            found.append((label, [(f"{GROUP_MARK}{group.value}", _("All: %(group)s", group=label)), *named]))
    return found


def _node_options(counts: Mapping[str, int]) -> list[tuple[str, Options]]:
    """Return the nodes by their branches, the branch itself first."""
    found = []
    for branch in branches():
        leaves = [leaf for leaf in children(branch.code) if counts.get(leaf.code)]
        if leaves or counts.get(branch.code):
            label = words.node_name(branch.code)
            named = [(leaf.code, _counted(words.node_name(leaf.code), counts[leaf.code])) for leaf in leaves]
            found.append((label, [(branch.code, _("All: %(group)s", group=label)), *named]))
    return found


def _chips(wanted: DirectoryFilter) -> list[dict[str, str]]:
    """Return what is filtered, each with the address that takes it away."""
    named = [("q", wanted.q, f"“{wanted.q}”")] if wanted.q else []
    named += [("kind", code, _kind_chip(code)) for code in wanted.kinds]
    named += [("offers", code, _("Offers: %(what)s", what=words.node_name(code))) for code in wanted.offers]
    named += [("needs", code, _("Needs: %(what)s", what=words.node_name(code))) for code in wanted.needs]
    named += [("country", code, words.country(code)) for code in wanted.countries]
    named += [("language", tag, words.language(tag)) for tag in wanted.languages]
    named += [("day", wanted.day.isoformat(), words.short_day(wanted.day))] if wanted.day else []
    named += [("newcomers", "1", _("Newcomers"))] if wanted.newcomers else []
    return [
        {"label": label, "url": url_for("companies.directory", **without(wanted, name, value))}
        for name, value, label in named
    ]


def _kind_chip(code: str) -> str:
    if code.startswith(GROUP_MARK):
        return str(_(GROUP_NAMES[KindGroup(code.removeprefix(GROUP_MARK))]))
    return words.kind_name(code)


def _neighbours(wanted: DirectoryFilter, page: DirectoryPage) -> dict[str, str | None]:
    arguments = write_filter(wanted)
    return {
        "newer_url": url_for("companies.directory", **arguments, before=page.before) if page.before else None,
        "older_url": url_for("companies.directory", **arguments, after=page.after) if page.after else None,
    }
