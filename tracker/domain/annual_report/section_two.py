"""二、主动公开政府信息情况: the tables by items of 条例第二十条 in both formats."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.printed_table import Cell, Number, PrintedTable
from tracker.domain.printed_text import bare_label

TITLE = "二、主动公开政府信息情况"


@dataclass(frozen=True, slots=True)
class ItemTable:
    """One item of 条例第二十条: ``columns`` and ``rows`` pair codes with printed labels."""

    item: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]


_DECISIONS = (("decisions", "本年处理决定数量"),)
_PROJECTS = (("previous_items", "上一年项目数量"), ("change", "本年增/减"))
_TRIAL_DECISIONS = (*_PROJECTS, ("decisions", "处理决定数量"))
_COERCION = (("penalties", "行政处罚"), ("coercive_measures", "行政强制"))

ITEM_TABLES = MappingProxyType(
    {
        Edition.TRIAL: (
            ItemTable(
                "第二十条第（一）项",
                (
                    ("newly_made", "本年新制作数量"),
                    ("newly_published", "本年新公开数量"),
                    ("published_total", "对外公开总数量"),
                ),
                (("regulations", "规章"), ("normative_documents", "规范性文件")),
            ),
            ItemTable(
                "第二十条第（五）项",
                _TRIAL_DECISIONS,
                (("licences", "行政许可"), ("other_services", "其他对外管理服务事项")),
            ),
            ItemTable("第二十条第（六）项", _TRIAL_DECISIONS, _COERCION),
            ItemTable("第二十条第（八）项", _PROJECTS, (("fees", "行政事业性收费"),)),
            ItemTable(
                "第二十条第（九）项",
                (("purchases", "采购项目数量"), ("purchase_amount", "采购总金额")),
                (("procurement", "政府集中采购"),),
            ),
        ),
        Edition.CURRENT: (
            ItemTable(
                "第二十条第（一）项",
                (("made", "本年制发件数"), ("abolished", "本年废止件数"), ("in_force", "现行有效件数")),
                (("regulations", "规章"), ("normative_documents", "行政规范性文件")),
            ),
            ItemTable("第二十条第（五）项", _DECISIONS, (("licences", "行政许可"),)),
            ItemTable("第二十条第（六）项", _DECISIONS, _COERCION),
            ItemTable(
                "第二十条第（八）项",
                (("fee_amount", "本年收费金额（单位：万元）"),),
                (("fees", "行政事业性收费"),),
            ),
        ),
    }
)

AMOUNT_UNITS = MappingProxyType({"fee_amount": "万元", "purchase_amount": "元"})
"""The columns that hold amounts, which may have decimals; the trial format prints no unit, reports write plain yuan."""
SIGNED_COLUMN = "change"
"""本年增/减 may be below zero."""


def section_two_columns(edition: Edition, row: str) -> tuple[str, ...]:
    """Return the column codes of ``row`` in this format, empty when the format has no such row."""
    for table in ITEM_TABLES[edition]:
        if row in dict(table.rows):
            return tuple(code for code, _ in table.columns)
    return ()


def section_two_row(label: str) -> str | None:
    """Return the row code of a printed label in either format, or None."""
    words = bare_label(label)
    for tables in ITEM_TABLES.values():
        for table in tables:
            for code, name in table.rows:
                if bare_label(name) == words:
                    return code
    return None


@dataclass(frozen=True, slots=True)
class SectionTwo:
    """The figures as entered, in the order of the row's columns; signed, decimal, or None for blank."""

    edition: Edition
    rows: Mapping[str, tuple[Number, ...]] = field(default_factory=dict)

    def value(self, row: str, column: str) -> Number:
        columns = section_two_columns(self.edition, row)
        numbers = self.rows.get(row)
        return numbers[columns.index(column)] if numbers is not None and column in columns else None

    def printed(self) -> PrintedTable:
        """Return the items one under the other in a grid of four columns, as the notice prints them."""
        rows: list[tuple[Cell, ...]] = []
        for table in ITEM_TABLES[self.edition]:
            rows.append((Cell(table.item, colspan=4, centred=True),))
            spans = _SPANS[len(table.columns)]
            head = (
                Cell(name, colspan=span, centred=True)
                for (_, name), span in zip(table.columns, spans, strict=True)
            )
            rows.append((Cell("信息内容", centred=True), *head))
            for row, label in table.rows:
                figures = (
                    Cell(key=(row, column), value=self.value(row, column), colspan=span)
                    for (column, _), span in zip(table.columns, spans, strict=True)
                )
                rows.append((Cell(label), *figures))
        return PrintedTable(TITLE, tuple(rows), heads=0, widths=(1, 1, 1, 1))


_SPANS = MappingProxyType({1: (3,), 2: (1, 2), 3: (1, 1, 1)})


def exact_number(number: Number) -> Number:
    """Return whole amounts as int; decimals keep the digits they were given."""
    if isinstance(number, Decimal) and number == number.to_integral_value():
        return int(number)
    return number
