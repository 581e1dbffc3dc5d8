"""备份 as one tar file: the database as SQLite, the kept files, and a list of both with their hashes."""

import hashlib
import io
import json
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from tracker.domain.errors import DomainError
from tracker.extensions import db
from tracker.services.keeping.copying import copy_rows
from tracker.settings import Settings

FORMAT = 1
DATABASE = "database.sqlite"
LIST = "manifest.json"
FOLDERS = ("attachments", "imports", "letters")


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself. ``fingerprints`` tell whether the keys here are the keys it was made with."""

    made_at: str
    database: str
    revision: str
    fingerprints: dict[str, str]
    files: dict[str, str]


def fingerprints(settings: Settings) -> dict[str, str]:
    """Hashes of the keys, from which no key can be had."""
    keys = {"DATA_KEY": settings.data_key, "SECRET_KEY": settings.secret_key.encode()}
    return {
        name: hashlib.sha256(b"case-tracker backup " + key).hexdigest()[:16] for name, key in keys.items()
    }


def revision() -> str:
    """The schema's revision in the database."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def write(*, path: Path, settings: Settings, at: datetime) -> Backup:
    """Write everything to ``path``, readable by the owner only; other people may go on working meanwhile."""
    with tempfile.TemporaryDirectory(dir=settings.instance_dir) as folder:
        database = Path(folder) / DATABASE
        _copy_database(settings, database)
        kept = {DATABASE: database} | dict(_kept_files(settings.instance_dir))
        made = Backup(
            made_at=at.isoformat(timespec="seconds"),
            database=db.engine.dialect.name,
            revision=revision(),
            fingerprints=fingerprints(settings),
            files={name: _sha256(file) for name, file in kept.items()},
        )
        unfinished = path.with_name(path.name + ".part")
        with tarfile.open(unfinished, "w") as tar:
            _add(tar, LIST, json.dumps(_as_json(made), ensure_ascii=False, indent=2).encode())
            for name, file in kept.items():
                tar.add(file, arcname=name, recursive=False)
        unfinished.chmod(0o600)
        unfinished.replace(path)
    return made


@contextmanager
def opened(path: Path) -> Iterator[tuple[Backup, Path]]:
    """Unpack a backup into a folder that goes away afterwards; raises DomainError for anything broken."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            with tarfile.open(path) as tar:
                tar.extractall(folder, filter="data")
            raw = json.loads((folder / LIST).read_text(encoding="utf-8"))
            made = Backup(**{key: raw[key] for key in Backup.__dataclass_fields__})
        except (OSError, tarfile.TarError, ValueError, KeyError) as error:
            raise DomainError(f"{path} 不是本系统的备份文件，或者已经损坏。") from error
        broken = [
            file
            for file, digest in made.files.items()
            if not (folder / file).is_file() or _sha256(folder / file) != digest
        ]
        if broken:
            raise DomainError(f"备份文件不完整：{broken[0]} 缺失或与清单不符。请换一份备份。")
        yield made, folder


def _as_json(made: Backup) -> dict[str, Any]:
    return {"format": FORMAT} | {name: getattr(made, name) for name in Backup.__dataclass_fields__}


def _copy_database(settings: Settings, to: Path) -> None:
    if not settings.is_server:
        with closing(sqlite3.connect(db.engine.url.database or "")) as connection:
            connection.execute("VACUUM INTO ?", (str(to),))
        return
    engine = create_engine(f"sqlite:///{to}")
    db.metadata.create_all(engine)
    snapshot = db.engine.execution_options(isolation_level="REPEATABLE READ")
    with snapshot.connect() as source, engine.begin() as target:
        copy_rows(source=source, target=target, metadata=db.metadata)
    engine.dispose()


def _kept_files(instance_dir: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for file in sorted((instance_dir / folder).rglob("*")):
            if file.is_file() and not file.name.endswith(".part"):
                yield str(file.relative_to(instance_dir)), file


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))
