"""Naming a view, choosing columns and rows."""

from wtforms import BooleanField, SelectChoice, SelectField, SelectMultipleField, StringField

from tracker.services.list_views import LONGEST_NAME, PAGE_ROWS
from tracker.web.cases.columns import COLUMNS, FIXED
from tracker.web.form_base import TrackerForm, said


class ViewForm(TrackerForm):
    """The name of a view; the same name again replaces the view."""

    name = StringField(
        "名称",
        validators=[said("请给视图起个名字，例如“本周到期”。")],
        render_kw={"maxlength": LONGEST_NAME},
    )
    is_shared = BooleanField("共享给本科室")


class ColumnsForm(TrackerForm):
    """列与行高: the title always stands."""

    columns = SelectMultipleField(
        "列", choices=[SelectChoice(key, column.label) for key, column in COLUMNS.items() if key not in FIXED]
    )
    page_rows = SelectField(
        "每页行数", coerce=int, choices=[SelectChoice(rows, f"{rows} 行") for rows in PAGE_ROWS]
    )
