"""What a cell of an exported 台账 may hold."""

from datetime import date, datetime
from decimal import Decimal

CellValue = str | int | Decimal | date | datetime | None

# A text that begins so is taken for a formula by spreadsheet programs.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
