"""A company of an edition, its colleagues, and what it offers and needs."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from summit.database import (
    Base,
    BigKey,
    Code,
    CountryCode,
    CreatedAt,
    Email,
    LongText,
    Moment,
    PrimaryKey,
    ShortText,
    TextList,
    Translations,
    enum_type,
)
from summit.events.models import Event
from summit.registration.models import Registration

from .rules.status import CompanyStatus, InterestSide, LanguageLevel, MemberRole


class Company(Base):
    """A company at one edition; `kind` is the main one of its kinds, `is_listed` the consent to be seen by others."""

    __tablename__ = "companies"
    __table_args__ = (
        Index(None, "event_id", "status", "sort_key", "id"),
        Index(None, "event_id", "status", "country"),
        CheckConstraint("minimum_order IS NULL OR minimum_order >= 0", name="minimum_order"),
        CheckConstraint("lead_time_days IS NULL OR lead_time_days >= 0", name="lead_time"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("events.id"))
    public_id: Mapped[Code] = mapped_column(unique=True)
    status: Mapped[CompanyStatus] = mapped_column(enum_type(CompanyStatus), default=CompanyStatus.DRAFT)
    status_note: Mapped[LongText] = mapped_column(default="")
    name: Mapped[ShortText]
    names: Mapped[Translations]
    kind: Mapped[Code]
    country: Mapped[CountryCode]
    city: Mapped[ShortText] = mapped_column(default="")
    website: Mapped[LongText] = mapped_column(default="")
    descriptions: Mapped[Translations]
    brands: Mapped[TextList]
    sizes: Mapped[ShortText] = mapped_column(default="")
    price_segments: Mapped[TextList]
    minimum_order: Mapped[int | None]
    minimum_order_unit: Mapped[Code] = mapped_column(default="")
    lead_time_days: Mapped[int | None]
    certificates: Mapped[TextList]
    markets_served: Mapped[TextList]
    markets_sought: Mapped[TextList]
    tags: Mapped[TextList]
    stand: Mapped[ShortText] = mapped_column(default="")
    is_newcomer: Mapped[bool] = mapped_column(default=False)
    is_listed: Mapped[bool] = mapped_column(default=False)
    listed_at: Mapped[Moment | None]
    listed_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("registrations.id"))
    logo_file_name: Mapped[Code] = mapped_column(default="")
    search_key: Mapped[LongText] = mapped_column(default="")
    sort_key: Mapped[LongText] = mapped_column(default="")
    submitted_at: Mapped[Moment | None]
    decided_at: Mapped[Moment | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column()

    event: Mapped[Event] = relationship(lazy="raise_on_sql")
    kinds: Mapped[list[CompanyKindRow]] = relationship(
        lazy="raise_on_sql", order_by="CompanyKindRow.kind", cascade="all, delete-orphan"
    )
    languages: Mapped[list[CompanyLanguage]] = relationship(
        lazy="raise_on_sql", order_by="CompanyLanguage.language", cascade="all, delete-orphan"
    )
    days: Mapped[list[CompanyDay]] = relationship(
        lazy="raise_on_sql", order_by="CompanyDay.day", cascade="all, delete-orphan"
    )
    interests: Mapped[list[Interest]] = relationship(
        back_populates="company", lazy="raise_on_sql", order_by="Interest.id", cascade="all, delete-orphan"
    )
    members: Mapped[list[CompanyMember]] = relationship(
        back_populates="company", lazy="raise_on_sql", order_by="CompanyMember.id"
    )

    __mapper_args__ = {"version_id_col": version}


class CompanyKindRow(Base):
    """One of the kinds that a company is."""

    __tablename__ = "company_kinds"

    company_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"), primary_key=True)
    kind: Mapped[Code] = mapped_column(primary_key=True, index=True)


class CompanyLanguage(Base):
    """A language that the company's people at the edition speak; `language` is a BCP 47 tag."""

    __tablename__ = "company_languages"

    company_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"), primary_key=True)
    language: Mapped[Code] = mapped_column(primary_key=True, index=True)
    level: Mapped[LanguageLevel] = mapped_column(enum_type(LanguageLevel), default=LanguageLevel.WORKING)


