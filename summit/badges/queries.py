"""Reading whom to print, what was printed, and the print runs of an edition."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, exists, func, literal, select
from sqlalchemy.orm import aliased, joinedload

from summit.accounts.models import Account
from summit.companies.models import Company, CompanyMember
from summit.credentials.models import Credential
from summit.credentials.queries import arrived
from summit.database import ROW_LOCK, db
from summit.events.models import Category, Event
from summit.jobs.models import Job
from summit.jobs.rules import JobStatus
from summit.registration.models import SEARCH_INDEX, ConsentRecord, Photo, Registration
from summit.registration.queries.review import conditions_of
from summit.registration.rules import ConsentPurpose, RegistrationStatus, search_tokens
from summit.registration.rules.desk import QueueFilter

from .layouts import HOUSE, DesignBook, stored_design
from .models import BadgeLayout, BadgeLayoutCategory, BadgeLayoutVersion, PrintedBadge, PrintRun
from .rules import FACE_SEPARATOR, WORDING, PrintFilter, PrintScope, names_matching

_RUNS_SHOWN = 30
_Source = aliased(PrintRun)
_LOG_COLUMNS = (
    PrintRun.public_id.label("run"),
    PrintRun.created_at.label("ordered_at"),
    PrintRun.layout,
    PrintedBadge.position,
    PrintedBadge.sheet,
    PrintedBadge.created_at,
    Registration.public_id,
    Registration.reference,
    Registration.name_latin,
    Registration.organisation,
    Category.letter,
    Credential.issue,
    Credential.revoked_at,
    func.coalesce(func.nullif(Account.name, ""), Account.email, "").label("printed_by"),
    _Source.created_at.label("source_ordered_at"),
    PrintedBadge.source_position,
)


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter within one edition; by category id, `marks` says what badges share now, `designs` how they look."""

    event_id: int
    wanted: PrintFilter
    categories: Sequence[Category]
    marks: Mapping[int, str]
    designs: Mapping[int, str]


def count_people(selection: Selection) -> int:
    """Return how many approved people the filter finds."""
    return db.session.scalar(_filtered(select(func.count(Registration.id)), selection)) or 0


