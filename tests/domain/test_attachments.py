"""附件: files that lie about what they are, names that lie about themselves."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.attachments import LONGEST_NAME, accepted, kind_of, safe_name
from tracker.domain.errors import DomainError

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 20
EXE = b"MZ\x90\x00\x03" + b"\x00" * 60
ELF = b"\x7fELF\x02\x01\x01" + b"\x00" * 9 + b"\x02\x00>\x00\x01\x00\x00\x00"


def package(*names, size=1):
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * size)
    return stream.getvalue()


def declaring(content, size):
    """The package with another unpacked size in its central directory."""
    at = content.index(b"PK\x01\x02") + 24
    return content[:at] + struct.pack("<I", size) + content[at + 4 :]


def stream(name):
    return OLD + name.encode("utf-16-le") + b"\x00" * 40


REFUSED = [
    ("程序.docx", EXE, "类型不能作附件"),
    ("程序.doc", EXE, "类型不能作附件"),
    ("程序.txt", ELF, "类型不能作附件"),
    ("安装包.doc", stream("AdminExecuteSequence"), "类型不能作附件"),
    ("网页.png", b"<!DOCTYPE html><script>alert(1)</script>", "类型不能作附件"),
    ("矢量图.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "类型不能作附件"),
    ("矢量图.png", b'\xef\xbb\xbf<?xml version="1.0"?><svg/>', "类型不能作附件"),
    ("自解压.xlsx", EXE + package("xl/workbook.xml"), "类型不能作附件"),
    ("图中包.docx", PNG + package("word/document.xml"), "内容是PNG 图片，与扩展名不符"),
    ("包.docx", package("word/document.xml")[:40], "类型不能作附件"),
    ("旧表带宏.xls", stream("Workbook") + "_VBA_PROJECT".encode("utf-16-le"), "含有宏，请另存"),
    ("有密码.docx", stream("EncryptedPackage"), "设有密码"),
    ("炸弹.docx", declaring(package("word/document.xml"), 3 * 1024**3), "解开以后超过 200 MB"),
    ("许多.xlsx", package("xl/workbook.xml", *(f"{n}" for n in range(5001))), "解开以后超过"),
    ("空.docx", b"", "是空文件"),
    ("空白.txt", b" \r\n", "类型不能作附件"),
]


@pytest.mark.parametrize(("name", "content", "because"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_file_that_is_not_what_it_says_is_refused_by_name(name, content, because):
    with pytest.raises(DomainError, match=because) as refused:
        accepted(name, content)
    assert f"「{name}」" in refused.value.message


KEPT = [
    ("扫描.pdf", b"%PDF-1.7\n"),
    ("现场.png", PNG),
    ("现场.jpeg", b"\xff\xd8\xff\xe0" + b"x" * 20),
    ("聊天图.webp", b"RIFF\x1a\x00\x00\x00WEBPVP8 " + b"x" * 20),
    ("申请表.docx", package("word/document.xml")),
    ("台账.xlsx", package("xl/workbook.xml")),
    ("来文.ofd", package("OFD.xml")),
    ("旧文.wps", stream("WordDocument")),
    ("通话.mp3", b"\xff\xf3\x84" + b"\x00" * 20),
    ("通话.m4a", b"\x00\x00\x00\x1cftypM4A \x00\x00\x02\x00" + b"x" * 20),
    ("通话.wav", b"RIFF\x24\x00\x00\x00WAVEfmt " + b"x" * 20),
    ("通话.amr", b"#!AMR\n" + b"x" * 20),
    ("说明.txt", "来电人补充".encode("gb18030")),
]


@pytest.mark.parametrize(("name", "content"), KEPT, ids=[row[0] for row in KEPT])
def test_what_an_office_gets_is_kept_under_its_own_name(name, content):
    safe, kind = accepted(name, content)
    assert safe == name
    assert name.rpartition(".")[2] in kind.endings


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("申请表\u202efdp.exe.pdf", "申请表fdp.exe.pdf"),
        ("\u2066隐藏\u2069\u061c\ufeff\u00ad.pdf", "隐藏.pdf"),
        ("..\\..\\桌面/../申请.pdf", "申请.pdf"),
        ("/etc/passwd\x00.pdf", "passwd.pdf"),
        ('引号"和\r\nSet-Cookie: a=b.pdf', "引号和Set-Cookie a=b.pdf"),
        ("\ud800坏字.pdf", "坏字.pdf"),
        ("。。.pdf", "。。.pdf"),
        ("...", "附件"),
        ("", "附件"),
        ("短." + "长" * 300, "短." + "长" * 118),
        ("长" * 4000 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_a_name_says_only_what_can_be_seen(name, safe):
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_every_name_becomes_one_that_can_be_written(name):
    safe = safe_name(name)
    assert 0 < len(safe) <= LONGEST_NAME
    assert not set(safe) & set('/\\:*?"<>|\r\n\x00')
    safe.encode()


@given(st.binary(max_size=400))
def test_no_content_breaks_the_look_at_it(content):
    for head in (b"", b"PK\x03\x04", OLD, b"RIFF"):
        kind_of(head + content)


@given(st.integers(0, 300), st.binary(min_size=1, max_size=8))
def test_a_damaged_package_is_looked_at_without_harm(at, noise):
    content = package("word/document.xml", "a", "b")
    kind_of(content[:at] + noise + content[at + len(noise) :])
