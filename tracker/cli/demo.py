"""``flask demo``: artificial data to look around in."""

import click
from flask.cli import AppGroup

from tracker.cli.refusals import refusing
from tracker.now import now
from tracker.services.demo import loading
from tracker.services.demo.accounts import sign_in_lines
from tracker.unit_of_work import writing

group = AppGroup("demo", help="演示数据：虚构的单位、账号和办件。")


@group.command("load")
@refusing
def load() -> None:
    """装入演示数据；只用于空库，已装入时只显示账号。"""
    if not loading.is_loaded():
        with writing():
            made = loading.load(at=now())
        click.echo(f"已装入 {made.cases} 件虚构办件，其中在办 {made.open} 件。")
    for line in sign_in_lines():
        click.echo(line)


@group.command("accounts")
def accounts() -> None:
    """显示演示账号和密码。"""
    for line in sign_in_lines():
        click.echo(line)
