"""Where the figures of a page of statistics lead."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for

from tracker.domain.completion import Rate, Rounding
from tracker.web.statistics.choice import Choice


@dataclass(frozen=True, slots=True)
class LinkedRate:
    """A percentage with the addresses of its numerator and denominator."""

    value: str | None
    numerator: int
    denominator: int
    numerator_url: str
    denominator_url: str


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses behind the figures of one page, made of one: ten years by month hold more than a thousand."""

    page: str
    rounding: Rounding

    @classmethod
    def of(cls, choice: Choice) -> "Links":
        """Those of the page that ``choice`` asks for."""
        return cls(url_for("statistics.show", **choice.address()), choice.rounding)

    def to(self, figure: str, key: str) -> str:
        """The page with the cases behind a figure."""
        return f"{self.page}&{urlencode({'figure': figure, 'key': key})}#cases"

    def rate(self, rate: Rate, numerator: str, denominator: str, key: str) -> LinkedRate:
        """A percentage whose numbers open their cases; a zero opens none."""
        return LinkedRate(
            None if rate.value is None else f"{rate.value}%",
            rate.numerator,
            rate.denominator,
            self.to(numerator, key) if rate.numerator else "",
            self.to(denominator, key) if rate.denominator else "",
        )
