"""Serial numbers: how far each series has come, and which ones wait to be given again."""

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import BaseModel


class NumberCounter(BaseModel):
    """The last number given, per agency, series and year; moved inside the transaction that uses it."""

    __tablename__ = "number_counters"
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class ReleasedNumber(BaseModel):
    """A serial that a taken-back case gave up; the next case of the series and year takes it first."""

    __tablename__ = "released_numbers"
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    serial: Mapped[int] = mapped_column(Integer, primary_key=True)
