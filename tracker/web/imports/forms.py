"""The forms of an import."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from tracker.services.imports.mappings import LONGEST_NAME
from tracker.web.form_base import NumberedSelect, TrackerForm, said

FIRST_YEAR, LAST_YEAR = 1990, 2099


class UploadForm(TrackerForm):
    """Which file, and where it comes from."""

    channel = NumberedSelect("来源渠道", validators=[said("请选来源渠道，没有写明渠道的行归这个渠道。")])
    file = FileField("文件", validators=[FileRequired("请选文件。")])
    year_default = StringField("缺省年份", validators=[Optional()])

    def validate_year_default(self, field: StringField) -> None:
        text = (field.data or "").strip()
        if not text.isdecimal() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
            raise ValidationError(f"请填四位年份，如 2026；现在是“{text}”。")

    @property
    def year(self) -> int | None:
        text = (self.year_default.data or "").strip()
        return int(text) if text else None


class RememberForm(TrackerForm):
    """What goes with the columns: the sheet, and whether to remember the answers."""

    sheet = SelectField("工作表", validate_choice=False)
    remember = BooleanField("下次同一来源自动套用", default=True)
    mapping_name = StringField(
        "名称", validators=[Length(max=LONGEST_NAME, message=f"名称最长 {LONGEST_NAME} 字。")]
    )
