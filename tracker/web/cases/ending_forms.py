"""Forms of the steps that end a case or follow its end."""

from collections.abc import Mapping

from wtforms import BooleanField, RadioField, StringField, TextAreaField

from tracker.domain.labels import NewRoundGround, PetitionReviewResult, ToldBy
from tracker.domain.reasons import ReasonList
from tracker.web.cases.step_forms import ListedForm, StepForm
from tracker.web.form_base import DayField, NumberedSelect, options, said


class ReasonedForm(ListedForm):
    """A listed reason with words beside it."""

    words_alone = ""
    reason = TextAreaField("理由", validators=[said("请写明理由。")])


class RequestReturnForm(ListedForm):
    """申请退单."""

    listed_in = ReasonList.RETURN_REQUESTED
    reason = TextAreaField("理由和职责依据", validators=[said("请写明退单理由和职责依据。")])


class ReturnToSourceForm(ReasonedForm):
    """退回来源."""

    listed_in = ReasonList.RETURNED
    consent = StringField("转送单位同意的文号或日期", description="信访事项必填。")


class NotAcceptForm(ReasonedForm):
    """不予受理."""

    listed_in = ReasonList.NOT_ACCEPTED


class TerminateForm(ReasonedForm):
    """终止办理."""

    listed_in = ReasonList.TERMINATED
    consent = StringField("热线书面同意的文号或日期", description="热线工单必填。")


class MergeForm(ListedForm):
    """并入另一件."""

    listed_in = ReasonList.MERGED
    words_alone = ""
    into_number = StringField("并入哪一件（编号）", validators=[said("请填写主办件的编号。")])
    told_by = RadioField(
        "告知诉求人", choices=options(ToldBy), validators=[said("请选怎样把进度或者结果告知了诉求人。")]
    )
    told = TextAreaField("告知内容")


class RehandleForm(ListedForm):
    """重办."""

    listed_in = ReasonList.REHANDLED
    upstream_due_on = DayField("上级时限", description="上级退回重办、写明了时限的填；空着按“重办”期限。")
    reason = TextAreaField("理由")


class AnswerAnewForm(StepForm):
    """按决定重新答复."""

    ground = RadioField("依据", choices=options(NewRoundGround), validators=[said("请选择依据。")])
    decision = StringField("文号", validators=[said("请写明决定书、判决书或者意见书的文号。")])
    remedy = NumberedSelect(
        "对应的复议、诉讼登记", description="选了，年报第四部分的登记就连到这次重新答复。"
    )
    due_on = DayField("决定确定的期限", description="没有写明的留空，按期限规则里的“重新答复”计算。")

    def offer(self, filed: Mapping[int, str]) -> None:
        """Offer the register's rows about the request; without any there is nothing to choose."""
        if not filed:
            del self.remedy
            return
        self.remedy.choices = {"": "登记里没有"} | dict(filed)

    @property
    def remedy_id(self) -> int | None:
        return self.remedy.data if "remedy" in self else None


class UndoForm(ListedForm):
    """撤销上一步."""

    listed_in = ReasonList.UNDONE
    reason = TextAreaField("理由")


class PublishForm(StepForm):
    """登记网上公开."""

    writer_agreed = BooleanField("来信人同意公开")
    owner_chose = BooleanField("信箱主管选定公开")
    is_desensitised = BooleanField("已作脱敏处理")
    where = StringField("公开在哪里", description="栏目或者网址。")


class AskPetitionReviewForm(StepForm):
    """登记申请复查复核."""

    unit = StringField("向哪个机关、单位申请", validators=[said("请写明向哪个机关、单位申请。")])


class DecidePetitionReviewForm(StepForm):
    """登记复查复核意见."""

    decision = RadioField("结果", choices=options(PetitionReviewResult), validators=[said("请选择结果。")])
    opinion = TextAreaField("意见摘要和文号")
