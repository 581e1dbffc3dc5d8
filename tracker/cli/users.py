"""``flask users``: accounts from the command line."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from tracker.cli.refusals import refusing
from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.agency import Agency, Section
from tracker.now import now
from tracker.services import accounts, setup_code
from tracker.settings import Settings
from tracker.unit_of_work import writing

group = AppGroup("users", help="账号：新建、停用、重设密码。")


def _given_or_generated() -> tuple[str, bool]:
    given = "" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.readline().strip()
    return (given, False) if given else (accounts.generate_password(), True)


def _tell(username: str, password: str, *, generated: bool) -> None:
    click.echo(f"用户名 {username}")
    if generated:
        click.echo(f"密码 {password}")
        click.echo("密码只显示这一次。", err=True)


def _section_named(agency: Agency, name: str | None) -> Section | None:
    if not name:
        return None
    section = db.session.execute(
        select(Section).where(Section.agency_id == agency.id, Section.name == name)
    ).scalar_one_or_none()
    if section is None:
        raise DomainError(f"没有名为「{name}」的科室。", field="section")
    return section


@group.command("create")
@click.argument("username")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([r.value for r in Role]))
@click.option("--name", default="", help="姓名，显示在页面上。")
@click.option("--section", default=None, help="科室名称。")
@refusing
def create(username: str, roles: tuple[str, ...], name: str, section: str | None) -> None:
    """新建账号；密码从标准输入读一行，没有就生成并只显示一次。"""
    password, generated = _given_or_generated()
    with writing():
        agency = db.session.execute(select(Agency).order_by(Agency.id).limit(1)).scalar_one()
        accounts.create_user(
            username=username,
            display_name=name,
            roles=frozenset(Role(role) for role in roles),
            password=password,
            at=now(),
            actor_id=None,
            agency=agency,
            section=_section_named(agency, section),
            must_change_password=generated,
        )
    _tell(username.strip().lower(), password, generated=generated)


@group.command("disable")
@click.argument("username")
@refusing
def disable(username: str) -> None:
    """停用账号，保留它的办理记录。"""
    with writing():
        accounts.disable(user=accounts.find(username), at=now(), actor_id=None)
    click.echo(f"已停用 {username}")


@group.command("reset-password")
@click.argument("username")
@refusing
def reset_password(username: str) -> None:
    """重设密码；从标准输入读一行，没有就生成并只显示一次。"""
    password, generated = _given_or_generated()
    with writing():
        accounts.set_password(
            user=accounts.find(username), password=password, at=now(), actor_id=None, must_change=generated
        )
    _tell(username, password, generated=generated)


@group.command("setup-code")
@refusing
def print_setup_code() -> None:
    """显示一个新的一次性代码，供还没有账号的网站做初始设置。"""
    if accounts.has_any_account():
        raise DomainError("已经有账号，不需要一次性代码。")
    settings: Settings = current_app.config["SETTINGS"]
    click.echo(setup_code.issue(settings.instance_dir))
