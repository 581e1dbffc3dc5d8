"""四、政府信息公开行政复议、行政诉讼情况: fifteen numbers in one row, the same in both formats."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from tracker.domain.annual_report.printed_table import Cell, PrintedTable

TITLE = "四、政府信息公开行政复议、行政诉讼情况"
RESULTS = ("upheld", "corrected", "other", "pending", "total")
RESULT_LABELS = MappingProxyType(
    dict(zip(RESULTS, ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"), strict=True))
)
TOTAL = RESULTS[-1]
# 结果维持 stands in two lines of two in its narrow column.
_CHARACTERS_OF_A_LINE = 2
PATHS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
PATH_LABELS = MappingProxyType(dict(zip(PATHS, ("行政复议", "未经复议直接起诉", "复议后起诉"), strict=True)))


@dataclass(frozen=True, slots=True)
class SectionFour:
    """Five numbers a path in the order of RESULTS; None is a blank cell."""

    rows: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)

    def value(self, path: str, result: str) -> int | None:
        numbers = self.rows.get(path)
        return None if numbers is None else numbers[RESULTS.index(result)]

    def blanks(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            (path, result) for path in PATHS for result in RESULTS if self.value(path, result) is None
        )

    def without_zeros(self) -> "SectionFour":
        """The same table with its zeros left blank."""
        return SectionFour({path: tuple(number or None for number in row) for path, row in self.rows.items()})

    def printed(self) -> PrintedTable:
        """Return the table with the merged cells of the notice."""
        results = tuple(
            Cell(RESULT_LABELS[result], line=0 if result == TOTAL else _CHARACTERS_OF_A_LINE)
            for result in RESULTS
        )
        head = (
            (Cell("行政复议", colspan=5), Cell("行政诉讼", colspan=10)),
            (
                *(replace(cell, rowspan=2) for cell in results),
                Cell(PATH_LABELS[PATHS[1]], colspan=5),
                Cell(PATH_LABELS[PATHS[2]], colspan=5),
            ),
            (*results, *results),
        )
        figures = tuple(
            Cell(key=(path, result), value=self.value(path, result)) for path in PATHS for result in RESULTS
        )
        return PrintedTable(TITLE, (*head, figures), heads=len(head), widths=(1,) * 15)


def tally_section_four(counts: Mapping[tuple[str, str], int]) -> SectionFour:
    """Return the filled table for counts by (path, result); totals are added up here, nothing is 0."""
    rows = {}
    for path in PATHS:
        numbers = [counts.get((path, result), 0) for result in RESULTS[:-1]]
        rows[path] = (*numbers, sum(numbers))
    return SectionFour(rows)
