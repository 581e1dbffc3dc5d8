"""``flask fees``: the information processing fee."""

import click
from flask.cli import AppGroup

from tracker.cli.refusals import print_json, refusing
from tracker.cli.workdays import json_option
from tracker.domain.fees import fee_for_cases, fee_for_pages

group = AppGroup("fees", help="信息处理费。")


@group.command("compute")
@click.option("--cases", type=int, default=None, help="同一申请人一个自然月内的申请件数（按件计收）。")
@click.option("--pages", type=int, default=None, help="一件申请提供的页数（按量计收）。")
@json_option
@refusing
def compute(cases: int | None, pages: int | None, *, as_json: bool) -> None:
    """按件或者按量计算信息处理费，不能同时用。"""
    if (cases is None) == (pages is None):
        raise click.UsageError("--cases 和 --pages 应当写一个，且只写一个。")
    fee = fee_for_cases(cases) if cases is not None else fee_for_pages(pages or 0)
    if as_json:
        print_json(fee.as_json())
        return
    click.echo(f"{fee.yuan} 元（{fee.basis}）")
    for step in fee.steps:
        click.echo(f"  第 {step.first} 至 {step.last}：{step.count} × {step.rate} 元 = {step.yuan} 元")
