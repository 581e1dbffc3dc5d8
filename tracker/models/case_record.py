"""What belongs to one case: its events, the people in it, the words written about it."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.case_events import CaseEvent, EventType
from tracker.extensions import BaseModel
from tracker.models.case import Case
from tracker.models.columns import BigKey, Json, JsonObject, UtcInstant, stored
from tracker.models.user import User
from tracker.sealing import SealedText

WITH_A_REASON = (
    "type IN ('return_requested', 'extension_requested', 'rehandled', 'returned', 'merged', 'not_accepted', "
    "'terminated', 'withdrawn', 'undone')"
)
"""The steps that ask for a reason; a query repeats it word for word, so that the partial index serves."""


class CaseEventRow(BaseModel):
    """One event, append-only: the database refuses to change or delete it. Payloads hold no personal data."""

    __tablename__ = "case_events"
    __table_args__ = (
        # Counts by reason read the few events of a period that carry one.
        Index(
            "ix_case_events_with_a_reason",
            "happened_on",
            "case_id",
            "seq",
            sqlite_where=text(WITH_A_REASON),
            postgresql_where=text(WITH_A_REASON),
        ),
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    type: Mapped[EventType] = mapped_column(stored(EventType, "event_type"))
    on: Mapped[date] = mapped_column("happened_on", Date)
    at: Mapped[datetime] = mapped_column("recorded_at", UtcInstant)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    payload: Mapped[JsonObject] = mapped_column(Json, default=dict)
    case: Mapped[Case] = relationship(back_populates="events")
    actor: Mapped[User | None] = relationship()

    def as_event(self) -> CaseEvent:
        """The row as the pure domain reads it."""
        return CaseEvent(type=self.type, on=self.on, seq=self.seq, payload=self.payload)


class CaseEventText(BaseModel):
    """Words that came with an event (a reason, a contact note), sealed; erasing them leaves the event whole."""

    __tablename__ = "case_event_texts"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    @property
    def place(self) -> str:
        return f"{self.case_id}/{self.seq}/{self.field}"

    text = SealedText(row_attribute="place")


class CasePerson(BaseModel):
    """诉求人／申请人 of a case: sealed columns, and keyed hashes for exact search."""

    __tablename__ = "case_people"
    __table_args__ = (
        Index("ix_case_people_name", "name_hash"),
        Index("ix_case_people_phone", "phone_hash"),
        Index("ix_case_people_phone_tail", "phone_tail_hash"),
        Index("ix_case_people_id_number", "id_number_hash"),
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    name_hash: Mapped[str | None] = mapped_column(String(64))
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_hash: Mapped[str | None] = mapped_column(String(64))
    phone_tail_hash: Mapped[str | None] = mapped_column(String(64))
    id_type: Mapped[str] = mapped_column(String(40), default="")
    id_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_number_hash: Mapped[str | None] = mapped_column(String(64))
    address_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    postcode: Mapped[str] = mapped_column(String(10), default="")
    import_notes_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    case: Mapped[Case] = relationship(back_populates="person")

    name = SealedText(row_attribute="case_id", hashed=True)
    phone = SealedText(row_attribute="case_id", hashed=True)
    id_number = SealedText(row_attribute="case_id", hashed=True)
    address = SealedText(row_attribute="case_id")
    import_notes = SealedText(row_attribute="case_id")


class CaseReply(BaseModel):
    """答复稿: the public text and the internal report of one draft; the last of a cycle is the one sent."""

    __tablename__ = "case_replies"
    __table_args__ = (Index("ix_case_replies_case", "case_id", "id"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    cycle: Mapped[int] = mapped_column(Integer)
    public_text: Mapped[str] = mapped_column(Text, default="")
    internal_text: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str | None] = mapped_column(String(8))
    result: Mapped[str | None] = mapped_column(String(40))
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    drafted_at: Mapped[datetime] = mapped_column(UtcInstant)


class RetentionHold(BaseModel):
    """暂缓清除: why the personal data of a case is kept beyond its period."""

    __tablename__ = "retention_holds"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    held_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    held_at: Mapped[datetime] = mapped_column(UtcInstant)
    case: Mapped[Case] = relationship()
    held_by: Mapped[User] = relationship()
