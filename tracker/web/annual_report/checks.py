"""The checks panel beside the tables: blockers, warnings, then what passed."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.domain.annual_report.checks import other_share
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.findings import Check, Finding
from tracker.domain.annual_report.report import AnnualReport
from tracker.domain.annual_report.section_four import PATH_LABELS, PATHS
from tracker.domain.annual_report.section_three import ROWS, TOTAL, SectionThree
from tracker.domain.annual_report.text_fields import characters
from tracker.domain.completion import Rate


@dataclass(frozen=True, slots=True)
class ShownFinding:
    severity: str
    title: str
    message: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Passed:
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class ChecksPanel:
    """``can_freeze`` is false while a blocker stands."""

    findings: tuple[ShownFinding, ...]
    passed: tuple[Passed, ...]
    can_freeze: bool

    @property
    def headline(self) -> str:
        blockers = sum(1 for finding in self.findings if finding.severity == "blocker")
        warnings = len(self.findings) - blockers
        parts = [f"{len(self.passed)} 项通过"]
        parts += [f"{blockers} 项阻断"] if blockers else []
        parts += [f"{warnings} 项提醒"] if warnings else []
        return "，".join(parts)


FAILED = {
    Check.COLUMN_BALANCE: "第一、二项与第三、四项不等",
    Check.COLUMN_TOTAL: "各细项之和与（七）总计不等",
    Check.ROW_TOTAL: "六类申请人之和与总计不等",
    Check.SECTION_FOUR_TOTAL: "第四部分各结果之和与总计不等",
    Check.CARRIED_FROM_PREVIOUS: "与上年结转不一致",
    Check.TEXT_AGREES: "正文与表不一致",
    Check.TEXT_LENGTH: "总体情况太长",
    Check.TEXT_IS_NEW: "照抄上年",
    Check.TEXT_UNFINISHED: "正文还没写完",
    Check.IN_FORCE: "现行有效件数与上年对不上",
    Check.PROJECTS_FOLLOW: "项目数量与上年对不上",
    Check.ITEM_TOTALS: "年末数少于本年新增",
    Check.ALL_ENTERED: "第二部分没有填完",
    Check.CELL_READ: "有一格不是数字",
    Check.NOT_NEGATIVE: "有负数",
    Check.WHOLE_COUNT: "件数不是整数",
}


def checks_panel(
    report: AnnualReport,
    findings: list[Finding],
    link: Callable[[Finding], tuple[tuple[str, str], ...]],
    *,
    previous: AnnualReport | None = None,
) -> ChecksPanel:
    """The panel for one report; ``link`` gives where a finding is mended.

    Only what was really compared passes: against the report of the year before when ``previous`` is given.
    """
    shown = tuple(
        ShownFinding(finding.severity.value, FAILED[finding.check], finding.message, link(finding))
        for finding in findings
    )
    failed = {finding.check for finding in findings}
    notes = {**_table_notes(report), **_notes_against(report, previous), **_text_notes(report)}
    passed = tuple(Passed(check.label, notes[check]) for check in Check if check in notes.keys() - failed)
    return ChecksPanel(
        shown, (*passed, *_share_line(report.three)), not any(finding.is_blocker for finding in findings)
    )


def _table_notes(report: AnnualReport) -> dict[Check, str]:
    notes = {}
    if report.three is not None:
        new, carried, total, out = (report.three.value(row, TOTAL) for row in ("new", "carried", "T", "C"))
        notes[Check.COLUMN_BALANCE] = f"七列都成立；总计 {new or 0}＋{carried or 0}＝{total or 0}＋{out or 0}"
        notes[Check.COLUMN_TOTAL] = f"七列都成立；总计 {total or 0}"
        notes[Check.ROW_TOTAL] = f"{len(ROWS[report.three.edition])} 行都成立"
    if report.four is not None:
        paths = [path for path in PATHS if path in report.four.rows]
        sums = "、".join(f"{PATH_LABELS[path]} {report.four.value(path, TOTAL) or 0}" for path in paths)
        notes[Check.SECTION_FOUR_TOTAL] = f"{len(paths)} 项都成立；{sums}"
    return notes


def _notes_against(report: AnnualReport, previous: AnnualReport | None) -> dict[Check, str]:
    if previous is None:
        return {}
    notes = {}
    if report.three is not None and previous.three is not None:
        carried, out = report.three.value("carried", TOTAL) or 0, previous.three.value("C", TOTAL) or 0
        notes[Check.CARRIED_FROM_PREVIOUS] = f"七列都成立；总计 {carried}＝上年 {out}"
    if report.two is not None and previous.two is not None and report.two.edition is previous.two.edition:
        is_current = report.two.edition is Edition.CURRENT
        notes[Check.IN_FORCE if is_current else Check.PROJECTS_FOLLOW] = "填了的行都成立"
    return notes


def _text_notes(report: AnnualReport) -> dict[Check, str]:
    if not report.texts:
        return {}
    notes = {Check.TEXT_AGREES: "前言和一、五、六部分里找到的数字都对得上"}
    if report.edition is Edition.CURRENT and report.texts.get("one"):
        notes[Check.TEXT_LENGTH] = f"{characters(report.texts['one'])} 字"
    return notes


def _share_line(table: SectionThree | None) -> tuple[Passed, ...]:
    """（六）其他处理 of all results, which a report is asked about when it is high; blanks are said, not judged."""
    if table is None:
        return ()
    share, blanks = Rate(*other_share(table)), len(table.blanks())
    words = (
        f"“其他处理”占 {share.value}%（{share.numerator}/{share.denominator}）"
        if share.denominator
        else "没有办理结果"
    )
    return (
        Passed("第三部分没有空格", f"0 写作 0；{words}")
        if not blanks
        else Passed("其他处理", f"{words}；表中有 {blanks} 个空格"),
    )
