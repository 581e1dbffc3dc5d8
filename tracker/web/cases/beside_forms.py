"""Forms of the steps beside the way: help of another section, what was said from above, reasons asked for."""

from collections.abc import Mapping

from wtforms import SelectField, StringField, TextAreaField

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


class SearchForm(StepForm):
    """登记检索."""

    where = StringField(
        "检索地点", description="例如档案室、办公系统。", validators=[said("请写明检索地点。")]
    )
    catalogue = StringField("目录或者全宗")
    search_words = StringField("检索词", validators=[said("请写明检索词。")])
    searcher = StringField("检索人", validators=[said("请写明检索人。")])
    found = TextAreaField("检索结果", validators=[said("请写明检索结果。")])


class SplitForm(StepForm):
    """拆分申请."""

    parts = TextAreaField(
        "拆出去的部分",
        description="每行一项，写明这一项要的信息；本件办理余下的部分。",
        validators=[said("请写明拆出去的每一部分，每行一项。")],
    )


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
