"""恢复: bring an installation back from a backup, on the same kind of database or the other."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, func, select

from tracker.domain.errors import DomainError
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.user import User
from tracker.services.keeping import archive
from tracker.services.keeping.archive import DATABASE, Backup
from tracker.services.keeping.copying import Mended, copy_rows, empty
from tracker.settings import Settings


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back; ``safety`` is where the state before it was kept, where there was any.

    ``mended`` are texts that had to be cut to fit this database.
    """

    backup: Backup
    safety: Path | None
    signs_everybody_out: bool
    mended: tuple[Mended, ...] = ()


def restore(*, path: Path, settings: Settings, at: datetime, upgrade: Callable[[], None]) -> Restored:
    """Replace this installation's state by the backup's; raises DomainError and changes nothing when it cannot.

    The present state is backed up first into the instance folder. ``upgrade`` brings the schema to the newest
    revision. Nobody may work meanwhile: the caller makes sure that web server and worker are stopped.
    """
    with archive.opened(path) as (made, folder):
        _refuse_other_keys(made, settings)
        upgrade()
        newest = archive.revision()
        replaces_file = not settings.is_server and made.database == "sqlite"
        if not replaces_file and made.revision != newest:
            raise DomainError(
                f"备份的数据库结构是 {made.revision}，本程序是 {newest}。请先用做备份时的版本恢复，再升级程序。"
            )
        safety = _keep_present(settings, at)
        mended: list[Mended] = []
        if replaces_file:
            _into_file(folder / DATABASE)
            upgrade()
        else:
            mended = _into_tables(folder / DATABASE, settings, upgrade)
        _put_back_files(made, folder, settings.instance_dir)
        differs = made.fingerprints["SECRET_KEY"] != archive.fingerprints(settings)["SECRET_KEY"]
        return Restored(backup=made, safety=safety, signs_everybody_out=differs, mended=tuple(mended))


def _refuse_other_keys(made: Backup, settings: Settings) -> None:
    if made.fingerprints["DATA_KEY"] != archive.fingerprints(settings)["DATA_KEY"]:
        raise DomainError(
            "这份备份是用另一把 DATA_KEY 加密的，用现在的密钥打不开其中的个人信息。"
            f"请先把原来的 data_key.txt 放进 {settings.instance_dir}（或设置环境变量 DATA_KEY），再恢复。"
        )


def _keep_present(settings: Settings, at: datetime) -> Path | None:
    people = db.session.execute(select(func.count(User.id))).scalar_one()
    cases = db.session.execute(select(func.count(Case.id))).scalar_one()
    db.session.remove()
    if not people and not cases:
        return None
    safety = settings.instance_dir / f"恢复前-{at:%Y%m%d-%H%M%S}.tar"
    archive.write(path=safety, settings=settings, at=at)
    return safety


def _into_file(new: Path) -> None:
    present = Path(db.engine.url.database or "")
    db.session.remove()
    db.engine.dispose()
    incoming = present.with_name(present.name + ".incoming")
    shutil.copyfile(new, incoming)
    _remove_file(present)
    incoming.replace(present)


def _into_tables(source: Path, settings: Settings, upgrade: Callable[[], None]) -> list[Mended]:
    """Row by row: into a server, or into a new file whose search index the insertions fill."""
    if not settings.is_server:
        _remove_file(Path(db.engine.url.database or ""))
        upgrade()
    engine = create_engine(f"sqlite:///{source}")
    with engine.connect() as rows, db.engine.begin() as target:
        empty(target, db.metadata)
        mended = copy_rows(source=rows, target=target, metadata=db.metadata)
    engine.dispose()
    return mended


def _remove_file(database: Path) -> None:
    db.session.remove()
    db.engine.dispose()
    for name in (f"{database}-wal", f"{database}-shm", str(database)):
        Path(name).unlink(missing_ok=True)


def _put_back_files(made: Backup, folder: Path, instance_dir: Path) -> None:
    for name in made.files:
        if name == DATABASE:
            continue
        place = instance_dir / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(folder / name, place)
        place.chmod(0o600)
