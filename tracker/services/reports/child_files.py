"""下级年报文件: the report of an agency below that was made elsewhere, read, checked and accepted as its report."""

from datetime import datetime
from pathlib import Path

from tracker.domain.attachments import LARGEST, safe_name
from tracker.domain.audit_actions import report_subject
from tracker.domain.errors import DomainError
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.imports.report_files import FileReport, read_reports
from tracker.imports.report_snapshots import as_snapshot
from tracker.models.agency import Agency
from tracker.models.report import ChildReportFile
from tracker.queries.annual_assembly import versions
from tracker.queries.child_reports import child_files
from tracker.services import audit
from tracker.services.documents import store

MEGABYTE = 1024 * 1024


def upload_child_file(
    *, actor: Actor, child: Agency, year: int, content: bytes, filename: str, folder: Path, at: datetime
) -> ChildReportFile:
    """Keep the raw file to be looked at; it counts for nothing before it is accepted.

    Raises DomainError when it is too large or holds no report, or when the agency froze the year in this system.
    """
    _check_is_below(actor, child)
    _refuse_frozen(child, year)
    if len(content) > LARGEST:
        raise DomainError(
            f"“{filename}”超过 {LARGEST // MEGABYTE} MB，不像一份年报。请检查文件。", field="report"
        )
    read_reports(content, filename)
    for earlier in child_files(child.id, year):
        if earlier.number is None:
            db.session.delete(earlier)
    kept = ChildReportFile(
        agency_id=child.id,
        year=year,
        filename=safe_name(filename),
        size=len(content),
        sha256=store.keep(folder, content),
        uploaded_by_id=actor.user_id,
        uploaded_at=at,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def reports_in(file: ChildReportFile, folder: Path) -> tuple[FileReport, ...]:
    """Read the kept file again; raises DomainError when it is gone or was changed."""
    return read_reports(store.read(folder, file.sha256), file.filename)


def accept_child_file(
    *,
    actor: Actor,
    child: Agency,
    file: ChildReportFile,
    which: int,
    is_confirmed: bool,
    reason: str,
    folder: Path,
    at: datetime,
) -> None:
    """Make the ``which``-th report of the file the agency's report of the year; a file accepted before stays so.

    Raises DomainError for a report of another year, for another agency's name that nobody confirmed, and for a
    second version without a reason.
    """
    _check_is_below(actor, child)
    if file.number is not None:
        return
    _refuse_frozen(child, file.year)
    found = _chosen(reports_in(file, folder), which)
    _refuse_another(found, child, file.year, is_confirmed=is_confirmed)
    earlier = [one.number for one in child_files(child.id, file.year) if one.number is not None]
    if earlier and not reason.strip():
        raise DomainError(f"已接受过第 {max(earlier)} 版，再接受是更正，请写明理由。", field="reason")
    file.number = max(earlier, default=0) + 1
    file.snapshot = as_snapshot(found)
    file.reason = reason.strip()[:400] if earlier else ""
    file.accepted_by_id, file.accepted_at = actor.user_id, at
    audit.record(
        action="child_report.accepted",
        at=at,
        actor_id=actor.user_id,
        subject=report_subject(child.name, file.year),
        detail={"number": file.number, "sha256": file.sha256, "filename": file.filename},
    )
    db.session.flush()


def discard_child_file(*, actor: Actor, child: Agency, file: ChildReportFile) -> None:
    """Drop a file that was not accepted; an accepted one stays."""
    _check_is_below(actor, child)
    if file.number is not None:
        raise DomainError(f"第 {file.number} 版已经接受，不能放弃；可以再上传一份，接受为新版本。")
    db.session.delete(file)
    db.session.flush()


def _check_is_below(actor: Actor, child: Agency) -> None:
    if child.parent_id != actor.agency_id:
        raise DomainError(f"{child.name}不是本机关的下级机关，请由它的上级机关接受年报。")


def _refuse_frozen(child: Agency, year: int) -> None:
    if versions(child.id, year):
        raise DomainError(
            f"{child.name}已在本系统冻结 {year} 年年报，以冻结的版本为准。要改请由该机关开始更正。",
            field="report",
        )


def _chosen(reports: tuple[FileReport, ...], which: int) -> FileReport:
    if not 0 <= which < len(reports):
        raise DomainError(f"文件里有 {len(reports)} 份年报，请选择其中一份。", field="which")
    return reports[which]


def _refuse_another(found: FileReport, child: Agency, year: int, *, is_confirmed: bool) -> None:
    report = found.report
    if report.year is not None and report.year != year:
        raise DomainError(
            f"文件写的是 {report.year} 年，这里要的是 {year} 年。请到 {report.year} 年下级汇总上传，或换一个文件。",
            field="which",
        )
    if names_another(found, child) and not is_confirmed:
        raise DomainError(
            f"文件写的机关是“{report.agency}”，这里是“{child.name}”。确实是它的年报，请在下面打勾。",
            field="is_confirmed",
        )


def names_another(found: FileReport, child: Agency) -> bool:
    """Whether the file states an agency by another name; short and full names of one agency contain each other."""
    stated = found.report.agency
    return bool(stated) and stated not in child.name and child.name not in stated