class CompanyDay(Base):
    """A day on which the company is at the venue; without any it is there throughout."""

    __tablename__ = "company_days"

    company_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class Interest(Base):
    """Something that a company offers or needs: a node of the taxonomy, in what quantity, in its own words."""

    __tablename__ = "company_interests"
    __table_args__ = (
        UniqueConstraint("company_id", "side", "node"),
        Index(None, "side", "node"),
        CheckConstraint("quantity IS NULL OR quantity > 0", name="quantity"),
    )

    id: Mapped[PrimaryKey]
    company_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"))
    side: Mapped[InterestSide] = mapped_column(enum_type(InterestSide))
    node: Mapped[Code]
    note: Mapped[ShortText] = mapped_column(default="")
    quantity: Mapped[int | None]
    unit: Mapped[Code] = mapped_column(default="")

    company: Mapped[Company] = relationship(back_populates="interests", lazy="raise_on_sql")


class CompanyMember(Base):
    """A delegate who belongs to a company; nobody belongs to two at one edition."""

    __tablename__ = "company_members"

    id: Mapped[PrimaryKey]
    company_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"), index=True)
    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"), unique=True)
    role: Mapped[MemberRole] = mapped_column(enum_type(MemberRole), default=MemberRole.MEMBER)
    created_at: Mapped[CreatedAt]

    company: Mapped[Company] = relationship(back_populates="members", lazy="raise_on_sql")
    registration: Mapped[Registration] = relationship(lazy="raise_on_sql")


class CompanyInvitation(Base):
    """A link by which a colleague joins a company; its secret is derived from `public_id`, never stored."""

    __tablename__ = "company_invitations"

    id: Mapped[PrimaryKey]
    company_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"), index=True)
    public_id: Mapped[Code] = mapped_column(unique=True)
    email: Mapped[Email]
    role: Mapped[MemberRole] = mapped_column(enum_type(MemberRole), default=MemberRole.MEMBER)
    invited_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("registrations.id"))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[Moment]
    accepted_at: Mapped[Moment | None]
    accepted_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("registrations.id"))
    revoked_at: Mapped[Moment | None]

    company: Mapped[Company] = relationship(lazy="raise_on_sql")


class CompanyStep(Base):
    """One step in a profile's history: submitted, approved, sent back, withdrawn; by whom and in which words."""

    __tablename__ = "company_steps"

    id: Mapped[PrimaryKey]
    company_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"), index=True)
    action: Mapped[Code]
    note: Mapped[LongText] = mapped_column(default="")
    actor_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    created_at: Mapped[CreatedAt]


class CompanyNote(Base):
    """What a delegate wrote about a company for themselves alone."""

    __tablename__ = "company_notes"

    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"), primary_key=True)
    company_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"), primary_key=True, index=True)
    body: Mapped[LongText]
    updated_at: Mapped[CreatedAt]


class SavedList(Base):
    """A delegate's own list of companies."""

    __tablename__ = "saved_lists"
    __table_args__ = (UniqueConstraint("registration_id", "name"),)

    id: Mapped[PrimaryKey]
    registration_id: Mapped[int] = mapped_column(BigKey, ForeignKey("registrations.id"))
    name: Mapped[ShortText]
    created_at: Mapped[CreatedAt]


class SavedListItem(Base):
    """A company in somebody's list."""

    __tablename__ = "saved_list_items"

    list_id: Mapped[int] = mapped_column(BigKey, ForeignKey("saved_lists.id"), primary_key=True)
    company_id: Mapped[int] = mapped_column(BigKey, ForeignKey("companies.id"), primary_key=True, index=True)
    added_at: Mapped[CreatedAt]
