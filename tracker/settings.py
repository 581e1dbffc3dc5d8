"""Settings from the environment, each with a safe default for one machine."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class SettingsError(RuntimeError):
    """The environment asks for something that cannot be run safely; the message says what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation's settings; ``is_server`` is true with a server database."""

    instance_dir: Path
    database_url: str
    redis_url: str | None
    secret_key: str
    data_key: bytes
    secure_cookies: bool
    page_rows: int = 18
    idle_minutes: int = 30
    session_hours: int = 10
    draft_days: int = 30

    @property
    def is_server(self) -> bool:
        return not self.database_url.startswith("sqlite")

    @property
    def broker_folder(self) -> Path:
        return self.instance_dir / "broker"

    @property
    def attachment_folder(self) -> Path:
        return self.instance_dir / "attachments"


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; makes ``INSTANCE_DIR`` and, in embedded mode, its two keys when they are missing.

    Raises SettingsError when a server database comes without keys.
    """
    env = os.environ if environ is None else environ
    folder = Path(env.get("INSTANCE_DIR") or PROJECT_ROOT / "instance").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    database_url = _database_url(env.get("DATABASE_URL"), folder)
    is_server = not database_url.startswith("sqlite")
    secret_key = _key("SECRET_KEY", env, folder, is_server=is_server)
    data_key = _key("DATA_KEY", env, folder, is_server=is_server)
    try:
        data_key_bytes = bytes.fromhex(data_key)
    except ValueError as error:
        raise SettingsError("DATA_KEY 应为 64 位十六进制数（32 字节）。") from error
    if len(data_key_bytes) != 32:  # noqa: PLR2004 - AES-256 takes 32 bytes
        raise SettingsError("DATA_KEY 应为 64 位十六进制数（32 字节）。")
    return Settings(
        instance_dir=folder,
        database_url=database_url,
        redis_url=env.get("REDIS_URL") or None,
        secret_key=secret_key,
        data_key=data_key_bytes,
        secure_cookies=env.get("SECURE_COOKIES", "1" if is_server else "0") == "1",
        page_rows=int(env.get("PAGE_ROWS", "18")),
        idle_minutes=int(env.get("IDLE_MINUTES", "30")),
        session_hours=int(env.get("SESSION_HOURS", "10")),
        draft_days=int(env.get("DRAFT_DAYS", "30")),
    )


def _database_url(given: str | None, folder: Path) -> str:
    if not given:
        return f"sqlite:///{folder / 'tracker.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given.removeprefix(prefix)
    return given


def _key(name: str, env: Mapping[str, str], folder: Path, *, is_server: bool) -> str:
    if given := env.get(name):
        return given
    if is_server:
        raise SettingsError(f"使用服务器数据库时必须在环境变量中给出 {name}（64 位十六进制数）。")
    path = folder / f"{name.lower()}.txt"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        key = secrets.token_hex(32)
        stream.write(key)
    return key
