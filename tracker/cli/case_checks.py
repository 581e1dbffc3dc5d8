"""``flask cases verify``: do the stored columns follow from the events?"""

import sys

import click
from flask.cli import with_appcontext

from tracker.cli.refusals import print_json, refusing
from tracker.services.cases.verification import Verification


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
