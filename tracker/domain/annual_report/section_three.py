"""三、收到和处理政府信息公开申请情况: rows, columns and the filled table of either format."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.printed_table import Cell, PrintedTable
from tracker.domain.labels import ApplicantType
from tracker.domain.printed_text import bare_label

TITLE = "三、收到和处理政府信息公开申请情况"
RULE_OF_THE_TABLE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"
TOTAL = "total"
COLUMNS = (*(applicant.value for applicant in ApplicantType), TOTAL)
COLUMN_LABELS = MappingProxyType(
    {applicant.value: applicant.label for applicant in ApplicantType} | {TOTAL: "总计"}
)


@dataclass(frozen=True, slots=True)
class Row:
    """One data row; ``group`` is the heading printed beside it, empty for the rows that stand alone."""

    code: str
    label: str
    group: str = ""


_WITHHELD, _UNAVAILABLE, _UNPROCESSED, _OTHERWISE = (
    "（三）不予公开",
    "（四）无法提供",
    "（五）不予处理",
    "（六）其他处理",
)
_BEFORE_OTHERWISE = (
    Row("new", "一、本年新收政府信息公开申请数量"),
    Row("carried", "二、上年结转政府信息公开申请数量"),
    Row("granted", "（一）予以公开"),
    Row("partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    Row("d1", "1.属于国家秘密", _WITHHELD),
    Row("d2", "2.其他法律行政法规禁止公开", _WITHHELD),
    Row("d3", "3.危及“三安全一稳定”", _WITHHELD),
    Row("d4", "4.保护第三方合法权益", _WITHHELD),
    Row("d5", "5.属于三类内部事务信息", _WITHHELD),
    Row("d6", "6.属于四类过程性信息", _WITHHELD),
    Row("d7", "7.属于行政执法案卷", _WITHHELD),
    Row("d8", "8.属于行政查询事项", _WITHHELD),
    Row("u1", "1.本机关不掌握相关政府信息", _UNAVAILABLE),
    Row("u2", "2.没有现成信息需要另行制作", _UNAVAILABLE),
    Row("u3", "3.补正后申请内容仍不明确", _UNAVAILABLE),
    Row("n1", "1.信访举报投诉类申请", _UNPROCESSED),
    Row("n2", "2.重复申请", _UNPROCESSED),
    Row("n3", "3.要求提供公开出版物", _UNPROCESSED),
    Row("n4", "4.无正当理由大量反复申请", _UNPROCESSED),
    Row("n5", "5.要求行政机关确认或重新出具已获取信息", _UNPROCESSED),
)
_OTHERWISE_ROWS = MappingProxyType(
    {
        Edition.TRIAL: (Row("other", _OTHERWISE),),
        Edition.CURRENT: (
            Row("o1", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", _OTHERWISE),
            Row("o2", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", _OTHERWISE),
            Row("o3", "3.其他", _OTHERWISE),
        ),
    }
)
_AFTER_OTHERWISE = (Row("T", "（七）总计"), Row("C", "四、结转下年度继续办理"))
ROWS = MappingProxyType(
    {edition: (*_BEFORE_OTHERWISE, *_OTHERWISE_ROWS[edition], *_AFTER_OTHERWISE) for edition in Edition}
)
NOT_RESULTS = frozenset({"new", "carried", "T", "C"})
OTHERWISE_CODES = frozenset({"other", "o1", "o2", "o3"})

ROW_LABELS = MappingProxyType({row.code: row.label for edition in Edition for row in ROWS[edition]})
_CODES_BY_WORDS = MappingProxyType(
    {bare_label(label): code for code, label in ROW_LABELS.items()} | {"部分公开": "partial"}
)


def row_code(label: str) -> str | None:
    """Return the code of a printed row label in either format, however it is spaced and numbered, or None."""
    return _CODES_BY_WORDS.get(bare_label(label))


def result_codes(edition: Edition) -> tuple[str, ...]:
    """Return the detail rows that （七）总计 adds up."""
    return tuple(row.code for row in ROWS[edition] if row.code not in NOT_RESULTS)


@dataclass(frozen=True, slots=True)
class SectionThree:
    """The table as printed: seven numbers a row in the order of COLUMNS. None is a blank cell, never 0."""

    edition: Edition
    rows: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)

    def value(self, row: str, column: str) -> int | None:
        numbers = self.rows.get(row)
        return None if numbers is None else numbers[COLUMNS.index(column)]

    def blanks(self) -> tuple[tuple[str, str], ...]:
        """Return the cells that were left empty, in printed order."""
        return tuple(
            (row.code, column)
            for row in ROWS[self.edition]
            for column in COLUMNS
            if self.value(row.code, column) is None
        )

    def without_zeros(self) -> "SectionThree":
        """The same table with its zeros left blank."""
        return SectionThree(
            self.edition,
            {code: tuple(number or None for number in numbers) for code, numbers in self.rows.items()},
        )

    def printed(self) -> PrintedTable:
        """Return the table with the merged cells of the notice."""
        return PrintedTable(TITLE, (*_HEAD, *_body(self)), heads=len(_HEAD), widths=_WIDTHS)


def _halved(label: str) -> int:
    """A label too long for its column stands in two lines of one length, as the notice sets it."""
    return len(label) // 2 if len(label) > _LONGEST_IN_A_COLUMN else 0


_LONGEST_IN_A_COLUMN, _IN_AN_UPRIGHT_LINE = 3, 2
_WIDTHS = (7, 10, 33, 10, 10, 10, 10, 10, 10, 10)
_HEAD = (
    (Cell(RULE_OF_THE_TABLE, rowspan=3, colspan=3), Cell("申请人情况", colspan=7)),
    (Cell("自然人", rowspan=2), Cell("法人或其他组织", colspan=5), Cell("总计", rowspan=2)),
    tuple(Cell(COLUMN_LABELS[column], line=_halved(COLUMN_LABELS[column])) for column in COLUMNS[1:6]),
)


def _stub(row: Row, rows: tuple[Row, ...]) -> Iterable[Cell]:
    if row.code in {"new", "carried", "C"}:
        return (Cell(row.label, colspan=3),)
    cells = []
    if row.code == "granted":
        cells.append(Cell(RESULTS, rowspan=len(rows) - 3, upright=True, line=_IN_AN_UPRIGHT_LINE))
    if not row.group:
        return (*cells, Cell(row.label, colspan=2))
    members = [member.code for member in rows if member.group == row.group]
    if row.code == members[0]:
        cells.append(Cell(row.group, rowspan=len(members), upright=True, line=_IN_AN_UPRIGHT_LINE))
    return (*cells, Cell(row.label))


def _body(table: SectionThree) -> Iterable[tuple[Cell, ...]]:
    rows = ROWS[table.edition]
    for row in rows:
        figures = (Cell(key=(row.code, column), value=table.value(row.code, column)) for column in COLUMNS)
        yield (*_stub(row, rows), *figures)


def tally(counts: Mapping[tuple[str, str], int], edition: Edition) -> SectionThree:
    """Return the filled table for counts by (row code, applicant type).

    The rows of （六）其他处理 fold into one for the trial format; T and the column 总计 are
    added up here, and a cell without cases is 0. Raises ValueError for a row that neither format has.
    """
    codes = [row.code for row in ROWS[edition]]
    sums = {code: dict.fromkeys(COLUMNS, 0) for code in codes}
    for (row, applicant), number in counts.items():
        code = "other" if edition is Edition.TRIAL and row in OTHERWISE_CODES else row
        if code == "T" or code not in sums or applicant not in COLUMNS[:6]:
            raise ValueError(f"no such cell in the edition of {edition}: {row}, {applicant}")
        sums[code][applicant] += number
    for code in result_codes(edition):
        for column in COLUMNS[:6]:
            sums["T"][column] += sums[code][column]
    for row_sums in sums.values():
        row_sums[TOTAL] = sum(row_sums[column] for column in COLUMNS[:6])
    return SectionThree(edition, {code: tuple(sums[code].values()) for code in codes})
