"""What a file is by its content, whatever its name says, and why it is refused when it is no table."""

import io
import zipfile
import zlib
from collections.abc import Collection

from tracker.domain.errors import DomainError
from tracker.domain.labels import Labelled

LARGEST_FILE = 100 * 1024 * 1024
EXPECTED = "应为 xlsx、xls 或 csv 表格"

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF 文档"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"BM6", "BMP 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档"),
    (b"SQLite format 3", "数据库文件"),
    (b"\x7fELF", "程序"),
    (b"MZ", "程序"),
)
_ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/", "Word 文档（docx）"),
    ("ppt/", "演示文稿（pptx）"),
    ("xl/workbook.bin", "xlsb 表格"),
    ("opendocument.spreadsheet", "ods 表格"),
    ("opendocument", "OpenDocument 文档"),
    ("OFD.xml", "OFD 版式文件"),
)


class FileFormat(Labelled):
    """实际格式: what the content turned out to be."""

    XLSX = "xlsx", "xlsx"
    XLS = "xls", "xls"
    CSV = "csv", "csv"


class WrongFileType(DomainError):
    """The content is no table we read; the message names what was expected and what was found."""

    code = "wrong_file_type"


def detect_format(content: bytes, filename: str = "") -> FileFormat:
    """Return the format by content. Raises ``WrongFileType`` for anything that is not xlsx, xls or text."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise _refusal(filename, "空文件", "请确认导出已经完成")
    if len(content) > LARGEST_FILE:
        size = f"{len(content) / 1024 / 1024:.0f} MB 的文件"
        raise _refusal(filename, size, "一次最多 100 MB，请按月份拆成几个文件")
    if content.startswith(b"PK"):
        return _zip_format(content, filename)
    if content.startswith(_COMPOUND):
        return _compound_format(content, filename)
    if found := signed_kind(content):
        raise _refusal(filename, found, "请选平台导出的表格文件")
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta")):
        raise _refusal(filename, "网页（HTML 或 XML）", "请用 Excel 或 WPS 打开它，另存为 xlsx 后再导入")
    if b"\x00" in content[:65536] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refusal(filename, "无法识别的二进制文件", "请选平台导出的表格文件")
    return FileFormat.CSV


def signed_kind(content: bytes) -> str:
    """Say what the first bytes claim the content to be, ``PDF 文档`` say; empty when they claim nothing known."""
    return next((found for signature, found in _SIGNATURES if content.startswith(signature)), "")


def packed_kind(names: Collection[str], mimetype: str = "") -> str:
    """Say what a zip archive with these members is, empty for an archive of no office program."""
    for member, found in _ZIP_MEMBERS:
        if member in mimetype or any(name.startswith(member) for name in names):
            return found
    return ""


def _zip_format(content: bytes, filename: str) -> FileFormat:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [name.replace("\\", "/").lstrip("/") for name in archive.namelist()]
            described = (
                archive.read("mimetype")[:200].decode("ascii", "replace") if "mimetype" in members else ""
            )
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError, OSError):
        raise _refusal(
            filename, "已损坏的 xlsx 或压缩包", "请重新导出，或用 Excel、WPS 打开后另存再导入"
        ) from None
    if "xl/workbook.xml" in members:
        return FileFormat.XLSX
    if found := packed_kind(members, described):
        raise _refusal(filename, found, "请另存为 xlsx 后再导入")
    raise _refusal(filename, "压缩包（zip）", "请先解压，再选里面的表格")


def _compound_format(content: bytes, filename: str) -> FileFormat:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise _refusal(filename, "设了打开密码的文件", "请在 Excel 或 WPS 里去掉密码后另存")
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        return FileFormat.XLS
    if "WordDocument".encode("utf-16-le") in content:
        raise _refusal(filename, "Word 文档（doc）", "请另存为 xlsx 后再导入")
    raise _refusal(filename, "无法识别的 Office 文件", "请用 Excel 或 WPS 打开后另存为 xlsx")


def _refusal(filename: str, found: str, remedy: str) -> WrongFileType:
    name = f"“{filename}”" if filename else "这个文件"
    return WrongFileType(f"{name}{EXPECTED}，实际是{found}。{remedy}。", field="文件")
