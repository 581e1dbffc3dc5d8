"""``flask periods``: every period with its article, and when one ends."""

import click
from flask.cli import AppGroup

from tracker.cli.calendars import calendar_for
from tracker.cli.refusals import print_json, refusing
from tracker.cli.workdays import PROVISIONAL, WEEKDAYS, json_option, region_option
from tracker.domain.deadline_clock.document import read_day
from tracker.domain.periods import SHIPPED_PERIODS, period_end

group = AppGroup("periods", help="期限：全部期限及其依据，某一期限何时届满。")


@group.command("list")
@json_option
@refusing
def list_periods(*, as_json: bool) -> None:
    """列出全部期限：长度、单位、起算、依据。"""
    if as_json:
        print_json([period.as_json() for period in SHIPPED_PERIODS])
        return
    for period in SHIPPED_PERIODS:
        row = (period.code, period.name, period.length_label, f"起算：{period.day_zero}", period.article)
        click.echo("  ".join(row))


@group.command("due")
@click.argument("period")
@click.argument("day", metavar="DATE")
@region_option
@json_option
@refusing
def due(period: str, day: str, region: str | None, *, as_json: bool) -> None:
    """期限 PERIOD 自 DATE 起算（当日不计）何时届满。"""
    end = period_end(period, read_day(day, "DATE"), calendar_for(region))
    if as_json:
        print_json(
            {
                "due_on": end.due_on.isoformat(),
                "is_provisional": end.is_provisional,
                "article": end.article,
                "rolled_from": end.rolled_from.isoformat() if end.rolled_from else None,
            }
        )
        return
    click.echo(f"{end.due_on} 周{WEEKDAYS[end.due_on.weekday()]}（{end.article}）")
    if end.is_provisional:
        click.echo(PROVISIONAL, err=True)
