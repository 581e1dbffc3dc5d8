"""Where documents lie: under their SHA-256 in ``INSTANCE_DIR/attachments``, readable by the owner only."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker.domain.errors import DomainError

JUST_KEPT = timedelta(hours=1)


def keep(folder: Path, content: bytes) -> str:
    """Write ``content`` and return its SHA-256; the same content is kept once."""
    digest = hashlib.sha256(content).hexdigest()
    path = place_of(folder, digest)
    if path.exists():
        path.touch()
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    unfinished.replace(path)
    return digest


def take_away(folder: Path, digest: str, *, unless_kept_since: datetime) -> bool:
    """Remove content that no row names; what was kept since then stays, its row may be on the way."""
    path = place_of(folder, digest)
    if path.exists() and datetime.fromtimestamp(path.stat().st_mtime, UTC) >= unless_kept_since:
        return False
    path.unlink(missing_ok=True)
    return True


def read(folder: Path, digest: str) -> bytes:
    """The kept bytes; raises DomainError when they are gone or no longer what they were."""
    path = place_of(folder, digest)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise DomainError("文件已不在或者已被改动，请联系系统管理员从备份恢复。", field="file")
    return content


def place_of(folder: Path, digest: str) -> Path:
    """Where the content with this SHA-256 lies: a folder by its first two digits."""
    return folder / digest[:2] / digest
