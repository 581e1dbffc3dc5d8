"""Files kept under the SHA-256 of their content: written whole or not at all, readable by the owner only."""

import contextlib
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path


def write_once(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``, whose name is its hash; what lies there whole already is only marked as used now.

    The mark is what a sweep of unused files looks at, so that a file which somebody is about to name is not taken.
    """
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size == len(content):
            os.utime(path)
            return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(path)


def read_whole(path: Path, digest: str) -> bytes | None:
    """The bytes at ``path``, or None when they are gone or no longer those of ``digest``."""
    content = path.read_bytes() if path.is_file() else b""
    return content if hashlib.sha256(content).hexdigest() == digest else None


def take_unused(path: Path, *, unless_kept_since: datetime) -> bool:
    """Remove the file unless it was kept or marked since then; False where it stays.

    It is set aside before its mark is read, so that whoever keeps the same content meanwhile writes it anew.
    """
    aside = path.with_name(f"{path.name}.aside")
    with contextlib.suppress(FileNotFoundError):
        path.replace(aside)
        if datetime.fromtimestamp(aside.stat().st_mtime, UTC) >= unless_kept_since:
            aside.replace(path)
            return False
        aside.unlink()
    return True
