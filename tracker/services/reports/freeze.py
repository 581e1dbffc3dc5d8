"""冻结: a report that is published is kept word for word, with its hash and the place of every request in it."""

import hashlib
import json
from datetime import date, datetime

from sqlalchemy import select

from tracker.domain.annual_report.checks import checks
from tracker.domain.annual_report.findings import Finding
from tracker.domain.annual_report.reading import Reading
from tracker.domain.annual_report.report import AnnualReport, report_as_json
from tracker.domain.audit_actions import report_subject
from tracker.domain.errors import DomainError
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.report import AnnualReportVersion
from tracker.now import local
from tracker.queries.annual_assembly import CORRECTION, annual_report, report_before, stored_report, versions
from tracker.queries.annual_report import places_of_requests
from tracker.services import audit


def freeze(
    *, agency: Agency, year: int, at: datetime, actor_id: int | None, reason: str = ""
) -> AnnualReportVersion:
    """Keep the report of ``year`` as it stands now as a new version.

    Raises DomainError for a year that is not over, for a report with blockers, and for a second version without
    a reason. Of two people who freeze at once one waits, and is then asked for the reason.
    """
    if refusal := too_early(year, on=local(at).date()):
        raise DomainError(refusal, field="year")
    db.session.execute(select(Agency.id).where(Agency.id == agency.id).with_for_update())
    earlier = versions(agency.id, year)
    stored = stored_report(agency.id, year)
    given = reason.strip() or ("" if stored is None else str(stored.texts.get(CORRECTION, "")))
    if earlier and not given:
        raise DomainError(
            f"{year} 年年报已冻结第 {earlier[-1].number} 版。再冻结是更正，请写明理由（--reason）。",
            field="reason",
        )
    report = annual_report(agency, year)
    _refuse_blockers(checks(report, report_before(agency, year)))
    snapshot = _snapshot(agency, year, report)
    version = AnnualReportVersion(
        agency_id=agency.id,
        year=year,
        number=len(earlier) + 1,
        snapshot=snapshot,
        sha256=hashlib.sha256(snapshot.encode()).hexdigest(),
        reason=given if earlier else reason.strip(),
        frozen_by_id=actor_id,
        frozen_at=at,
    )
    db.session.add(version)
    if stored is not None and CORRECTION in stored.texts:
        stored.texts = {name: text for name, text in stored.texts.items() if name != CORRECTION}
    audit.record(
        action="report_frozen",
        at=at,
        actor_id=actor_id,
        subject=report_subject(agency.name, year),
        detail={"number": version.number, "sha256": version.sha256},
    )
    db.session.flush()
    return version


def too_early(year: int, *, on: date) -> str:
    """Why the report of ``year`` cannot be frozen on that day, empty when it can: its figures end with 31 December."""
    if on.year > year:
        return ""
    return f"{year} 年还没有过完，年报数据截至 {year}-12-31，{year + 1}-01-01 起可以冻结。"


def _refuse_blockers(findings: list[Finding]) -> None:
    blockers = [finding.message for finding in findings if finding.is_blocker]
    if blockers:
        raise DomainError(f"还有 {len(blockers)} 个阻断项，不能冻结：{''.join(blockers)}", field="year")


def _snapshot(agency: Agency, year: int, report: AnnualReport) -> str:
    requests = places_of_requests(agency.id, year, Reading.chosen(report.reading))
    document = {"report": report_as_json(report), "requests": requests}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def is_whole(version: AnnualReportVersion) -> bool:
    """Whether the kept snapshot still has the hash it was frozen with."""
    return hashlib.sha256(version.snapshot.encode()).hexdigest() == version.sha256
