"""Changing what a company says of itself."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from summit.database import db
from summit.events.queries import get_event

from ..models import Company, CompanyDay, CompanyKindRow, CompanyLanguage, Interest
from ..queries.own import count_interests
from ..rules.interests import InterestValues, clean_interests
from ..rules.moderation import Step, ensure_not_withdrawn, status_after
from ..rules.profile import clean_values, completeness_of, ensure_complete, ensure_days, ensure_kinds, ensure_spoken
from ..rules.status import CompanyStatus, InterestSide
from .company_rows import add_step, lock_company, note_company, write_keys

# What staff approved a company for; a change of it after the approval is shown to them.
_APPROVED_FOR = {"name", "kinds", "country"}


class ProfileValues(TypedDict, total=False):
    """What may be changed; what is absent stays as it is. Languages are levels by tag, texts are by language."""

    name: str
    names: Mapping[str, str]
    kind: str
    kinds: Iterable[str]
    country: str
    city: str
    website: str
    descriptions: Mapping[str, str]
    brands: Iterable[str]
    sizes: str
    price_segments: Iterable[str]
    minimum_order: int | None
    minimum_order_unit: str
    lead_time_days: int | None
    certificates: Iterable[str]
    markets_served: Iterable[str]
    markets_sought: Iterable[str]
    tags: Iterable[str]
    stand: str
    is_newcomer: bool
    languages: Mapping[str, str]
    days: Iterable[date]


def update_profile(
    company_id: int, *, version: int | None, actor_id: int | None, now: datetime, **values: Unpack[ProfileValues]
) -> Company:
    """Keep what a company says of itself.

    Raises the refusals of rules.profile, CompanyIsWithdrawn, ChangedMeanwhile where another version was seen, IsGone.
    """
    company = lock_company(company_id, version)
    ensure_not_withdrawn(company.status)
    changed = apply_values(company, values)
    company.updated_at = now
    write_keys(company)
    if company.status is CompanyStatus.APPROVED and _APPROVED_FOR & set(changed):
        add_step(company, Step.CHANGED, actor_id=actor_id, now=now)
    db.session.flush()
    note_company("updated", company, actor_id, fields=sorted(changed))
    return company


def apply_values(company: Company, values: Mapping[str, Any]) -> list[str]:
    """Set the values of a company that is loaded with its parts, and return the names of what differs."""
    clean = clean_values(values)
    if "is_newcomer" in values:
        clean["is_newcomer"] = bool(values["is_newcomer"])
    changed = [name for name, value in clean.items() if getattr(company, name) != value]
    for name in changed:
        setattr(company, name, clean[name])
    setters = {"kind": _set_kinds, "languages": _set_languages, "days": _set_days}
    return changed + [
        _PLURALS.get(name, name) for name, set_ in setters.items() if name in values and set_(company, values)
    ]


_PLURALS = {"kind": "kinds"}


def _set_kinds(company: Company, values: Mapping[str, Any]) -> bool:
    kinds = ensure_kinds(values.get("kinds", ()), values["kind"])
    known = {row.kind: row for row in company.kinds}
    differs = (company.kind, set(known)) != (kinds[0], set(kinds))
    company.kind = kinds[0]
    company.kinds = [known.get(kind) or CompanyKindRow(kind=kind) for kind in kinds]
    return differs


def _set_languages(company: Company, values: Mapping[str, Any]) -> bool:
    levels = ensure_spoken(values["languages"])
    known = {row.language: row for row in company.languages}
    differs = {tag: row.level for tag, row in known.items()} != levels
    company.languages = [known.get(tag) or CompanyLanguage(language=tag) for tag in levels]
    for row in company.languages:
        row.level = levels[row.language]
    return differs


def _set_days(company: Company, values: Mapping[str, Any]) -> bool:
    event = get_event(company.event_id)
    days = ensure_days(values["days"], first=event.starts_on, last=event.ends_on)
    known = {row.day: row for row in company.days}
    company.days = [known.get(day) or CompanyDay(day=day) for day in days]
    return set(known) != set(days)


def replace_interests(
    company_id: int,
    side: InterestSide,
    entries: Iterable[InterestValues],
    *,
    version: int | None,
    actor_id: int | None,
    now: datetime,
) -> Company:
    """Keep what a company offers, or needs, in place of what it did.

    Raises the refusals of rules.interests, CompanyIsWithdrawn, ChangedMeanwhile, IsGone.
    """
    company = lock_company(company_id, version)
    ensure_not_withdrawn(company.status)
    clean = clean_interests(entries)
    set_interests(company, side, clean)
    company.updated_at = now
    db.session.flush()
    note_company("interests_updated", company, actor_id, side=side.value, count=len(clean))
    return company


def set_interests(company: Company, side: InterestSide, clean: Iterable[InterestValues]) -> None:
    """Write one side of the interests of a company that is loaded with them; rows that stay keep their keys."""
    others = [row for row in company.interests if row.side is not side]
    known = {row.node: row for row in company.interests if row.side is side}
    chosen = []
    for entry in clean:
        row = known.get(entry.node) or Interest(side=side, node=entry.node)
        row.quantity, row.unit, row.note = entry.quantity, entry.unit, entry.note
        chosen.append(row)
    company.interests = [*others, *chosen]


def submit(company_id: int, *, actor_id: int | None, now: datetime) -> Company:
    """Send a profile for review; a repeat is harmless.

    Raises ProfileIsIncomplete, StepIsImpossible, IsGone.
    """
    company = lock_company(company_id)
    if company.status is CompanyStatus.SUBMITTED:
        return company
    status = status_after(company.status, Step.SUBMITTED)
    counts = count_interests(company)
    found = completeness_of(company, offers=counts[InterestSide.OFFER], needs=counts[InterestSide.NEED])
    ensure_complete(found, interests=sum(counts.values()))
    company.status, company.submitted_at, company.status_note = status, now, ""
    add_step(company, Step.SUBMITTED, actor_id=actor_id, now=now)
    db.session.flush()
    return company


def set_listing(
    company_id: int, listed: bool, *, registration_id: int | None, actor_id: int | None, now: datetime
) -> Company:
    """Keep a company's consent to be seen by others, with time and person, or take it back; a repeat is harmless.

    Raises CompanyIsWithdrawn, IsGone.
    """
    company = lock_company(company_id)
    if company.is_listed == listed:
        return company
    if listed:
        ensure_not_withdrawn(company.status)
    company.is_listed = listed
    company.listed_at, company.listed_by = now, registration_id
    add_step(company, Step.LISTED if listed else Step.UNLISTED, actor_id=actor_id, now=now)
    db.session.flush()
    return company
