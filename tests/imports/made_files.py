"""Files as people export them, made on the spot: xlsx, xls, csv, and what is none of these."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

HEADINGS = ["来源编号", "收到日期", "诉求类型", "标题", "内容", "姓名", "联系电话"]
ROW = [
    "SL2026001",
    "2026-03-02",
    "咨询",
    "咨询宅基地确权",
    "测试镇村民询问确权手续。",
    "张测试",
    "13800000000",
]


def xlsx(
    *rows: Sequence[Any], sheets: Mapping[str, Sequence[Sequence[Any]]] | None = None, hidden: str = ""
) -> bytes:
    """An xlsx with the given rows, or with several named sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in (sheets or {"Sheet1": rows}).items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Change the XML of one part of an xlsx, for what the writing library cannot make."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for member in source.namelist():
            text = source.read(member)
            assert member != part or old in text
            target.writestr(member, text.replace(old, new) if member == part else text)
    return stream.getvalue()


def csv_text(*rows: Sequence[Any], delimiter: str = ",", newline: str = "\r\n") -> str:
    """Rows as csv text; a cell with a break or the delimiter is quoted."""

    def cell(value: Any) -> str:
        text = "" if value is None else str(value)
        return f'"{text}"' if any(sign in text for sign in (delimiter, "\n", '"')) else text

    return newline.join(delimiter.join(cell(value) for value in row) for row in rows) + newline


def xls(*rows: Sequence[str | float]) -> bytes:
    """A minimal BIFF8 workbook with one sheet ``Sheet1``."""
    cells = b""
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if isinstance(value, str):
                text = struct.pack("<HHHHB", i, j, 0, len(value), 1) + value.encode("utf-16-le")
                cells += _record(0x0204, text)
            else:
                cells += _record(0x0203, struct.pack("<HHHd", i, j, 0, value))
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    name = "Sheet1"
    offset = len(head) + 4 + 8 + len(name) + 4
    bound = _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name.encode())
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6)) + cells + _record(0x000A, b"")
    return _compound(head + bound + _record(0x000A, b"") + sheet)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(stream: bytes) -> bytes:
    """Wrap a stream as ``Workbook`` in a compound file of 512-byte sectors."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    chain = [0xFFFFFFFD, end, *range(3, sectors + 2), end]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, struct.pack("<I", free)[:1])
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    header += struct.pack("<I", free) * 108
    directory = _entry("Root Entry", 5, end, 0, child=1) + _entry("Workbook", 2, 2, len(stream)) + bytes(256)
    return header + table + directory + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    wide = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    body = wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide), kind, 1) + links + bytes(36)
    return body + struct.pack("<IQ", start, size)
