"""``flask cases retention``: erase personal data whose period is over."""

from collections.abc import Iterator
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.cli.refusals import print_json, refuse, refusing
from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind
from tracker.now import now, today
from tracker.queries import retention
from tracker.services.drafts.sweeping import sweep_files
from tracker.services.retention.erasing import erase_batch
from tracker.services.retention.raw_files import take_away_raw_files
from tracker.unit_of_work import in_batches


@click.command("retention")
@click.option("--dry-run", "mode", flag_value="dry-run", help="只列出到期的件数，什么都不改。")
@click.option("--commit", "mode", flag_value="commit", help="清除到期的个人信息。")
@click.option("--agency", "agency_code", help="机关代码；只有一个机关时不用写。")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档。")
@with_appcontext
@refusing
def retention_command(mode: str | None, agency_code: str | None, *, as_json: bool) -> None:
    """列出或清除保存期满的个人信息；办件、经过和统计数字都留下。"""
    from tracker.queries.annual_assembly import agency_named

    if mode is None:
        raise click.UsageError("请写明 --dry-run 或 --commit。")
    rule = retention.retention_of(agency_named(agency_code).id)
    told = _due(rule)
    if mode == "commit":
        told |= _erase(rule)
    if as_json:
        print_json(told)
        return
    for line in _lines(told):
        click.echo(line)


def _due(rule: retention.Retention) -> dict[str, Any]:
    due = retention.due_counts(rule, today())
    return {
        "is_on": rule.is_on,
        "on": today().isoformat(),
        "years": {kind.value: years for kind, years in rule.years.items()},
        "due": {kind.value: count for kind, count in due.items()},
        **retention.kept_back(rule, today()),
        "erased": 0,
        "files_removed": 0,
    }


def _erase(rule: retention.Retention) -> dict[str, int]:
    at, settings = now(), current_app.config["SETTINGS"]
    try:
        erased = sum(in_batches(lambda: erase_batch(rule, at=at, actor_id=None)))
    except DomainError as refused:
        refuse(refused.message)
    removed = sum(in_batches(lambda: sweep_files(folder=settings.attachment_folder, at=at)))
    removed += take_away_raw_files(rule, instance_dir=settings.instance_dir, at=at)
    return {"erased": erased, "files_removed": removed}


def _lines(told: dict[str, Any]) -> Iterator[str]:
    if not told["is_on"]:
        yield "到期清除没有开启，什么都不会清除。"
    for kind, count in told["due"].items():
        yield f"{Kind(kind).label}：保存 {told['years'][kind]} 年，期满 {count} 件"
    yield f"另有 {told['held']} 件暂缓清除，{told['disputed']} 件因复议诉讼保留。"
    if told["erased"]:
        yield f"已清除 {told['erased']} 件的个人信息，处理了 {told['files_removed']} 个文件。"
