"""``flask workdays``: counting by the working-day calendar."""

from typing import Any, TextIO

import click
from flask.cli import AppGroup

from tracker.cli.calendars import calendar_for
from tracker.cli.deadlines import print_moves, recompute_now
from tracker.cli.refusals import print_json, refusing
from tracker.domain.deadline_clock.document import EARLIEST, LATEST, read_day
from tracker.domain.errors import DomainError
from tracker.domain.holiday_notices import DayEntry
from tracker.domain.workdays import WorkdayCalendar
from tracker.now import now
from tracker.queries.organisation import only_agency
from tracker.services.calendars.loading import load_notice
from tracker.services.calendars.reading import read_pasted
from tracker.unit_of_work import writing

WEEKDAYS = "一二三四五六日"
MOST_DAYS = 20_000

group = AppGroup("workdays", help="工作日历：加若干工作日、数工作日、看一年的放假和调休。")
region_option = click.option("--region", default=None, help="地区代码，64 为宁夏；不写用全国日历。")
json_option = click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档。")
PROVISIONAL = "暂定：涉及尚未载入放假通知的日子，通知载入后可能变动。"


@group.command("add", context_settings={"ignore_unknown_options": True})
@click.argument("start", metavar="DATE")
@click.argument("number", metavar="N", type=int)
@region_option
@json_option
@refusing
def add(start: str, number: int, region: str | None, *, as_json: bool) -> None:
    """DATE 之后第 N 个工作日（DATE 当日不计）。"""
    day = read_day(start, "DATE")
    if not 0 <= number <= MOST_DAYS:
        raise DomainError(f"工作日数应在 0 至 {MOST_DAYS} 之间，现在是 {number}。", field="N")
    calendar = calendar_for(region)
    due_on = calendar.add(day, number)
    provisional = calendar.is_provisional(day, due_on)
    counted = [each.isoformat() for each in calendar.days_after(day, number)]
    if as_json:
        print_json({"due_on": due_on.isoformat(), "is_provisional": provisional, "working_days": counted})
        return
    click.echo(f"{due_on} 周{WEEKDAYS[due_on.weekday()]}（第 {number} 个工作日）")
    if provisional:
        click.echo(PROVISIONAL, err=True)


@group.command("count")
@click.argument("after", metavar="FROM")
@click.argument("through", metavar="TO")
@region_option
@json_option
@refusing
def count(after: str, through: str, region: str | None, *, as_json: bool) -> None:
    """FROM 之后至 TO（含）的工作日数。"""
    first, last = read_day(after, "FROM"), read_day(through, "TO")
    if last < first:
        raise DomainError(f"TO {last} 早于 FROM {first}，请把较早的日期写在前面。", field="TO")
    calendar = calendar_for(region)
    number = calendar.count(first, last)
    provisional = calendar.is_provisional(first, last)
    if as_json:
        print_json({"count": number, "is_provisional": provisional})
        return
    click.echo(f"{number} 个工作日")
    if provisional:
        click.echo(PROVISIONAL, err=True)


@group.command("show")
@click.argument("year", type=int)
@region_option
@json_option
@refusing
def show(year: int, region: str | None, *, as_json: bool) -> None:
    """YEAR 年的放假日、调休上班日和所依据的通知。"""
    if not EARLIEST <= year <= LATEST:
        raise DomainError(f"年份应在 {EARLIEST} 至 {LATEST} 之间，现在是 {year}。", field="YEAR")
    document = _year(calendar_for(region), year)
    if as_json:
        print_json(document)
        return
    click.echo(f"{year} 年 {document['working_days']} 个工作日")
    for entry in document["days"]:
        sign = "班" if entry["is_workday"] else "休"
        click.echo(f"{entry['date']} 周{entry['weekday']} {sign} {entry['name']} {entry['notice']}")
    if not document["is_loaded"]:
        click.echo(f"{year} 年放假通知尚未载入，按周一至周五暂算。", err=True)


@group.command("load")
@click.argument("file", metavar="FILE", type=click.File("r", encoding="utf-8-sig"))
@refusing
def load(file: TextIO) -> None:
    """载入放假通知（JSON、逐行格式或原文），重新推算在办件，列出期限变动的件。"""
    text = _text_of(file)
    reading = read_pasted(text)
    if reading.problems:
        raise DomainError("；".join(f"{each.message}{each.sentence}" for each in reading.problems))
    with writing():
        agency = only_agency()
        entry = load_notice(reading.notice, agency=agency, actor_id=None, at=now(), source_text=text)
        loaded = entry.subject
    run, moved = recompute_now(loaded)
    click.echo(f"已载入 {loaded}。")
    print_moves(run, moved)


def _text_of(file: TextIO) -> str:
    try:
        return file.read()
    except UnicodeDecodeError:
        raise DomainError("文件不是 UTF-8 编码的文本，请另存为 UTF-8 后再载入。", field="FILE") from None


def _year(calendar: WorkdayCalendar, year: int) -> dict[str, Any]:
    last_of_before, last = read_day(f"{year - 1}-12-31", "YEAR"), read_day(f"{year}-12-31", "YEAR")
    days = [_day(entry) for entry in calendar.entries(year)]
    notices = [notice for notice in calendar.notices if notice.year == year]
    return {
        "year": year,
        "region": calendar.region,
        "is_loaded": calendar.is_settled(year),
        "is_provisional": calendar.is_provisional(last_of_before, last),
        "working_days": calendar.count(last_of_before, last),
        "days": days,
        "days_off": [day for day in days if not day["is_workday"]],
        "workdays": [day for day in days if day["is_workday"]],
        "notices": [
            {
                "number": notice.number,
                "layer": notice.layer.value,
                "region": notice.region,
                "version": notice.version,
                "amends": notice.amends,
                "issued_on": notice.issued_on.isoformat() if notice.issued_on else None,
                "mark": notice.mark.value,
            }
            for notice in notices
        ],
    }


def _day(entry: DayEntry) -> dict[str, Any]:
    return {
        "date": entry.day.isoformat(),
        "weekday": WEEKDAYS[entry.day.weekday()],
        "is_workday": entry.is_workday,
        "name": entry.name,
        "notice": entry.notice,
        "layer": entry.layer.value,
        "version": entry.version,
    }
