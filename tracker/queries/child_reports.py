"""下级年报: what the agencies below reported for a year, frozen here or accepted as a file, and who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from tracker.domain.annual_report.checks import checks
from tracker.domain.annual_report.findings import Finding
from tracker.domain.annual_report.report import AnnualReport
from tracker.extensions import db
from tracker.imports.report_snapshots import from_snapshot
from tracker.models.agency import Agency
from tracker.models.report import AnnualReportVersion, ChildReportFile
from tracker.queries.annual_assembly import frozen_report


@dataclass(frozen=True, slots=True)
class ChildReport:
    """One agency below: its latest frozen version or accepted file, ``report`` None while both are missing.

    ``places`` says for (section, row, column) where in the accepted file a figure stands; ``waiting`` is a file
    that was uploaded and not yet accepted.
    """

    agency: Agency
    version: AnnualReportVersion | None = None
    file: ChildReportFile | None = None
    waiting: ChildReportFile | None = None
    report: AnnualReport | None = None
    findings: tuple[Finding, ...] = ()
    places: Mapping[tuple[str, str, str], str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.agency.name

    @property
    def number(self) -> int | None:
        kept = self.version or self.file
        return kept.number if kept else None


def has_children(agency_id: int) -> bool:
    """Whether any agency stands directly below."""
    found = select(Agency.id).where(Agency.parent_id == agency_id).limit(1)
    return db.session.execute(found).first() is not None


def agencies_below(agency_id: int) -> list[Agency]:
    """The agencies directly below, those in being first, in the order of their codes."""
    statement = (
        select(Agency)
        .where(Agency.parent_id == agency_id)
        .order_by(Agency.closed_on.is_not(None), Agency.code, Agency.id)
    )
    return list(db.session.execute(statement).scalars())


def agency_below(agency_id: int, child_id: int) -> Agency | None:
    """The agency of that id, when it stands directly below."""
    statement = select(Agency).where(Agency.parent_id == agency_id, Agency.id == child_id)
    return db.session.execute(statement).scalar_one_or_none()


def child_reports(agency_id: int, year: int) -> list[ChildReport]:
    """Return the agencies that owe a report of ``year`` or gave one, with its latest version."""
    children = agencies_below(agency_id)
    versions = {one.agency_id: one for one in _versions(children, year)}
    accepted: dict[int, ChildReportFile] = {}
    waiting: dict[int, ChildReportFile] = {}
    for file in _files(children, year):
        (waiting if file.number is None else accepted)[file.agency_id] = file
    found = [
        _child(child, versions.get(child.id), accepted.get(child.id), waiting.get(child.id))
        for child in children
    ]
    return [child for child in found if child.report is not None or owes_report(child.agency, year)]


def owes_report(agency: Agency, year: int) -> bool:
    """Whether the agency stood at the end of ``year``: founded by then, not closed yet."""
    end = date(year, 12, 31)
    is_founded = agency.founded_on is None or agency.founded_on <= end
    return is_founded and (agency.closed_on is None or agency.closed_on > end)


def child_files(agency_id: int, year: int) -> list[ChildReportFile]:
    """Return every file of one agency and year, the newest first."""
    statement = (
        select(ChildReportFile)
        .where(ChildReportFile.agency_id == agency_id, ChildReportFile.year == year)
        .order_by(ChildReportFile.id.desc())
    )
    return list(db.session.execute(statement).scalars())


def _versions(children: Sequence[Agency], year: int) -> list[AnnualReportVersion]:
    statement = (
        select(AnnualReportVersion)
        .where(
            AnnualReportVersion.agency_id.in_([child.id for child in children]),
            AnnualReportVersion.year == year,
        )
        .order_by(AnnualReportVersion.number)
    )
    return list(db.session.execute(statement).scalars())


def _files(children: Sequence[Agency], year: int) -> list[ChildReportFile]:
    statement = (
        select(ChildReportFile)
        .where(ChildReportFile.agency_id.in_([child.id for child in children]), ChildReportFile.year == year)
        .order_by(ChildReportFile.number, ChildReportFile.id)
    )
    return list(db.session.execute(statement).scalars())


def _child(
    agency: Agency,
    version: AnnualReportVersion | None,
    file: ChildReportFile | None,
    waiting: ChildReportFile | None,
) -> ChildReport:
    """What is frozen in this system goes before a file."""
    if version is not None:
        report = frozen_report(version)
        return ChildReport(agency, version, None, waiting, report, tuple(checks(report)))
    if file is None or file.snapshot is None:
        return ChildReport(agency, waiting=waiting)
    kept = from_snapshot(file.snapshot)
    return ChildReport(agency, None, file, waiting, kept.report, tuple(checks(kept.report)), kept.places)
