"""What the person asked to have counted, read from the address so that it can be kept and sent on."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from wtforms import SelectField

from tracker.domain.completion import Cohort, GroupBy, Rounding
from tracker.domain.labels import Kind, Labelled
from tracker.domain.permissions import Actor
from tracker.queries.figures import Scope
from tracker.web.form_base import DayField, TrackerForm, options

Member = TypeVar("Member", bound=Labelled)


class ChoiceForm(TrackerForm):
    """期间、截至、口径、分组、百分比; sent by GET."""

    class Meta(TrackerForm.Meta):
        csrf = False

    start = DayField("期间起")
    end = DayField("期间止")
    as_of = DayField("截至")
    cohort = SelectField("口径", choices=options(Cohort), validate_choice=False)
    by = SelectField("分组", choices=options(GroupBy), validate_choice=False)
    rounding = SelectField("百分比", choices=options(Rounding), validate_choice=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen period and reading; ``mended`` names each field that could not be used and says what is counted."""

    start: date
    end: date
    as_of: date
    cohort: Cohort
    by: GroupBy
    rounding: Rounding
    mended: tuple[tuple[str, str], ...] = ()

    def address(self, **more: str) -> dict[str, Any]:
        """The arguments that lead back to this choice."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "as_of": self.as_of.isoformat(),
            "cohort": self.cohort.value,
            "by": self.by.value,
            "rounding": self.rounding.value,
        } | more

    def scope(self, actor: Actor, *, kinds: tuple[Kind, ...] = tuple(Kind)) -> Scope:
        """What is counted for ``actor``: never more than the cases the person may open."""
        return Scope(
            agency_id=actor.agency_id,
            start=self.start,
            end=self.end,
            as_of=self.as_of,
            cohort=self.cohort,
            kinds=kinds,
            viewer=actor,
        )


def _member(words: type[Member], code: Any, default: Member) -> Member:
    return next((member for member in words if member.value == code), default)


def read_choice(form: ChoiceForm, *, on: date, rounding: Rounding = Rounding.HALF_UP) -> Choice:
    """Return the choice a form holds: without one, this year so far; what cannot be used is said and replaced.

    Nothing is counted as of a day to come: what falls due until then is not overdue yet. ``rounding`` is the office's
    for a form that names none.
    """
    form.validate()
    mended = []
    start = form.start.data or date(min(form.end.data or on, on).year, 1, 1)
    end = form.end.data or max(on, start)
    if end < start:
        mended.append(("end", f"期间止 {end} 早于期间起 {start}，已改为同一天。"))
        end = start
    as_of = form.as_of.data or min(end, on)
    if as_of > on:
        mended.append(("as_of", f"截至 {as_of} 还没有到，已改为今天。"))
        as_of = on
    for field, used in ((form.start, start), (form.end, end), (form.as_of, as_of)):
        mended += [(field.name, f"{error}下面先按 {used} 数。") for error in field.errors]
    return Choice(
        start=start,
        end=end,
        as_of=as_of,
        cohort=_member(Cohort, form.cohort.data, Cohort.ACTIVE),
        by=_member(GroupBy, form.by.data, GroupBy.CHANNEL),
        rounding=_member(Rounding, form.rounding.data, rounding),
        mended=tuple(mended),
    )


def filled_form(choice: Choice, typed: ChoiceForm) -> ChoiceForm:
    """The form as it stands for ``choice``; what was ``typed`` and could not be read is kept to be put right."""
    filled = ChoiceForm(
        formdata=None,
        start=choice.start,
        end=choice.end,
        as_of=choice.as_of,
        cohort=choice.cohort.value,
        by=choice.by.value,
        rounding=choice.rounding.value,
    )
    for field in (typed.start, typed.end, typed.as_of):
        if field.errors:
            filled[field.name].raw_data, filled[field.name].errors = field.raw_data, field.errors
    return filled
