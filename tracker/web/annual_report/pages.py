"""What templates/annual_report shows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.domain.annual_report.editions import Edition, edition_for
from tracker.domain.annual_report.findings import Check, Finding
from tracker.domain.annual_report.places import is_place
from tracker.domain.annual_report.reading import ReadingLine
from tracker.domain.annual_report.report import HEADINGS, AnnualReport
from tracker.domain.annual_report.section_three import (
    COLUMN_LABELS,
    ROW_LABELS,
    TOTAL,
    SectionThree,
)
from tracker.exports.ledger_cells import CellValue
from tracker.models.report import AnnualReportVersion
from tracker.queries.annual_report import CellCase
from tracker.queries.report_causes import FrozenCase
from tracker.queries.report_changes import MovedRequest
from tracker.services.reports.freeze import too_early
from tracker.web import wording
from tracker.web.annual_report.changes import UNNAMED
from tracker.web.annual_report.checks import ChecksPanel
from tracker.web.annual_report.tables import Place, PrescribedTable, marks_of, prescribed

PARTS = {
    "preface": "前言",
    "one": "一、总体情况",
    "two": "二、主动公开",
    "three": "三、收到和处理申请",
    "four": "四、复议、诉讼",
    "five": "五、问题及改进",
    "six": "六、其他事项",
    "changes": "比冻结版",
}
TEXT_HEADINGS = {"preface": "前言", **HEADINGS}
LISTED = 200
FILES = (("Word", "docx"), ("Excel", "xlsx"), ("网页", "html"), ("JSON", "json"))


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    count: str | None
    is_current: bool
    light: None = None


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What stands over every part of one year's report."""

    year: int
    state: str
    facts: str
    tabs: tuple[Tab, ...]
    files: tuple[tuple[str, str], ...]
    preview_url: str
    freeze_url: str
    freeze_label: str
    too_early: str
    is_locked: bool
    correct_url: str


def state_words(kept: Sequence[AnnualReportVersion], *, is_locked: bool) -> str:
    """草稿, or which version is frozen."""
    if not kept:
        return "草稿"
    number = kept[-1].number
    return f"已冻结第 {number} 版" if is_locked else f"更正中，已冻结第 {number} 版"


def report_head(
    report: AnnualReport,
    kept: Sequence[AnnualReportVersion],
    *,
    part: str,
    is_locked: bool,
    on: date,
    written: frozenset[str],
) -> ReportHead:
    """The head of a part's page; ``written`` names the parts somebody has filled in."""
    year = report.year or on.year
    due = date(year + 1, 1, 31)
    left = f"，{wording.short_day(due)} 前公布" + (f"，余 {(due - on).days} 天" if on <= due else "")
    return ReportHead(
        year=year,
        state=state_words(kept, is_locked=is_locked),
        facts=f"{(report.edition or edition_for(year)).label}{left}",
        tabs=tuple(
            _tab(year, code, label, part, written)
            for code, label in PARTS.items()
            if code != "changes" or kept
        ),
        files=tuple(
            (label, url_for("annual_report.file", year=year, ending=ending)) for label, ending in FILES
        ),
        preview_url=url_for("annual_report.preview", year=year),
        freeze_url=url_for("annual_report.freeze_question", year=year),
        freeze_label=f"冻结第 {len(kept) + 1} 版",
        too_early=too_early(year, on=on),
        is_locked=is_locked,
        correct_url=url_for("annual_report.correction", year=year),
    )


def _tab(year: int, code: str, label: str, part: str, written: frozenset[str]) -> Tab:
    computed = {"three": "自动", "four": "自动", "changes": None}
    count = computed.get(code, "已填" if code in written else "待写")
    return Tab(label, url_for("annual_report.show", year=year, part=code), count, code == part)


