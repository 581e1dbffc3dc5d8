"""``flask cases verify``, ``rebuild`` and ``reindex``: does what is stored beside the events follow from them."""

import sys

import click
from flask.cli import with_appcontext

from tracker.cli.refusals import print_json, refusing
from tracker.services.cases.rebuilding import Rebuilding
from tracker.services.cases.reindexing import Reindexing
from tracker.services.cases.verification import Verification
from tracker.unit_of_work import in_batches


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档。")
@with_appcontext
@refusing
def verify_command(*, as_json: bool) -> None:
    """按事件重算每一件并与存储的字段比较；有不一致时退出码为 1。"""
    run = Verification()
    drifted = list(run.drifted())
    if as_json:
        lines = [
            {"number": one.number, "column": one.place, "stored": one.stored, "replayed": one.replayed}
            for one in drifted
        ]
        print_json({"checked": run.checked, "drifted": lines})
    else:
        for one in drifted:
            click.echo(f"{one.number} {one.place}：存储为 {one.stored}，按事件应为 {one.replayed}", err=True)
        click.echo(f"核对 {run.checked} 件，不一致 {len(drifted)} 处。")
    sys.exit(1 if drifted else 0)


@click.command("rebuild")
@with_appcontext
@refusing
def rebuild_command() -> None:
    """按事件补记每一件在过去各日的情况（科室、期限等），供截至过去某日的统计使用；现在的情况不变。"""
    run = Rebuilding()
    for _ in in_batches(run.batch):
        click.echo(f"已补记 {run.rebuilt} 件", err=True)
    click.echo(f"补记 {run.rebuilt} 件。")


@click.command("reindex")
@with_appcontext
@refusing
def reindex_command() -> None:
    """重建检索：按每一件的编号、标题、内容和答复重写检索词。检索不到应有的办件、体检提示有办件没有检索词时运行。"""
    run = Reindexing()
    for _ in in_batches(run.batch):
        click.echo(f"已检查 {run.checked} 件", err=True)
    click.echo(f"检查 {run.checked} 件，重写检索词 {run.written} 件。")
