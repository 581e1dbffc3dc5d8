"""Reads an annual report from the file somebody made: json, xlsx, xls, docx or html, whatever its name says."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.annual_report.editions import Edition, edition_for
from tracker.domain.annual_report.report import AnnualReport, report_from_json
from tracker.domain.errors import DomainError
from tracker.domain.printed_text import folded
from tracker.imports.report_grids import Grid, ReportPages
from tracker.imports.report_pages import pages_of_docx, pages_of_workbook, unpacked_names
from tracker.imports.report_tables import FoundReport, found_reports
from tracker.imports.report_taken import Place
from tracker.imports.report_titles import is_title, title_of
from tracker.imports.report_web_pages import pages_of_html

EXPECTED = "应为含“收到和处理政府信息公开申请情况”表格的 json、xlsx 或 docx 文件"
_SECTION = re.compile(r"^([一二三四五六])、")
_TEXT_OF_SECTION = {"一": "one", "五": "five", "六": "six"}
_OLE = b"\xd0\xcf\x11\xe0"
_TABLES_TOLD, _WORDS_TOLD = 3, 4


@dataclass(frozen=True, slots=True)
class FileReport:
    """One report of a file; ``places`` says for (section, row, column) where its figure stands there."""

    report: AnnualReport
    places: Mapping[Place, str]

    @property
    def told(self) -> str:
        """Say which report this is and what was read of it."""
        report = self.report
        held = {"二": report.two, "三": report.three, "四": report.four}
        sections = "、".join(name for name, table in held.items() if table is not None)
        year = f"{report.year}年" if report.year else "（没有写年份）"
        layout = f"，{report.three.edition.label}" if report.three else ""
        return f"{report.agency or '（没有写机关）'}{year}年报，第{sections}部分{layout}"


def report_before(reports: Sequence[FileReport], report: AnnualReport) -> AnnualReport:
    """Return the report of the year before ``report`` by the same agency, or what comes nearest."""
    wanted = report.year and report.year - 1

    def nearness(found: FileReport) -> tuple[bool, bool]:
        return (found.report.agency == report.agency, found.report.year == wanted)

    return max(reports, key=nearness).report


def read_report(content: bytes, filename: str) -> AnnualReport:
    """Return the first report of a file as printed, right or wrong; raises like ``read_reports``."""
    return read_reports(content, filename)[0].report


def read_reports(content: bytes, filename: str) -> tuple[FileReport, ...]:
    """Return every report of a file as printed, at least one; a blank stays None.

    Raises DomainError saying what was expected and what was found when the file cannot be read or holds no
    such table.
    """
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in {b"{", b"["}:
        return (_from_json(content, filename),)
    pages = _pages(content, filename, start)
    reports = tuple(_report_of(found) for found in found_reports(pages) if not found.taken.is_empty)
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
    except (json.JSONDecodeError, RecursionError) as error:
        place = f"（第 {error.lineno} 行）" if isinstance(error, json.JSONDecodeError) else ""
        raise DomainError(f"“{filename}”不是完整的 JSON{place}。{EXPECTED}。", field="file") from None
    return FileReport(report_from_json(document), {})


def _pages(content: bytes, filename: str, start: bytes) -> ReportPages:
    names = unpacked_names(content)
    if "word/document.xml" in names:
        return pages_of_docx(content)
    if names & {"xl/workbook.xml", "xl/workbook.bin"}:
        return pages_of_workbook(content)
    if content.startswith(_OLE) and (found := _old_file(content, filename)):
        raise DomainError(f"“{filename}”{found}。{EXPECTED}。", field="file")
    if content.startswith(_OLE):
        return pages_of_workbook(content)
    if start == b"<" or content.startswith((b"\xff\xfe<", b"\xfe\xff\0<")):
        return pages_of_html(content)
    raise DomainError(f"“{filename}”{_what_it_is(content)}。{EXPECTED}。", field="file")


def _old_file(content: bytes, filename: str) -> str:
    """What an old container holds when it is no old Excel file; its streams are named in UTF-16."""
    if "WordDocument".encode("utf-16-le") in content or filename.lower().endswith((".doc", ".wps")):
        return "是旧版 Word 文档（doc、wps），请另存为 docx"
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "设了打开密码，请去掉密码另存后再试"
    return ""


def _what_it_is(content: bytes) -> str:
    if not content.strip():
        return "是空文件"
    if content.startswith(b"%PDF"):
        return "是 PDF，表格读不出来，请用它的 Word 或 Excel 原件"
    if content.startswith(b"PK"):
        return "是压缩包，但不是 Word 或 Excel 文件"
    return "不是能读的格式"


def _held(pages: ReportPages) -> str:
    """What a readable file without our tables does hold, for the person who chose it."""
    told = [words for grid in pages.grids if (words := _beginning(grid))]
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
        heading = _SECTION.match(folded(line))
        if heading:
            current = _TEXT_OF_SECTION.get(heading[1])
        elif is_title(line):
            current = None
        elif current is not None:
            texts.setdefault(current, []).append(line.strip())
    return {name: "\n".join(paragraphs) for name, paragraphs in texts.items()}
