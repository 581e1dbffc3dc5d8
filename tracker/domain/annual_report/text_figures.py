"""Finds the figures a report's text states and holds them against its tables (正文与表)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from re import Pattern

from tracker.domain.annual_report.report import AnnualReport
from tracker.domain.annual_report.section_four import PATHS, SectionFour
from tracker.domain.annual_report.section_three import TOTAL, SectionThree, result_codes
from tracker.domain.printed_text import folded

_FIGURE = r"(\d+)(?:件|宗|条|份|起|个)"
_REQUEST = r"(?:依申请公开|(?:政府)?信息公开申请|公开申请)"
_WITHIN = r"[^。;,\d]{0,16}?"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``written`` stands in the text, ``expected`` in the row ``row`` of section three or four."""

    row: str
    expected: int
    written: int
    message: str


@dataclass(frozen=True, slots=True)
class _Statement:
    name: str
    row: str
    pattern: Pattern[str]
    expected: Callable[[SectionThree], int]


def _row(code: str) -> Callable[[SectionThree], int]:
    return lambda table: table.value(code, TOTAL) or 0


def _group(letter: str) -> Callable[[SectionThree], int]:
    return lambda table: sum(
        table.value(code, TOTAL) or 0 for code in result_codes(table.edition) if code[0] == letter
    )


_STATEMENTS = (
    _Statement(
        "收到申请",
        "new",
        re.compile(rf"(?<!未)(?:新收|收到|受理|接收|收取){_WITHIN}{_REQUEST}{_WITHIN}{_FIGURE}"),
        _row("new"),
    ),
    _Statement(
        "答复申请", "T", re.compile(rf"(?:办结|答复){_WITHIN}{_REQUEST}{_WITHIN}{_FIGURE}"), _row("T")
    ),
    _Statement("结转下年度", "C", re.compile(rf"结转(?:至|到)?下(?:一)?年{_WITHIN}{_FIGURE}"), _row("C")),
    _Statement(
        "上年结转", "carried", re.compile(rf"上(?:一)?年(?:度)?结转{_WITHIN}{_FIGURE}"), _row("carried")
    ),
    _Statement("予以公开", "granted", re.compile(rf"(?<!不)予以公开{_FIGURE}"), _row("granted")),
    _Statement("部分公开", "partial", re.compile(rf"部分公开{_FIGURE}"), _row("partial")),
    _Statement("不予公开", "d1", re.compile(rf"不予公开{_FIGURE}"), _group("d")),
    _Statement("无法提供", "u1", re.compile(rf"无法提供{_FIGURE}"), _group("u")),
    _Statement("不予处理", "n1", re.compile(rf"不予处理{_FIGURE}"), _group("n")),
    _Statement("其他处理", "o1", re.compile(rf"其他处理{_FIGURE}"), _group("o")),
)


_NONE_RECEIVED = re.compile(rf"未(?:收到|接到|受理)[^。;]{{0,16}}?{_REQUEST}")
_REMEDIES = (
    ("行政复议", re.compile(rf"行政复议(?:案件)?{_FIGURE}"), (PATHS[0],)),
    ("行政诉讼", re.compile(rf"行政诉讼(?:案件)?{_FIGURE}"), (PATHS[1], PATHS[2])),
)


def contradictions(report: AnnualReport) -> Iterator[Contradiction]:
    """Yield each figure of section one that differs from sections three and four.

    收到 may mean 新收 or 新收 + 结转: a text that counts the second way is told to say so.
    """
    text = folded(report.texts.get("one", ""))
    if report.three is not None:
        yield from _about_requests(report.three, text)
    if report.four is not None:
        yield from _about_remedies(report.four, text)


def _about_remedies(table: SectionFour, text: str) -> Iterator[Contradiction]:
    for name, pattern, paths in _REMEDIES:
        expected = sum(table.value(path, TOTAL) or 0 for path in paths)
        for match in pattern.finditer(text):
            if int(match[1]) != expected:
                message = f"第一部分写“{match[0]}”，第四部分{name}总计是 {expected}。"
                yield Contradiction(paths[0], expected, int(match[1]), message)


def _about_requests(table: SectionThree, text: str) -> Iterator[Contradiction]:
    received = table.value("new", TOTAL) or 0
    for match in _NONE_RECEIVED.finditer(text):
        if received:
            message = f"第一部分写“{match[0]}”，本表新收 {received}。"
            yield Contradiction("new", received, 0, message)
    for statement in _STATEMENTS:
        expected = statement.expected(table)
        for match in statement.pattern.finditer(text):
            written = int(match[1])
            if written != expected:
                yield Contradiction(
                    statement.row, expected, written, _message(statement, table, expected, match)
                )


def _message(statement: _Statement, table: SectionThree, expected: int, match: re.Match[str]) -> str:
    quoted = f"第一部分写“{match[0]}”"
    if statement.row == "new":
        with_carried = expected + (table.value("carried", TOTAL) or 0)
        if int(match[1]) == with_carried:
            return f"{quoted}，本表新收 {expected}，加结转 {with_carried}。请写明口径。"
    return f"{quoted}，第三部分“{statement.name}”是 {expected}。"
