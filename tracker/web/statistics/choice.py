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

    start = DayField("期间 起")
    end = DayField("止")
    as_of = DayField("截至")
    cohort = SelectField("口径", choices=options(Cohort), validate_choice=False)
    by = SelectField("分组", choices=options(GroupBy), validate_choice=False)
    rounding = SelectField("百分比", choices=options(Rounding), validate_choice=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen period and reading; ``mended`` says what of the address could not be used."""

    start: date
    end: date
    as_of: date
    cohort: Cohort
    by: GroupBy
    rounding: Rounding
    mended: tuple[str, ...] = ()

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
    mended = [str(error) for field in form for error in field.errors]
    start = form.start.data or date(on.year, 1, 1)
    end = form.end.data or max(on, start)
    if end < start:
        mended.append(f"期间止 {end} 早于期间起 {start}，已改为同一天。")
        end = start
    as_of = form.as_of.data or min(end, on)
    if as_of > on:
        mended.append(f"截至 {as_of} 还没有到，已改为今天。")
        as_of = on
    return Choice(
        start=start,
        end=end,
        as_of=as_of,
        cohort=_member(Cohort, form.cohort.data, Cohort.ACTIVE),
        by=_member(GroupBy, form.by.data, GroupBy.CHANNEL),
        rounding=_member(Rounding, form.rounding.data, rounding),
        mended=tuple(mended),
    )


def filled_form(choice: Choice) -> ChoiceForm:
    """The form as it stands for ``choice``."""
    return ChoiceForm(
        formdata=None,
        start=choice.start,
        end=choice.end,
        as_of=choice.as_of,
        cohort=choice.cohort.value,
        by=choice.by.value,
        rounding=choice.rounding.value,
    )
