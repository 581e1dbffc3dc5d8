"""What the pages of 下级汇总 show: the sums, and behind each figure the agencies it comes from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.places import is_place, place_words
from tracker.domain.annual_report.printed_table import Cell, Number
from tracker.domain.annual_report.report import AnnualReport
from tracker.domain.annual_report.rollup import in_edition, rolled_up, rolled_up_four, rolled_up_two
from tracker.models.agency import Agency
from tracker.queries.child_reports import ChildReport
from tracker.web.annual_report.tables import Place, PrescribedTable, prescribed

SECTIONS = ("two", "three", "four")
Chosen = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class SumPart:
    """One agency's share of a figure; ``words`` is the figure, 空格, or 未报."""

    name: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class ChosenSum:
    """Where a figure of the sum comes from, the parent's own figure beside it."""

    title: str
    total: str
    parts: tuple[SumPart, ...]
    own: str


@dataclass(frozen=True, slots=True)
class SumTables:
    """``notes`` says what was left out of the sums or put elsewhere."""

    tables: tuple[PrescribedTable, ...]
    notes: tuple[str, ...]


def figure_of(report: AnnualReport, chosen: Chosen, edition: Edition) -> Number:
    """The figure of a report as it enters the sum in ``edition``."""
    section, row, column = chosen
    if section == "two":
        table = report.two
        return table.value(row, column) if table is not None and table.edition is edition else None
    if section == "three":
        return in_edition(report.three, edition).value(row, column) if report.three is not None else None
    return report.four.value(row, column) if report.four is not None else None


def sum_of(reports: Sequence[AnnualReport], edition: Edition) -> AnnualReport:
    """The reports added up, each section from those that have it."""
    two = [report.two for report in reports if report.two is not None and report.two.edition is edition]
    three = [report.three for report in reports if report.three is not None]
    four = [report.four for report in reports if report.four is not None]
    return AnnualReport(
        edition=edition,
        two=rolled_up_two(two, edition) if two else None,
        three=rolled_up(three, edition) if three else None,
        four=rolled_up_four(four) if four else None,
    )


def sum_report(children: Sequence[ChildReport], agency: Agency, year: int, edition: Edition) -> AnnualReport:
    """The sum as a report to be taken away; its preface says of whom it is and what was left out."""
    reports = [child.report for child in children if child.report is not None]
    missing = [child.name for child in children if child.report is None]
    lines = [
        f"{year} 年 {len(reports)} 个下级机关年报的数相加，不含{agency.name}。",
        f"未报：{'、'.join(missing)}。" if missing else "应报的都已报。",
        *(f"{note}。" for note in _notes(reports, edition)),
        *(f"{child.name}：{_source(child)}" for child in children if child.report is not None),
    ]
    return replace(
        sum_of(reports, edition),
        year=year,
        agency=f"{agency.name}下级机关",
        texts={"preface": "\n".join(lines)},
    )


def _source(child: ChildReport) -> str:
    state = f"在本系统冻结的第 {child.number} 版" if child.version else f"年报文件第 {child.number} 版"
    return f"{state}，{len(child.findings)} 项不一致" if child.findings else f"{state}，检查通过"


def sum_tables(
    reports: Sequence[AnnualReport], edition: Edition, *, year: int, chosen: Chosen | None
) -> SumTables:
    """The tables of the sum, every figure leading to its agencies; where somebody left a blank it is marked."""
    total = sum_of(reports, edition)
    held = (("two", total.two), ("three", total.three), ("four", total.four))
    tables = []
    for section, table in held:
        if table is None:
            continue
        printed = table.printed()
        cells = [cell for row in printed.rows for cell in row if cell.is_figure]
        marks = _marks(section, cells, reports, edition)
        if chosen is not None and chosen[0] == section:
            marks[chosen[1], chosen[2]] = "chosen"
        tables.append(prescribed(printed, link=_link(year, section), marks=marks))
    return SumTables(tuple(tables), _notes(reports, edition))


def _link(year: int, section: str) -> Callable[[Place], str]:
    def link(place: Place) -> str:
        row, column = place
        return url_for(
            "child_reports.show", year=year, section=section, row=row, column=column, _anchor="cell"
        )

    return link


def _marks(
    section: str, cells: Sequence[Cell], reports: Sequence[AnnualReport], edition: Edition
) -> dict[Place, str]:
    marks = {}
    for cell in cells:
        if cell.key is not None and cell.value is not None:
            figures = [figure_of(report, (section, *cell.key), edition) for report in reports]
            if None in figures:
                marks[cell.key] = "warned"
    return marks


def _notes(reports: Sequence[AnnualReport], edition: Edition) -> tuple[str, ...]:
    other = next(one for one in Edition if one is not edition)
    two = sum(report.two is not None and report.two.edition is other for report in reports)
    three = sum(report.three is not None and report.three.edition is other for report in reports)
    lacking = [
        f"第{name}部分有 {missing} 个机关的年报里没有"
        for name, missing in (
            ("二", sum(report.two is None for report in reports)),
            ("三", sum(report.three is None for report in reports)),
            ("四", sum(report.four is None for report in reports)),
        )
        if 0 < missing < len(reports)
    ]
    moved = "整行计入“3.其他”" if edition is Edition.CURRENT else "三行合为一行"
    notes = [f"{three} 个机关的第三部分用{other.label}，其“（六）其他处理”{moved}"] if three else []
    notes += [f"{two} 个机关的第二部分用{other.label}，项目不同，没有计入"] if two else []
    return (*notes, *lacking)


def asked_place(args: Mapping[str, str]) -> Chosen | None:
    """The figure an address names, or None."""
    place = (args.get("section", ""), args.get("row", ""), args.get("column", ""))
    return place if is_place(*place) else None


def chosen_sum(
    children: Sequence[ChildReport], own: AnnualReport, chosen: Chosen, *, year: int, edition: Edition
) -> ChosenSum:
    """The agencies behind one figure, those who left it blank and those who did not report too."""
    section, row, column = chosen
    reports = [child.report for child in children if child.report is not None]
    return ChosenSum(
        title=place_words(*chosen),
        total=_shown(figure_of(sum_of(reports, edition), chosen, edition)),
        parts=tuple(
            SumPart(
                child.name,
                "未报" if child.report is None else _shown(figure_of(child.report, chosen, edition)),
                url_for(
                    "child_reports.child",
                    year=year,
                    agency_id=child.agency.id,
                    section=section,
                    row=row,
                    column=column,
                    _anchor="cell",
                ),
            )
            for child in children
        ),
        own=_shown(figure_of(own, chosen, edition)),
    )


def _shown(number: Number) -> str:
    return "空格" if number is None else f"{number:,}"