@dataclass(frozen=True, slots=True)
class LinkedCase:
    number: str
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class ChosenCell:
    """The first requests of a cell that shows ``count``; ``unseen`` may not be opened by the reader (回避)."""

    title: str
    count: int
    cases: tuple[LinkedCase, ...]
    export_url: str

    @property
    def is_cut(self) -> bool:
        return self.count > LISTED

    @property
    def unseen(self) -> int:
        return 0 if self.is_cut else self.count - len(self.cases)


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A request that is carried in otherwise than last year carried out; no address where it may not be opened."""

    number: str
    url: str
    before: str
    after: str


def shown_moves(
    moved: Sequence[MovedRequest], ids: Mapping[str, int], unnamed: Collection[str]
) -> tuple[ShownMove, ...]:
    """The same for a page; ``unnamed`` are the numbers of requests that report the reader (回避)."""
    return tuple(
        ShownMove(
            UNNAMED if each.number in unnamed else each.number,
            url_for("cases.show", case_id=ids[each.number]) if each.number in ids else "",
            each.before,
            each.after,
        )
        for each in moved
    )


@dataclass(frozen=True, slots=True)
class TablesPage:
    """Section three or four with the checks and, when a cell was clicked, its requests."""

    table: PrescribedTable
    checks: ChecksPanel
    note: str
    frozen: str
    readings: tuple[ReadingLine, ...]
    moved: tuple[ShownMove, ...] = ()
    chosen: ChosenCell | None = None


def section_three_table(
    table: SectionThree, year: int, findings: Sequence[Finding], chosen: Place | None
) -> PrescribedTable:
    """Section three with every figure linked to its requests, faulty cells marked."""
    marks = marks_of(findings)
    if chosen is not None:
        marks[chosen] = "chosen"

    def link(place: Place) -> str:
        row, column = place
        return url_for("annual_report.show", year=year, part="three", row=row, column=column, _anchor="cell")

    return prescribed(table.printed(), link=link, marks=marks)


def chosen_cell(year: int, place: Place, count: int, cases: Sequence[CellCase | FrozenCase]) -> ChosenCell:
    """The requests behind one cell that shows ``count``, of a frozen year those it was frozen with."""
    row, column = place
    return ChosenCell(
        f"{ROW_LABELS[row]} · {COLUMN_LABELS[column]}",
        count,
        tuple(LinkedCase(case.number, url_for("cases.show", case_id=case.id), _fate(case)) for case in cases),
        url_for("annual_report.cell_file", year=year, row=row, column=column),
    )


def cell_sheet(
    cases: Sequence[CellCase | FrozenCase],
) -> tuple[tuple[str, ...], Iterator[tuple[CellValue, ...]]]:
    """Headings and rows of the file that lists the requests of a cell."""
    if any(isinstance(case, FrozenCase) for case in cases):
        return ("编号", "情况"), ((case.number, _fate(case)) for case in cases)
    return ("编号", "标题", "收到日期", "答复日期"), (
        (case.number, case.title, case.received_on, case.ended_on)
        for case in cases
        if isinstance(case, CellCase)
    )


def _fate(case: CellCase | FrozenCase) -> str:
    """When it was answered, or in which row its result was frozen."""
    if isinstance(case, FrozenCase):
        return f"冻结时：{ROW_LABELS[case.row]}"
    return f"{case.ended_on:%m-%d} 答复" if case.ended_on else "在办"


def frozen_note(number: int, differing: int) -> str:
    """What stands under a table of a frozen year."""
    now = f"现在重算有 {differing} 个数与此不同" if differing else "现在重算一格不差"
    return f"表中是冻结第 {number} 版的数，{now}。"


def mending_links(year: int, finding: Finding) -> tuple[tuple[str, str], ...]:
    """Where a finding is looked at or put right."""
    if finding.part:
        return (("去改正文", url_for("annual_report.show", year=year, part=finding.part)),)
    if finding.check is Check.CARRIED_FROM_PREVIOUS:
        address = url_for("annual_report.show", year=year - 1, part="three", row="C", column=finding.column)
        return ((f"看 {year - 1} 年的结转", f"{address}#cell"),)
    is_in_two = finding.row and finding.column and is_place("two", finding.row, finding.column)
    if is_in_two or finding.check is Check.ALL_ENTERED:
        return (("去改第二部分", url_for("annual_report.show", year=year, part="two")),)
    return ()


def source_note(edition: Edition, year: int) -> str:
    """What stands under a computed table."""
    return f"数字由办件自动汇总，点数字看办件；要改数，改办件。格式依据：{edition.notice}。数据截至 {year}-12-31。"


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year on the opening page."""

    year: int
    url: str
    edition: str
    state: str
    new: int
    new_url: str
    ended: int
    ended_url: str
    sha256: str


def year_line(
    year: int, table: SectionThree, kept: Sequence[AnnualReportVersion], *, is_locked: bool
) -> YearLine:
    def cell_url(row: str) -> str:
        return url_for("annual_report.show", year=year, part="three", row=row, column=TOTAL, _anchor="cell")

    return YearLine(
        year=year,
        url=url_for("annual_report.show", year=year, part="three"),
        edition=edition_for(year).label,
        state=state_words(kept, is_locked=is_locked),
        new=table.value("new", TOTAL) or 0,
        new_url=cell_url("new"),
        ended=table.value("T", TOTAL) or 0,
        ended_url=cell_url("T"),
        sha256=kept[-1].sha256[:12] if kept else "",
    )
