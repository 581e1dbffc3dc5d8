"""Reads year and agency from the title of a report, however it is written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.printed_text import folded

_LONGEST_TITLE = 60
_REPORT = r"(?:(?:政府)?信息公开(?:工作)?(?:年度)?(?:报告|年报))"
_DIGITS = "〇零一二三四五六七八九"
_YEAR = rf"(20\d{{2}}|二[〇零○O0][{_DIGITS}]{{2}})"
_TITLES = (
    re.compile(rf"^(?P<agency>.*?){_YEAR}年(?:度)?{_REPORT}"),
    re.compile(rf"^(?P<agency>.*?){_REPORT}[(（]?{_YEAR}(?:年度?)?[)）]?"),
)
# 本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止
_PERIOD = re.compile(r"(20\d{2})年1月1日.{0,8}12月31日")


@dataclass(frozen=True, slots=True)
class ReportTitle:
    agency: str
    year: int


def read_title(line: str) -> ReportTitle | None:
    """Return what a title says, or None for any other line."""
    if len(line) > _LONGEST_TITLE:
        return None
    words = folded(line)
    for pattern in _TITLES:
        if match := pattern.match(words):
            return ReportTitle(match["agency"].strip("_-《"), _year(match[2]))
    return None


def is_title(line: str) -> bool:
    return bool(line) and read_title(line) is not None


def title_of(lines: Iterable[str]) -> ReportTitle | None:
    """Return the title among ``lines``, or at least the year whose figures they say are meant."""
    kept = list(lines)
    found = next((title for line in kept if (title := read_title(line))), None)
    if found is not None:
        return found
    period = next((match for line in kept if (match := _PERIOD.search(folded(line)))), None)
    return ReportTitle("", int(period[1])) if period else None


def _year(words: str) -> int:
    if words.isascii() and words.isdigit():
        return int(words)
    return 2000 + int("".join(str(max(_DIGITS.index(sign) - 1, 0)) for sign in words[-2:]))
