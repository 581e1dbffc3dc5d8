"""What people write and enter for a year: texts and the figures of section two; frozen years refuse both."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from tracker.domain.annual_report.editions import Edition, edition_for
from tracker.domain.annual_report.printed_table import Number
from tracker.domain.annual_report.report import TEXTS
from tracker.domain.annual_report.section_two import section_two_columns
from tracker.domain.audit_actions import report_subject
from tracker.domain.errors import DomainError, VersionClash
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.report import AnnualReport
from tracker.queries.annual_assembly import CORRECTION, is_frozen, stored_report, versions
from tracker.services import audit

LONGEST_TEXT = 20_000


def is_locked(*, agency: Agency, year: int) -> bool:
    """Whether the year is frozen and no correction has been begun."""
    return is_frozen(stored_report(agency.id, year), versions(agency.id, year))


def save_text(
    *, agency: Agency, year: int, name: str, text: str, version: int, at: datetime, actor_id: int
) -> AnnualReport:
    """Write the preface or section one, five or six; ``version`` is the one the form was opened with.

    Raises DomainError for a frozen year, VersionClash when somebody saved in between.
    """
    if name not in TEXTS:
        raise ValueError(name)
    if len(text) > LONGEST_TEXT:
        raise DomainError(f"文字有 {len(text)} 字，最多 {LONGEST_TEXT} 字。", field="text")
    stored = _opened(agency, year, version)
    stored.texts = dict(stored.texts) | {name: text.replace("\r\n", "\n")}
    return _saved(stored, agency, at, actor_id, "report_text_saved", name)


def save_section_two(
    *,
    agency: Agency,
    year: int,
    rows: Mapping[str, tuple[Number, ...]],
    version: int,
    at: datetime,
    actor_id: int,
    edition: Edition | None = None,
) -> AnnualReport:
    """Enter the figures of section two; None is a blank. Raises like ``save_text``."""
    chosen = edition or edition_for(year)
    for row, numbers in rows.items():
        if len(numbers) != len(section_two_columns(chosen, row)):
            raise ValueError(row)
    stored = _opened(agency, year, version)
    entered = {row: [_plain(number) for number in numbers] for row, numbers in rows.items()}
    stored.section_two = dict(stored.section_two) | {chosen.value: entered}
    return _saved(stored, agency, at, actor_id, "report_figures_saved", "section_two")


def begin_correction(*, agency: Agency, year: int, reason: str, at: datetime, actor_id: int) -> AnnualReport:
    """Open a frozen year for a corrected version; raises DomainError without a reason or a frozen version."""
    if not versions(agency.id, year):
        raise DomainError(f"{year} 年年报还没有冻结，可以直接修改。", field="reason")
    if not reason.strip():
        raise DomainError("请写明更正理由，它会印在新版本的记录里。", field="reason")
    stored = stored_report(agency.id, year) or _new(agency, year)
    stored.texts = dict(stored.texts) | {CORRECTION: reason.strip()[:400]}
    return _saved(stored, agency, at, actor_id, "report_correction_begun", reason.strip()[:100])


def _opened(agency: Agency, year: int, version: int) -> AnnualReport:
    if is_locked(agency=agency, year=year):
        raise DomainError(
            f"{year} 年年报已冻结，不能改。要改请先写明理由，开始更正，冻结后成为新版本。", field="year"
        )
    stored = stored_report(agency.id, year) or _new(agency, year)
    if stored.version != version:
        raise VersionClash("您打开之后有人改过这份年报。请核对现在的内容再保存。", field="text")
    return stored


def _new(agency: Agency, year: int) -> AnnualReport:
    stored = AnnualReport(
        agency_id=agency.id, year=year, edition=edition_for(year).value, section_two={}, texts={}, version=1
    )
    db.session.add(stored)
    return stored


def _saved(
    stored: AnnualReport, agency: Agency, at: datetime, actor_id: int, action: str, what: str
) -> AnnualReport:
    stored.version += 1
    audit.record(
        action=action,
        at=at,
        actor_id=actor_id,
        subject=report_subject(agency.name, stored.year),
        detail={"what": what},
    )
    db.session.flush()
    return stored


def _plain(number: Number) -> int | str | None:
    return str(number) if isinstance(number, Decimal) else number
