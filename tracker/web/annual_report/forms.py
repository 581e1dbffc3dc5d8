"""Forms of the annual report."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.printed_table import Number
from tracker.domain.annual_report.section_four import PATH_LABELS, RESULT_LABELS, RESULTS
from tracker.domain.annual_report.section_two import AMOUNT_UNITS, ITEM_TABLES, SectionTwo
from tracker.domain.errors import DomainError
from tracker.imports.report_numbers import Unreadable, read_number
from tracker.web.form_base import DayField, TrackerForm, said

MOST_PLACES = 6
"""Decimals of an amount in 万元: the last one is a cent."""


class TextForm(TrackerForm):
    """One written section; ``version`` is the report's when the page was opened."""

    text = TextAreaField("正文")
    version = HiddenField(default="1")


class RemedyForm(TrackerForm):
    """复议、诉讼登记."""

    route = RadioField("途径", choices=[SelectChoice(code, label) for code, label in PATH_LABELS.items()])
    authority = StringField("复议机关或法院", validators=[said("请填写复议机关或法院的名称。")])
    filed_on = DayField("提起日期", validators=[said("请填写提起日期。")])
    served_on = DayField("收到副本日期")
    answered_on = DayField("我方答复日期")
    case_number = StringField("针对的申请编号")
    is_simplified = BooleanField("适用简易程序")
    reviewer_is_codefendant = BooleanField("与复议机关共同被告")


class RemedyResultForm(TrackerForm):
    """审结; no result is chosen before the person chooses one."""

    result = SelectField(
        "结果",
        choices=[
            SelectChoice("", "请选择"),
            *(SelectChoice(code, RESULT_LABELS[code]) for code in RESULTS[:3]),
        ],
        validate_choice=False,
        validators=[said("请选择审结的结果。")],
    )
    closed_on = DayField("审结日期", validators=[said("请填写审结日期。")])


class AmendRemedyForm(RemedyForm):
    """更正登记: everything entered, the result included."""

    result = SelectField(
        "结果",
        choices=[
            SelectChoice("", "尚未审结"),
            *(SelectChoice(code, RESULT_LABELS[code]) for code in RESULTS[:3]),
        ],
        default="",
        validate_choice=False,
    )
    closed_on = DayField("审结日期")


class ReasonForm(TrackerForm):
    """更正理由."""

    reason = StringField("更正理由", validators=[said("请写明更正理由。")])


class FreezeForm(TrackerForm):
    """Nothing but the token."""


class CheckForm(TrackerForm):
    """Another agency's file, and its report of the year before."""

    report = FileField("年报文件")
    previous = FileField("上一年的年报（可不选）")


class ChildFileForm(TrackerForm):
    """The report file of an agency below."""

    report = FileField("年报文件")


class AcceptForm(TrackerForm):
    """Which report of the file is the agency's, and for a second version why."""

    which = RadioField("哪一份", coerce=int, validate_choice=False)
    is_confirmed = BooleanField("机关名称不同，确认是这个机关的年报")
    reason = StringField("更正理由")


@dataclass(frozen=True, slots=True)
class EntryCell:
    name: str
    label: str
    value: str
    before: str
    error: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    label: str
    cells: tuple[EntryCell, ...]


@dataclass(frozen=True, slots=True)
class EntryTable:
    """One item of 条例第二十条 as a table of inputs."""

    item: str
    columns: tuple[str, ...]
    rows: tuple[EntryRow, ...]


def read_entries(
    edition: Edition, typed: Mapping[str, str]
) -> tuple[dict[str, tuple[Number, ...]], dict[str, str]]:
    """Return the figures typed for section two, and by input name what is no number."""
    rows: dict[str, tuple[Number, ...]] = {}
    errors: dict[str, str] = {}
    for table in ITEM_TABLES[edition]:
        for row, _ in table.rows:
            numbers: list[Number] = []
            for column, _ in table.columns:
                name = f"{row}.{column}"
                number = read_number(typed.get(name, ""), AMOUNT_UNITS.get(column, ""))
                if isinstance(number, Unreadable):
                    errors[name] = f"“{number.text}”不是数字，没有就填 0，不填报就留空。"
                    number = None
                elif fault := _fault(number, column):
                    errors[name] = fault
                numbers.append(number)
            rows[row] = tuple(numbers)
    return rows, errors


def _fault(number: Number, column: str) -> str:
    """Why a figure cannot stand in the column; counts below zero are only warned about."""
    if not isinstance(number, Decimal):
        return ""
    if column not in AMOUNT_UNITS:
        return f"{number} 不是整数，件数应为整数。"
    places = -int(number.as_tuple().exponent)
    return f"{number} 有 {places} 位小数，最多 {MOST_PLACES} 位。" if places > MOST_PLACES else ""


def entry_tables(
    edition: Edition,
    entered: SectionTwo | None,
    before: SectionTwo | None,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> tuple[EntryTable, ...]:
    """The tables to fill in, each cell with last year's figure; what was typed is kept beside its error."""

    def cell(row: str, row_label: str, column: str, column_label: str) -> EntryCell:
        name = f"{row}.{column}"
        own = None if entered is None else entered.value(row, column)
        last = None if before is None else before.value(row, column)
        return EntryCell(
            name=name,
            label=f"{row_label}，{column_label}",
            value=typed.get(name, "") if typed is not None else _shown(own),
            before=_shown(last),
            error=(errors or {}).get(name, ""),
        )

    return tuple(
        EntryTable(
            table.item,
            tuple(label for _, label in table.columns),
            tuple(
                EntryRow(label, tuple(cell(row, label, *column) for column in table.columns))
                for row, label in table.rows
            ),
        )
        for table in ITEM_TABLES[edition]
    )


def _shown(number: Number) -> str:
    return "" if number is None else str(number)


def uploaded(form: "CheckForm | ChildFileForm") -> tuple[bytes, str]:
    """The file to be checked; raises DomainError when none was chosen."""
    if not form.report.data:
        raise DomainError("请先选一个年报文件（docx、xlsx 或 json）。", field="report")
    return form.report.data.read(), form.report.data.filename or "上传的文件"
