"""A delegate's own lists and notes; every question names the delegate, so that nobody reads another's."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, func, select

from summit.database import db

from ..models import Company, CompanyNote, SavedList, SavedListItem


def list_saved_lists(registration_id: int) -> list[SavedList]:
    """Return the delegate's lists, the oldest first."""
    statement = select(SavedList).where(SavedList.registration_id == registration_id)
    return list(db.session.scalars(statement.order_by(SavedList.id)))


def find_saved_list(registration_id: int, list_id: int) -> SavedList | None:
    """Return one of the delegate's own lists."""
    mine = SavedList.registration_id == registration_id
    return db.session.scalar(select(SavedList).where(SavedList.id == list_id, mine))


def find_list_named(registration_id: int, name: str) -> SavedList | None:
    """Return the delegate's list of that name."""
    mine = SavedList.registration_id == registration_id
    return db.session.scalar(select(SavedList).where(SavedList.name == name, mine))


def count_lists(registration_id: int) -> int:
    """Return how many lists the delegate has."""
    mine = SavedList.registration_id == registration_id
    return db.session.scalar(select(func.count()).select_from(SavedList).where(mine)) or 0


def list_saved_ids(registration_id: int, company_ids: Iterable[int]) -> set[int]:
    """Return which of these companies stand in any of the delegate's lists."""
    statement = (
        select(SavedListItem.company_id)
        .join(SavedList, SavedList.id == SavedListItem.list_id)
        .where(SavedList.registration_id == registration_id, SavedListItem.company_id.in_(list(company_ids)))
    )
    return set(db.session.scalars(statement))


def list_lists_holding(registration_id: int, company_id: int) -> set[int]:
    """Return the ids of the delegate's lists in which the company stands."""
    statement = (
        select(SavedListItem.list_id)
        .join(SavedList, SavedList.id == SavedListItem.list_id)
        .where(SavedList.registration_id == registration_id, SavedListItem.company_id == company_id)
    )
    return set(db.session.scalars(statement))


def list_items(registration_id: int, shown: Sequence[ColumnElement[bool]]) -> dict[int, list[Company]]:
    """Return the companies of all of the delegate's lists by the list's id, by name; those not `shown` are left out."""
    statement = (
        select(SavedListItem.list_id, Company)
        .join(SavedList, SavedList.id == SavedListItem.list_id)
        .join(Company, Company.id == SavedListItem.company_id)
        .where(SavedList.registration_id == registration_id, *shown)
        .order_by(Company.sort_key, Company.id)
    )
    found: dict[int, list[Company]] = {}
    for list_id, company in db.session.execute(statement):
        found.setdefault(list_id, []).append(company)
    return found


def find_note(registration_id: int, company_id: int) -> CompanyNote | None:
    """Return what the delegate wrote about the company."""
    return db.session.get(CompanyNote, (registration_id, company_id))


def list_notes(registration_id: int, shown: Sequence[ColumnElement[bool]]) -> list[tuple[CompanyNote, Company]]:
    """Return everything that the delegate wrote, with its companies by name; those not `shown` are left out."""
    statement = (
        select(CompanyNote, Company)
        .join(Company, Company.id == CompanyNote.company_id)
        .where(CompanyNote.registration_id == registration_id, *shown)
        .order_by(Company.sort_key, Company.id)
    )
    return [(note, company) for note, company in db.session.execute(statement)]
