"""Finds the figures a report's texts state and holds them against its tables (正文与表)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from re import Match, Pattern

from tracker.domain.annual_report.printed_table import Number
from tracker.domain.annual_report.report import PART_WORDS, AnnualReport, KnownFigures
from tracker.domain.annual_report.section_four import PATHS, SectionFour
from tracker.domain.annual_report.section_three import TOTAL, SectionThree, result_codes
from tracker.domain.completion import Rate
from tracker.domain.printed_text import folded
from tracker.domain.written_numbers import (
    DECIMAL,
    DIGITS,
    NUMERALS,
    PERCENT,
    WHOLE,
    decimal_number,
    percentage,
    whole_number,
)

# 第一件, 每一件, 数十件 and 近百件 state no figure, nor do 一个窗口, 一条龙, 一起办理.
_COUNTED = (
    rf"(?<![第每逐任哪某数几近约上成{NUMERALS}])[{NUMERALS}]+"
    r"(?=件(?!件)|宗|份|(?<!一)[条起]|起(?=[。;,]|$|行政|政府))"
)
_FIGURE = rf"({DIGITS}|{_COUNTED})(?:件|宗|条|份|起|个)"
_REQUEST = r"(?:依申请公开|(?:政府)?信息公开申请|公开申请)"
_WITHIN = r"[^。;,\d]{0,16}?"
_NONE = r"(?:未发生|未产生|未收到|未接到|未受理|没有|无(?!法))"
_TEN_THOUSAND, _HUNDRED = 10_000, 100


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``written`` stands in the text ``part``, ``expected`` in the row ``row`` of section three or four, if in one."""

    part: str
    row: str | None
    expected: Number
    written: Number
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
_NONE_RECEIVED = re.compile(rf"{_NONE}[^。;]{{0,16}}?{_REQUEST}")


@dataclass(frozen=True, slots=True)
class _Remedy:
    name: str
    stated: tuple[Pattern[str], ...]
    none: Pattern[str]
    paths: tuple[str, ...]


def _remedy(name: str, *paths: str) -> _Remedy:
    return _Remedy(
        name,
        (
            re.compile(rf"{name}(?:案件|申请)?(?:共|共计)?{_FIGURE}"),
            re.compile(rf"{_FIGURE}(?:政府信息公开)?{name}"),
        ),
        re.compile(rf"{_NONE}[^。;\d]{{0,24}}?{name}"),
        paths,
    )


_REMEDIES = (_remedy("行政复议", PATHS[0]), _remedy("行政诉讼", PATHS[1], PATHS[2]))
_FEE = re.compile(rf"信息处理费[^。;,\d]{{0,10}}?({DECIMAL})(万)?元")
_NO_FEE = re.compile(r"(?:未|没有)[^。;,\d]{0,10}信息处理费|信息处理费(?:为|是)零(?!元)")
_HANDLED = re.compile(rf"信访件(?:共|共计)?({WHOLE})件(?:[^。;\d]{{0,4}}?办结({WHOLE})件)?")
_RATE = re.compile(rf"({WHOLE})件,办结({WHOLE})件,办结率(?:为|是|达到?)?({PERCENT})")
_OTHER_YEAR = re.compile(
    r"去年|上年(?!结转|度结转)|上一年(?!结转|度结转)|前年|同期|(20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年"
)


def contradictions(report: AnnualReport) -> Iterator[Contradiction]:
    """Yield each figure of the written sections that differs from the tables, the register or itself.

    收到 may mean 新收 or 新收 + 结转: a text that counts the other way is told to say so. A figure that is said of
    another year is left alone.
    """
    for part in PART_WORDS:
        text = folded(report.texts.get(part, ""))
        found = _Text(part, text, report.year)
        if report.three is not None:
            yield from _about_requests(report.three, found, report.known)
        if report.four is not None:
            yield from _about_remedies(report.four, found)
        if report.known is not None:
            yield from _about_the_register(report.known, found)
        yield from _about_rates(found)


