"""文书与附件 kept with a case: the row here, the bytes under their SHA-256 outside the database."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.letters import LetterKind
from tracker.extensions import BaseModel
from tracker.models.case import Case
from tracker.models.columns import BigKey, UtcInstant, stored
from tracker.models.user import User


class CaseDocument(BaseModel):
    """One document. A letter has its kind, its number and the day it bears; an attachment has none of them."""

    __tablename__ = "case_documents"
    __table_args__ = (
        CheckConstraint(
            "(letter_kind is null) = (number is null) and (letter_kind is null) = (dated_on is null)",
            name="letter_has_number_and_day",
        ),
        CheckConstraint("size > 0", name="document_not_empty"),
        Index("ix_case_documents_case", "case_id", "id"),
        Index("ux_case_documents_number", "agency_id", "number", unique=True),
        Index("ix_case_documents_content", "sha256"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    letter_kind: Mapped[LetterKind | None] = mapped_column(stored(LetterKind, "document_letter_kind"))
    number: Mapped[str | None] = mapped_column(String(60))
    dated_on: Mapped[date | None] = mapped_column(Date)
    filename: Mapped[str] = mapped_column(String(140))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcInstant)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    case: Mapped[Case] = relationship()
    created_by: Mapped[User] = relationship()