def list_some_people(selection: Selection, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the first people that the filter finds, by name, with the moment of their last print."""
    last_print = select(func.max(PrintedBadge.created_at)).where(PrintedBadge.registration_id == Registration.id)
    columns = (
        Registration.public_id,
        Registration.reference,
        Registration.name_latin,
        Registration.name_native,
        Registration.native_language,
        Registration.organisation,
        Registration.category_id,
        last_print.scalar_subquery().label("printed_at"),
    )
    statement = _filtered(select(*columns), selection)
    return db.session.execute(statement.order_by(Registration.sort_key, Registration.id).limit(limit)).all()


def list_standings(selection: Selection) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return (id, sort key, organisation, country code, represented organisation) of all whom the filter finds."""
    columns = (
        Registration.id,
        Registration.sort_key,
        Registration.organisation,
        Registration.represents,
        Registration.represents_name,
    )
    return db.session.execute(_filtered(select(*columns), selection)).all()


def list_category_ids(selection: Selection) -> list[int]:
    """Return the categories of all whom the filter finds."""
    return list(db.session.scalars(_filtered(select(Registration.category_id).distinct(), selection)))


def list_printed_categories(run_id: int) -> list[int]:
    """Return the present categories of all whom a run printed."""
    statement = select(Registration.category_id).join(PrintedBadge, PrintedBadge.registration_id == Registration.id)
    return list(db.session.scalars(statement.where(PrintedBadge.run_id == run_id).distinct()))


def list_delegations(event_id: int) -> list[str]:
    """Return the organisations that approved people of the edition represent in place of a country."""
    statement = (
        select(Registration.represents_name)
        .where(Registration.event_id == event_id, Registration.status == RegistrationStatus.APPROVED)
        .where(Registration.represents == "", Registration.represents_name > "")
        .distinct()
    )
    return sorted(db.session.scalars(statement))


def _filtered(statement: Select[*tuple[Any, ...]], selection: Selection) -> Select[*tuple[Any, ...]]:
    wanted, categories = selection.wanted, selection.categories
    approved = QueueFilter(
        q=wanted.q,
        statuses=(RegistrationStatus.APPROVED,),
        letters=wanted.letters,
        represents=wanted.countries,
    )
    statement = statement.where(*conditions_of(selection.event_id, approved, categories), *_narrowed(selection))
    if search_tokens(wanted.q):
        # The one narrow index that holds the search key; SQLite's planner would rather read wide rows.
        statement = statement.with_hint(Registration, f"INDEXED BY {SEARCH_INDEX}", "sqlite")
    return statement


def _narrowed(selection: Selection) -> list[ColumnElement[bool]]:
    """Return what only print runs filter by as conditions."""
    wanted = selection.wanted
    conditions = _printed_before(selection)
    if wanted.delegation:
        conditions += [Registration.represents == "", Registration.represents_name == wanted.delegation]
    if wanted.company:
        conditions.append(_belongs_to(selection.event_id, wanted.company))
    if wanted.arrival:
        conditions.append(arrived(wanted.arrival))
    return conditions


def _belongs_to(event_id: int, words: str) -> ColumnElement[bool]:
    """Return the condition that the badge or the company's profile bears a name with these words.

    Names are compared here, because the engines fold letters differently.
    """
    organisations = select(Registration.organisation).where(Registration.event_id == event_id).distinct()
    companies = db.session.execute(select(Company.id, Company.name, Company.names).where(Company.event_id == event_id))
    fitting = [row.id for row in companies if names_matching(words, [row.name, *row.names.values()])]
    member = exists().where(CompanyMember.registration_id == Registration.id, CompanyMember.company_id.in_(fitting))
    return Registration.organisation.in_(names_matching(words, db.session.scalars(organisations))) | member


def _printed_before(selection: Selection) -> list[ColumnElement[bool]]:
    """Return the scope as conditions; changed means: no print of the valid code says and looks what it would now."""
    scope = selection.wanted.scope
    if scope is PrintScope.ALL:
        return []
    printed = exists().where(PrintedBadge.registration_id == Registration.id)
    if scope is PrintScope.NOT_PRINTED:
        return [~printed]
    says_the_same = PrintedBadge.face == _present_face(selection.marks)
    looks_the_same = PrintedBadge.design.is_(None) | (PrintedBadge.design == _by_category(selection.designs))
    from_before_faces = PrintedBadge.face.is_(None) & (PrintedBadge.created_at >= Registration.updated_at)
    still_true = exists().where(
        PrintedBadge.registration_id == Registration.id,
        PrintedBadge.credential_id == Credential.id,
        Credential.revoked_at.is_(None),
        says_the_same | from_before_faces,
        looks_the_same,
    )
    return [printed, ~still_true]


def _present_face(marks: Mapping[int, str]) -> ColumnElement[str]:
    """Return what `rules.face_text` would say of a row of registrations now."""
    agrees = (
        select(ConsentRecord.given)
        .where(ConsentRecord.registration_id == Registration.id, ConsentRecord.purpose == ConsentPurpose.BADGE_PHOTO)
        .order_by(ConsentRecord.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    photo = select(Photo.file_name).where(Photo.registration_id == Registration.id, agrees).scalar_subquery()
    parts = [*(getattr(Registration, name) for name in WORDING), _by_category(marks), func.coalesce(photo, "")]
    return reduce(lambda text, part: text + FACE_SEPARATOR + part, parts)


def _by_category(texts: Mapping[int, str]) -> ColumnElement[str]:
    """Return the text of a registration's category, "" for one without."""
    return case(texts, value=Registration.category_id, else_="") if texts else literal("")


def list_people(registration_ids: Sequence[int]) -> list[Registration]:
    """Return these people in this order, each with category, zones and photo, in two statements."""
    statement = (
        select(Registration)
        .where(Registration.id.in_(registration_ids))
        .options(
            joinedload(Registration.category, innerjoin=True).selectinload(Category.zones),
            joinedload(Registration.photo),
        )
    )
    found = {person.id: person for person in db.session.scalars(statement)}
    return [found[key] for key in registration_ids if key in found]


def agreeing_to_photo(registration_ids: Collection[int]) -> set[int]:
    """Return which of these people at present agree to their photo on the badge."""
    statement = (
        select(ConsentRecord.registration_id, ConsentRecord.given)
        .where(
            ConsentRecord.registration_id.in_(registration_ids),
            ConsentRecord.purpose == ConsentPurpose.BADGE_PHOTO,
        )
        .order_by(ConsentRecord.id)
    )
    latest = dict(db.session.execute(statement).all())
    return {key for key, given in latest.items() if given}


def find_person(event_id: int, public_id: str) -> Registration | None:
    """Return one person of this very edition with their category."""
    statement = select(Registration).where(Registration.event_id == event_id, Registration.public_id == public_id)
    return db.session.scalar(statement.options(joinedload(Registration.category, innerjoin=True)))


def list_prints(registration_id: int) -> Sequence[Row[PrintedBadge, Credential]]:
    """Return every print of one person's badge with the code that was on it, the latest first."""
    statement = (
        select(PrintedBadge, Credential)
        .join(Credential, Credential.id == PrintedBadge.credential_id)
        .where(PrintedBadge.registration_id == registration_id)
        .order_by(PrintedBadge.id.desc())
    )
    return db.session.execute(statement).all()


def are_valid(credential_ids: Collection[int]) -> bool:
    """Tell whether every one of these codes still opens doors."""
    statement = select(func.count(Credential.id)).where(
        Credential.id.in_(credential_ids), Credential.revoked_at.is_(None)
    )
    return db.session.scalar(statement) == len(credential_ids)


def list_sheets(run_id: int) -> Sequence[Row[int, int | None]]:
    """Return position and sheet of each badge that a run printed."""
    statement = select(PrintedBadge.position, PrintedBadge.sheet).where(PrintedBadge.run_id == run_id)
    return db.session.execute(statement).all()


def people_at(run_id: int | None) -> dict[int, int]:
    """Return the people of a run's log by position."""
    statement = select(PrintedBadge.position, PrintedBadge.registration_id).where(PrintedBadge.run_id == run_id)
    return {row[0]: row[1] for row in db.session.execute(statement)}


def list_log(
    event_id: int, run_id: int | None = None, *, after: int = 0, limit: int | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what was printed (of one run or of the edition) in order: where, what, when, for whom and by whom.

    `after` is a position, for pages of one run.
    """
    statement = (
        select(*_LOG_COLUMNS)
        .join(PrintRun, PrintRun.id == PrintedBadge.run_id)
        .join(Registration, Registration.id == PrintedBadge.registration_id)
        .join(Category, Category.id == Registration.category_id)
        .join(Credential, Credential.id == PrintedBadge.credential_id)
        .outerjoin(Account, Account.id == PrintRun.created_by)
        .outerjoin(_Source, _Source.id == PrintRun.reprint_of_id)
        .where(PrintRun.event_id == event_id, PrintedBadge.position > after)
        .order_by(PrintRun.id, PrintedBadge.position)
    )
    if run_id is not None:
        statement = statement.where(PrintRun.id == run_id)
    return db.session.execute(statement.limit(limit)).all()


def list_reprints(run_id: int) -> list[PrintRun]:
    """Return the runs that repeated sheets of this one, with their jobs, the newest first."""
    statement = select(PrintRun).where(PrintRun.reprint_of_id == run_id).options(joinedload(PrintRun.job))
    return list(db.session.scalars(statement.order_by(PrintRun.id.desc())))


def find_source(run: PrintRun) -> PrintRun | None:
    """Return the run that this one repeats sheets of, None where it is no reprint."""
    return db.session.scalar(select(PrintRun).where(PrintRun.id == run.reprint_of_id)) if run.reprint_of_id else None


def find_run(event_id: int, public_id: str) -> PrintRun | None:
    """Return a run of this very edition with its job; single badges have no job and are not found."""
    statement = select(PrintRun).join(PrintRun.job).where(PrintRun.event_id == event_id)
    fresh = statement.where(PrintRun.public_id == public_id).execution_options(populate_existing=True)
    return db.session.scalar(fresh.options(joinedload(PrintRun.job, innerjoin=True)))


def get_run(run_id: int) -> PrintRun:
    """Return the run as it is now; raises sqlalchemy's NoResultFound where there is none."""
    return db.session.get_one(PrintRun, run_id, populate_existing=True)


def lock_run(run_id: int) -> tuple[PrintRun, Job]:
    """Lock a run and its job, in this order, and return them as they are now."""
    run = db.session.get_one(PrintRun, run_id, with_for_update=ROW_LOCK, populate_existing=True)
    return run, db.session.get_one(Job, run.job_id, with_for_update=ROW_LOCK, populate_existing=True)


def list_runs(event_id: int) -> list[tuple[PrintRun, Account | None]]:
    """Return the edition's latest runs with their jobs and who ordered them, the newest first."""
    statement = (
        select(PrintRun, Account)
        .join(PrintRun.job)
        .outerjoin(Account, Account.id == PrintRun.created_by)
        .where(PrintRun.event_id == event_id)
        .options(joinedload(PrintRun.job, innerjoin=True))
        .order_by(PrintRun.id.desc())
        .limit(_RUNS_SHOWN)
    )
    return [(run, account) for run, account in db.session.execute(statement)]


def list_unfinished_runs(event_id: int) -> list[PrintRun]:
    """Return the runs whose jobs wait or work."""
    open_states = (JobStatus.QUEUED, JobStatus.RUNNING)
    statement = select(PrintRun).join(PrintRun.job).where(PrintRun.event_id == event_id, Job.status.in_(open_states))
    return list(db.session.scalars(statement.options(joinedload(PrintRun.job, innerjoin=True))))


def lock_event(event_id: int) -> Event:
    """Return the edition locked and fresh."""
    return db.session.get_one(Event, event_id, with_for_update=ROW_LOCK, populate_existing=True)


def list_names(registration_ids: Iterable[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return (id, public_id, reference, name_latin) of these people by name."""
    columns = (Registration.id, Registration.public_id, Registration.reference, Registration.name_latin)
    statement = select(*columns).where(Registration.id.in_(list(registration_ids)))
    return db.session.execute(statement.order_by(Registration.sort_key, Registration.id)).all()


def list_layouts(event_id: int) -> Sequence[Row[BadgeLayout, BadgeLayoutVersion]]:
    """Return the edition's layouts by name, each with its newest version."""
    newest = (BadgeLayoutVersion.layout_id == BadgeLayout.id) & (BadgeLayoutVersion.number == BadgeLayout.number)
    statement = select(BadgeLayout, BadgeLayoutVersion).join(BadgeLayoutVersion, newest)
    fresh = statement.where(BadgeLayout.event_id == event_id).execution_options(populate_existing=True)
    return db.session.execute(fresh.order_by(BadgeLayout.name, BadgeLayout.id)).all()


def find_layout(event_id: int, layout_id: int) -> BadgeLayout | None:
    """Return one layout of this very edition."""
    statement = select(BadgeLayout).where(BadgeLayout.event_id == event_id, BadgeLayout.id == layout_id)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def list_layout_versions(layout_id: int) -> Sequence[Row[BadgeLayoutVersion, Account | None]]:
    """Return every version of a layout with who saved it, the newest first."""
    statement = select(BadgeLayoutVersion, Account).outerjoin(Account, Account.id == BadgeLayoutVersion.created_by)
    return db.session.execute(
        statement.where(BadgeLayoutVersion.layout_id == layout_id).order_by(BadgeLayoutVersion.number.desc())
    ).all()


def layouts_by_category(event_id: int) -> dict[int, int]:
    """Return {category id: layout id} for the categories that have a layout of their own."""
    statement = select(BadgeLayoutCategory.category_id, BadgeLayoutCategory.layout_id).join(
        BadgeLayout, BadgeLayout.id == BadgeLayoutCategory.layout_id
    )
    return dict(db.session.execute(statement.where(BadgeLayout.event_id == event_id)).all())


def list_extreme_names(event_id: int) -> Sequence[Row[Registration, Registration]]:
    """Return for each language of names whoever has the shortest and whoever has the longest, of all approved."""
    length = func.length(func.coalesce(func.nullif(Registration.name_native, ""), Registration.name_latin))
    language = Registration.native_language
    rising = func.row_number().over(partition_by=language, order_by=(length, Registration.id))
    falling = func.row_number().over(partition_by=language, order_by=(length.desc(), Registration.id))
    places = (
        select(Registration.id, language.label("language"), rising.label("rising"), falling.label("falling"))
        .where(Registration.event_id == event_id, Registration.status == RegistrationStatus.APPROVED)
        .subquery()
    )
    short, long = aliased(Registration), aliased(Registration)
    least, most = places.alias(), places.alias()
    statement = (
        select(short, long)
        .join(least, (least.c.id == short.id) & (least.c.rising == 1))
        .join(most, (most.c.language == least.c.language) & (most.c.falling == 1))
        .join(long, long.id == most.c.id)
    )
    return db.session.execute(statement.order_by(least.c.language)).all()


def present_designs(event_id: int) -> dict[int, int | None]:
    """Return by category id the newest version of the layout that its badges have now; None: the house's A6."""
    rows = list_layouts(event_id)
    newest = {layout.id: version.id for layout, version in rows}
    default = next((version.id for layout, version in rows if layout.is_default), None)
    chosen = layouts_by_category(event_id) if rows else {}
    categories = db.session.scalars(select(Category.id).where(Category.event_id == event_id))
    return {key: newest[chosen[key]] if key in chosen else default for key in categories}


def load_book(event_id: int, designs: Mapping[int, int | None] | None = None) -> DesignBook:
    """Return the designs of these categories in these versions; without any, of each category as it is now."""
    versions = present_designs(event_id) if designs is None else designs
    columns = (BadgeLayoutVersion.id, BadgeLayoutVersion.content, BadgeLayout.name)
    wanted = BadgeLayoutVersion.id.in_(set(versions.values()) - {None})
    found = db.session.execute(select(*columns).join_from(BadgeLayoutVersion, BadgeLayout).where(wanted))
    rows = [(row.id, row.name, stored_design(row.content)) for row in found]
    known = {key: stored.printed for key, _name, stored in rows}
    letters = select(Category.id, Category.letter).where(Category.event_id == event_id, Category.id.in_(versions))
    by_letter = {letter: known.get(versions[key] or 0, HOUSE) for key, letter in db.session.execute(letters)}
    return DesignBook(HOUSE, by_letter, tuple(sorted(name for _, name, stored in rows if not stored.is_printable)))
