"""Names a figure of the report by its table, row and column, as people read them."""

from tracker.domain.annual_report.section_four import PATH_LABELS, RESULT_LABELS
from tracker.domain.annual_report.section_three import COLUMN_LABELS, ROW_LABELS
from tracker.domain.annual_report.section_two import ITEM_TABLES

SECTION_NAMES = {"two": "第二部分", "three": "第三部分", "four": "第四部分"}
_ITEM_ROWS = {row: label for tables in ITEM_TABLES.values() for table in tables for row, label in table.rows}
_ITEM_COLUMNS = {
    column: label for tables in ITEM_TABLES.values() for table in tables for column, label in table.columns
}
_ROWS = {"two": _ITEM_ROWS, "three": ROW_LABELS, "four": PATH_LABELS}
_COLUMNS = {"two": _ITEM_COLUMNS, "three": COLUMN_LABELS, "four": RESULT_LABELS}


def is_place(section: str, row: str, column: str) -> bool:
    """Whether either format has such a cell."""
    return section in _ROWS and row in _ROWS[section] and column in _COLUMNS[section]


def place_words(section: str, row: str, column: str) -> str:
    """Return ``第三部分“1.属于国家秘密”行“商业企业”列``."""
    return f"{SECTION_NAMES[section]}“{_ROWS[section][row]}”行“{_COLUMNS[section][column]}”列"
