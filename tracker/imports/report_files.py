"""Reads an annual report from the file somebody made: json, xlsx, xls, docx or html, whatever its name says."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.annual_report.editions import Edition, edition_for
from tracker.domain.annual_report.findings import Finding
from tracker.domain.annual_report.places import SECTION_NAMES
from tracker.domain.annual_report.report import AnnualReport, report_from_json
from tracker.domain.annual_report.section_three import row_code
from tracker.domain.errors import DomainError
from tracker.domain.printed_text import folded
from tracker.imports.report_grids import Grid, ReportPages
from tracker.imports.report_pages import EXPECTED, LARGEST_FILE, pages_of, refusal, what_it_is
from tracker.imports.report_tables import FoundReport, found_reports
from tracker.imports.report_taken import Place
from tracker.imports.report_titles import is_title, title_of

_SECTION = re.compile(r"^([一二三四五六])、")
_TEXT_OF_SECTION = {"一": "one", "五": "five", "六": "six"}
SHORTEST_PREFACE = 25
"""Characters: between title and 一、 web pages put the day, the source and the way back."""
_TABLES_TOLD, _WORDS_TOLD = 3, 4


@dataclass(frozen=True, slots=True)
class FileReport:
    """One report of a file; ``places`` says for (section, row, column) where its figure stands there.

    ``left_out`` names the hidden sheets of the file, which are not read.
    """

    report: AnnualReport
    places: Mapping[Place, str]
    left_out: tuple[str, ...] = ()

    def place_of(self, finding: Finding) -> str:
        """Say where in the file the cell stands that a finding names, empty when it names none."""
        if finding.row is None or finding.column is None or finding.part:
            return ""
        cells = ((section, finding.row, finding.column) for section in SECTION_NAMES)
        return next((self.places[cell] for cell in cells if cell in self.places), "")

    def located(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings with the place in the file in their message."""
        return [
            replace(finding, message=f"{finding.message}（在{place}）") if place else finding
            for finding, place in ((finding, self.place_of(finding)) for finding in findings)
        ]

    @property
    def told(self) -> str:
        """Say which report this is and what was read of it."""
        report = self.report
        held = {"二": report.two, "三": report.three, "四": report.four}
        sections = "、".join(name for name, table in held.items() if table is not None)
        year = f"{report.year}年" if report.year else "（没有写年份）"
        layout = f"，{report.three.edition.label}" if report.three else ""
        hidden = f"；隐藏的工作表“{'”“'.join(self.left_out)}”没有读" if self.left_out else ""
        return f"{report.agency or '（没有写机关）'}{year}年报，第{sections}部分{layout}{hidden}"


def report_before(reports: Sequence[FileReport], report: AnnualReport) -> AnnualReport:
    """Return the report of the year before ``report`` by the same agency, or what comes nearest."""
    wanted = report.year and report.year - 1

    def nearness(found: FileReport) -> tuple[bool, bool]:
        return (found.report.agency == report.agency, found.report.year == wanted)

    return max(reports, key=nearness).report


def not_the_year_before(report: AnnualReport, previous: AnnualReport | None) -> str:
    """Say that what a report is compared with is of another year than the last; empty when nothing speaks for it."""
    if previous is None or report.year is None or previous.year in {None, report.year - 1}:
        return ""
    return f"用来对照的是 {previous.year} 年年报，{report.year} 年应对照 {report.year - 1} 年的，与上年的比较不作数。"


def read_report(content: bytes, filename: str) -> AnnualReport:
    """Return the first report of a file as printed, right or wrong; raises like ``read_reports``."""
    return read_reports(content, filename)[0].report


def read_reports(content: bytes, filename: str) -> tuple[FileReport, ...]:
    """Return every report of a file as printed, at least one; a blank stays None.

    Raises DomainError saying what was expected and what was found when the file cannot be read or holds no
    such table.
    """
    if len(content) > LARGEST_FILE:
        raise refusal(filename, f"有 {len(content) // 1024 // 1024} MB，不像一份年报，没有读取")
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{\\rtf", b"%PDF")):
        raise refusal(filename, what_it_is(start))
    if start[:1] in {b"{", b"["}:
        return (_from_json(content, filename),)
    pages = pages_of(content, filename)
    reports = tuple(
        replace(_report_of(found), left_out=pages.left_out)
        for found in found_reports(pages)
        if not found.taken.is_empty
    )
    if not reports:
        raise DomainError(f"“{filename}”里没有找到年报的表格，{_held(pages)}。{EXPECTED}。", field="file")
    return reports


def _from_json(content: bytes, filename: str) -> FileReport:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DomainError(
            f"“{filename}”不是 UTF-8 编码的 JSON。请另存为 UTF-8 后再试。", field="file"
        ) from None
    except (ValueError, RecursionError) as error:
        place = f"（第 {error.lineno} 行）" if isinstance(error, json.JSONDecodeError) else ""
        raise DomainError(f"“{filename}”不是完整的 JSON{place}。{EXPECTED}。", field="file") from None
    return FileReport(report_from_json(document), {})


def _held(pages: ReportPages) -> str:
    """What a readable file without our tables does hold, for the person who chose it."""
    told = [words for grid in pages.grids if (words := _beginning(grid))]
    if not told and pages.pictures:
        return f"里面没有表格，只有 {pages.pictures} 张图片或嵌入对象；图片里的数读不出来，请用表格原件"
    if not told:
        return "里面没有表格"
    shown = "；".join(f"“{words}”" for words in told[:_TABLES_TOLD])
    return f"只有 {len(told)} 个别的表格，开头是{shown}"


def _beginning(grid: Grid) -> str:
    rows = ([cell.text.strip() for cell in row if cell.text.strip()] for row in grid.rows)
    return "、".join(next((row[:_WORDS_TOLD] for row in rows if row), []))[:60]


def _report_of(found: FoundReport) -> FileReport:
    title = title_of(found.lines)
    year = title.year if title else None
    stated = edition_for(year) if year else Edition.CURRENT
    report = AnnualReport(
        year=year,
        agency=title.agency if title else "",
        two=found.taken.section_two(stated),
        three=found.taken.section_three(stated),
        four=found.taken.section_four(),
        texts=_texts_of(found.lines),
        unread=tuple(found.taken.unread),
    )
    shown = report.three.edition if report.three is not None else stated
    return FileReport(replace(report, edition=shown), found.taken.places)


def _texts_of(lines: Sequence[str]) -> dict[str, str]:
    texts: dict[str, list[str]] = {}
    current = None
    for line in lines:
        # 一、本年新收… of section three is a line of its own where a sheet leaves its figures blank.
        heading = None if row_code(line) else _SECTION.match(folded(line))
        if heading:
            current = _TEXT_OF_SECTION.get(heading[1])
        elif is_title(line):
            current = None if "one" in texts else "preface"
        elif current is not None and (current != "preface" or len(line) >= SHORTEST_PREFACE):
            texts.setdefault(current, []).append(line.strip())
    return {name: "\n".join(paragraphs) for name, paragraphs in texts.items()}
