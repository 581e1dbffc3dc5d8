"""Look into an xlsx before a reader opens it: refuse bombs and damage, note cells the reader leaves empty.

The reader allocates every cell of the bounding box and returns an error cell as empty, so a stray cell in the
last corner would take all memory and a ``#REF!`` would pass for nothing entered.
"""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from tracker.imports.file_kinds import WrongFileType

LARGEST_CONTENT = 600 * 1024 * 1024
MOST_CELLS = 12_000_000
_CHUNK = 4 * 1024 * 1024
_OVERLAP = 4096
_REFERENCE = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*\bt=["']e["'][^>]*)>(?:<(?:\w+:)?f\b.*?(?:/>|</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{1,16})<""",
    re.DOTALL,
)
_UNCALCULATED = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*[^/>])><(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"""
)
_CELL_NAME = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
UNCALCULATED = "#未计算"
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError, OSError)

Faults = dict[tuple[int, int], str]


def inspect_archive(content: bytes) -> Mapping[str, Faults]:
    """Return by sheet name the cells (row, column from 0) that hold an error or a formula never calculated.

    Raises ``WrongFileType`` for a damaged archive, one that unpacks to more than 600 MB, or a sheet whose
    cells span more than 12 million places.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST_CONTENT:
                raise _too_large()
            parts = {member.filename.lstrip("/") for member in archive.infolist()}
            sheets = {part: name for name, part in _sheet_parts(archive, parts).items()}
            faults: dict[str, Faults] = {}
            for part in archive.namelist():
                name = sheets.get(part.lstrip("/"))
                chunks = _chunks(archive, part)
                if name is None:
                    for _ in chunks:
                        pass
                else:
                    faults[name] = _scan(name, chunks)
    except DAMAGE:
        raise WrongFileType(
            "应为 xlsx 表格，但文件已损坏，解不开。请重新导出，或用 Excel、WPS 打开后另存，再试一次。",
            field="文件",
        ) from None
    return faults


def _too_large() -> WrongFileType:
    return WrongFileType(
        "文件解开后超过 600 MB，不像正常的表格，没有读取。请把要用的行复制到新表里另存，或拆成几个文件。",
        field="文件",
    )


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a member's content; zipfile compares length and checksum with what the archive claims."""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _sheet_parts(archive: zipfile.ZipFile, parts: set[str]) -> dict[str, str]:
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    if "xl/_rels/workbook.xml.rels" not in parts:
        return {}
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for match in _RELATION.finditer(relations):
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        target = attributes.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        targets[attributes.get("Id", "")] = path
    found = {}
    for match in _SHEET.finditer(book):
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        found[html.unescape(attributes.get("name", ""))] = targets.get(relation, "")
    return found


def _scan(name: str, chunks: Iterator[bytes]) -> Faults:
    faults: Faults = {}
    widest = tallest = 0
    tail = b""
    for chunk in chunks:
        window = tail + chunk
        places = set(_REFERENCE.findall(window))
        widest = max([widest, *(column_number(letters) for letters in {letters for letters, _ in places})])
        tallest = max([tallest, *(int(row) for _, row in places)])
        if widest * tallest > MOST_CELLS:
            raise WrongFileType(
                f"工作表“{name}”的单元格一直排到第 {tallest} 行、第 {widest} 列，多半是误点留下的空格。"
                "请把要用的行复制到新表里另存，再试一次。",
                field="工作表",
            )
        for match in _ERROR.finditer(window):
            _note(faults, match[1], match[2].decode("utf-8", "replace"))
        for match in _UNCALCULATED.finditer(window):
            _note(faults, match[1], UNCALCULATED)
        tail = window[-_OVERLAP:]
    return faults


def _note(faults: Faults, attributes: bytes, code: str) -> None:
    if place := _CELL_NAME.search(attributes):
        faults[int(place[2]) - 1, column_number(place[1]) - 1] = code


def column_number(letters: bytes) -> int:
    """Return the number of a spreadsheet column (A is 1)."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
