"""草稿: forms not yet sent, each kept for the one account that typed it, and the files that wait with them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import BaseModel
from tracker.models.agency import Channel
from tracker.models.columns import BigKey, UtcInstant
from tracker.sealing import SealedText


class Draft(BaseModel):
    """What was typed, sealed as one text: of a registration (``channel_id``) or of a step of a case."""

    __tablename__ = "drafts"
    __table_args__ = (
        CheckConstraint("(channel_id is null) <> (case_id is null)", name="draft_of_one_thing"),
        CheckConstraint("(case_id is null) = (action is null)", name="draft_of_case_names_step"),
        Index("ux_drafts_key", "user_id", "key", unique=True),
        Index("ix_drafts_kept", "kept_at"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str] = mapped_column(String(64))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    action: Mapped[str | None] = mapped_column(String(40))
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(UtcInstant)
    channel: Mapped[Channel | None] = relationship()
    files: Mapped[list["DraftFile"]] = relationship(order_by="DraftFile.id", lazy="selectin")

    words = SealedText(row_attribute="place")

    @property
    def place(self) -> str:
        return f"{self.user_id}/{self.key}"


class DraftFile(BaseModel):
    """A file that waits for its case. Without ``draft_id`` it was let go; the sweep takes its bytes away."""

    __tablename__ = "draft_files"
    __table_args__ = (
        CheckConstraint("size > 0", name="draft_file_not_empty"),
        Index("ix_draft_files_draft", "draft_id", "id"),
        Index("ix_draft_files_content", "sha256"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"))
    filename: Mapped[str] = mapped_column(String(140))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcInstant)
