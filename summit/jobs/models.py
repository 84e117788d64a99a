"""Jobs as rows, so that no restart forgets one."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from summit.database import Base, BigKey, Code, CreatedAt, JsonObject, LongText, Moment, PrimaryKey, enum_type

from .rules import JobStatus


class Job(Base):
    """One piece of work to be done by the worker, with its progress and its result."""

    __tablename__ = "jobs"
    __table_args__ = (Index(None, "status", "not_before"),)

    id: Mapped[PrimaryKey]
    public_id: Mapped[Code] = mapped_column(unique=True)
    kind: Mapped[Code]
    event_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("events.id"), index=True)
    created_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    arguments: Mapped[JsonObject]
    status: Mapped[JobStatus] = mapped_column(enum_type(JobStatus), default=JobStatus.QUEUED)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    result: Mapped[JsonObject]
    error: Mapped[LongText] = mapped_column(default="")
    not_before: Mapped[Moment]
    lease_until: Mapped[Moment | None]
    created_at: Mapped[CreatedAt]
    started_at: Mapped[Moment | None]
    finished_at: Mapped[Moment | None]

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing more will happen to this job."""
        return self.status in {JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED}
