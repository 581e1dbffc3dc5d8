"""Forms for a file and for a letter."""

from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField

from tracker.domain.letter_texts import LetterRule
from tracker.now import today
from tracker.services.documents.letters import LetterWords
from tracker.web.form_base import DayField, TrackerForm


class AttachmentForm(TrackerForm):
    """附件."""

    file = FileField("文件")


class LetterForm(TrackerForm):
    """文书: the drafter's words; which of the fields are there depends on the letter."""

    addressee = StringField("发给")
    details = TextAreaField("内容")
    until = DayField("期限")
    dated_on = DayField("文书日期", default=today)

    def offer(self, rule: LetterRule) -> None:
        """Name the fields of this letter and leave the others out."""
        if rule.to_applicant:
            del self.addressee
        if rule.needs_until:
            self.until.label.text = rule.needs_until
        else:
            del self.until
        if rule.details:
            self.details.label.text = rule.details
        else:
            del self.details

    def words(self) -> LetterWords:
        """What was typed."""
        return LetterWords(
            details=self.details.data or "" if "details" in self else "",
            addressee=self.addressee.data or "" if "addressee" in self else "",
            until=self.until.data if "until" in self else None,
        )
