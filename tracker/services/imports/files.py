"""The raw file of an import, kept under its SHA-256: what was imported can always be read again."""

import hashlib
import os
from pathlib import Path

from tracker.domain.errors import DomainError

FOLDER = "imports"


def keep_raw(*, instance_dir: Path, content: bytes) -> str:
    """Write ``content`` into the imports folder, readable by the owner only, and return its SHA-256."""
    digest = hashlib.sha256(content).hexdigest()
    path = raw_path(instance_dir=instance_dir, sha256=digest)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    unfinished.replace(path)
    return digest


def read_raw(*, instance_dir: Path, sha256: str) -> bytes:
    """Return the kept file; raises DomainError when it is gone or no longer what it was."""
    path = raw_path(instance_dir=instance_dir, sha256=sha256)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DomainError("上传的文件已不在或已被改动，请重新上传。", field="文件")
    return content


def raw_path(*, instance_dir: Path, sha256: str) -> Path:
    """Return where the file with this SHA-256 is kept."""
    return instance_dir / FOLDER / sha256
