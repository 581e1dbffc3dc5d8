"""``flask report``: completion figures, the annual report, its checks and its frozen versions."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from tracker.cli.refusals import print_json, refusing
from tracker.domain.annual_report.checks import Finding, checks, other_share
from tracker.domain.annual_report.report import AnnualReport
from tracker.domain.completion import Rate
from tracker.domain.errors import DomainError
from tracker.imports.report_files import read_report

group = AppGroup("report", help="统计与年报：办结情况、年报文件、勾稽检查、冻结。")


def _read(filename: str) -> AnnualReport:
    if filename == "-":
        return read_report(sys.stdin.buffer.read(), "标准输入")
    try:
        content = Path(filename).read_bytes()
    except OSError as error:
        raise DomainError(f"读不到文件“{filename}”：{error.strerror}。请核对路径。", field="file") from None
    return read_report(content, Path(filename).name)


@group.command("check", with_appcontext=False)
@click.argument("filename", metavar="FILE")
@click.option("--previous", default=None, metavar="FILE", help="上一年的年报，用来核对结转。")
@click.option("--json", "as_json", is_flag=True, help="结果写成 JSON。")
@refusing
def check(filename: str, previous: str | None, *, as_json: bool) -> None:
    """检查一份年报（json、xlsx、docx）的勾稽关系；有阻断项时退出码为 1。"""
    report = _read(filename)
    findings = checks(report, None if previous is None else _read(previous))
    if as_json:
        print_json(_as_json(report, findings))
    else:
        _tell(findings)
    if any(finding.is_blocker for finding in findings):
        sys.exit(1)


def _as_json(report: AnnualReport, findings: list[Finding]) -> dict[str, object]:
    document: dict[str, object] = {"findings": [finding.as_json() for finding in findings]}
    if report.three is not None:
        document["other_share"] = Rate(*other_share(report.three)).as_json()
        document["blank_cells"] = len(report.three.blanks())
    return document


def _tell(findings: list[Finding]) -> None:
    if not findings:
        click.echo("没有发现不一致。")
    for finding in findings:
        click.echo(f"[{finding.severity.label}] {finding.message}")
