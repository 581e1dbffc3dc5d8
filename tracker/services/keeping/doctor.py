"""体检: is this installation well? Every check says what it saw; nothing is mended."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from tracker.domain.labels import Labelled
from tracker.extensions import celery, db
from tracker.models.agency import Agency
from tracker.models.user import User
from tracker.now import local
from tracker.queries import heartbeats
from tracker.services import audit
from tracker.services.cases.reindexing import without_words
from tracker.services.keeping.archive import revision
from tracker.services.rules import rules_for
from tracker.settings import PROJECT_ROOT, Settings

GIB = 1024**3
FULL, NEARLY_FULL = 1 * GIB, 5 * GIB
NOVEMBER = 11


class Health(Labelled):
    """How one check came out."""

    WELL = "ok", "正常"
    WARNING = "warning", "注意"
    FAULT = "fault", "故障"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw, and where it is not well, what to do."""

    check: str
    health: Health
    message: str


def examine(*, settings: Settings, at: datetime) -> list[Finding]:
    """Every check; where the database does not answer, those that need it are left out."""
    database = _database(settings)
    found = [database, _broker(settings), disk(settings), _fonts(), *_keys(settings)]
    if database.health is Health.FAULT:
        return found
    migrations = _migrations()
    found.insert(1, migrations)
    if migrations.health is Health.FAULT:
        return found
    return [*found, _worker(at), *_jobs(), *_calendar(at), _audit(), _search()]


def _well(check: str, message: str) -> Finding:
    return Finding(check, Health.WELL, message)


def _fault(check: str, message: str) -> Finding:
    return Finding(check, Health.FAULT, message)


def _database(settings: Settings) -> Finding:
    kind = "PostgreSQL" if settings.is_server else "SQLite"
    try:
        answer = "ok"
        if not settings.is_server:
            answer = str(db.session.execute(text("PRAGMA quick_check")).scalar())
        db.session.execute(select(1))
    except SQLAlchemyError as error:
        return _fault("database", f"{kind} 打不开：{type(error).__name__}。请核对 DATABASE_URL。")
    if answer != "ok":
        return _fault("database", f"SQLite 文件已损坏：{answer}。请从备份恢复。")
    return _well("database", f"{kind} 正常。")


def _migrations() -> Finding:
    newest = ScriptDirectory(str(PROJECT_ROOT / "migrations")).get_current_head()
    present = revision()
    if present != newest:
        return _fault(
            "migrations", f"数据库结构是 {present or '空'}，应为 {newest}。请运行 flask db upgrade。"
        )
    return _well("migrations", f"数据库结构 {present}，是最新的。")


def _broker(settings: Settings) -> Finding:
    if settings.redis_url:
        try:
            with celery.connection_for_write(settings.redis_url) as connection:
                connection.ensure_connection(max_retries=1, timeout=3)
        except Exception as error:  # noqa: BLE001 - whatever the transport raises, it does not answer
            return _fault("broker", f"Redis 没有回应：{type(error).__name__}。请核对 REDIS_URL。")
        return _well("broker", "Redis 正常。")
    probe = settings.broker_folder / "probe"
    try:
        settings.broker_folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("", encoding="ascii")
        probe.unlink()
    except OSError as error:
        return _fault("broker", f"消息目录 {settings.broker_folder} 不能写：{error.strerror}。")
    return _well("broker", "内置消息目录可写。")


def _worker(at: datetime) -> Finding:
    silence = heartbeats.scheduler_silence(at=at)
    if silence is None:
        return _well("worker", "后台任务按时运行。")
    if silence.last_beat_at is not None:
        since = local(silence.last_beat_at)
        return _fault(
            "worker", f"后台任务从 {since:%Y-%m-%d %H:%M} 起没有运行。请启动 make run 或 worker 服务。"
        )
    is_new = not db.session.execute(select(func.count(User.id))).scalar_one()
    health = Health.WARNING if is_new else Health.FAULT
    return Finding("worker", health, "后台任务还没有运行过。请启动 make run 或 worker 服务。")


def _jobs() -> Iterator[Finding]:
    trouble = heartbeats.job_trouble()
    if trouble:
        yield _fault("jobs", f"{trouble.given_up} 个后台任务多次失败后停止，最近一次：{trouble.last_error}")
    for beat in heartbeats.all_beats():
        if beat.failed_at and (beat.beat_at is None or beat.failed_at > beat.beat_at):
            name = heartbeats.TASK_NAMES.get(beat.name, beat.name)
            yield _fault("jobs", f"定时任务“{name}”最近一次失败：{beat.last_error}")


def _calendar(at: datetime) -> Iterator[Finding]:
    today = local(at).date()
    agency = db.session.execute(select(Agency).order_by(Agency.id).limit(1)).scalar_one()
    calendar = rules_for(agency).national
    if not calendar.is_settled(today.year):
        yield _fault("calendar", f"{today.year} 年的放假通知没有装入，今年的期限都是暂定的。")
    elif today.month >= NOVEMBER and not calendar.is_settled(today.year + 1):
        message = f"{today.year + 1} 年的放假通知还没有装入，跨年的期限是暂定的。通知发布后请在日历页装入。"
        yield Finding("calendar", Health.WARNING, message)
    else:
        yield _well("calendar", f"{today.year} 年放假通知已装入。")


def disk(settings: Settings) -> Finding:
    """How much room is left where the instance lies."""
    free = shutil.disk_usage(settings.instance_dir).free
    message = f"{settings.instance_dir} 所在磁盘剩余 {free / GIB:.1f} GiB。"
    if free < FULL:
        return _fault("disk", message + "请立即清理。")
    return Finding("disk", Health.WARNING if free < NEARLY_FULL else Health.WELL, message)


def _fonts() -> Finding:
    lister = shutil.which("fc-list")
    if lister is None:
        return Finding("fonts", Health.WARNING, "没有 fc-list，无法核对中文字体；只影响服务器上的文书预览。")
    listed = subprocess.run([lister, ":lang=zh"], capture_output=True, check=False, timeout=20)  # noqa: S603
    if not listed.stdout.strip():
        message = "没有中文字体，文书预览会缺字。可安装 fonts-noto-cjk；下载的 Word 文件不受影响。"
        return Finding("fonts", Health.WARNING, message)
    return _well("fonts", "有中文字体。")


def _keys(settings: Settings) -> Iterator[Finding]:
    for name in ("secret_key.txt", "data_key.txt"):
        path: Path = settings.instance_dir / name
        if path.is_file() and path.stat().st_mode & 0o077:
            yield _fault("keys", f"{path} 别人也能读。请运行 chmod 600 {path}。")


def _audit() -> Finding:
    broken = audit.first_broken_line()
    if broken is not None:
        return _fault("audit", f"审计记录从第 {broken} 行起对不上，可能被改动。")
    return _well("audit", "审计记录完整。")


def _search() -> Finding:
    missing = without_words()
    if missing:
        return _fault("search", f"{missing} 件没有检索词，检索不到。请运行 flask cases reindex。")
    return _well("search", "每一件都能检索到。")
