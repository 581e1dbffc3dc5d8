"""Turn a letter into PDF, where LibreOffice is installed; nothing depends on it."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tracker.domain.errors import DomainError

PATIENCE_SECONDS = 60
FONTS = Path(__file__).with_name("preview_fonts.conf")
"""Which installed font stands in for one of the official style; an administrator's own FONTCONFIG_FILE goes before."""


def program() -> str | None:
    """LibreOffice on this machine, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def as_pdf(docx: bytes) -> bytes:
    """The document as PDF; raises DomainError where LibreOffice is missing or fails.

    Each run has a profile folder of its own, so that two at once do not lock each other out.
    """
    office = program()
    if office is None:
        raise DomainError("本机没有安装 LibreOffice，不能生成 PDF；请下载 Word 文件打开。")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "letter.docx"
        source.write_bytes(docx)
        command = [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(  # noqa: S603 - a fixed program on a file of ours
                command,
                check=True,
                capture_output=True,
                timeout=PATIENCE_SECONDS,
                env={"FONTCONFIG_FILE": str(FONTS), **os.environ},
            )
            return source.with_suffix(".pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise DomainError("没有转成 PDF，请下载 Word 文件打开。") from error
