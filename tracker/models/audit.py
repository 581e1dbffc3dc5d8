"""审计: who did what, append-only and chained by hash."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import BaseModel
from tracker.models.columns import BigKey, Json, JsonObject, UtcInstant


class AuditEntry(BaseModel):
    """One line; ``chained_hash`` covers the line and the hash before it. The database refuses changes."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_at", "at"), Index("ix_audit_entries_actor", "actor_id", "at"))
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcInstant)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120), default="")
    succeeded: Mapped[bool] = mapped_column(default=True)
    address: Mapped[str] = mapped_column(String(64), default="")
    detail: Mapped[JsonObject] = mapped_column(Json, default=dict)
    chained_hash: Mapped[str] = mapped_column(String(64))


class AuditHead(BaseModel):
    """The chain's end; updating this one row puts writers of audit lines in single file."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    lines: Mapped[int] = mapped_column(Integer, default=0)
    last_hash: Mapped[str] = mapped_column(String(64), default="")
