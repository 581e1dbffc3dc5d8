"""``flask report``: completion figures, the annual report, its checks and its frozen versions."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from tracker.cli.refusals import fault_of, print_json, refusing
from tracker.domain.annual_report.checks import checks, other_share
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.findings import Finding
from tracker.domain.completion import Cohort, Completion, Counts, GroupBy, Rate, Rounding
from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind
from tracker.exports.annual_report_file import annual_report_file
from tracker.imports.report_files import FileReport, not_the_year_before, read_reports, report_before
from tracker.now import now, today
from tracker.queries.annual_assembly import agency_named, annual_report, frozen_report, versions
from tracker.queries.completion import completion
from tracker.queries.figures import COUNTED_KINDS, Scope
from tracker.services.reports import freeze as freezing
from tracker.unit_of_work import writing

group = AppGroup("report", help="统计与年报：办结情况、年报文件、勾稽检查、冻结。")
EARLIEST_YEAR, LATEST_YEAR = 2000, 2999


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DomainError(f"日期“{text}”不存在或写法不对，应写成 2026-01-31。", field="date") from None


def _period(start: str, end: str) -> tuple[date, date]:
    first, last = _day(start), _day(end)
    if last < first:
        raise DomainError(f"期间最后一天 {last} 早于第一天 {first}。", field="to")
    return first, last


@group.command("completion")
@click.option("--from", "start", required=True, metavar="DATE", help="期间第一天。")
@click.option("--to", "end", required=True, metavar="DATE", help="期间最后一天。")
@click.option("--as-of", default=None, metavar="DATE", help="截至哪一天，默认期间最后一天。")
@click.option("--by", default="channel", type=click.Choice([by.value for by in GroupBy]), help="分组。")
@click.option("--kind", "kinds", multiple=True, type=click.Choice([kind.value for kind in Kind]))
@click.option("--cohort", default="received", type=click.Choice([cohort.value for cohort in Cohort]))
@click.option("--rounding", default="half_up", type=click.Choice([mode.value for mode in Rounding]))
@click.option("--agency", "code", default=None, metavar="CODE", help="机关代码，默认本机关。")
@click.option("--json", "as_json", is_flag=True, help="结果写成 JSON。")
@refusing
def completion_command(as_json: bool, **options: Any) -> None:  # noqa: FBT001 -- click passes options by name
    """办结情况：任何期间、截至任何一天，每个比率带分子分母。"""
    figures = completion(
        _scope(options), _member(GroupBy, options["by"]), _member(Rounding, options["rounding"])
    )
    if figures.as_of > today():
        click.echo(f"截至 {figures.as_of} 还没有到：那一天之前到期而没有办结的都算超期。", err=True)
    if as_json:
        print_json(figures.as_json())
    else:
        _tell_completion(figures)


def _scope(options: dict[str, Any]) -> Scope:
    first, last = _period(options["start"], options["end"])
    return Scope(
        agency_id=agency_named(options["code"]).id,
        start=first,
        end=last,
        as_of=_day(options["as_of"]) if options["as_of"] else last,
        cohort=_member(Cohort, options["cohort"]),
        kinds=tuple(_member(Kind, kind) for kind in options["kinds"]) or COUNTED_KINDS,
    )


def _member(words: Any, code: str) -> Any:
    return next(member for member in words if member.value == code)


def _tell_completion(figures: Completion) -> None:
    click.echo(f"{figures.start} 至 {figures.end}，截至 {figures.as_of}，口径：{figures.cohort.label}")
    for label, counts in (*((each.label, each.counts) for each in figures.groups), ("合计", figures.total)):
        click.echo(f"{label}：{_words_of(counts, figures.rounding)}")
    click.echo(figures.sentence)


def _words_of(counts: Counts, rounding: Rounding) -> str:
    rate = counts.completion_rate(rounding)
    shown = f"{rate.trimmed}（{rate.numerator}/{rate.denominator}）" if rate.denominator else "无"
    return (
        f"上期结转 {counts.carried_in}，收到 {counts.received}，退回合并等 {counts.removed}，"
        f"办结 {counts.closed}（按期 {counts.closed_in_time}，逾期 {counts.closed_late}），"
        f"在办 {counts.open}（超期 {counts.overdue}），办结率 {shown}"
    )


@group.command("annual")
@click.argument("year", type=click.IntRange(EARLIEST_YEAR, LATEST_YEAR))
@click.option("--edition", default=None, type=click.Choice([edition.value for edition in Edition]))
@click.option("--agency", "code", default=None, metavar="CODE", help="机关代码，默认本机关。")
@click.option("--frozen", is_flag=True, help="取最近冻结的版本，而不是现在的数。")
@click.option("--out", required=True, metavar="FILE", help="写到哪里，按结尾定格式：docx、xlsx、html、json。")
@refusing
def annual(year: int, edition: str | None, code: str | None, out: str, *, frozen: bool) -> None:
    """写出一年的年报；格式按年份，除非指定。"""
    agency = agency_named(code)
    kept = versions(agency.id, year)
    if frozen:
        if not kept:
            raise DomainError(f"{year} 年年报还没有冻结的版本。", field="year")
        report = frozen_report(kept[-1])
    else:
        report = annual_report(agency, year, _member(Edition, edition) if edition else None)
        if kept:
            click.echo(
                f"{year} 年年报已冻结第 {kept[-1].number} 版；写出的是现在的数，要冻结的版本加 --frozen。",
                err=True,
            )
    _write(out, annual_report_file(report, out))
    _tell_findings(checks(report), err=True)


def _write(out: str, content: bytes) -> None:
    try:
        Path(out).write_bytes(content)
    except OSError as error:
        raise DomainError(f"写不了“{out}”：{fault_of(error)}。请换一个文件夹。", field="out") from None


def _read(filename: str) -> tuple[FileReport, ...]:
    if filename == "-":
        return read_reports(sys.stdin.buffer.read(), "标准输入")
    try:
        content = Path(filename).read_bytes()
    except OSError as error:
        raise DomainError(f"读不到文件“{filename}”：{fault_of(error)}。请核对路径。", field="file") from None
    return read_reports(content, Path(filename).name)


Checked = tuple[FileReport, list[Finding]]


@group.command("check", with_appcontext=False)
@click.argument("filename", metavar="FILE")
@click.option("--previous", default=None, metavar="FILE", help="上一年的年报，用来核对结转。")
@click.option("--json", "as_json", is_flag=True, help="结果写成 JSON。")
@refusing
def check(filename: str, previous: str | None, *, as_json: bool) -> None:
    """检查一份年报（json、xlsx、xls、docx、html）的勾稽关系；有阻断项时退出码为 1。

    一个文件里有几份年报的，逐份检查。
    """
    reports = _read(filename)
    before = () if previous is None else _read(previous)
    checked = []
    for found in reports:
        previous_report = report_before(before, found.report) if before else None
        if note := not_the_year_before(found.report, previous_report):
            click.echo(note, err=True)
        checked.append((found, checks(found.report, previous_report)))
    if as_json:
        print_json(_as_json(checked))
    else:
        for found, findings in checked:
            click.echo(f"读到：{found.told}", err=True)
            _tell_findings(found.located(findings))
    if any(finding.is_blocker for _, findings in checked for finding in findings):
        sys.exit(1)


def _as_json(checked: list[Checked]) -> dict[str, object]:
    first = checked[0][0].report
    document: dict[str, object] = {
        "findings": [
            finding.as_json() | _whereabouts(found, finding, is_one_of_many=len(checked) > 1)
            for found, findings in checked
            for finding in findings
        ],
        "reports": [found.told for found, _ in checked],
    }
    if first.three is not None:
        document["other_share"] = Rate(*other_share(first.three)).as_json()
        document["blank_cells"] = len(first.three.blanks())
    return document


def _whereabouts(found: FileReport, finding: Finding, *, is_one_of_many: bool) -> dict[str, str]:
    """Which report of the file a finding is about, and where the cell stands in the file."""
    place = found.place_of(finding)
    return ({"place": place} if place else {}) | ({"report": found.told} if is_one_of_many else {})


def _tell_findings(findings: list[Finding], *, err: bool = False) -> None:
    if not findings:
        click.echo("勾稽检查没有发现不一致。", err=err)
    for finding in findings:
        click.echo(f"[{finding.severity.label}] {finding.message}", err=err)


@group.command("freeze")
@click.argument("year", type=click.IntRange(EARLIEST_YEAR, LATEST_YEAR))
@click.option("--reason", default="", help="第二版起必须写明更正理由。")
@click.option("--agency", "code", default=None, metavar="CODE", help="机关代码，默认本机关。")
@click.option("--json", "as_json", is_flag=True, help="结果写成 JSON。")
@refusing
def freeze(year: int, reason: str, code: str | None, *, as_json: bool) -> None:
    """冻结一年的年报：存快照和 SHA-256；再次冻结成为新版本，要写理由。"""
    with writing():
        version = freezing.freeze(
            agency=agency_named(code), year=year, at=now(), actor_id=None, reason=reason
        )
        number, digest = version.number, version.sha256
    if as_json:
        print_json({"year": year, "version": number, "sha256": digest, "reason": reason})
    else:
        click.echo(f"已冻结 {year} 年年报第 {number} 版\nSHA-256 {digest}")
