"""Registration forms: one per kind, with the few fields that a case cannot do without."""

from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, ValidationError

from tracker.domain.errors import DomainError
from tracker.domain.labels import ApplicantType, ItemType, Kind, ReceiptMethod, ToldBy
from tracker.domain.receipt import RECEIPT_RULES
from tracker.models.agency import Channel
from tracker.now import today
from tracker.queries.cases.similar import Wanted
from tracker.services.cases.register import LONGEST_TITLE, CaseFields, PersonFields, title_from
from tracker.web.form_base import DayField, MomentField, NumberedSelect, TrackerForm, chosen, options, said

ID_TYPES = ("居民身份证", "护照", "港澳台居民证件", "统一社会信用代码", "其他")
DELIVERY_FORMS = ("纸质", "电子文件", "光盘")
DELIVERY_ROUTES = ("邮寄", "电子邮件", "当面领取", "网上平台", "传真")
IDENTITY_DIGITS = 18


class RegisterForm(TrackerForm):
    """What every kind asks for."""

    submission_key = HiddenField()
    previous_case = HiddenField("关联的办件")
    merge_into = HiddenField("并入的办件")
    told_by = RadioField("告知诉求人", choices=options(ToldBy), validate_choice=False)
    told = StringField("告知内容")
    is_another = BooleanField("确实是另一件，照样登记")
    name = StringField("姓名")
    phone = StringField("联系电话")
    section = NumberedSelect("承办科室")
    handler = NumberedSelect("承办人")
    reported_section = NumberedSelect("被反映的科室")
    reported_user = NumberedSelect("被反映的人")
    is_important = BooleanField("重要件")

    def day_received(self) -> date | None:
        """The receipt day, or None while it cannot be read."""
        raise NotImplementedError

    def _received(self) -> date:
        day = self.day_received()
        if day is None:
            raise DomainError("请填写收到日期。", field="received_on")
        return day

    @property
    def previous_id(self) -> int | None:
        """The case this one is linked to (关联), where the clerk chose one."""
        return _number(self.previous_case)

    @property
    def main_id(self) -> int | None:
        """The case this one is merged into (并入), where the clerk chose one."""
        return _number(self.merge_into)

    def wanted(self, channel: Channel, day: date) -> Wanted:
        """What is typed so far, as the look for similar cases takes it."""
        return Wanted(
            channel_id=channel.id,
            kind=channel.kind,
            received_on=day,
            phone=self.phone.data or "",
            **{name: self[name].data or "" for name in LOOKED_FOR if name in self},
        )

    def case_fields(self) -> CaseFields:
        """The valid form as the service takes it."""
        raise NotImplementedError

    def _person(self) -> PersonFields:
        return PersonFields(name=self.name.data or "", phone=self.phone.data or "")


LOOKED_FOR = ("source_number", "id_number", "title", "place")


def _number(field: HiddenField) -> int | None:
    written = str(field.data or "")
    return int(written) or None if written.isdecimal() else None


class ItemForm(RegisterForm):
    """12345 items, letters and petitions."""

    dispatch = TextAreaField("粘贴派单文本")
    title = StringField(
        "标题",
        validators=[
            said("请填写标题。"),
            Length(max=LONGEST_TITLE, message=f"标题最长 {LONGEST_TITLE} 字。"),
        ],
    )
    content = TextAreaField("内容")
    source_number = StringField("来源编号")
    received_on = MomentField(
        "收到时间", default=lambda: (today(), None), validators=[said("请填写收到时间。")]
    )
    upstream_due = MomentField("上级时限")
    item_type = RadioField(
        "诉求类型", choices=options(ItemType), validators=[said("请选诉求类型，期限按类型算。")]
    )
    place = StringField("地点")
    is_urgent = BooleanField("紧急，当日首次回复")
    is_complex = BooleanField("复杂事项")
    is_group = BooleanField("集体件")
    is_anonymous = BooleanField("匿名")
    is_secret = BooleanField("要求保密")
    wants_reply = BooleanField("需要回复", default=True)

    def day_received(self) -> date | None:
        return self.received_on.day

    def refuse(self, error: DomainError) -> None:
        """Show ``error`` at its field; the day and the hour of the limit are typed in one."""
        if error.field == "upstream_due_on":
            self.upstream_due.errors = [*self.upstream_due.errors, error.message]
        else:
            super().refuse(error)

    def case_fields(self) -> CaseFields:
        return CaseFields(
            title=(self.title.data or "").strip(),
            content=self.content.data or "",
            received_on=self._received(),
            received_at=self.received_on.instant,
            source_number=(self.source_number.data or "").strip(),
            upstream_due_on=self.upstream_due.day,
            upstream_due_at=self.upstream_due.instant,
            item_type=chosen(ItemType, self.item_type),
            place=self.place.data or "",
            is_urgent=self.is_urgent.data,
            is_complex=self.is_complex.data,
            is_group=self.is_group.data,
            is_anonymous=self.is_anonymous.data,
            is_secret=self.is_secret.data,
            wants_reply=self.wants_reply.data,
            is_important=self.is_important.data,
            reported_section_id=self.reported_section.data,
            reported_user_id=self.reported_user.data,
            previous_case_id=self.previous_id,
            person=self._person(),
        )


