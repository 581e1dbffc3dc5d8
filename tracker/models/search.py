"""What cases are searched by; the engines' own indexes over it are made in a migration."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import BaseModel


class CaseWords(BaseModel):
    """检索词 of one case: tokens of number, title, content and reply. Nothing personal is among them."""

    __tablename__ = "case_words"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
