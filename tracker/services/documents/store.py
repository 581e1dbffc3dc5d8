"""Where documents lie: under their SHA-256 in ``INSTANCE_DIR/attachments``, readable by the owner only."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from tracker.domain.errors import DomainError
from tracker.services.content_store import read_whole, take_unused, write_once

JUST_KEPT = timedelta(hours=1)


def keep(folder: Path, content: bytes) -> str:
    """Write ``content`` and return its SHA-256; the same content is kept once."""
    digest = hashlib.sha256(content).hexdigest()
    write_once(place_of(folder, digest), content)
    return digest


def take_away(folder: Path, digest: str, *, unless_kept_since: datetime) -> bool:
    """Remove content that no row names; what was kept since then stays, its row may be on the way."""
    return take_unused(place_of(folder, digest), unless_kept_since=unless_kept_since)


def read(folder: Path, digest: str) -> bytes:
    """The kept bytes; raises DomainError when they are gone or no longer what they were."""
    content = read_whole(place_of(folder, digest), digest)
    if content is None:
        raise DomainError("文件已不在或者已被改动，请联系系统管理员从备份恢复。", field="file")
    return content


def place_of(folder: Path, digest: str) -> Path:
    """Where the content with this SHA-256 lies: a folder by its first two digits."""
    return folder / digest[:2] / digest
