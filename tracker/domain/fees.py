"""政府信息公开信息处理费 (国办函〔2020〕109号, 自 2021-01-01 起): by case or by volume, progressive, never both."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.errors import DomainError

FREE_CASES = 10
FIRST_PAID_CASES = 30
CASES_A_BAND = 10
YUAN_A_BAND = 100
PAGE_BANDS: tuple[tuple[int, int | None, int], ...] = (
    (1, 30, 0),
    (31, 100, 10),
    (101, 200, 20),
    (201, None, 40),
)
BASIS = "国办函〔2020〕109号"
# One person's applications of a month, or the pages of one answer, never come near it.
MOST = 1_000_000


class FeeRefused(DomainError):
    """A number that cannot be charged for."""

    code = "fee_refused"


@dataclass(frozen=True, slots=True)
class FeeStep:
    """One band: ``count`` cases or pages from ``first`` to ``last`` at ``rate`` yuan each."""

    first: int
    last: int
    count: int
    rate: int

    @property
    def yuan(self) -> int:
        return self.count * self.rate


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in whole yuan with the bands it was added up from."""

    yuan: int
    basis: str
    steps: tuple[FeeStep, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the contract's document."""
        return {
            "yuan": self.yuan,
            "basis": self.basis,
            "steps": [
                {
                    "from": step.first,
                    "to": step.last,
                    "count": step.count,
                    "rate": step.rate,
                    "yuan": step.yuan,
                }
                for step in self.steps
            ],
        }


def fee_for_cases(cases: int) -> Fee:
    """按件计收: all applications of one applicant in one calendar month (国办函〔2020〕109号).

    1 to 10 free; 11 to 30 at 100 yuan each; from 31 each further band of ten costs 100 more apiece.
    Raises ``FeeRefused`` for a negative or impossible number.
    """
    _refuse_impossible(cases, "件数")
    bands = [(1, FREE_CASES, 0), (FREE_CASES + 1, FIRST_PAID_CASES, YUAN_A_BAND)]
    first, rate = FIRST_PAID_CASES + 1, 2 * YUAN_A_BAND
    while first <= cases:
        bands.append((first, first + CASES_A_BAND - 1, rate))
        first, rate = first + CASES_A_BAND, rate + YUAN_A_BAND
    return _fee(cases, bands, f"{BASIS}，按件计收，同一申请人一个自然月内 {cases} 件")


def fee_for_pages(pages: int) -> Fee:
    """按量计收: the pages of one application (国办函〔2020〕109号).

    Raises ``FeeRefused`` for a negative or impossible number.
    """
    _refuse_impossible(pages, "页数")
    bands = [(first, pages if last is None else last, rate) for first, last, rate in PAGE_BANDS]
    return _fee(pages, bands, f"{BASIS}，按量计收，一件申请 {pages} 页")


def _refuse_impossible(number: int, what: str) -> None:
    if number < 0:
        raise FeeRefused(f"{what}不能是负数：{number}。", field=what)
    if number > MOST:
        raise FeeRefused(f"{what}应在 {MOST} 以内，现在是 {number}，请核对。", field=what)


def _fee(number: int, bands: list[tuple[int, int, int]], basis: str) -> Fee:
    steps = tuple(
        FeeStep(first, min(last, number), min(last, number) - first + 1, rate)
        for first, last, rate in bands
        if first <= number
    )
    return Fee(sum(step.yuan for step in steps), basis, steps)
