"""The checks panel beside the tables: blockers, warnings, then what passed."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.domain.annual_report.checks import other_share
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.findings import Check, Finding
from tracker.domain.annual_report.report import AnnualReport
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
    Check.CELL_READ: "有一格不是数字",
    Check.NOT_NEGATIVE: "有负数",
    Check.WHOLE_COUNT: "件数不是整数",
}


def checks_panel(
    report: AnnualReport, findings: list[Finding], link: Callable[[Finding], tuple[tuple[str, str], ...]]
) -> ChecksPanel:
    """The panel for one report; ``link`` gives where a finding is mended."""
    shown = tuple(
        ShownFinding(finding.severity.value, FAILED[finding.check], finding.message, link(finding))
        for finding in findings
    )
    failed = {finding.check for finding in findings}
    passed = tuple(Passed(check.label, note) for check, note in _notes(report).items() if check not in failed)
    blanks = _blank_line(report.three)
    return ChecksPanel(shown, (*passed, *blanks), not any(finding.is_blocker for finding in findings))


def _notes(report: AnnualReport) -> dict[Check, str]:
    notes = {}
    if report.three is not None:
        new, carried, total, out = (report.three.value(row, TOTAL) for row in ("new", "carried", "T", "C"))
        notes[Check.COLUMN_BALANCE] = f"七列都成立；总计 {new}＋{carried}＝{total}＋{out}"
        notes[Check.COLUMN_TOTAL] = "七列都成立"
        notes[Check.ROW_TOTAL] = f"{len(ROWS[report.three.edition])} 行都成立"
        notes[Check.CARRIED_FROM_PREVIOUS] = "七列都成立"
        notes[Check.TEXT_AGREES] = "前言和一、五、六部分里找到的数字都对得上"
    if report.four is not None:
        notes[Check.SECTION_FOUR_TOTAL] = ""
    if report.edition is Edition.CURRENT and report.texts.get("one"):
        notes[Check.TEXT_LENGTH] = f"{characters(report.texts['one'])} 字"
    return notes


def _blank_line(table: SectionThree | None) -> tuple[Passed, ...]:
    if table is None or table.blanks():
        return ()
    share = Rate(*other_share(table))
    words = (
        f"“其他处理”占 {share.value}%（{share.numerator}/{share.denominator}）"
        if share.denominator
        else "本年没有办理结果"
    )
    return (Passed("没有空格", f"0 写作 0；{words}"),)
