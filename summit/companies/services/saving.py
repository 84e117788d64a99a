"""Saving companies to a delegate's own lists, and writing notes that nobody else reads."""

from datetime import datetime

from sqlalchemy import delete, select

from summit.database import db
from summit.registration.queries.registrations import lock_registration

from ..models import CompanyNote, SavedList, SavedListItem
from ..queries.saved import count_lists, find_list_named, find_saved_list, list_saved_lists
from ..rules.saving import DEFAULT_LIST, MOST_LISTS, ListNameIsTaken, TooManyLists, ensure_name


def set_saved(registration_id: int, company_id: int, *, wanted: bool, now: datetime) -> None:
    """Put the company on the delegate's first list, made where there is none; or take it off all of their lists."""
    lock_registration(registration_id)
    lists = list_saved_lists(registration_id)
    if not wanted:
        _take_off([one.id for one in lists], company_id)
        return
    first = lists[0] if lists else _add_list(registration_id, DEFAULT_LIST, now)
    _put_on(first.id, company_id, now)


def set_on_list(registration_id: int, list_id: int, company_id: int, *, wanted: bool, now: datetime) -> bool:
    """Put the company on one of the delegate's lists or take it off; False where the list is not theirs."""
    lock_registration(registration_id)
    if find_saved_list(registration_id, list_id) is None:
        return False
    if wanted:
        _put_on(list_id, company_id, now)
    else:
        _take_off([list_id], company_id)
    return True


def create_list(registration_id: int, name: str, *, now: datetime) -> SavedList:
    """Make a list; raises ListNameIsMissing, ListNameIsTaken, TooManyLists."""
    lock_registration(registration_id)
    clean = ensure_name(name)
    _ensure_free(registration_id, clean)
    if count_lists(registration_id) >= MOST_LISTS:
        raise TooManyLists(most=MOST_LISTS)
    return _add_list(registration_id, clean, now)


def rename_list(registration_id: int, list_id: int, name: str) -> bool:
    """Give a list another name; False where it is not theirs. Raises ListNameIsMissing, ListNameIsTaken."""
    lock_registration(registration_id)
    found = find_saved_list(registration_id, list_id)
    if found is None:
        return False
    clean = ensure_name(name)
    if clean != found.name:
        _ensure_free(registration_id, clean)
    found.name = clean
    return True


def delete_list(registration_id: int, list_id: int) -> bool:
    """Delete a list with what stands on it; False where it is not theirs."""
    lock_registration(registration_id)
    found = find_saved_list(registration_id, list_id)
    if found is None:
        return False
    db.session.execute(delete(SavedListItem).where(SavedListItem.list_id == list_id))
    db.session.delete(found)
    db.session.flush()
    return True


def write_note(registration_id: int, company_id: int, body: str, *, now: datetime) -> None:
    """Keep what the delegate wrote about the company; a blank text deletes the note."""
    lock_registration(registration_id)
    note = db.session.get(CompanyNote, (registration_id, company_id), populate_existing=True)
    text = body.strip()
    if not text:
        if note is not None:
            db.session.delete(note)
    elif note is None:
        key = {"registration_id": registration_id, "company_id": company_id}
        db.session.add(CompanyNote(**key, body=text, updated_at=now))
    elif note.body != text:
        note.body, note.updated_at = text, now
    db.session.flush()


def _ensure_free(registration_id: int, name: str) -> None:
    if find_list_named(registration_id, name) is not None:
        raise ListNameIsTaken


def _add_list(registration_id: int, name: str, now: datetime) -> SavedList:
    found = SavedList(registration_id=registration_id, name=name, created_at=now)
    db.session.add(found)
    db.session.flush()
    return found


def _put_on(list_id: int, company_id: int, now: datetime) -> None:
    here = (SavedListItem.list_id == list_id, SavedListItem.company_id == company_id)
    if db.session.scalar(select(SavedListItem.list_id).where(*here)) is None:
        db.session.add(SavedListItem(list_id=list_id, company_id=company_id, added_at=now))
        db.session.flush()


def _take_off(list_ids: list[int], company_id: int) -> None:
    here = (SavedListItem.list_id.in_(list_ids), SavedListItem.company_id == company_id)
    db.session.execute(delete(SavedListItem).where(*here))
