"""The report of one year as a value, and the JSON in which agencies exchange it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from tracker.domain.annual_report import section_four, section_three, section_two
from tracker.domain.annual_report.editions import Edition, edition_for
from tracker.domain.annual_report.printed_table import Number
from tracker.domain.annual_report.section_four import SectionFour
from tracker.domain.annual_report.section_three import SectionThree
from tracker.domain.annual_report.section_two import SectionTwo
from tracker.domain.errors import DomainError

LONGEST_NUMBER, MOST_PLACES = 15, 20
"""Digits before and after the point; a float of another system may have many after it."""
TEXTS = ("preface", "one", "five", "six")
N = TypeVar("N")
PART_WORDS = {"preface": "前言", "one": "第一部分", "five": "第五部分", "six": "第六部分"}
HEADINGS = {
    "one": "一、总体情况",
    "five": "五、存在的主要问题及改进情况",
    "six": "六、其他需要报告的事项",
}


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A cell of somebody's file that holds words where a number belongs."""

    section: str
    row: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class KnownFigures:
    """What our own register says besides the tables, to hold the texts against."""

    fee_yuan: int
    handled: int
    closed: int
    received_includes_carried: bool = False


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """One agency's report; a section that is None is absent, not empty. ``known`` is None for anybody's file.

    ``reading`` holds the open choices of filling in it was computed with; empty where nobody told.
    """

    year: int | None = None
    edition: Edition | None = None
    agency: str = ""
    two: SectionTwo | None = None
    three: SectionThree | None = None
    four: SectionFour | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[UnreadCell, ...] = ()
    known: KnownFigures | None = None
    reading: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        year = "" if self.year is None else f"{self.year}年"
        return f"{self.agency}{year}政府信息公开工作年度报告"


def _count(value: Any, where: str) -> int | None:
    number = _number(value, where)
    if isinstance(number, Decimal):
        raise DomainError(f"{where}应为整数，现在是 {value}。", field=where)
    return number


def _number(value: Any, where: str) -> Number:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise DomainError(f"{where}应为数字或空（null），现在是 {value!r}。", field=where)
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise DomainError(f"{where}应为数字或空（null），现在是“{str(value)[:24]}”。", field=where) from None
    if not number.is_finite():
        raise DomainError(f"{where}应为数字，现在是“{value}”。", field=where)
    if number.adjusted() >= LONGEST_NUMBER or -int(number.as_tuple().exponent) > MOST_PLACES:
        raise DomainError(f"{where}是“{str(value)[:24]}”，太长，不像件数或金额。", field=where)
    return section_two.exact_number(number)


def _numbers(values: Any, length: int, where: str, parse: Callable[[Any, str], N]) -> tuple[N, ...]:
    if not isinstance(values, list | tuple) or len(values) != length:
        found = len(values) if isinstance(values, list | tuple) else type(values).__name__
        raise DomainError(f"{where}应有 {length} 个数，现在是 {found}。", field=where)
    return tuple(parse(value, f"{where}第 {index} 个数") for index, value in enumerate(values, 1))


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DomainError(f"{where}应为对象（{{…}}），现在是 {type(value).__name__}。", field=where)
    return value


def _edition(value: Any) -> Edition | None:
    if value is None:
        return None
    edition = next((edition for edition in Edition if edition.value == str(value)), None)
    if edition is None:
        raise DomainError(f"edition 应为 2019 或 2021，现在是“{value}”。", field="edition")
    return edition


def _column_order(document: Mapping[str, Any]) -> tuple[str, ...]:
    columns = document.get("columns", section_three.COLUMNS)
    if not isinstance(columns, list | tuple) or sorted(map(str, columns)) != sorted(section_three.COLUMNS):
        expected = "、".join(section_three.COLUMNS)
        raise DomainError(f"section3.columns 应为这七列：{expected}。", field="section3.columns")
    return tuple(columns)


