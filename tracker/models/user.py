"""Accounts and what each may do."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.labels import Role
from tracker.extensions import BaseModel
from tracker.models.agency import Agency, Section
from tracker.models.columns import BigKey, UtcInstant, stored


class User(UserMixin, BaseModel):  # type: ignore[misc]
    """An account. ``stamp`` changes whenever its sessions must end (new password, disabled)."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(ForeignKey("sections.id"), index=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    display_name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    stamp: Mapped[str] = mapped_column(String(32))
    is_enabled: Mapped[bool] = mapped_column(Boolean, default=True)
    must_change_password: Mapped[bool] = mapped_column(Boolean, default=False)
    password_set_at: Mapped[datetime] = mapped_column(UtcInstant)
    failed_sign_ins: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcInstant)
    last_signed_in_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    agency: Mapped[Agency] = relationship(lazy="joined")
    section: Mapped[Section | None] = relationship(lazy="joined")
    role_rows: Mapped[list["UserRole"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(row.role for row in self.role_rows)

    @property
    def is_active(self) -> bool:
        return self.is_enabled

    def get_id(self) -> str:
        return f"{self.id}:{self.stamp}"


class UserRole(BaseModel):
    """One role of one account."""

    __tablename__ = "user_roles"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(stored(Role, "user_role"), primary_key=True)
