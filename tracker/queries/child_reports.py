"""下级年报: what the agencies below have frozen for a year, and who is missing."""

from dataclasses import dataclass

from sqlalchemy import select

from tracker.domain.annual_report.checks import Finding, checks
from tracker.domain.annual_report.report import AnnualReport
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.report import AnnualReportVersion
from tracker.queries.annual_assembly import frozen_report


@dataclass(frozen=True, slots=True)
class ChildReport:
    """One agency below: its latest frozen report, or None while it is missing."""

    agency_id: int
    name: str
    number: int | None
    report: AnnualReport | None
    findings: tuple[Finding, ...]


def has_children(agency_id: int) -> bool:
    """Whether any agency stands directly below."""
    found = select(Agency.id).where(Agency.parent_id == agency_id).limit(1)
    return db.session.execute(found).first() is not None


def child_reports(agency_id: int, year: int) -> list[ChildReport]:
    """Return the agencies directly below with the latest frozen version of ``year``, in the order of their codes."""
    children = (
        db.session.execute(
            select(Agency).where(Agency.parent_id == agency_id).order_by(Agency.code, Agency.id)
        )
        .scalars()
        .all()
    )
    statement = (
        select(AnnualReportVersion)
        .where(
            AnnualReportVersion.agency_id.in_([child.id for child in children]),
            AnnualReportVersion.year == year,
        )
        .order_by(AnnualReportVersion.number)
    )
    latest = {version.agency_id: version for version in db.session.execute(statement).scalars()}
    return [_child(child, latest.get(child.id)) for child in children]


def _child(agency: Agency, version: AnnualReportVersion | None) -> ChildReport:
    if version is None:
        return ChildReport(agency.id, agency.name, None, None, ())
    report = frozen_report(version)
    return ChildReport(agency.id, agency.name, version.number, report, tuple(checks(report)))
