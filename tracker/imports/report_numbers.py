"""Reads a figure of a report as people write it."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tracker.domain.annual_report.printed_table import Number
from tracker.domain.annual_report.section_two import exact_number
from tracker.domain.printed_text import folded

_UNIT = r"(件|宗|条|份|个|项|次|例|部|万元|元)"
_GROUPED = r"\d{1,3}(?:,\d{3})+"
_NUMBER = re.compile(rf"^(增加?|减少?|[+-])?(\d+|{_GROUPED})(\.\d+)?(?:{_UNIT}|\({_UNIT}\))?$")
_LONGEST = 15
"""Digits: more are no count and no amount."""
_YUAN = {"元": Decimal(1), "万元": Decimal(10_000)}
_DASHES = re.compile(r"^[-‐‑‒–—―─━_/\\∕╱.·…]+$")
_WORDS_FOR_BLANK = frozenset({"", "无", "空", "空白", "未填"})
_MINUS = frozenset({"-", "减", "减少"})
_BROKEN_NUMBER = re.compile(r"\d\s*\n\s*\d")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text where a number belongs."""

    text: str


@lru_cache(maxsize=4096)
def read_number(text: str, money: str = "", stated: str = "") -> Number | Unreadable:
    """Return the number a cell states, None for a blank or a dash; any width, thousands commas and units allowed.

    ``money`` is the unit of an amount (元 or 万元), in which it is returned whatever unit the cell, or ``stated``
    the head over it, writes. Two numbers in one cell, commas that do not part thousands, and amounts among counts
    are not guessed at.
    """
    words = folded(text).replace("\u2212", "-")
    if words in _WORDS_FOR_BLANK or _DASHES.match(words):
        return None
    if words in {"零", "〇"}:
        return 0
    match = None if _BROKEN_NUMBER.search(text) else _NUMBER.match(words)
    unit = match and (match[4] or match[5])
    if match is None or len(match[2]) > _LONGEST or (unit in _YUAN and not money):
        return Unreadable(text.strip())
    number = Decimal(match[2].replace(",", "") + (match[3] or ""))
    if money:
        number *= _YUAN[unit if unit in _YUAN else stated or money] / _YUAN[money]
    return exact_number(-number if match[1] in _MINUS else number)


def money_unit(text: str) -> str:
    """Return the unit of money a head names, 元 or 万元, or nothing."""
    words = folded(text)
    return next((unit for unit in ("万元", "元") if unit in words), "")