def _three_from_json(document: Mapping[str, Any], edition: Edition) -> SectionThree:
    columns = _column_order(document)
    order = [columns.index(column) for column in section_three.COLUMNS]
    rows: dict[str, tuple[int | None, ...]] = {}
    for code, values in _mapping(document.get("rows"), "section3.rows").items():
        numbers = _numbers(values, len(columns), f"section3 的 {code} 行", _count)
        rows[code] = tuple(numbers[index] for index in order)
    edition = edition_of_rows(rows, edition)
    unknown = sorted(set(rows) - {row.code for row in section_three.ROWS[edition]})
    if unknown:
        raise DomainError(
            f"section3 有 {edition.label}没有的行：{'、'.join(unknown)}。"
            "行的代码应为 new、carried、granted、partial、d1–d8、u1–u3、n1–n5、"
            "o1–o3（2019年格式为 other）、T、C。",
            field="section3",
        )
    return SectionThree(edition, rows)


def edition_of_rows(rows: Mapping[str, Any], stated: Edition) -> Edition:
    """Return the format the table itself shows, by its rows of （六）其他处理: real reports mix both."""
    split = {"o1", "o2", "o3"} & set(rows)
    if "other" in rows and not split:
        return Edition.TRIAL
    return Edition.CURRENT if split else stated


def _four_from_json(document: Mapping[str, Any]) -> SectionFour:
    unknown = sorted(set(document) - set(section_four.PATHS))
    if unknown:
        raise DomainError(
            f"section4 有不认识的项：{'、'.join(unknown)}。应为 {'、'.join(section_four.PATHS)}。",
            field="section4",
        )
    return SectionFour(
        {path: _numbers(values, 5, f"section4.{path}", _count) for path, values in document.items()}
    )


def _two_from_json(document: Mapping[str, Any], stated: Edition) -> SectionTwo:
    edition = _edition(document.get("edition")) or stated
    rows = {}
    for row, values in _mapping(document.get("rows"), "section2.rows").items():
        columns = section_two.section_two_columns(edition, row)
        if not columns:
            raise DomainError(f"section2 有 {edition.label}没有的行：{row}。", field="section2")
        rows[row] = _numbers(values, len(columns), f"section2 的 {row} 行", _number)
    return SectionTwo(edition, rows)


def report_from_json(document: Any) -> AnnualReport:
    """Return the report a parsed JSON document holds; numbers are taken as they stand, right or wrong.

    Raises DomainError naming the place when the shape is not the one of the command-line contract.
    """
    if not isinstance(document, Mapping) or not {"section2", "section3", "section4"} & set(document):
        raise DomainError(
            "不是年报文件：应为含 section2、section3 或 section4 的 JSON 对象。", field="section3"
        )
    year = _count(document.get("year"), "year")
    stated = _edition(document.get("edition")) or (edition_for(year) if year else Edition.CURRENT)
    two, three, four = (
        None if document.get(name) is None else _mapping(document[name], name)
        for name in ("section2", "section3", "section4")
    )
    texts = _mapping(document.get("text") or {}, "text")
    return AnnualReport(
        year=year,
        edition=stated,
        agency=str(document.get("agency") or ""),
        two=None if two is None else _two_from_json(two, stated),
        three=None if three is None else _three_from_json(three, stated),
        four=None if four is None else _four_from_json(four),
        texts={name: str(texts[name]) for name in TEXTS if texts.get(name)},
        reading={
            str(name): str(value)
            for name, value in _mapping(document.get("reading") or {}, "reading").items()
        },
    )


def report_as_json(report: AnnualReport) -> dict[str, Any]:
    """Return the report in the JSON shape of the command-line contract; absent sections are left out."""
    document: dict[str, Any] = {"year": report.year, "edition": report.edition and report.edition.value}
    if report.agency:
        document["agency"] = report.agency
    if report.two is not None:
        rows = {row: [_plain(number) for number in numbers] for row, numbers in report.two.rows.items()}
        document["section2"] = {"edition": report.two.edition.value, "rows": rows}
    if report.three is not None:
        document["section3"] = {
            "columns": list(section_three.COLUMNS),
            "rows": {code: list(numbers) for code, numbers in report.three.rows.items()},
        }
    if report.four is not None:
        document["section4"] = {path: list(numbers) for path, numbers in report.four.rows.items()}
    if report.texts:
        document["text"] = dict(report.texts)
    if report.reading:
        document["reading"] = dict(report.reading)
    return document


def _plain(number: Number) -> int | float | None:
    # JSON has one kind of number; amounts have at most six decimals, which a float prints back unchanged.
    return float(number) if isinstance(number, Decimal) else number