@dataclass(frozen=True, slots=True)
class _Text:
    part: str
    text: str
    year: int | None

    def found(self, pattern: Pattern[str]) -> Iterator[Match[str]]:
        """The matches that speak of the report's own year."""
        for match in pattern.finditer(self.text):
            if not self._is_of_another_year(match.start()):
                yield match

    def _is_of_another_year(self, place: int) -> bool:
        sentence = re.split(r"[。;]", self.text[:place])[-1]
        named = list(_OTHER_YEAR.finditer(sentence))
        if not named or (self.year is None and named[-1][1]):
            return False
        return named[-1][1] is None or whole_number(named[-1][1]) != self.year

    def quoted(self, match: Match[str]) -> str:
        return f"{PART_WORDS[self.part]}写“{match[0]}”"


def _about_remedies(table: SectionFour, text: _Text) -> Iterator[Contradiction]:
    for remedy in _REMEDIES:
        expected = sum(table.value(path, TOTAL) or 0 for path in remedy.paths)
        stated = [
            (match, whole_number(match[1])) for pattern in remedy.stated for match in text.found(pattern)
        ]
        stated += [(match, 0) for match in text.found(remedy.none)]
        for match, written in stated:
            if written is not None and written != expected:
                message = f"{text.quoted(match)}，第四部分{remedy.name}总计是 {expected}。"
                yield Contradiction(text.part, remedy.paths[0], expected, written, message)


def _about_requests(table: SectionThree, text: _Text, known: KnownFigures | None) -> Iterator[Contradiction]:
    received = table.value("new", TOTAL) or 0
    for match in text.found(_NONE_RECEIVED):
        if received:
            message = f"{text.quoted(match)}，本表新收 {received}。"
            yield Contradiction(text.part, "new", received, 0, message)
    for statement in _STATEMENTS:
        expected = statement.expected(table)
        if statement.row == "new" and known and known.received_includes_carried:
            expected += table.value("carried", TOTAL) or 0
        for match in text.found(statement.pattern):
            written = whole_number(match[1])
            if written is not None and written != expected:
                message = _message(statement, table, expected, text.quoted(match), written)
                yield Contradiction(text.part, statement.row, expected, written, message)


def _message(statement: _Statement, table: SectionThree, expected: int, quoted: str, written: int) -> str:
    if statement.row == "new":
        new = table.value("new", TOTAL) or 0
        with_carried = new + (table.value("carried", TOTAL) or 0)
        if written in {new, with_carried}:
            return f"{quoted}，本表新收 {new}，加结转 {with_carried}。请写明口径。"
    return f"{quoted}，第三部分“{statement.name}”是 {expected}。"


def _about_the_register(known: KnownFigures, text: _Text) -> Iterator[Contradiction]:
    for match in text.found(_FEE):
        stated_fee = decimal_number(match[1])
        if stated_fee is None:
            continue
        written = stated_fee * (_TEN_THOUSAND if match[2] else 1)
        if written != known.fee_yuan:
            message = f"{text.quoted(match)}，收费登记合计 {known.fee_yuan} 元。"
            yield Contradiction(text.part, None, known.fee_yuan, written, message)
    for match in text.found(_NO_FEE):
        if known.fee_yuan:
            message = f"{text.quoted(match)}，收费登记合计 {known.fee_yuan} 元。"
            yield Contradiction(text.part, None, known.fee_yuan, 0, message)
    for match in text.found(_HANDLED):
        stated = ((match[1], known.handled, "共"), (match[2], known.closed, "办结"))
        for written_words, expected, word in stated:
            handled = None if written_words is None else whole_number(written_words)
            if handled is not None and handled != expected:
                message = f"{text.quoted(match)}，办件登记里{word} {expected} 件。"
                yield Contradiction(text.part, None, expected, handled, message)


def _about_rates(text: _Text) -> Iterator[Contradiction]:
    for match in _RATE.finditer(text.text):
        valid, closed, written = whole_number(match[1]), whole_number(match[2]), percentage(match[3])
        if not valid or closed is None or written is None:
            continue
        rate = Rate(closed, valid)
        exact = _HUNDRED * Decimal(closed) / Decimal(valid)
        step = Decimal(1).scaleb(min(0, int(written.as_tuple().exponent)))
        rounded = {exact.quantize(step, rounding=mode) for mode in (ROUND_HALF_UP, ROUND_DOWN)}
        if written not in rounded or (written == _HUNDRED and closed != valid):
            message = f"{text.quoted(match)}，{closed}/{valid} 是 {rate.value}%。"
            yield Contradiction(text.part, None, rate.value, written, message)
