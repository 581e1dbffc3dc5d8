"""What a person arranges about lists: views kept under a name, columns and rows of a page."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import BaseModel
from tracker.models.columns import BigKey, Json
from tracker.models.user import User


class SavedView(BaseModel):
    """我的视图: a filter with its order, kept as the list's address holds it; never rows of cases.

    ``shared_section_id`` shows it to the people of that section as well. Whoever reads it sees what that person may.
    """

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("owner_id", "name"),
        CheckConstraint("name <> ''", name="view_has_a_name"),
        Index("ix_saved_views_shared", "shared_section_id"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(20))
    chosen: Mapped[dict[str, str]] = mapped_column(Json)
    columns: Mapped[list[str]] = mapped_column(Json, default=list)
    sort: Mapped[int] = mapped_column(Integer, default=0)
    shared_section_id: Mapped[int | None] = mapped_column(ForeignKey("sections.id"))
    owner: Mapped[User] = relationship()


class ListChoice(BaseModel):
    """列与行高 of one account; no columns and no rows mean the list's own."""

    __tablename__ = "list_choices"
    __table_args__ = (CheckConstraint("page_rows in (18, 25, 50)", name="rows_of_a_page"),)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    columns: Mapped[list[str]] = mapped_column(Json, default=list)
    page_rows: Mapped[int | None] = mapped_column(Integer)
