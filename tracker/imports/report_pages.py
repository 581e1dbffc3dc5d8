"""Turns a report file into lines and grids, by what it is and not by what its name says."""

import email
import email.policy
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO

from tracker.domain.errors import DomainError
from tracker.imports.file_kinds import FileFormat, packed_kind, signed_kind
from tracker.imports.report_documents import main_part, pages_of_docx
from tracker.imports.report_grids import Grid, GridCell, GridRow, ReportPages
from tracker.imports.report_web_pages import pages_of_html
from tracker.imports.spreadsheets import Sheet, is_blank, read_sheets
from tracker.imports.workbook_archive import DAMAGE

EXPECTED = "应为含“收到和处理政府信息公开申请情况”表格的 docx、xlsx、xls、html 或 json 文件"
LARGEST_FILE, LARGEST_UNPACKED = 50 * 1024 * 1024, 200 * 1024 * 1024
MOST_CELLS = 200_000
_MEGABYTE = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_MAIL = re.compile(rb"^\s*(?:MIME-Version:|From: <?Saved by)", re.IGNORECASE)
_XML_KINDS = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", "Excel 2003 的 XML 表格，请另存为 xlsx"),
    (b"http://schemas.microsoft.com/office/word/2003/wordml", "Word 2003 的 XML 文档，请另存为 docx"),
    (b"http://schemas.microsoft.com/office/2006/xmlPackage", "Word 的 XML 文档，请另存为 docx"),
)
_ASK_FOR_THE_ORIGINAL = frozenset({"PDF 文档", "PNG 图片", "JPEG 图片", "GIF 图片", "BMP 图片", "TIFF 图片"})


def pages_of(content: bytes, filename: str) -> ReportPages:
    """Return the lines and tables of a docx, xlsx, xls or html file; raises DomainError saying what else it is."""
    if content.startswith(b"PK"):
        return _pages_of_archive(content, filename)
    if content.startswith(_OLE):
        return _pages_of_old_office(content, filename)
    if _MAIL.match(content):
        return pages_of_html(_page_in_mail(content))
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<") or content.startswith((b"\xff\xfe<", b"\xfe\xff\0<")):
        if kind := next((kind for sign, kind in _XML_KINDS if sign in content[:8192]), ""):
            raise refusal(filename, f"是 {kind}")
        return pages_of_html(content)
    raise refusal(filename, what_it_is(content))


def refusal(filename: str, found: str) -> DomainError:
    """Say what the file is and what it should be."""
    return DomainError(f"“{filename}”{found}。{EXPECTED}。", field="file")


def what_it_is(content: bytes) -> str:
    """Describe content that is none of the files we read."""
    if not content.strip():
        return "是空文件"
    kind = signed_kind(content)
    if kind in _ASK_FOR_THE_ORIGINAL:
        return f"是 {kind}，表格读不出来，请用它的 Word 或 Excel 原件"
    if kind == "RTF 文档":
        return "是 RTF 文档，请用 Word 打开后另存为 docx"
    return f"是 {kind}" if kind else "不是能读的格式"


def _pages_of_archive(content: bytes, filename: str) -> ReportPages:
    names = _unpacked_names(content, filename)
    if part := main_part(names):
        return pages_of_docx(content, part)
    if "xl/workbook.xml" in names:
        return _pages_of_workbook(content, FileFormat.XLSX)
    kind = packed_kind(names, _mimetype(content, names))
    raise refusal(
        filename, f"是 {kind}，请另存为 docx 或 xlsx" if kind else "是压缩包，但不是 Word 或 Excel 文件"
    )


def _unpacked_names(content: bytes, filename: str) -> frozenset[str]:
    """Return the member names of a zip file; refuses one that is damaged or unpacks beyond reason."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except DAMAGE:
        raise refusal(filename, "已损坏，解不开（可能没有下载完），请重新取一份") from None
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise DomainError("文件解压后超过 200 MB，不像一份年报，没有读取。请检查文件。", field="file")
    return frozenset(member.filename.replace("\\", "/").lstrip("/") for member in members)


def _mimetype(content: bytes, names: frozenset[str]) -> str:
    """What an OpenDocument file says it is."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return archive.read("mimetype")[:200].decode("ascii", "replace") if "mimetype" in names else ""
    except DAMAGE:
        return ""


def _pages_of_old_office(content: bytes, filename: str) -> ReportPages:
    """Read an old container; its streams are named in UTF-16."""

    def holds(*streams: str) -> bool:
        return any(stream.encode("utf-16-le") in content for stream in streams)

    if holds("EncryptedPackage"):
        raise refusal(filename, "设了打开密码，请去掉密码另存后再试")
    if holds("WordDocument") or (
        filename.lower().endswith((".doc", ".wps")) and not holds("Workbook", "Book")
    ):
        raise refusal(filename, "是旧版 Word 文档（doc、wps），请另存为 docx")
    return _pages_of_workbook(content, FileFormat.XLS)


def _page_in_mail(content: bytes) -> bytes:
    """The web page in a page saved as one file (mht), which Word offers too."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        payload = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(payload, bytes):
            return payload
    return b""


def _pages_of_workbook(content: bytes, file_format: FileFormat) -> ReportPages:
    """Every visible sheet as a grid; the hidden ones only where no visible one holds anything."""
    try:
        sheets = [sheet for sheet in read_sheets(content, file_format) if not all(map(is_blank, sheet.rows))]
    except DomainError as error:
        raise DomainError(error.message, field="file") from error
    shown = [sheet for sheet in sheets if not sheet.hidden] or sheets
    left = tuple(sheet.name for sheet in sheets if sheet not in shown)
    return ReportPages(tuple(map(_grid_of, shown)), left_out=left)


def _grid_of(sheet: Sheet) -> Grid:
    width = max(
        (place + 1 for row in sheet.rows for place, value in enumerate(row) if value != ""), default=0
    )
    height = max((number for number, row in enumerate(sheet.rows, 1) if not is_blank(row)), default=0)
    if width * height > MOST_CELLS:
        raise DomainError(
            f"工作表“{sheet.name}”有 {height} 行、{width} 列，不像年报的表。请把年报的表单独存成一个文件。",
            field="file",
        )
    return Grid(f"工作表“{sheet.name}”", tuple(_rows_of(sheet.rows[:height], width)), is_sheet=True)


def _rows_of(rows: list[list[object]], width: int) -> Iterator[GridRow]:
    for number, row in enumerate(rows, 1):
        yield tuple(GridCell(nth - 1, _text(value), number, nth) for nth, value in enumerate(row[:width], 1))


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value).strip()
