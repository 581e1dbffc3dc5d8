"""``flask tokens``: let other systems read, and stop them."""

import click
from flask.cli import AppGroup

from tracker.cli.refusals import refusing
from tracker.now import now
from tracker.queries.organisation import only_agency
from tracker.services import api_tokens
from tracker.unit_of_work import writing

group = AppGroup("tokens", help="接口令牌：发给别的系统、停用。")


@group.command("create")
@click.argument("name")
@refusing
def create(name: str) -> None:
    """给名为 NAME 的系统发一个令牌，只显示这一次。"""
    with writing():
        token = api_tokens.issue(agency=only_agency(), name=name, at=now(), actor_id=None)
    click.echo(token)
    click.echo("令牌只显示这一次，请交给对方系统妥善保存。", err=True)


@group.command("revoke")
@click.argument("name")
@refusing
def revoke(name: str) -> None:
    """停用名为 NAME 的令牌。"""
    with writing():
        api_tokens.revoke(agency=only_agency(), name=name, at=now(), actor_id=None)
    click.echo(f"已停用 {name}")
