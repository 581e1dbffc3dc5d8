"""``flask deadlines``: run the reminders' sweep, recompute deadlines."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce

import click
from flask.cli import AppGroup

from tracker.cli.refusals import print_json, refusing
from tracker.now import LOCAL_ZONE, now
from tracker.services.timers import recompute, sweep
from tracker.services.timers.sweep import Swept
from tracker.unit_of_work import in_batches, writing

group = AppGroup("deadlines", help="期限：发出到点的提醒，重新推算期限。")
LOCAL_ISO = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"]


@group.command("sweep")
@click.option("--at", "moment", type=click.DateTime(LOCAL_ISO), help="按这个时刻（本地时间）巡查，默认现在。")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档。")
@refusing
def sweep_now(moment: datetime | None, *, as_json: bool) -> None:
    """发出所有到点的提醒，不经过后台任务；重复运行不会重复提醒。"""
    at = moment.replace(tzinfo=LOCAL_ZONE) if moment else now()
    total = reduce(Swept.__add__, in_batches(lambda: sweep.fire_batch(at=at)), Swept())
    if as_json:
        print_json({"due": total.due, "notified": total.notified, "skipped": total.skipped})
        return
    click.echo(f"到点 {total.due} 条，发出通知 {total.notified} 条，不再需要 {total.skipped} 条。")


@group.command("recompute")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档。")
@refusing
def recompute_open(*, as_json: bool) -> None:
    """按事件重新推算所有未办结件的期限，列出变动的件。"""
    run, moved = recompute_now("命令行重新推算")
    if as_json:
        lines = [{"number": each.number, "from": each.before, "to": each.after} for each in moved]
        print_json({"checked": run.checked, "moved": lines})
        return
    print_moves(run, moved)


def recompute_now(reason: str) -> tuple[recompute.Recomputation, list[recompute.Moved]]:
    """Recompute every open case in this process, because of ``reason``."""
    run = recompute.Recomputation(at=now(), reason=reason)
    moved = [each for batch in in_batches(run.batch) for each in batch]
    with writing():
        run.finish()
    return run, moved


def print_moves(run: recompute.Recomputation, moved: Sequence[recompute.Moved]) -> None:
    """Print each moved date, the cases that kept theirs, and the counts."""
    for each in moved:
        click.echo(f"{each.number}：{each.before or '停止计时'} 改为 {each.after or '停止计时'}")
    for number, reason in run.kept.items():
        click.echo(f"{number}：仍按原日期，{reason}", err=True)
    click.echo(f"推算 {run.checked} 件，变动 {run.moved} 件。")
