"""Forms: Chinese messages, days as people type them, refusals of the domain beside the field they are about."""

from datetime import date, datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField
from wtforms.validators import InputRequired

from tracker.domain.errors import DomainError
from tracker.domain.labels import Labelled
from tracker.now import today
from tracker.web.day_input import read_day, read_moment


class TrackerForm(FlaskForm):  # type: ignore[misc]
    """Base of every form; keeps what was typed when something is refused."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        locales = ["zh"]  # noqa: RUF012 - WTForms reads a list here

    def refuse(self, error: DomainError) -> None:
        """Show ``error`` at the field it names, or above the form when it names none of ours."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


class DayField(StringField):  # type: ignore[misc]
    """A day: ``1120``, ``11-20``, ``今天``; ``data`` is a date or None."""

    data: date | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = read_day(valuelist[0], today=today(), label=self.label.text)
            except DomainError as refused:
                raise ValueError(refused.message) from refused


class MomentField(StringField):  # type: ignore[misc]
    """A day, with its time where one is given; ``data`` is (date, instant or None) or None."""

    data: tuple[date, datetime | None] | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if not self.data:
            return ""
        day, instant = self.data
        return f"{day} {instant:%H:%M}" if instant else day.isoformat()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = read_moment(valuelist[0], today=today(), label=self.label.text)
            except DomainError as refused:
                raise ValueError(refused.message) from refused

    @property
    def day(self) -> date | None:
        return self.data[0] if self.data else None

    @property
    def instant(self) -> datetime | None:
        return self.data[1] if self.data else None


class NumberedSelect(SelectField):  # type: ignore[misc]
    """A choice among rows; the empty choice gives None."""

    def __init__(self, label: str = "", **options: Any) -> None:
        super().__init__(label, coerce=_number_or_none, validate_choice=False, **options)


LONGEST_NUMBER = 9
NO_ROW = 0


def _number_or_none(text: Any) -> int | None:
    words = str(text)
    if not words.isdecimal():
        return None
    return int(words) if len(words) <= LONGEST_NUMBER else NO_ROW


def said(message: str) -> InputRequired:
    """Required, with the sentence that says what to do."""
    return InputRequired(message=message)


def options(members: type[Labelled]) -> dict[str, str]:
    """The codes and labels of an enum, as a field offers them."""
    return {member.value: member.label for member in members}


def chosen(members: type[Labelled], field: Field) -> Any:
    """The member a field holds, or None where it holds nothing or something that was never offered."""
    return next((member for member in members if member.value == field.data), None)
