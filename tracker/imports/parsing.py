"""Parse a mapped table row by row; a row is either an ``ImportRow`` or has at least one ``Rejection``."""

from tracker.domain.labels import Kind
from tracker.imports.dates import DayOrder, ambiguous, day_order
from tracker.imports.fields import DATE_FIELDS, ImportField
from tracker.imports.headings import ColumnMapping
from tracker.imports.row_reader import RowReader
from tracker.imports.rows import ImportOptions, ImportRow, Rejection
from tracker.imports.spreadsheets import Table

F = ImportField


def missing_columns(mapping: ColumnMapping) -> tuple[ImportField, ...]:
    """Return the required fields no column is mapped to.

    Required are 收到日期, 标题 (内容 may serve) and, for disclosure, 申请人类别.
    """
    present = {column.field for column in mapping.columns}
    wanted = [F.RECEIVED] if F.RECEIVED not in present else []
    if not present & {F.TITLE, F.CONTENT}:
        wanted.append(F.TITLE)
    if mapping.kind is Kind.DISCLOSURE and F.APPLICANT_TYPE not in present:
        wanted.append(F.APPLICANT_TYPE)
    return tuple(wanted)


def column_orders(table: Table, mapping: ColumnMapping, options: ImportOptions) -> dict[int, DayOrder]:
    """Settle for each date column whether day or month stands first: as told, else by its own clear cells."""
    orders = {}
    for column in mapping.columns:
        if column.field in DATE_FIELDS:
            told = options.day_orders.get(column.label)
            orders[column.index] = told or day_order(row.cell(column.index) for row in table.rows)
    return orders


def unclear_columns(table: Table, mapping: ColumnMapping, options: ImportOptions) -> dict[str, int]:
    """Return the date columns whose day and month cannot be told apart, with the number of such cells."""
    orders = column_orders(table, mapping, options)
    unclear = {}
    for column in mapping.columns:
        if orders.get(column.index) in {DayOrder.UNKNOWN, DayOrder.MIXED}:
            count = sum(ambiguous(row.cell(column.index)) for row in table.rows)
            if count:
                unclear[column.label] = count
    return unclear


def parse_rows(
    table: Table, mapping: ColumnMapping, options: ImportOptions
) -> tuple[list[ImportRow], list[Rejection]]:
    """Parse every row; a file without a required column is rejected once, at its heading row."""
    absent = missing_columns(mapping)
    if absent:
        known = "、".join(column.heading for column in mapping.columns if column.heading) or "（空）"
        return [], [
            Rejection(
                table.header_row,
                field.label,
                f"没有找到“{field.label}”这一列。文件的表头是：{known}。请补上这一列，或指定由哪一列对应。",
            )
            for field in absent
        ]
    orders = column_orders(table, mapping, options)
    rows: list[ImportRow] = []
    rejections: list[Rejection] = []
    numbers: dict[tuple[str, str], int] = {}
    for line in table.rows:
        reader = RowReader(line, mapping, options, orders)
        parsed = reader.parse()
        reader.check_double(numbers)
        rejections += reader.rejections
        if parsed is not None and not reader.rejections:
            rows.append(parsed)
    return rows, rejections
