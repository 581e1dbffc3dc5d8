"""Forms of the steps beside the way: help of another section, what was said from above, reasons asked for."""

from collections.abc import Mapping

from wtforms import SelectField, TextAreaField

from tracker.web.cases.step_forms import StepForm
from tracker.web.form_base import DayField, NumberedSelect, said


class WordsForm(StepForm):
    """催办、督办."""

    words = TextAreaField("要求", validators=[said("请写明要求。")])


class DesignationForm(StepForm):
    """登记上级指定."""

    words = TextAreaField("指定的单位、文号或者日期", validators=[said("请写明指定的单位和文号或者日期。")])


class InstructionForm(StepForm):
    """登记领导批示."""

    words = TextAreaField("谁作了什么批示", validators=[said("请写明谁作了什么批示。")])


class AskAssistanceForm(StepForm):
    """加派协办."""

    section = NumberedSelect("协办科室", validators=[said("请选择协办科室。")])
    due_on = DayField("协办期限", validators=[said("请填写协办期限。")])
    what = TextAreaField("请协办科室做什么", validators=[said("请写明请协办科室做什么。")])


class GiveAssistanceForm(StepForm):
    """登记协办意见."""

    asked = SelectField("哪个科室", coerce=int, validate_choice=False)
    opinion = TextAreaField("协办意见", validators=[said("请写明协办意见。")])

    def offer(self, owed: Mapping[int, str]) -> None:
        """Offer the sections that owe an opinion, by the event that asked them."""
        self.asked.choices = dict(owed)


class AskReasonsForm(StepForm):
    """要求说明理由."""

    found = TextAreaField("超过合理范围的情况", validators=[said("请写明认为超过合理范围的件数和期间。")])
    respond_by = DayField("说明理由的期限", validators=[said("请填写说明理由的期限。")])


class ReasonsForm(StepForm):
    """登记说明的理由."""

    words = TextAreaField(
        "申请人说明的理由",
        description="逾期没有说明的，写“逾期未说明”。",
        validators=[said("请写明申请人说明的理由；没有说明的，写“逾期未说明”。")],
    )
