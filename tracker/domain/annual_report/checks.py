"""勾稽 checks of an annual report: each lists what does not agree, and repairs nothing.

Source: the formats 国办公开办函〔2019〕60号 and 〔2021〕30号 print the first relation; the others follow
from the table's own totals. An equation with an empty cell only warns: blank is not 0.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from tracker.domain.annual_report.findings import Check, Finding, Severity
from tracker.domain.annual_report.places import place_words
from tracker.domain.annual_report.report import AnnualReport
from tracker.domain.annual_report.section_four import PATH_LABELS, PATHS, RESULTS, SectionFour
from tracker.domain.annual_report.section_three import (
    COLUMN_LABELS,
    COLUMNS,
    OTHERWISE_CODES,
    ROWS,
    TOTAL,
    SectionThree,
    result_codes,
)
from tracker.domain.annual_report.section_two_checks import left_blank, section_two_findings
from tracker.domain.annual_report.text_checks import text_findings


def _sum(numbers: Iterable[int | None]) -> int:
    return sum(number or 0 for number in numbers)


def _severity(numbers: Iterable[int | None]) -> Severity:
    return Severity.WARNING if None in tuple(numbers) else Severity.BLOCKER


def _blank_note(severity: Severity) -> str:
    return "（其中有空格，空格按 0 试算；没有就填 0。）" if severity is Severity.WARNING else ""


def column_balance(table: SectionThree) -> Iterator[Finding]:
    """Check 1, per column: 本年新收 + 上年结转 = 总计 + 结转下年度."""
    for column in COLUMNS:
        new, carried, total, carried_out = (table.value(row, column) for row in ("new", "carried", "T", "C"))
        expected, found = _sum((new, carried)), _sum((total, carried_out))
        if expected != found:
            severity = _severity((new, carried, total, carried_out))
            yield Finding(
                Check.COLUMN_BALANCE,
                severity,
                None,
                column,
                expected,
                found,
                f"“{COLUMN_LABELS[column]}”列：第一项 {_shown(new)} 加第二项 {_shown(carried)} 等于"
                f" {expected}，"
                f"第三项总计 {_shown(total)} 加第四项 {_shown(carried_out)} 等于 {found}，两边不等。"
                f"{_blank_note(severity)}",
                tuple((row, column) for row in ("new", "carried", "T", "C")),
            )


def column_total(table: SectionThree) -> Iterator[Finding]:
    """Check 2, per column: the detail rows of 三、本年度办理结果 add up to （七）总计."""
    codes = result_codes(table.edition)
    for column in COLUMNS:
        details = [table.value(code, column) for code in codes]
        total = table.value("T", column)
        if _sum(details) != (total or 0):
            severity = _severity((*details, total))
            yield Finding(
                Check.COLUMN_TOTAL,
                severity,
                "T",
                column,
                _sum(details),
                total,
                f"“{COLUMN_LABELS[column]}”列：各细项之和是 {_sum(details)}，"
                f"（七）总计写的是 {_shown(total)}。{_blank_note(severity)}",
                (*((code, column) for code in codes), ("T", column)),
            )


def row_total(table: SectionThree) -> Iterator[Finding]:
    """Check 3, per row: the six applicant types add up to 总计."""
    for row in ROWS[table.edition]:
        parts = [table.value(row.code, column) for column in COLUMNS[:-1]]
        total = table.value(row.code, TOTAL)
        if _sum(parts) != (total or 0):
            severity = _severity((*parts, total))
            yield Finding(
                Check.ROW_TOTAL,
                severity,
                row.code,
                TOTAL,
                _sum(parts),
                total,
                f"“{row.label}”行：六类申请人之和是 {_sum(parts)}，总计写的是 {_shown(total)}。"
                f"{_blank_note(severity)}",
                tuple((row.code, column) for column in COLUMNS),
            )


def section_four_total(table: SectionFour) -> Iterator[Finding]:
    """Check 5, three times: 结果维持 + 结果纠正 + 其他结果 + 尚未审结 = 总计."""
    for path in PATHS:
        parts = [table.value(path, result) for result in RESULTS[:-1]]
        total = table.value(path, TOTAL)
        if path in table.rows and _sum(parts) != (total or 0):
            severity = _severity((*parts, total))
            yield Finding(
                Check.SECTION_FOUR_TOTAL,
                severity,
                path,
                TOTAL,
                _sum(parts),
                total,
                f"第四部分“{PATH_LABELS[path]}”：四种结果之和是 {_sum(parts)}，总计写的是 {_shown(total)}。"
                f"{_blank_note(severity)}",
                tuple((path, result) for result in RESULTS),
            )


def carried_from_previous(table: SectionThree, previous: SectionThree) -> Iterator[Finding]:
    """Check 4, per column: 上年结转 equals 结转下年度继续办理 of the report before."""
    for column in COLUMNS:
        expected, found = previous.value("C", column), table.value("carried", column)
        if (expected or 0) != (found or 0):
            yield Finding(
                Check.CARRIED_FROM_PREVIOUS,
                Severity.WARNING,
                "carried",
                column,
                expected,
                found,
                f"“{COLUMN_LABELS[column]}”列：本表第二项 {_shown(found)}，"
                f"上年年报第四项 {_shown(expected)}。",
                (("carried", column),),
            )


def cells_read(report: AnnualReport) -> Iterator[Finding]:
    """Warn about every cell that holds words where a number belongs; it is then treated as blank."""
    for cell in report.unread:
        yield Finding(
            Check.CELL_READ,
            Severity.WARNING,
            cell.row,
            cell.column,
            None,
            cell.text,
            f"{place_words(cell.section, cell.row, cell.column)}写的是“{cell.text}”，不是"
            f"{'数字' if cell.section == 'two' else '整数'}，按空格处理。",
            ((cell.row, cell.column),),
        )


def not_negative(table: SectionThree | SectionFour) -> Iterator[Finding]:
    """Warn about counts below zero."""
    section = "three" if isinstance(table, SectionThree) else "four"
    columns = COLUMNS if isinstance(table, SectionThree) else RESULTS
    for row, numbers in table.rows.items():
        for column, number in zip(columns, numbers, strict=True):
            if number is not None and number < 0:
                yield Finding(
                    Check.NOT_NEGATIVE,
                    Severity.WARNING,
                    row,
                    column,
                    None,
                    number,
                    f"{place_words(section, row, column)}是 {number}，件数不能为负。",
                    ((row, column),),
                )


def checks(report: AnnualReport, previous: AnnualReport | None = None) -> list[Finding]:
    """Return everything that does not agree, blockers first; a section that is absent is not checked.

    Never raises for a table that does not add up: published ones often do not.
    """
    found: list[Iterable[Finding]] = [cells_read(report), text_findings(report, previous)]
    if report.three is not None:
        three = report.three
        found += [column_balance(three), column_total(three), row_total(three), not_negative(three)]
        if previous is not None and previous.three is not None:
            found.append(carried_from_previous(three, previous.three))
    if report.four is not None:
        found += [section_four_total(report.four), not_negative(report.four)]
    if report.two is not None:
        found.append(section_two_findings(report.two, None if previous is None else previous.two))
        if report.known is not None:
            found.append(left_blank(report.two))
    return _in_order(chain.from_iterable(found))


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    order: Sequence[Check] = list(Check)
    return sorted(findings, key=lambda finding: (not finding.is_blocker, order.index(finding.check)))


def other_share(table: SectionThree) -> tuple[int, int]:
    """Return （六）其他处理 and （七）总计; a high share was to be questioned (〔2019〕60号)."""
    others = _sum(table.value(code, TOTAL) for code in OTHERWISE_CODES)
    return others, table.value("T", TOTAL) or 0


def _shown(number: int | None) -> str:
    return "空格" if number is None else str(number)
