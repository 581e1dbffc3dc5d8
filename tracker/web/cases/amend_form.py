"""更正登记内容: the form that shows what is stored."""

from typing import Any

from wtforms import SelectField, StringField, TextAreaField

from tracker.domain.labels import ApplicantType, ItemType, Kind, Labelled
from tracker.models.case import Case
from tracker.web.cases.step_forms import StepForm
from tracker.web.form_base import DayField, NumberedSelect, options, said

YES_NO = {"": "否", "1": "是"}
AMENDED_AS_THEY_ARE = (
    "title",
    "content",
    "place",
    "received_on",
    "item_type",
    "applicant_type",
    "source_number",
    "upstream_due_on",
)
REPORTED = {"reported_section": "reported_section_id", "reported_user": "reported_user_id"}
AMENDED_FLAGS = ("is_urgent", "is_important", "is_group", "is_complex", "is_secret")


class AmendForm(StepForm):
    """更正登记内容: filled with what is stored, save the person, who stays masked: an empty field changes nothing."""

    stored = (*AMENDED_AS_THEY_ARE, *AMENDED_FLAGS, *REPORTED)
    title = StringField("标题")
    content = TextAreaField("内容")
    place = StringField("地点")
    received_on = DayField("收到日期")
    item_type = SelectField("诉求类型", choices={"": "未填", **options(ItemType)})
    applicant_type = SelectField("申请人类别", choices=options(ApplicantType))
    source_number = StringField("来源编号")
    upstream_due_on = DayField("上级时限")
    is_urgent = SelectField("紧急", choices=YES_NO, validate_choice=False)
    is_important = SelectField("重要", choices=YES_NO, validate_choice=False)
    is_group = SelectField("集体", choices=YES_NO, validate_choice=False)
    is_complex = SelectField("复杂", choices=YES_NO, validate_choice=False)
    is_secret = SelectField("保密", choices=YES_NO, validate_choice=False)
    reported_section = NumberedSelect("被反映的科室")
    reported_user = NumberedSelect("被反映的人")
    name = StringField("姓名", description="不改请留空。")
    phone = StringField("联系电话", description="不改请留空。")
    address = StringField("通信地址", description="不改请留空。")
    reason = TextAreaField("更正理由", validators=[said("请写明更正的理由。")])

    def offer(self, case: Case) -> None:
        """Leave out what cases of this kind do not have."""
        if case.kind in {Kind.DISCLOSURE, Kind.PETITION}:
            del self.item_type
        if case.kind is Kind.DISCLOSURE:
            del self.source_number, self.upstream_due_on, self.is_group
        else:
            del self.applicant_type

    def fill(self, case: Case) -> None:
        """Show what is stored."""
        for name in AMENDED_AS_THEY_ARE:
            if name in self:
                value = getattr(case, name)
                self[name].data = value.value if isinstance(value, Labelled) else value
        for name in self._flags():
            self[name].data = "1" if getattr(case, name) else ""
        for name, column in REPORTED.items():
            self[name].data = getattr(case, column)

    def _flags(self) -> list[str]:
        return [name for name in AMENDED_FLAGS if name in self]

    def values(self) -> dict[str, Any]:
        """The columns as the form now says they should be; what was not sent stays as it is."""
        sent = {name: self[name].data for name in AMENDED_AS_THEY_ARE if name in self and self[name].raw_data}
        for name, members in (("item_type", ItemType), ("applicant_type", ApplicantType)):
            if name in sent:
                sent[name] = members(sent[name]) if sent[name] else None
        for name in {"title", "content", "place"} & sent.keys():
            sent[name] = (sent[name] or "").strip()
        if "source_number" in sent:
            sent["source_number"] = (sent["source_number"] or "").strip() or None
        sent |= {name: bool(self[name].data) for name in self._flags() if self[name].raw_data}
        sent |= {column: self[name].data for name, column in REPORTED.items() if self[name].raw_data}
        return sent

    def person(self) -> dict[str, str]:
        """What was typed about the person; empty values change nothing."""
        return {name: self[name].data or "" for name in ("name", "phone", "address")}
