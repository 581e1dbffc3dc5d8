"""Timers and what they tell people: the database holds the truth, the broker only wakes somebody up."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import BaseModel
from tracker.models.columns import BigKey, UtcInstant


class Reminder(BaseModel):
    """提醒, one per case, clock, rule and due key; unfired ones are rewritten when the deadline moves."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("case_id", "clock", "rule", "due_key", name="uq_reminders_key"),
        Index("ix_reminders_waiting", "fired_at", "fire_at", "id"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    clock: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str] = mapped_column(String(40))
    due_key: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date] = mapped_column(Date)
    fire_at: Mapped[datetime] = mapped_column(UtcInstant)
    fired_at: Mapped[datetime | None] = mapped_column(UtcInstant)


class Notice(BaseModel):
    """通知 to one person; ``key`` makes a second one of the same occasion impossible."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("user_id", "key", name="uq_notices_user_key"),
        Index("ix_notices_unread", "user_id", "read_at", "id"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    key: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(String(400))
    created_at: Mapped[datetime] = mapped_column(UtcInstant)
    read_at: Mapped[datetime | None] = mapped_column(UtcInstant)


class OutboxMessage(BaseModel):
    """A message waiting to leave by mail or a chat service; delivery is at least once and ends visibly."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_waiting", "state", "send_after", "id"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    channel: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    send_after: Mapped[datetime] = mapped_column(UtcInstant)
    last_error: Mapped[str] = mapped_column(Text, default="")


class Job(BaseModel):
    """后台任务: claimed by a conditional update with a lease, finished idempotently, swept when the lease ends."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_waiting", "finished_at", "run_after", "id"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    arguments: Mapped[str] = mapped_column(Text, default="{}")
    created_at: Mapped[datetime] = mapped_column(UtcInstant)
    run_after: Mapped[datetime] = mapped_column(UtcInstant)
    leased_until: Mapped[datetime | None] = mapped_column(UtcInstant)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    finished_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    failed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    last_error: Mapped[str] = mapped_column(Text, default="")


class Heartbeat(BaseModel):
    """The last good run of a scheduled job and its last failure; silence shows as a banner on every page."""

    __tablename__ = "heartbeats"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    beat_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    failed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    last_error: Mapped[str] = mapped_column(Text, default="", server_default="")
