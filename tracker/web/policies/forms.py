"""Forms of the rules: a reading of an open question, a length of a period, a remedy paragraph."""

from flask_wtf.file import FileField
from wtforms import IntegerField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.deadline_clock.policy import Question
from tracker.domain.office_questions import OfficeQuestion
from tracker.now import today
from tracker.services.policies import LONGEST_BASIS
from tracker.web.form_base import DayField, TrackerForm, said

_SHORT = Length(max=LONGEST_BASIS, message=f"依据超过 {LONGEST_BASIS} 个字，请写短些。")


class QuestionForm(TrackerForm):
    """One reading and what it rests on."""

    value = RadioField("做法", choices=[], validate_choice=False, validators=[said("请选择一种做法。")])
    basis = StringField("依据", validators=[_SHORT])

    def offer(self, question: Question | OfficeQuestion) -> None:
        """Offer the question's choices."""
        self.value.choices = [SelectChoice(str(choice), label) for choice, label in question.choices.items()]


class PeriodForm(TrackerForm):
    """A new length from a day on."""

    length = IntegerField("长度", validators=[InputRequired(message="请填写长度，例如 15。")])
    valid_from = DayField("自哪天收到的件起", default=today, validators=[said("请填写从哪天收到的件起。")])
    basis = StringField("依据", validators=[said("请写明依据，例如文件名称和文号。"), _SHORT])


class TemplateForm(TrackerForm):
    """A Word file to write a letter from."""

    file = FileField("模板文件")


class WordingForm(TrackerForm):
    """救济途径 of one kind of answer, from a day on."""

    text = TextAreaField("文字", validators=[said("请填写文字；要用系统的文字，按“恢复系统的文字”。")])
    valid_from = DayField("自哪天的文书起", default=today, validators=[said("请填写从哪天的文书起。")])
    basis = StringField("依据", validators=[said("请写明依据，例如文件名称和文号，或者谁定的。"), _SHORT])
