"""Reads an annual report from the file somebody made: json, xlsx, xls, docx or html, whatever its name says."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.annual_report.editions import Edition, edition_for
from tracker.domain.annual_report.report import AnnualReport, report_from_json
from tracker.domain.errors import DomainError
from tracker.domain.printed_text import folded
from tracker.imports.report_grids import (
    ReportPages,
    pages_of_docx,
    pages_of_html,
    pages_of_workbook,
    unpacked_names,
)
from tracker.imports.report_tables import take_tables

EXPECTED = "应为含“收到和处理政府信息公开申请情况”表格的 json、xlsx 或 docx 文件"
_YEAR = re.compile(r"(20\d{2})年(?:度)?(?:政府)?信息公开工作年度报告")
_SECTION = re.compile(r"^([一二三四五六])、")
_TEXT_OF_SECTION = {"一": "one", "五": "five", "六": "six"}
_LONGEST_TITLE = 60
_OLE = b"\xd0\xcf\x11\xe0"


def read_report(content: bytes, filename: str) -> AnnualReport:
    """Return the report as printed, right or wrong; a blank stays None.

    Raises DomainError saying what was expected and what was found when the file cannot be read or holds no
    such table.
    """
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in {b"{", b"["}:
        return _from_json(content, filename)
    report = _from_pages(_pages(content, filename, start))
    if report.two is None and report.three is None and report.four is None:
        raise DomainError(f"“{filename}”里没有找到年报的表格。{EXPECTED}。", field="file")
    return report


def _from_json(content: bytes, filename: str) -> AnnualReport:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DomainError(
            f"“{filename}”不是 UTF-8 编码的 JSON。请另存为 UTF-8 后再试。", field="file"
        ) from None
    except (json.JSONDecodeError, RecursionError) as error:
        place = f"（第 {error.lineno} 行）" if isinstance(error, json.JSONDecodeError) else ""
        raise DomainError(f"“{filename}”不是完整的 JSON{place}。{EXPECTED}。", field="file") from None
    return report_from_json(document)


def _pages(content: bytes, filename: str, start: bytes) -> ReportPages:
    names = unpacked_names(content)
    if "word/document.xml" in names:
        return pages_of_docx(content)
    if "xl/workbook.xml" in names:
        return pages_of_workbook(content)
    if content.startswith(_OLE) and not filename.lower().endswith(".doc"):
        return pages_of_workbook(content)
    if start == b"<":
        return pages_of_html(content)
    raise DomainError(f"“{filename}”{_what_it_is(content)}。{EXPECTED}。", field="file")


def _what_it_is(content: bytes) -> str:
    if not content.strip():
        return "是空文件"
    if content.startswith(_OLE):
        return "是旧版 Word 文档（doc），请另存为 docx"
    if content.startswith(b"%PDF"):
        return "是 PDF，表格读不出来，请用它的 Word 或 Excel 原件"
    if content.startswith(b"PK"):
        return "是压缩包，但不是 Word 或 Excel 文件"
    return "不是能读的格式"


def _from_pages(pages: ReportPages) -> AnnualReport:
    taken = take_tables(pages.grids)
    year = _year_of(pages.lines)
    stated = edition_for(year) if year else Edition.CURRENT
    report = AnnualReport(
        year=year,
        two=taken.section_two(stated),
        three=taken.section_three(stated),
        four=taken.section_four(),
        texts=_texts_of(pages.lines),
        unread=tuple(taken.unread),
    )
    shown = report.three.edition if report.three is not None else stated
    return replace(report, edition=shown)


def _year_of(lines: Sequence[str]) -> int | None:
    titles = (_YEAR.search(folded(line)) for line in lines if len(line) <= _LONGEST_TITLE)
    return next((int(match[1]) for match in titles if match), None)


def _texts_of(lines: Sequence[str]) -> dict[str, str]:
    texts: dict[str, list[str]] = {}
    current = None
    for line in lines:
        heading = _SECTION.match(folded(line))
        if heading:
            current = _TEXT_OF_SECTION.get(heading[1])
        elif current is not None:
            texts.setdefault(current, []).append(line.strip())
    return {name: "\n".join(paragraphs) for name, paragraphs in texts.items()}
