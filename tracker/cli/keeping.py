"""``flask backup``, ``flask restore``, ``flask doctor``: keeping an installation."""

import fcntl
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from tracker.cli.refusals import print_json, refuse, refusing
from tracker.now import now
from tracker.services.keeping import archive, doctor, restoring
from tracker.services.keeping.doctor import Health
from tracker.settings import Settings

A_FILE = click.Path(dir_okay=False, path_type=Path)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@click.command("backup")
@click.argument("file", type=A_FILE)
@with_appcontext
@refusing
def backup(file: Path) -> None:
    """把数据库、附件和密钥指纹备份成一个文件；不必停机。"""
    if not file.parent.is_dir():
        refuse(f"没有目录 {file.parent}，备份没有做。")
    made = archive.write(path=file, settings=_settings(), at=now())
    click.echo(
        f"已备份到 {file}（{len(made.files)} 个文件，{file.stat().st_size / 1024**2:.1f} MiB）。", err=True
    )
    click.echo("密钥不在备份里，请把 data_key.txt 另存一处，恢复时要用。", err=True)


@click.command("restore")
@click.argument("file", type=A_FILE)
@with_appcontext
@refusing
def restore(file: Path) -> None:
    """用备份替换现在的数据；现在的数据先另存一份。先停止网页和后台任务。"""
    settings = _settings()
    if not file.is_file():
        refuse(f"没有文件 {file}。")
    _refuse_while_running(settings)
    restored = restoring.restore(path=file, settings=settings, at=now(), upgrade=upgrade)
    click.echo(f"已恢复到 {restored.backup.made_at} 的状态。", err=True)
    if restored.safety:
        click.echo(f"恢复前的数据保存在 {restored.safety}。", err=True)
    for one in restored.mended:
        click.echo(
            f"{one.table} {one.key} 的 {one.column} 超过长度或含有空字符，已截短，原文在备份里。", err=True
        )
    if restored.signs_everybody_out:
        click.echo("SECRET_KEY 与备份时不同，所有人需要重新登录。", err=True)


def _refuse_while_running(settings: Settings) -> None:
    with (settings.instance_dir / "running.lock").open("a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            refuse("make run 正在使用这份数据。请先在那个窗口按 Ctrl-C 停止，再恢复。")


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档。")
@with_appcontext
def examine(*, as_json: bool) -> None:
    """检查数据库、消息、后台任务、日历、迁移、磁盘、字体和审计；有故障时退出码为 1。"""
    findings = doctor.examine(settings=_settings(), at=now())
    is_well = all(one.health is not Health.FAULT for one in findings)
    if as_json:
        lines = [{"check": one.check, "state": one.health.value, "message": one.message} for one in findings]
        print_json({"ok": is_well, "checks": lines})
    else:
        for one in findings:
            click.echo(f"{one.health.label}  {one.check:<11}{one.message}")
    sys.exit(0 if is_well else 1)


COMMANDS = (backup, restore, examine)
