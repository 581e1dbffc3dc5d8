"""Read csv text as offices export it: UTF-8 with or without BOM, GB18030, UTF-16; comma, semicolon or tab."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice

from tracker.imports.file_kinds import EXPECTED, WrongFileType
from tracker.imports.headings import recognised_in_any_kind

DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 1_000_000
_SAMPLE_ROWS = 40
_SENTINEL = "\x1eend\x1e"


def read_delimited(content: bytes) -> tuple[list[list[str]], str]:
    """Return (rows, encoding); a record spanning lines is one row, a blank line is a row without cells.

    Raises ``WrongFileType`` when the bytes are no text, or a quotation mark is never closed.
    """
    text, encoding = decode(content)
    if text[:4].casefold() == "sep=":
        first, _, text = text.partition("\n")
        delimiter = first.strip()[4:5] or ","
    else:
        delimiter = _best_delimiter(text)
    rows = list(_records(text + "\n" + _SENTINEL, delimiter))
    if rows[-1] != [_SENTINEL]:
        start = len(rows)
        raise WrongFileType(
            f"第 {start} 行起有一个双引号没有配对，后面的内容会读成一格。请补上引号或另存为 xlsx 后再导入。",
            field="文件",
        )
    return rows[:-1], encoding


def decode(content: bytes) -> tuple[str, str]:
    """Decode by byte order mark, else as UTF-8, else as GB18030; raises ``WrongFileType`` when none fits."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            attempts = [encoding]
            break
    else:
        attempts = ["utf-8", "gb18030"]
    for encoding in attempts:
        try:
            return content.decode(encoding).removeprefix("\ufeff"), encoding
        except UnicodeDecodeError:
            continue
    raise WrongFileType(
        f"{EXPECTED}，这个文件既不是 UTF-8 也不是 GB18030 编码的文字。"
        "请用 Excel 或 WPS 另存为 xlsx 后再导入。",
        field="文件",
    )


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _best_delimiter(text: str) -> str:
    """Return the delimiter under which some early row names most fields, then the one giving most cells."""

    def merit(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(islice(_records(text, delimiter), _SAMPLE_ROWS))
        except csv.Error:
            return (-1, 0)
        named = max((recognised_in_any_kind(cells) for cells in rows), default=0)
        return named, sum(len(cells) - 1 for cells in rows if cells)

    return max(DELIMITERS, key=merit)
