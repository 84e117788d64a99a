"""Accounts, roles, sign-in links, sessions and the throttle."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from summit.database import (
    Base,
    BigKey,
    Code,
    CreatedAt,
    Email,
    LongText,
    Moment,
    PrimaryKey,
    ShortText,
    enum_type,
)
from summit.permissions import Permission, Role, permissions_of

from .rules import LinkPurpose, SessionKind, is_session_alive


class Account(Base):
    """One person across all editions, known by an e-mail address."""

    __tablename__ = "accounts"

    id: Mapped[PrimaryKey]
    email: Mapped[Email] = mapped_column(unique=True)
    name: Mapped[ShortText] = mapped_column(default="")
    language: Mapped[Code] = mapped_column(default="en")
    password_hash: Mapped[LongText | None]
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed_at: Mapped[Moment | None]
    totp_last_step: Mapped[int | None] = mapped_column(BigKey)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[CreatedAt]


class RoleGrant(Base):
    """A role of an account in one edition, or in all of them where no edition is named."""

    __tablename__ = "role_grants"
    __table_args__ = (
        UniqueConstraint("account_id", "event_id", "role"),
        Index(
            "uq_role_grants_everywhere",
            "account_id",
            "role",
            unique=True,
            sqlite_where=text("event_id IS NULL"),
            postgresql_where=text("event_id IS NULL"),
        ),
    )

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("accounts.id"))
    event_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_type(Role))
    granted_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    created_at: Mapped[CreatedAt]


class SignInLink(Base):
    """A one-time way in or to a new password, sent by mail; only the hash of its secret is kept."""

    __tablename__ = "sign_in_links"

    id: Mapped[PrimaryKey]
    secret_hash: Mapped[Code] = mapped_column(unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(enum_type(LinkPurpose))
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("accounts.id"), index=True)
    next_url: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class AccountSession(Base):
    """One signed-in browser; ending the row signs that browser out."""

    __tablename__ = "account_sessions"
    __table_args__ = (Index(None, "account_id", "ended_at"),)

    id: Mapped[PrimaryKey]
    secret_hash: Mapped[Code] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("accounts.id"))
    browser: Mapped[ShortText] = mapped_column(default="")
    second_factor_at: Mapped[Moment | None]
    created_at: Mapped[CreatedAt]
    last_seen_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]


class SignInAttempt(Base):
    """One try to sign in, counted by the hash of what was tried and from where."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "key", "created_at"),)

    id: Mapped[PrimaryKey]
    key: Mapped[Code]
    created_at: Mapped[CreatedAt]


class RecoveryCode(Base):
    """A code on paper that stands in once for a lost second factor; only its hash is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("accounts.id"))
    code_hash: Mapped[Code]
    created_at: Mapped[CreatedAt]
    used_at: Mapped[Moment | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who is behind a request: an account, its session and its roles, as read in one statement."""

    account_id: int
    email: str
    name: str
    language: str
    session_id: int
    session_created_at: datetime
    last_seen_at: datetime
    second_factor_at: datetime | None
    second_factor_required: bool
    has_password: bool
    has_second_factor: bool
    roles: dict[int | None, frozenset[Role]]

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return the session's number as text, as flask-login asks."""
        return str(self.session_id)

    @property
    def display_name(self) -> str:
        """Return what the person is called on pages."""
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Tell whether the person has a role anywhere."""
        return bool(self.roles)

    def is_alive(self, now: datetime) -> bool:
        """Tell whether the session still signs in; staff sessions end sooner."""
        kind = SessionKind.STAFF if self.is_staff else SessionKind.DELEGATE
        return is_session_alive(kind, self.session_created_at, self.last_seen_at, now)

    @property
    def owes_second_factor(self) -> bool:
        """Tell whether the person must show a second factor before going on."""
        return self.second_factor_required and self.is_staff and self.second_factor_at is None

    def roles_in(self, event_id: int | None) -> frozenset[Role]:
        """Return the roles granted for that edition together with those granted for all."""
        return self.roles.get(event_id, frozenset()) | self.roles.get(None, frozenset())

    def may(self, permission: Permission, event_id: int | None) -> bool:
        """Tell whether the person's roles allow this in that edition (None: outside of any)."""
        return permission in permissions_of(self.roles_in(event_id))


class AnonymousPrincipal:
    """Somebody who has not signed in."""

    is_authenticated = False
    is_active = False
    is_anonymous = True
    owes_second_factor = False
    language = None

    def get_id(self) -> None:
        """Return nothing, as flask-login asks."""
        return

    def may(self, permission: Permission, event_id: int | None) -> bool:
        """Allow nothing."""
        return False
