"""The filter of the list and the reason for unmasking."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField

from tracker.domain.labels import Kind, Light, State
from tracker.domain.outcomes import HandlingResult, Outcome
from tracker.queries.cases.counts import Choices
from tracker.queries.cases.due_days import WITHOUT_DAY
from tracker.queries.cases.filters import CaseFilter, FromImport
from tracker.queries.imports import MADE_LABELS
from tracker.web.form_base import DayField, NumberedSelect, TrackerForm, options, said

LARGEST_BATCH = 2**31
Member = TypeVar("Member", bound=StrEnum)


class FilterForm(TrackerForm):
    """Sent by GET, so that the address can be kept; a field that cannot be read narrows nothing, and says so."""

    class Meta(TrackerForm.Meta):
        csrf = False

    channel = NumberedSelect("渠道")
    kind = SelectField("种类", validate_choice=False)
    state = SelectField("状态", validate_choice=False)
    light = SelectField("灯号", validate_choice=False)
    outcome = SelectField("办理结果", validate_choice=False)
    section = NumberedSelect("承办科室")
    handler = NumberedSelect("承办人")
    received_from = DayField("收到日期起")
    received_to = DayField("收到日期止")
    due_from = DayField("期限起")
    due_to = DayField("期限止")
    closed_from = DayField("办结日期起")
    closed_to = DayField("办结日期止")
    falls_on = DayField("期限或预计期限")
    undated = BooleanField("期限待定")
    text = StringField("标题、内容、编号")
    is_supervised = BooleanField("有督办")
    imported = StringField("导入批次")

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        for field in self:
            field.errors = [f"{error}现在没有按它筛选。" for error in field.process_errors]

    def offer(
        self,
        channels: dict[int, str],
        sections: dict[int, str],
        handlers: dict[int, str],
        counted: Choices | None = None,
    ) -> None:
        """Fill the choices, each with the number of cases it would leave where they are ``counted``."""
        offered: dict[str, tuple[SelectField, str, Mapping[int, str] | Mapping[str, str]]] = {
            "channel_id": (self.channel, "全部渠道", channels),
            "kind": (self.kind, "全部种类", options(Kind)),
            "state": (self.state, "全部状态", options(State)),
            "section_id": (self.section, "全部科室", sections),
            "handler_id": (self.handler, "全部", handlers),
            "light": (self.light, "全部灯号", options(Light)),
        }
        for name, (field, everything, choices) in offered.items():
            told = {key: _beside(label, counted, name, key) for key, label in choices.items()}
            field.choices = {"": everything, **told}
        self.outcome.choices = {"": "全部结果", **options(Outcome), **options(HandlingResult)}

    def case_filter(self, *, within: CaseFilter | None = None) -> CaseFilter:
        """What was typed, as the queries take it."""
        return CaseFilter(
            channel_id=self.channel.data,
            kind=_member(Kind, self.kind.data),
            state=_member(State, self.state.data),
            section_id=self.section.data,
            handler_id=self.handler.data,
            received_from=self.received_from.data,
            received_to=self.received_to.data,
            due_from=self.due_from.data,
            due_to=self.due_to.data,
            closed_from=self.closed_from.data,
            closed_to=self.closed_to.data,
            falls_on=WITHOUT_DAY if self.undated.data else self.falls_on.data,
            light=_member(Light, self.light.data),
            outcome=self.outcome.data or None,
            is_supervised=self.is_supervised.data,
            text=self.text.data or "",
            from_import=self._from_import(),
            within=within,
        )

    def _from_import(self) -> FromImport | None:
        """Read ``12-created``: what the twelfth batch made."""
        number, _, made = (self.imported.data or "").partition("-")
        if not number.isdecimal() or int(number) > LARGEST_BATCH or made not in MADE_LABELS:
            return None
        return FromImport(int(number), made)

    @property
    def imported_words(self) -> str:
        """What the list is narrowed to, where it is one import's cases."""
        chosen = self._from_import()
        return f"第 {chosen.batch_id} 批导入{MADE_LABELS[chosen.made]}的办件" if chosen else ""

    def seldom_used(self) -> list[Field]:
        """The filters behind 更多条件."""
        return [
            self.kind,
            self.light,
            self.outcome,
            self.due_from,
            self.due_to,
            self.closed_from,
            self.closed_to,
        ]


def _beside(label: str, counted: Choices | None, name: str, key: object) -> str:
    return label if counted is None else f"{label}（{counted.of(name, key)}）"


def _member(members: type[Member], code: str | None) -> Member | None:
    return members(code) if code in {each.value for each in members} else None


class RevealForm(TrackerForm):
    """Why personal data is to be shown."""

    reason = TextAreaField("理由", validators=[said("请写明为什么要看。")])
