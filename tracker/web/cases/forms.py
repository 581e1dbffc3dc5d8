"""The filter of the list and the reason for unmasking."""

from wtforms import BooleanField, SelectField, StringField, TextAreaField

from tracker.domain.labels import State
from tracker.queries.cases.filters import CaseFilter, FromImport
from tracker.queries.imports import MADE_LABELS
from tracker.web.form_base import DayField, NumberedSelect, TrackerForm, options, said

LARGEST_BATCH = 2**31


class FilterForm(TrackerForm):
    """Sent by GET, so that the address can be kept; a field that cannot be read narrows nothing."""

    class Meta(TrackerForm.Meta):
        csrf = False

    channel = NumberedSelect("渠道")
    state = SelectField("状态", validate_choice=False)
    section = NumberedSelect("承办科室")
    handler = NumberedSelect("承办人")
    received_from = DayField("收到日期 起")
    received_to = DayField("止")
    due_from = DayField("期限 起")
    due_to = DayField("期限 止")
    text = StringField("标题、内容、编号")
    is_supervised = BooleanField("有督办")
    imported = StringField("导入批次")

    def offer(
        self,
        channels: dict[int, str],
        sections: dict[int, str],
        handlers: dict[int, str],
    ) -> None:
        """Fill the choices."""
        self.channel.choices = {"": "全部渠道", **channels}
        self.section.choices = {"": "全部科室", **sections}
        self.handler.choices = {"": "全部", **handlers}
        self.state.choices = {"": "全部状态", **options(State)}

    def case_filter(self) -> CaseFilter:
        """What was typed, as the queries take it."""
        state = self.state.data
        return CaseFilter(
            channel_id=self.channel.data,
            state=State(state) if state in list(State) else None,
            section_id=self.section.data,
            handler_id=self.handler.data,
            received_from=self.received_from.data,
            received_to=self.received_to.data,
            due_from=self.due_from.data,
            due_to=self.due_to.data,
            is_supervised=self.is_supervised.data,
            text=self.text.data or "",
            from_import=self._from_import(),
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

    def query(self) -> dict[str, str]:
        """The typed values, as the next page's address repeats them."""
        typed = {field.name: (field.raw_data or [""])[0] for field in self}
        return {name: str(value) for name, value in typed.items() if value not in {"", None}}


class RevealForm(TrackerForm):
    """Why personal data is to be shown."""

    reason = TextAreaField("理由", validators=[said("请写明为什么要看。")])
