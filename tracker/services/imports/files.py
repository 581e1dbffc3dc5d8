"""The raw file of an import, kept under its SHA-256: what was imported can always be read again."""

import hashlib
from pathlib import Path

from tracker.domain.errors import DomainError
from tracker.services.content_store import read_whole, write_once

FOLDER = "imports"


def keep_raw(*, instance_dir: Path, content: bytes) -> str:
    """Write ``content`` into the imports folder and return its SHA-256."""
    digest = hashlib.sha256(content).hexdigest()
    write_once(raw_path(instance_dir=instance_dir, sha256=digest), content)
    return digest


def read_raw(*, instance_dir: Path, sha256: str) -> bytes:
    """Return the kept file; raises DomainError when it is gone or no longer what it was."""
    content = read_whole(raw_path(instance_dir=instance_dir, sha256=sha256), sha256)
    if content is None:
        raise DomainError("上传的文件已不在或已被改动，请重新上传。", field="文件")
    return content


def raw_path(*, instance_dir: Path, sha256: str) -> Path:
    """Return where the file with this SHA-256 is kept."""
    return instance_dir / FOLDER / sha256
