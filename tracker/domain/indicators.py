"""考核指标: rates beside the completion figures, each with what it divides by what, and its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.completion import Rate, Rounding


@dataclass(frozen=True, slots=True)
class Indicator:
    """``numerator`` and ``denominator`` are figure codes, so that both open their cases."""

    code: str
    label: str
    numerator: str
    denominator: str
    definition: str

    def rate(self, figures: Mapping[str, int], rounding: Rounding) -> Rate:
        return Rate(figures[self.numerator], figures[self.denominator], rounding)


INDICATORS = (
    Indicator(
        "due_in_time",
        "应办结按期率",
        "closed_in_time",
        "should_be_closed",
        "按期办结 ÷ 应办结（办结 ＋ 超期未办）的件数",
    ),
    Indicator(
        "signed",
        "签收及时率",
        "signed_in_time",
        "to_sign",
        "签收期限内签收的件数 ÷ 应签收（已签收 ＋ 过期未签收）的件数；先答复的按答复之日签收",
    ),
    Indicator(
        "contacted",
        "响应率",
        "contacted_in_time",
        "to_contact",
        "首次联系期限内联系上的热线件数 ÷ 应联系（已联系上 ＋ 过期未联系）的件数；匿名、表扬和重办的不计，"
        "公式没有公开规定，为本系统口径",
    ),
    Indicator(
        "returned",
        "退单率",
        "ever_returned",
        "assigned",
        "退单获准的件数 ÷ 分办过的件数；获准后还没有再分办的也算分办过",
    ),
    Indicator("rehandled", "重办率", "closed_again", "closed", "办结前重办过的件数 ÷ 办结件数"),
    Indicator(
        "at_once", "一次办结率", "closed_at_once", "closed", "未退单、未延期、未重办而办结的件数 ÷ 办结件数"
    ),
    Indicator("extended", "延期率", "ever_extended", "valid", "批准过延期的有效件数 ÷ 有效件数"),
    Indicator(
        "published",
        "答复率",
        "answered_published",
        "letters",
        "已答复并已公开的来信件数 ÷ 有效来信件数",
    ),
    Indicator("solved", "解决率", "solved", "with_result", "结果为已解决的件数 ÷ 办结并记有结果的件数"),
    Indicator(
        "satisfied",
        "满意率",
        "satisfied",
        "rated",
        "满意和非常满意的件数 ÷ 有评价的件数；未接通、未评价的另列，不计入",
    ),
)

SINGLE_FIGURES = (
    ("removed_returned", "退回来源"),
    ("removed_merged", "合并重复"),
    ("removed_not_accepted", "不予受理"),
    ("removed_terminated", "终止办理"),
    ("dissatisfied", "不满意"),
    ("not_rated", "未接通或未评价"),
)
"""Counts that are shown without a rate."""


@dataclass(frozen=True, slots=True)
class DaysUsed:
    """用时 of the closed cases: how many took how many days."""

    cases_by_days: Mapping[int, int]

    @property
    def cases(self) -> int:
        return sum(self.cases_by_days.values())

    @property
    def mean(self) -> Fraction | None:
        if not self.cases:
            return None
        return Fraction(sum(days * cases for days, cases in self.cases_by_days.items()), self.cases)

    @property
    def median(self) -> Fraction | None:
        """The middle of the row, or half way between the two middle ones."""
        if not self.cases:
            return None
        lower, upper = (self.cases - 1) // 2, self.cases // 2
        return Fraction(self._at(lower) + self._at(upper), 2)

    def _at(self, place: int) -> int:
        passed = 0
        for days in sorted(self.cases_by_days):
            passed += self.cases_by_days[days]
            if passed > place:
                return days
        raise IndexError(place)


def one_decimal(number: Fraction | None) -> str:
    """``3.5``, rounded half up; empty for nothing."""
    if number is None:
        return ""
    tenths = (number * 20 + 1) // 2
    return f"{tenths // 10}.{tenths % 10}"
