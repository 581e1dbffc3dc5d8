"""``flask cases import`` and ``export``: files in, files out."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from tracker.cli.refusals import print_json, refuse, refusing
from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind
from tracker.exports.ledger_cells import CellValue
from tracker.exports.ledger_csv import ledger_csv_lines
from tracker.exports.ledger_xlsx import write_ledger_xlsx
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.now import now, today
from tracker.queries.cases.ledger import LedgerFilter, ledger_headings, ledger_rows, states_named
from tracker.services import audit
from tracker.services.imports.committing import commit_import
from tracker.services.imports.files import keep_raw
from tracker.services.imports.mappings import recall
from tracker.services.imports.planning import ImportPlan, plan_import
from tracker.services.imports.reading import Choices, read_file
from tracker.services.imports.sources import sources_of
from tracker.unit_of_work import writing

KINDS = click.Choice([kind.value for kind in Kind])


def _agency() -> Agency:
    return db.session.execute(select(Agency).order_by(Agency.id).limit(1)).scalar_one()


def _content(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    path = Path(file)
    if not path.is_file():
        raise DomainError(f"没有找到文件“{file}”。请核对路径。", field="文件")
    return path.read_bytes()


@click.command("import")
@click.argument("file")
@click.option("--kind", required=True, type=KINDS, help="办件种类。")
@click.option("--sheet", default=None, help="工作表名；不给就读有办件的那一张。")
@click.option("--mapping", default=None, help="用记住的对应关系。")
@click.option("--channel", default=None, help="没有写明渠道的行归哪个渠道。")
@click.option("--year-default", type=click.IntRange(1990, 2099), default=None, help="补全没有年份的日期。")
@click.option("--skip-rejected", is_flag=True, help="跳过有问题的行，导入其余的行。")
@click.option("--dry-run", "is_dry", is_flag=True, help="只检查，不保存。")
@click.option("--commit", "is_real", is_flag=True, help="检查后保存。")
@click.option("--json", "as_json", is_flag=True, help="在标准输出打印一份 JSON。")
@with_appcontext
def import_command(file: str, *, is_dry: bool, is_real: bool, as_json: bool, **options: Any) -> None:
    """导入 xlsx、xls、csv 台账；先检查，确认后保存，同一来源编号只更新不重复。"""
    if is_dry is is_real:
        raise click.UsageError("请在 --dry-run（只检查）和 --commit（保存）中写一个。")
    try:
        plan, content = _planned(file, **{name: options[name] for name in PLANNING})
    except DomainError as refusal:
        _refuse_file(refusal, as_json=as_json)
    stops = bool(plan.rejections) and not options["skip_rejected"]
    if is_real and not stops:
        _save(plan, content, as_json=as_json)
    for warning in plan.reading.warnings:
        click.echo(warning, err=True)
    for one in plan.rejections:
        click.echo(f"第 {one.row} 行 {one.field}：{one.reason}", err=True)
    if is_real and stops:
        click.echo("没有保存任何一行。请改好后重试，或加 --skip-rejected 跳过这些行。", err=True)
    if as_json:
        print_json(plan.as_json())
    else:
        _tell(plan)
    sys.exit(1 if plan.rejections else 0)


PLANNING = ("kind", "sheet", "mapping", "channel", "year_default")


def _planned(
    file: str,
    *,
    kind: str,
    sheet: str | None,
    mapping: str | None,
    channel: str | None,
    year_default: int | None,
) -> tuple[ImportPlan, bytes]:
    content = _content(file)
    agency = _agency()
    chosen = Kind(kind)
    sources = sources_of(agency=agency, kind=chosen, channel_name=channel)
    remembered = recall(agency_id=agency.id, name=mapping, kind=chosen) if mapping else {}
    choices = Choices(sheet=sheet, year_default=year_default, remembered=remembered)
    filename = "标准输入" if file == "-" else Path(file).name
    reading = read_file(content=content, filename=filename, sources=sources, today=today(), choices=choices)
    return plan_import(reading=reading, sources=sources, today=today()), content


def _refuse_file(refusal: DomainError, *, as_json: bool) -> NoReturn:
    """A file that is no table, or options that name nothing: one document all the same."""
    if as_json:
        print_json(
            {
                "rows": 0,
                "created": 0,
                "updated": 0,
                "unchanged": 0,
                "rejected": [{"row": None, "field": refusal.field or "文件", "reason": refusal.message}],
                "mapping": {},
                "unmapped": [],
            }
        )
    refuse(refusal.message)


def _tell(plan: ImportPlan) -> None:
    click.echo(
        f"{plan.reading.row_count} 行：新增 {len(plan.created)}，更新 {len(plan.updated)}，"
        f"不变 {len(plan.unchanged)}，有问题 {plan.rejected_rows}。"
    )
    for heading, field in plan.reading.mapping.as_json().items():
        click.echo(f"  {heading} → {field}")
    for heading in plan.reading.mapping.unmapped:
        click.echo(f"  {heading} → 没认出来，作为附注保存")


def _save(plan: ImportPlan, content: bytes, *, as_json: bool) -> None:
    """Save before anything is printed, so that a reader who hangs up loses nothing."""
    try:
        with writing():
            commit_import(plan, at=now(), actor_id=None, skip_rejected=True)
            keep_raw(instance_dir=current_app.config["SETTINGS"].instance_dir, content=content)
    except DomainError as refusal:
        _refuse_file(refusal, as_json=as_json)


@click.command("export")
@click.option("--kind", type=KINDS, default=None, help="只要这一种办件。")
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), default=None, help="收到日期不早于。")
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), default=None, help="收到日期不晚于。")
@click.option("--status", default=None, help="状态，如 办理中、已办结，或 open、closed。")
@click.option("--unmasked", is_flag=True, help="不遮盖姓名、电话、证件号码和地址；会记入审计。")
@click.option(
    "--out", "out", required=True, type=click.Path(dir_okay=False, writable=True), help="xlsx 或 csv。"
)
@with_appcontext
@refusing
def export_command(
    *,
    kind: str | None,
    since: datetime | None,
    until: datetime | None,
    status: str | None,
    unmasked: bool,
    out: str,
) -> None:
    """导出台账；导出的文件可以再导入。"""
    chosen = LedgerFilter(
        agency_id=_agency().id,
        kind=Kind(kind) if kind else None,
        received_from=since.date() if since else None,
        received_to=until.date() if until else None,
        states=states_named(status) if status else None,
    )
    if unmasked:
        with writing():
            audit.record(action="ledger.exported", at=now(), actor_id=None, detail={"unmasked": True})
    count = _write(Path(out), ledger_headings(chosen.kind), ledger_rows(chosen, unmasked=unmasked))
    click.echo(f"导出 {count} 件到 {out}", err=True)


def _write(path: Path, headings: Sequence[str], rows: Iterator[Sequence[CellValue]]) -> int:
    """Write the file beside its place and move it there when it is whole."""
    unfinished = path.with_name(f".{path.name}.part")
    match path.suffix.lower():
        case ".xlsx":
            with unfinished.open("wb") as stream:
                count = write_ledger_xlsx(stream, headings, rows)
        case ".csv":
            with unfinished.open("w", encoding="utf-8", newline="") as stream:
                count = sum(stream.write(line) > 0 for line in ledger_csv_lines(headings, rows)) - 1
        case _:
            raise DomainError(
                f"不能写成“{path.suffix or path.name}”，文件名请以 .xlsx 或 .csv 结尾。", field="out"
            )
    unfinished.replace(path)
    return count
