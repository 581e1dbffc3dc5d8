"""One form per step of a case; each says which service does it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind, Party, Satisfaction
from tracker.domain.outcomes import HandlingResult, Outcome
from tracker.domain.reasons import ReasonList
from tracker.domain.refusals import REFUSALS
from tracker.models.case import Case
from tracker.now import today
from tracker.services.cases.handle import CONTACT_METHODS, CONTACT_RESULTS
from tracker.services.cases.reply import SENDING_METHODS
from tracker.web.form_base import DayField, NumberedSelect, TrackerForm, options, said


class StepForm(TrackerForm):
    """Carries the version the person saw, and the day the step happened (today when left alone).

    ``since`` is the last event there was, ``shown`` what the fields in ``stored`` said when the form was opened.
    """

    stored: ClassVar[tuple[str, ...]] = ()
    version = HiddenField()
    since = HiddenField()
    shown = HiddenField()
    on = DayField("发生日期", default=today)

    @property
    def seen_version(self) -> int:
        return int(self.version.data) if str(self.version.data).isdecimal() else -1


class NoteForm(StepForm):
    """A step that needs no words."""

    note = TextAreaField("备注")


class ReasonForm(StepForm):
    """A step that needs its reason."""

    reason = TextAreaField("理由", validators=[said("请写明理由。")])


class ListedForm(StepForm):
    """A step that offers the reasons of the office's list."""

    listed_in: ReasonList
    words_alone = "见理由"
    reason_code = SelectField("情形", choices=[], default="", validate_choice=False)

    def offer_reasons(self, reasons: Mapping[str, str]) -> None:
        """Offer the reasons in use; where words alone will do, that comes first."""
        if "reason_code" not in self:
            return
        own = {"": self.words_alone} if self.words_alone else {}
        self.reason_code.choices = own | dict(reasons)


class AssignForm(StepForm):
    """分办."""

    stored = ("section", "handler")
    section = NumberedSelect("承办科室", validators=[said("请选择承办科室。")])
    handler = NumberedSelect("承办人")
    assistants = SelectMultipleField("协办科室", coerce=int, validate_choice=False)
    note = TextAreaField("分办意见")


class ContactForm(StepForm):
    """登记联系情况."""

    time = StringField("时间", description="例如 14:30，可以不填。")
    method = RadioField("联系方式", choices=CONTACT_METHODS, default="phone")
    number = StringField("拨打的号码", description="加密保存，经过里遮盖。")
    result = RadioField("联系结果", choices=CONTACT_RESULTS, default="reached")
    note = TextAreaField("联系记录")


class ExtensionForm(StepForm):
    """批准延期."""

    days = IntegerField(
        "延期天数", validators=[said("请填写延期天数。"), NumberRange(1, 60, "延期天数应为 1 至 60。")]
    )
    consent = StringField("上级同意的文号或日期", description="派单写明时限的必填。")
    reason = TextAreaField("理由", description="申请里已写明的可以不填。")

    def refuse(self, error: DomainError) -> None:
        """The clock names the days by their unit; the form has one field for them."""
        if error.field in {"working_days", "days"}:
            self.days.errors = [*self.days.errors, error.message]
        else:
            super().refuse(error)

    def offer(self, case: Case) -> None:
        """Without a request there is no reason on record yet; without a limit from above nobody there to agree."""
        if case.extension_pending is None:
            self.reason.validators = [said("请写明延期理由。")]
            self.reason.description = ""
        if case.upstream_due_on is None:
            del self.consent


class AskExtensionForm(ListedForm):
    """申请延期."""

    listed_in = ReasonList.EXTENSION
    days = IntegerField(
        "延期天数", validators=[said("请填写延期天数。"), NumberRange(1, 60, "延期天数应为 1 至 60。")]
    )
    reason = TextAreaField("理由")


class StageReplyForm(StepForm):
    """阶段性答复."""

    promised_on = DayField("承诺日期", validators=[said("请填写承诺日期。")])
    plan = TextAreaField("办理计划", validators=[said("请写明办理计划。")])


class CorrectionForm(StepForm):
    """告知补正."""

    items = TextAreaField("需要补正的事项", validators=[said("请一次写明全部需要补正的事项。")])
    respond_by = DayField("补正期限", validators=[said("请填写补正期限。")])