class DisclosureForm(RegisterForm):
    """依申请公开: 条例第二十九条 names what an application holds."""

    receipt_method = RadioField(
        "收到方式", choices=options(ReceiptMethod), default=ReceiptMethod.HANDED_IN.value
    )
    received_on = DayField("收到日期", default=today, validators=[said("请填写收到日期。")])
    arrived_on = DayField("到达日期")
    receipt_evidence = StringField("凭证")
    applicant_type = RadioField(
        "申请人类别", choices=options(ApplicantType), validators=[said("请选一类，年报按类别统计。")]
    )
    id_type = SelectField("证件类型", choices={name: name for name in ID_TYPES})
    id_number = StringField("证件号码")
    address = StringField("通信地址")
    postcode = StringField("邮编")
    content = TextAreaField(
        "所需信息的描述", validators=[said("请填写，至少写明名称、文号或能够查找的特征。")]
    )
    delivery_form = SelectMultipleField("提供方式", choices={name: name for name in DELIVERY_FORMS})
    delivery_route = SelectField("获取途径", choices={name: name for name in DELIVERY_ROUTES})
    needs_assistance = BooleanField("视听障碍或阅读困难（条例第四十三条）")

    def validate_id_number(self, field: StringField) -> None:
        written = (field.data or "").strip()
        if self.id_type.data == "居民身份证" and written and len(written) != IDENTITY_DIGITS:
            raise ValidationError(f"应为 {IDENTITY_DIGITS} 位，现在是 {len(written)} 位。")

    def validate_receipt_evidence(self, field: StringField) -> None:
        method = chosen(ReceiptMethod, self.receipt_method)
        if method and RECEIPT_RULES[method].needs_confirmation and not (field.data or "").strip():
            raise ValidationError(f"{method.label}：请写明怎样与申请人确认的，例如几点打的电话。")

    def day_received(self) -> date | None:
        return self.received_on.data

    def case_fields(self) -> CaseFields:
        return CaseFields(
            title=title_from(self.content.data or ""),
            content=self.content.data or "",
            received_on=self._received(),
            applicant_type=chosen(ApplicantType, self.applicant_type),
            receipt_method=chosen(ReceiptMethod, self.receipt_method),
            arrived_on=self.arrived_on.data,
            receipt_evidence=self.receipt_evidence.data or "",
            delivery_form="、".join(self.delivery_form.data or ()),
            delivery_route=self.delivery_route.data or "",
            needs_assistance=self.needs_assistance.data,
            is_important=self.is_important.data,
            reported_section_id=self.reported_section.data,
            reported_user_id=self.reported_user.data,
            previous_case_id=self.previous_id,
            person=PersonFields(
                name=self.name.data or "",
                phone=self.phone.data or "",
                id_type=self.id_type.data if self.id_number.data else "",
                id_number=self.id_number.data or "",
                address=self.address.data or "",
                postcode=self.postcode.data or "",
            ),
        )


def form_for(channel: Channel, **values: Any) -> ItemForm | DisclosureForm:
    """The form of the channel's kind."""
    return DisclosureForm(**values) if channel.kind is Kind.DISCLOSURE else ItemForm(**values)
