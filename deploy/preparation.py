"""What ``make run`` does before anything listens: keys, database, demonstration; and what it says afterwards."""

from dataclasses import dataclass
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade

from tracker.app import create_app
from tracker.extensions import db
from tracker.now import now
from tracker.services import accounts, setup_code
from tracker.services.demo import loading
from tracker.services.demo.accounts import sign_in_lines
from tracker.settings import PROJECT_ROOT
from tracker.unit_of_work import writing


@dataclass(frozen=True)
class Installation:
    """A prepared instance folder and the lines that tell people how to get in."""

    folder: Path
    lines: tuple[str, ...]

    def greet(self, url: str) -> None:
        """Print the address and how to sign in."""
        print(f"\n办件台账已启动：{url}", flush=True)
        for line in self.lines:
            print(line)
        print(f"数据在 {self.folder}。按 Ctrl-C 停止。", flush=True)


def prepare(*, with_demo: bool) -> Installation:
    """Bring the database to the current schema and, in an empty one, load the demonstration."""
    app = create_app()
    settings = app.config["SETTINGS"]
    with app.app_context():
        _migrate()
        lines = _demonstration(settings.instance_dir, with_demo=with_demo)
        db.session.remove()
        db.engine.dispose()
    return Installation(settings.instance_dir, lines)


def _migrate() -> None:
    scripts = ScriptDirectory(str(PROJECT_ROOT / "migrations"))
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    print("建立数据库……" if current is None else "更新数据库结构……", flush=True)
    upgrade()


def _demonstration(folder: Path, *, with_demo: bool) -> tuple[str, ...]:
    if with_demo and not accounts.has_any_account():
        print("装入演示数据（约十几秒）……", flush=True)
        with writing():
            loading.load(at=now())
    return sign_in_lines() or _without_accounts(folder)


def _without_accounts(folder: Path) -> tuple[str, ...]:
    if accounts.has_any_account():
        return ()
    return (f"还没有账号。打开上面的地址，用一次性代码 {setup_code.issue(folder)} 做初始设置。",)