class ConsultationForm(StepForm):
    """征求意见."""

    party = RadioField("向谁征求", choices=options(Party), default=Party.THIRD_PARTY.value)
    whom = TextAreaField(
        "名称",
        description="一行一个，可以同时向几个对方征求。",
        validators=[said("请写明向谁征求意见。")],
    )
    reason = TextAreaField("理由")

    def everybody(self) -> list[str]:
        """The names, one for each line."""
        return [line.strip() for line in (self.whom.data or "").splitlines() if line.strip()]


class AskedForm(StepForm):
    """登记对方签收, of one consultation or of several at once."""

    asked = SelectMultipleField(
        "哪一方", coerce=int, validators=[said("请选是哪一方，可以同时选几个。")], validate_choice=False
    )
    parties: Mapping[int, Party] = MappingProxyType({})

    def offer(self, waiting: Mapping[int, str], parties: Mapping[int, Party]) -> None:
        """Offer the consultations that wait, by event; a single one is chosen beforehand."""
        self.parties = parties
        self.asked.choices = dict(waiting)
        if len(waiting) == 1 and not self.is_submitted():
            self.asked.data = list(waiting)


class OpinionForm(AskedForm):
    """登记意见."""

    opinion = TextAreaField(
        "意见", description="几方意见相同可以一起登记；对方逾期不答复的，写明“逾期未答复”。"
    )


class FeeNoticeForm(StepForm):
    """发出收费通知."""

    applications = IntegerField("当月申请件数（按件计收）", validators=[Optional()])
    pages = IntegerField("页数（按量计收）", validators=[Optional()])
    received_on = DayField(
        "申请人收到的日期",
        validators=[Optional()],
        description="当面交付的填；邮寄的留空，签收后记在文书的“送达”里。缴费期限自收到次日起算。",
    )


class PaymentForm(StepForm):
    """登记缴费."""

    yuan = IntegerField("缴费金额（元）", validators=[said("请填写缴费金额。")])


class DeferForm(ReasonForm):
    """告知延迟答复."""

    until = DayField("延迟至", validators=[said("请填写延迟答复的日期。")])


class DraftForm(ListedForm):
    """送审答复."""

    stored = ("ending", "public_text", "internal_text")
    listed_in = ReasonList.UNSOLVED
    words_alone = "已解决，或者见内部办理情况"
    ending = SelectField("办理结果", validate_choice=False, validators=[said("请选择办理结果。")])
    reason_code = SelectField("未解决的原因", choices=[], default="", validate_choice=False)
    also_reasons = SelectMultipleField(
        "一并适用的不予公开理由",
        choices={one.value: one.label for one in REFUSALS},
        validate_choice=False,
        description="办理结果选主要的一项，这里选其余的；没有不选。",
    )
    public_text = TextAreaField("公开答复内容", validators=[said("请填写答复内容。")])
    internal_text = TextAreaField("内部办理情况")

    def offer(self, kind: Kind) -> None:
        """Offer the results of the case's kind."""
        listed = Outcome if kind is Kind.DISCLOSURE else HandlingResult
        self.ending.choices = {"": "请选择", **options(listed)}
        if kind is Kind.DISCLOSURE:
            del self.reason_code
        else:
            del self.also_reasons

    @property
    def why_unsolved(self) -> str:
        return (self.reason_code.data or "") if "reason_code" in self else ""

    @property
    def further_reasons(self) -> list[str]:
        return list(self.also_reasons.data or ()) if "also_reasons" in self else []


class ReplyForm(DraftForm):
    """登记答复."""

    method = SelectField("答复方式", choices=SENDING_METHODS)
    evidence = StringField("凭证", description="邮件号、签收人或发送记录。")


class SentForm(StepForm):
    """登记答复 after a review: text and result are the draft's."""

    method = SelectField("答复方式", choices=SENDING_METHODS)
    evidence = StringField("凭证", description="邮件号、签收人或发送记录。")


class CallBackForm(StepForm):
    """登记回访."""

    satisfaction = RadioField("满意度", choices=options(Satisfaction), validators=[said("请选择满意度。")])
    note = TextAreaField("回访记录")
