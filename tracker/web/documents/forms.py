"""Forms for a file, for a letter and for its delivery."""

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from tracker.domain.letter_delivery import DeliveryMethod, FixedDays
from tracker.domain.letter_texts import LetterRule
from tracker.now import today
from tracker.services.documents.deliveries import DeliveryFacts
from tracker.services.documents.letter_fields import LetterWords
from tracker.web.form_base import DayField, NumberedSelect, TrackerForm, chosen, options


class AttachmentForm(TrackerForm):
    """附件."""

    file = FileField("文件")
    step = NumberedSelect("属于哪一步")


class LetterForm(TrackerForm):
    """文书: the drafter's words; which of the fields are there depends on the letter.

    ``remedy_suggested`` is the paragraph the page showed: one that was not touched follows the day and the way of
    service as they were finally chosen.
    """

    submission_key = HiddenField()
    remedy_suggested = HiddenField()
    addressee = StringField("发给")
    details = TextAreaField("内容")
    until = DayField("期限")
    dated_on = DayField("文书日期", default=today)
    method = SelectField("送达方式", choices=options(DeliveryMethod), default=DeliveryMethod.POST.value)
    remedy = TextAreaField("救济途径")

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
        if not rule.has_remedy:
            del self.remedy, self.remedy_suggested, self.method

    def words(self) -> LetterWords:
        """What was typed."""
        return LetterWords(
            details=self.details.data or "" if "details" in self else "",
            addressee=self.addressee.data or "" if "addressee" in self else "",
            until=self.until.data if "until" in self else None,
            remedy=self._remedy(),
            method=chosen(DeliveryMethod, self.method) if "method" in self else None,
        )

    def _remedy(self) -> str | None:
        if "remedy" not in self or self.remedy.data is None:
            return None
        typed = self.remedy.data.strip()
        return None if typed == (self.remedy_suggested.data or "").strip() else typed

    def suggest(self, remedy: str) -> None:
        """Put the suggested paragraph into the form."""
        self.remedy.raw_data = self.remedy_suggested.raw_data = None
        self.remedy.data = self.remedy_suggested.data = remedy


class DeliveryForm(TrackerForm):
    """送达 of one letter; the days that the case holds are shown, not asked for."""

    method = SelectField("送达方式", choices=options(DeliveryMethod))
    item_number = StringField("邮件号码")
    sent_on = DayField("送出日期")
    signed_on = DayField("签收日期")
    returned_on = DayField("退回日期")
    return_reason = StringField("退回原因")

    def offer(self, held: FixedDays) -> None:
        """Leave out what the case itself holds."""
        if held.sent_on:
            del self.sent_on
        if held.signed_on or held.signed_by:
            del self.signed_on
        if held.method in list(DeliveryMethod):
            self.method.choices = {held.method: DeliveryMethod(held.method).label}

    def facts(self) -> DeliveryFacts:
        """What was typed."""
        return DeliveryFacts(
            method=DeliveryMethod(self.method.data),
            item_number=self.item_number.data or "",
            sent_on=self.sent_on.data if "sent_on" in self else None,
            signed_on=self.signed_on.data if "signed_on" in self else None,
            returned_on=self.returned_on.data,
            return_reason=self.return_reason.data or "",
        )
