"""Forms of the calendar page: a pasted notice, its confirmation, the agency's own days."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from tracker.domain.errors import DomainError
from tracker.domain.regions import REGION_NAMES
from tracker.models.agency import Agency
from tracker.services.calendars.reading import NoticeReading, read_pasted
from tracker.web.calendar.year_page import region_name
from tracker.web.form_base import DayField, TrackerForm, said

EARLIEST, LATEST = 2008, 2099
NATIONAL = "national"
LARGEST_FILE = 1024 * 1024


class NoticeForm(TrackerForm):
    """放假通知 as pasted or as a file; the same fields go hidden into the confirmation."""

    text = TextAreaField("通知原文")
    upload = FileField("或选择文件")
    number = StringField("文号")
    year = IntegerField(
        "年份",
        validators=[
            Optional(),
            NumberRange(EARLIEST, LATEST, message=f"年份应在 {EARLIEST} 至 {LATEST} 之间。"),
        ],
    )
    scope = SelectField("范围", choices=[], validate_choice=False)

    def offer_scopes(self, agency: Agency) -> None:
        """Offer 全国, and the region the agency counts by."""
        codes = [agency.region_code] if agency.region_code else sorted(REGION_NAMES)
        self.scope.choices = [
            SelectChoice(NATIONAL, "全国"),
            *(SelectChoice(code, region_name(code)) for code in codes),
        ]

    def take_file(self) -> None:
        """Put the uploaded file's text into the text field; raises DomainError when it is no text."""
        upload: Any = self.upload.data
        if not upload or not upload.filename:
            return
        content = upload.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise DomainError("文件超过 1 MB，不像一份放假通知。", field="upload")
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                self.text.data = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return
        raise DomainError(f"“{upload.filename}”不是文本文件，请打开后复制原文粘贴。", field="upload")

    def reading(self) -> NoticeReading:
        """What the text says; raises DomainError naming the field to mend."""
        self.take_file()
        region = None if self.scope.data in {None, "", NATIONAL} else self.scope.data
        return read_pasted(
            self.text.data or "", year=self.year.data, number=self.number.data or "", region=region
        )


class ConfirmForm(NoticeForm):
    """确认: what was checked, the version it would get, and a tick where something was not understood."""

    text = HiddenField()
    number = HiddenField()
    scope = HiddenField()
    seen_version = HiddenField()
    is_checked = BooleanField("以上各处已对照原文逐条核对，下面读出的日子没有错")

    def checked_reading(self) -> NoticeReading:
        """The reading as confirmed; raises DomainError while something not understood has no tick."""
        reading = self.reading()
        if reading.problems and not self.is_checked.data:
            raise DomainError("请逐条核对没有读懂的句子，再打勾确认。", field="is_checked")
        return reading

    @property
    def version(self) -> int:
        return int(self.seen_version.data) if str(self.seen_version.data).isdecimal() else -1


class OwnDayForm(TrackerForm):
    """本机关自定的放假或上班日."""

    name = StringField("名称", validators=[said("请写明名称，例如“机关搬迁”。")])
    first = DayField("第一天", validators=[said("请填写第一天。")])
    last = DayField("最后一天")
    kind = RadioField(
        "这些天", choices=[SelectChoice("休", "放假"), SelectChoice("班", "上班")], default="休"
    )
    basis = StringField("依据", validators=[said("请写明依据，例如文件名称和文号。")])

    def as_text(self) -> str:
        """The same in the file format, so that it is checked and loaded like every notice."""
        first = self.first.data
        last = self.last.data or first
        if first is None or last is None:
            raise DomainError("请填写第一天。", field="first")
        if last < first:
            raise DomainError(f"最后一天 {last} 早于第一天 {first}。", field="last")
        if last.year != first.year:
            raise DomainError("跨年的日子请按年份分两次填写。", field="last")
        name = "".join((self.name.data or "").split())
        basis = " ".join((self.basis.data or "").split())
        return (
            f"文号 {basis}\n年份 {first.year}\n范围 本机关\n修改 是\n"
            f"{name} {self.kind.data} {first.isoformat()}..{last.isoformat()}"
        )


class WithdrawForm(TrackerForm):
    """取消 one of the agency's own days."""

    year = IntegerField("年份")
    name = HiddenField()
