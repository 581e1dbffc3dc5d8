"""附件: what may be kept with a case, told by its content and not by its name."""

import re
import struct
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from tracker.domain.errors import DomainError

LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 120
LONGEST_ENDING = 10
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5000
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that may be kept. ``endings`` are those its name may have, the first one the usual."""

    label: str
    media_type: str
    endings: tuple[str, ...]


PDF = FileKind("PDF", "application/pdf", ("pdf",))
PNG = FileKind("PNG 图片", "image/png", ("png",))
JPEG = FileKind("JPEG 图片", "image/jpeg", ("jpg", "jpeg"))
WEBP = FileKind("WEBP 图片", "image/webp", ("webp",))
TIFF = FileKind("TIFF 图片", "image/tiff", ("tif", "tiff"))
DOCX = FileKind("Word 文档", WORD, ("docx",))
XLSX = FileKind("Excel 表格", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))
OFD = FileKind("OFD 版式文件", "application/ofd", ("ofd",))
OLD_OFFICE = FileKind("Office 97 文件", "application/x-ole-storage", ("doc", "xls", "wps", "et"))
MP3 = FileKind("MP3 录音", "audio/mpeg", ("mp3",))
M4A = FileKind("M4A 录音", "audio/mp4", ("m4a",))
WAV = FileKind("WAV 录音", "audio/wav", ("wav",))
AMR = FileKind("AMR 录音", "audio/amr", ("amr",))
TEXT = FileKind("文本文件", "text/plain", ("txt",))

OLD_BEGINNING = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_BEGINNINGS = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (OLD_BEGINNING, OLD_OFFICE),
    (b"ID3", MP3),
    (b"\xff\xfb", MP3),
    (b"\xff\xf3", MP3),
    (b"\xff\xf2", MP3),
    (b"#!AMR", AMR),
)
_INSIDE = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("OFD.xml", OFD))
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# the streams by which Word and Excel files of before 2007 are known among all compound files (installers, mails)
_OLD_STREAMS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "Workbook", "Book\0"))
_OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_OLD_LOCKED = "EncryptedPackage".encode("utf-16-le")


def kind_of(content: bytes) -> FileKind | None:
    """The kind that ``content`` shows itself to be; None for anything that is not kept (programs above all)."""
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            is_other = kind is OLD_OFFICE and not any(name in content for name in _OLD_STREAMS)
            return None if is_other else kind
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return WAV
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:11] == b"ftypM4A":
        return M4A
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    return TEXT if _is_text(content) else None


def _office_kind(content: bytes) -> FileKind | None:
    names = {part.filename for part in _parts(content)}
    return next((kind for inside, kind in _INSIDE if inside in names), None)


def _parts(content: bytes) -> list[ZipInfo]:
    """The parts that a package declares; none where it cannot be read as one."""
    if not content.startswith(b"PK\x03\x04"):
        return []
    try:
        with ZipFile(BytesIO(content)) as archive:
            return archive.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OverflowError, EOFError, struct.error):
        return []


def _danger(content: bytes) -> str:
    """What makes a file of an accepted kind one that is not kept, with the way to mend it; empty for nothing."""
    parts = _parts(content)
    is_old = content.startswith(OLD_BEGINNING)
    if any(part.filename.endswith("vbaProject.bin") for part in parts) or (is_old and _OLD_MACROS in content):
        return "含有宏，请另存为不含宏的文件"
    if is_old and _OLD_LOCKED in content:
        return "设有密码，打不开也就无法核对，请去掉密码再传"
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        return f"解开以后超过 {LARGEST_UNPACKED // 1024 // 1024} MB，可能是压缩炸弹，请另存后再传"
    return ""


def _is_text(content: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            return False
        return bool(text.strip()) and not text.lstrip("\ufeff \r\n\t").startswith(("<", "#!", "MZ"))
    return False


def safe_name(name: str) -> str:
    """A file name without folders, control and direction marks, at most 120 characters; Chinese stays."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in _INVISIBLE)
    clean = _UNSAFE.sub("", seen).strip().rstrip(" .")
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return clean[:LONGEST_NAME] or "附件"
    return f"{stem.strip(' .')[: LONGEST_NAME - len(ending) - 1] or '附件'}.{ending}"


def accepted(name: str, content: bytes) -> tuple[str, FileKind]:
    """The safe name and the kind of a file that may be kept.

    Raises DomainError naming the file: empty, too large, of a kind that is not kept, or not what it claims to be.
    """
    safe = safe_name(name)
    if not content:
        raise DomainError(f"「{safe}」是空文件，请重新选择。", field="file")
    if len(content) > LARGEST:
        raise DomainError(
            f"「{safe}」有 {len(content) / 1024 / 1024:.1f} MB，超过 {LARGEST // 1024 // 1024} MB，请压缩或者拆分。",
            field="file",
        )
    if danger := _danger(content):
        raise DomainError(f"「{safe}」{danger}。", field="file")
    kind = kind_of(content)
    if kind is None:
        raise DomainError(
            f"「{safe}」的类型不能作附件。可以传 PDF、OFD、图片、Word、Excel、录音和文本文件。", field="file"
        )
    ending = safe.rpartition(".")[2].lower()
    if ending not in kind.endings:
        raise DomainError(
            f"「{safe}」的内容是{kind.label}，与扩展名不符。请改成 .{kind.endings[0]} 或者核对文件。",
            field="file",
        )
    return safe, kind
