"""Writes an annual report in the format its file name asks for."""

import json

from tracker.domain.annual_report.report import AnnualReport, report_as_json
from tracker.domain.errors import DomainError
from tracker.exports.annual_report_docx import annual_report_docx
from tracker.exports.annual_report_html import annual_report_html
from tracker.exports.annual_report_xlsx import annual_report_xlsx

ENDINGS = ("docx", "xlsx", "html", "json")


def annual_report_json(report: AnnualReport) -> str:
    """Return the report in the JSON of the command-line contract."""
    return json.dumps(report_as_json(report), ensure_ascii=False, indent=2) + "\n"


def annual_report_file(report: AnnualReport, filename: str) -> bytes:
    """Return the content of ``filename``; raises DomainError when its ending is none of ENDINGS."""
    ending = filename.rpartition(".")[2].lower()
    if ending == "docx":
        return annual_report_docx(report)
    if ending == "xlsx":
        return annual_report_xlsx(report)
    if ending in {"html", "htm"}:
        return annual_report_html(report).encode()
    if ending == "json":
        return annual_report_json(report).encode()
    raise DomainError(
        f"不能写成“{filename}”：文件名应以 {'、'.join(f'.{name}' for name in ENDINGS)} 之一结尾。",
        field="out",
    )
