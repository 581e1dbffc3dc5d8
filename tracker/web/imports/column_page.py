"""对应列: what each column of the file was taken for, and what still needs an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from tracker.imports.cells import one_line
from tracker.imports.dates import DayOrder, ambiguous, read_date
from tracker.imports.fields import PERSONAL_FIELDS, ImportField, fields_of
from tracker.imports.headings import Column, Recognition, column_letter
from tracker.imports.parsing import missing_columns
from tracker.services.imports.reading import Reading

SAMPLES = 3
LONGEST_SAMPLE = 18
REQUIRED = frozenset({ImportField.RECEIVED, ImportField.TITLE, ImportField.APPLICANT_TYPE})
KEPT_AS_NOTE = "作为附注保存"


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """One way of reading a column whose day and month are unclear, with an example."""

    code: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of the file; ``asks`` says why it is ochre."""

    letter: str
    index: int
    heading: str
    samples: Sequence[str]
    chosen: str
    how: str
    is_sealed: bool
    asks: str
    orders: Sequence[OrderChoice]


@dataclass(frozen=True, slots=True)
class ColumnPage:
    """See templates/imports/columns.html."""

    lines: Sequence[ColumnLine]
    choices: Sequence[tuple[str, str]]
    questions: Sequence[tuple[str, str, str]]
    facts: Sequence[tuple[str, str]]
    warnings: Sequence[str]
    absent: Sequence[str]
    row_count: int
    heading_row: int


def column_page(reading: Reading, channel_name: str, chosen: Mapping[str, str] | None = None) -> ColumnPage:
    """Lay out the columns of a file for the person to confirm; ``chosen`` keeps answers that were refused."""
    unclear = reading.unclear
    lines = [_line(reading, column, unclear, chosen or {}) for column in reading.mapping.columns]
    absent = [field.label for field in missing_columns(reading.mapping)]
    return ColumnPage(
        lines=lines,
        choices=_choices(reading),
        questions=[(line.letter, line.heading, line.asks) for line in lines if line.asks],
        facts=_facts(reading, channel_name, absent),
        warnings=reading.warnings,
        absent=absent,
        row_count=reading.row_count,
        heading_row=reading.table.header_row,
    )


def _choices(reading: Reading) -> list[tuple[str, str]]:
    offered = [
        (field.value, f"{field.label} *" if field in REQUIRED else field.label)
        for field in fields_of(reading.mapping.kind)
        if field is not ImportField.IGNORED
    ]
    return [("", KEPT_AS_NOTE), (ImportField.IGNORED.value, ImportField.IGNORED.label), *offered]


def _line(
    reading: Reading, column: Column, unclear: Mapping[str, int], chosen: Mapping[str, str]
) -> ColumnLine:
    values = [text for row in reading.table.rows if (text := one_line(row.cell(column.index)))]
    count = unclear.get(column.label, 0)
    asks = ""
    if count:
        asks = f"日和月分不清，请选顺序。整列 {reading.row_count} 行里 {count} 行两种读法都成立。"
    elif column.field is None and column.recognition is Recognition.NONE and not column.heading.strip():
        asks = f"没有表头，前几个值是 {'、'.join(values[:SAMPLES]) or '空'}。不选则作为附注保存。"
    return ColumnLine(
        letter=column_letter(column.index),
        index=column.index,
        heading=column.heading.strip() or "（空表头）",
        samples=[_short(text) for text in islice(values, SAMPLES)],
        chosen=chosen.get(column.label, column.field.value if column.field else ""),
        how=column.recognition.value,
        is_sealed=column.field in PERSONAL_FIELDS,
        asks=asks,
        orders=_orders(reading, column) if count or column.label in reading.options.day_orders else [],
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SAMPLE else text[:LONGEST_SAMPLE] + "…"


def _orders(reading: Reading, column: Column) -> list[OrderChoice]:
    example = next(
        (row.cell(column.index) for row in reading.table.rows if ambiguous(row.cell(column.index))), None
    )
    if example is None:
        return []
    told = reading.options.day_orders.get(column.label)
    found = []
    for order, words in ((DayOrder.DAY_FIRST, "日/月"), (DayOrder.MONTH_FIRST, "月/日")):
        day = read_date(example, order=order).on
        found.append(OrderChoice(order.value, f"{words}，即 {day.month} 月 {day.day} 日", told is order))
    return found


def _facts(reading: Reading, channel_name: str, absent: Sequence[str]) -> list[tuple[str, str]]:
    table = reading.table
    ending = reading.filename.rpartition(".")[2].lower() if "." in reading.filename else ""
    actual = table.format.label
    if ending and ending != actual:
        actual += f"（扩展名为 {ending}）"
    if table.encoding:
        actual += f"，{ENCODINGS.get(table.encoding, table.encoding)}"
    return [
        ("实际格式", actual),
        ("工作表", f"{table.sheet}，表头在第 {table.header_row} 行"),
        ("渠道", channel_name),
        ("必需列", f"缺 {'、'.join(absent)}" if absent else "都已对应"),
    ]


ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8（带 BOM）", "gb18030": "GB18030", "utf-16": "UTF-16"}
