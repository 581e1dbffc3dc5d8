"""文书与附件 kept with a case: the row here, the bytes under their SHA-256 outside the database."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.letter_delivery import DeliveryMethod
from tracker.domain.letters import LetterKind
from tracker.extensions import BaseModel
from tracker.models.case import Case
from tracker.models.columns import BigKey, UtcInstant, stored
from tracker.models.user import User


class CaseDocument(BaseModel):
    """One document. A letter has its kind, its number and the day it bears; an attachment has none of them.

    ``about_seq`` is the step of the case that a letter tells of or an attachment came with. The two remedy texts
    are there where the letter does not say what ships: ``remedy_wording`` names the office's own words it took,
    None where the drafter alone changed it.
    """

    __tablename__ = "case_documents"
    __table_args__ = (
        CheckConstraint(
            "(letter_kind is null) = (number is null) and (letter_kind is null) = (dated_on is null)",
            name="letter_has_number_and_day",
        ),
        CheckConstraint("size > 0", name="document_not_empty"),
        CheckConstraint(
            "(remedy_suggested is null) = (remedy_written is null)", name="edited_remedy_has_both_texts"
        ),
        CheckConstraint("letter_kind is not null or remedy_wording_id is null", name="remedy_is_of_a_letter"),
        Index("ix_case_documents_case", "case_id", "id"),
        Index("ux_case_documents_number", "agency_id", "number", unique=True),
        Index("ux_case_documents_submission", "case_id", "submission_key", unique=True),
        Index("ix_case_documents_content", "sha256"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    letter_kind: Mapped[LetterKind | None] = mapped_column(stored(LetterKind, "document_letter_kind"))
    number: Mapped[str | None] = mapped_column(String(60))
    dated_on: Mapped[date | None] = mapped_column(Date)
    about_seq: Mapped[int | None] = mapped_column(Integer)
    remedy_suggested: Mapped[str | None] = mapped_column(Text)
    remedy_written: Mapped[str | None] = mapped_column(Text)
    remedy_wording_id: Mapped[int | None] = mapped_column(ForeignKey("remedy_wordings.id"))
    submission_key: Mapped[str | None] = mapped_column(String(40))
    filename: Mapped[str] = mapped_column(String(140))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    erased_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcInstant)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    case: Mapped[Case] = relationship()
    created_by: Mapped[User] = relationship()
    remedy_wording: Mapped["RemedyWording | None"] = relationship()
    deliveries: Mapped[list["LetterDelivery"]] = relationship(
        back_populates="document", order_by="LetterDelivery.id"
    )


class RemedyWording(BaseModel):
    """救济途径 as an agency words it for one scope from a day on; without ``text`` the shipped words count again.

    A change is a new row: letters name the one they took.
    """

    __tablename__ = "remedy_wordings"
    __table_args__ = (Index("ix_remedy_wordings_scope", "agency_id", "scope", "valid_from"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    scope: Mapped[str] = mapped_column(String(40))
    text: Mapped[str | None] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date] = mapped_column(Date)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(UtcInstant)
    set_by: Mapped[User] = relationship()


class LetterDelivery(BaseModel):
    """送达 of a letter, one row per try. ``sent_on`` is empty where a step of the case holds that day."""

    __tablename__ = "letter_deliveries"
    __table_args__ = (
        CheckConstraint("signed_on is null or returned_on is null", name="signed_or_returned"),
        CheckConstraint(
            "sent_on is null or signed_on is null or signed_on >= sent_on", name="signed_after_sent"
        ),
        CheckConstraint(
            "sent_on is null or returned_on is null or returned_on >= sent_on", name="returned_after_sent"
        ),
        CheckConstraint("(ended_at is null) = (ended_by_id is null)", name="end_is_recorded_by_somebody"),
        Index("ix_letter_deliveries_document", "document_id", "id"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("case_documents.id"))
    method: Mapped[DeliveryMethod] = mapped_column(stored(DeliveryMethod, "delivery_method"))
    item_number: Mapped[str] = mapped_column(String(60), default="")
    sent_on: Mapped[date | None] = mapped_column(Date)
    signed_on: Mapped[date | None] = mapped_column(Date)
    returned_on: Mapped[date | None] = mapped_column(Date)
    return_reason: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcInstant)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    document: Mapped[CaseDocument] = relationship(back_populates="deliveries")
    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])
