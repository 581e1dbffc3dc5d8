"""The report of a year put together: computed tables, entered figures, texts with their fields filled in."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import defer

from tracker.domain.annual_report.editions import Edition, edition_for
from tracker.domain.annual_report.reading import Reading
from tracker.domain.annual_report.report import TEXTS, AnnualReport, KnownFigures, report_from_json
from tracker.domain.annual_report.section_three import SectionThree
from tracker.domain.annual_report.section_two import SectionTwo
from tracker.domain.annual_report.text_fields import DEFAULT_TEXTS, filled, item_figures, table_figures
from tracker.domain.case_events import EventType
from tracker.domain.completion import Completion, GroupBy
from tracker.domain.errors import DomainError
from tracker.extensions import db
from tracker.models import report as tables
from tracker.models.agency import Agency
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow
from tracker.queries.annual_report import section_four, section_three
from tracker.queries.completion import completion
from tracker.queries.event_facts import still_counts
from tracker.queries.figures import Scope
from tracker.queries.policies import report_reading

CORRECTION = "correction_reason"


def agency_named(code: str | None) -> Agency:
    """Return the agency of that code, the first one without a code; raises DomainError for an unknown code."""
    statement = select(Agency).order_by(Agency.id).limit(1)
    if code is not None:
        statement = statement.where(Agency.code == code)
    agency = db.session.execute(statement).scalar_one_or_none()
    if agency is None:
        raise DomainError(f"没有代码为“{code}”的机关。请在机构设置里查看代码。", field="agency")
    return agency


def stored_reports(agency_id: int, years: Collection[int]) -> dict[int, tables.AnnualReport]:
    """Return what was written and entered for each of ``years``, read in one statement."""
    statement = select(tables.AnnualReport).where(
        tables.AnnualReport.agency_id == agency_id, tables.AnnualReport.year.in_(years)
    )
    return {row.year: row for row in db.session.execute(statement).scalars()}


def stored_report(agency_id: int, year: int) -> tables.AnnualReport | None:
    """Return what was written and entered for the year."""
    return stored_reports(agency_id, (year,)).get(year)


def versions_of(agency_id: int, years: Collection[int]) -> dict[int, list[tables.AnnualReportVersion]]:
    """Return the frozen versions of each of ``years``, the first one first; what was frozen is read when asked for."""
    statement = (
        select(tables.AnnualReportVersion)
        .where(tables.AnnualReportVersion.agency_id == agency_id, tables.AnnualReportVersion.year.in_(years))
        .options(defer(tables.AnnualReportVersion.snapshot))
        .order_by(tables.AnnualReportVersion.year, tables.AnnualReportVersion.number)
    )
    found: dict[int, list[tables.AnnualReportVersion]] = {year: [] for year in years}
    for version in db.session.execute(statement).scalars():
        found[version.year].append(version)
    return found


def versions(agency_id: int, year: int) -> list[tables.AnnualReportVersion]:
    """Return the frozen versions of the year, the first one first."""
    return versions_of(agency_id, (year,))[year]


def frozen_report(version: tables.AnnualReportVersion) -> AnnualReport:
    """Return the report as it was frozen."""
    return report_from_json(json.loads(version.snapshot)["report"])


def frozen_tables(kept: Collection[tables.AnnualReportVersion]) -> dict[int, SectionThree]:
    """Section three of each of these versions, by year, read in one statement."""
    statement = select(tables.AnnualReportVersion.year, tables.AnnualReportVersion.snapshot).where(
        tables.AnnualReportVersion.id.in_([version.id for version in kept])
    )
    found = {
        year: report_from_json(json.loads(snapshot)["report"]).three
        for year, snapshot in db.session.execute(statement).tuples()
    }
    return {year: table for year, table in found.items() if table is not None}


def is_frozen(stored: tables.AnnualReport | None, kept: Sequence[tables.AnnualReportVersion]) -> bool:
    """Whether a year is frozen and no correction has been begun."""
    return bool(kept) and not (stored is not None and stored.texts.get(CORRECTION))


def reading_of(
    stored: tables.AnnualReport | None, kept: Sequence[tables.AnnualReportVersion], agency_id: int
) -> Reading:
    """The readings a year is computed with: a frozen one keeps its own until a correction is begun."""
    if is_frozen(stored, kept):
        return Reading.chosen(frozen_report(kept[-1]).reading)
    return report_reading(agency_id=agency_id)


def annual_report(agency: Agency, year: int, edition: Edition | None = None) -> AnnualReport:
    """Return the report of ``year`` as the cases stand now, in the format of its year unless told otherwise."""
    stored = stored_report(agency.id, year)
    reading = reading_of(stored, versions(agency.id, year), agency.id)
    return report_with(stored, agency, year, edition or edition_for(year), reading)


def report_with(
    stored: tables.AnnualReport | None, agency: Agency, year: int, edition: Edition, reading: Reading
) -> AnnualReport:
    """The same for a year whose written and entered part has been read already."""
    bare = report_tables(stored, agency, year, edition, reading)
    assert bare.three is not None  # noqa: S101 - computed tables are always there
    assert bare.four is not None  # noqa: S101
    told = _told(agency.id, year, reading)
    steps = _steps(agency.id, date(year, 1, 1), date(year, 12, 31))
    figures = table_figures(bare.three, bare.four) | item_figures(bare.two)
    figures |= _agency_figures(agency, year, edition, told, steps)
    written = written_texts(stored, edition)
    return replace(
        bare,
        texts={name: filled(written[name], figures) for name in TEXTS},
        known=KnownFigures(
            steps.income, told.total.valid, told.total.closed, reading.received_includes_carried
        ),
    )


def report_tables(
    stored: tables.AnnualReport | None, agency: Agency, year: int, edition: Edition, reading: Reading
) -> AnnualReport:
    """The report without its texts: enough to compare the next year's with."""
    return AnnualReport(
        year=year,
        edition=edition,
        agency=agency.name,
        two=entered_section_two(stored, edition),
        three=section_three(agency.id, year, edition, reading),
        four=section_four(agency.id, year, reading),
        reading=reading.as_json(),
    )


def written_texts(stored: tables.AnnualReport | None, edition: Edition) -> Mapping[str, str]:
    """Return the texts with their fields still in braces; what nobody wrote yet is the template's."""
    own = {} if stored is None else stored.texts
    return {name: own.get(name, DEFAULT_TEXTS[edition][name]) for name in TEXTS}


def entered_section_two(stored: tables.AnnualReport | None, edition: Edition) -> SectionTwo | None:
    """Return the entered figures, if any were entered in this format."""
    entered: Any = None if stored is None else stored.section_two.get(edition.value)
    if not entered:
        return None
    return report_from_json({"edition": edition.value, "section2": {"rows": entered}}).two


def report_before(agency: Agency, year: int) -> AnnualReport:
    """Return what ``year`` is compared with: last year's report as frozen, or its tables as its cases stand now."""
    stored, kept = stored_report(agency.id, year - 1), versions(agency.id, year - 1)
    return standing_report(kept, stored, agency, year - 1, report_reading(agency_id=agency.id))


def standing_report(
    kept: Sequence[tables.AnnualReportVersion],
    stored: tables.AnnualReport | None,
    agency: Agency,
    year: int,
    reading: Reading,
) -> AnnualReport:
    """The last of the frozen versions, or the tables of ``year`` as they would be frozen now."""
    if kept:
        return frozen_report(kept[-1])
    return report_tables(stored, agency, year, edition_for(year), reading)


def _told(agency_id: int, year: int, reading: Reading) -> Completion:
    """What the sentence on hotline and mailbox items counts."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    as_of = last if reading.sentence_day == "year_end" else date.max
    return completion(Scope(agency_id, first, last, as_of), GroupBy.CHANNEL, reading.rounding)


def _agency_figures(
    agency: Agency, year: int, edition: Edition, told: Completion, steps: "_Steps"
) -> dict[str, str]:
    return {
        "年份": str(year),
        "机关名称": agency.name,
        "格式依据": edition.notice,
        "联系方式": _contact(agency),
        "办结情况": told.sentence,
        "分渠道办结情况": told.split_sentence,
        "信息处理费": str(steps.income),
        "收费通知": str(steps.notices),
        "收费通知金额": str(steps.asked),
        "拆分申请": str(steps.split),
        "拆出申请": str(steps.parts),
    }


def _contact(agency: Agency) -> str:
    known = (
        ("地址", agency.address),
        ("邮编", agency.postcode),
        ("联系电话", agency.phone),
        ("电子邮箱", agency.email),
    )
    parts = "；".join(f"{name}：{value}" for name, value in known if value)
    return f"（{parts}）" if parts else ""


FEE_STEPS = (EventType.FEE_PAID, EventType.FEE_NOTICE_SENT)


@dataclass(frozen=True, slots=True)
class _Steps:
    """What steps of a year add to its tables: 信息处理费 in yuan, received and asked for in so many notices;
    applications that were split, and the requests made of them.
    """

    income: int
    notices: int
    asked: int
    split: int
    parts: int


def _steps(agency_id: int, first: date, last: date) -> _Steps:
    """From the payments and notices of the year, and the splitting of what it received; what was undone was none."""
    of_fees = and_(CaseEventRow.type.in_(FEE_STEPS), CaseEventRow.on.between(first, last))
    of_splits = and_(CaseEventRow.type == EventType.SPLIT, Case.received_on.between(first, last))
    statement = (
        select(CaseEventRow.type, CaseEventRow.payload)
        .join(Case, Case.id == CaseEventRow.case_id)
        .where(
            Case.agency_id == agency_id,
            or_(of_fees, of_splits),
            still_counts(CaseEventRow),
        )
    )
    found: defaultdict[EventType, list[int]] = defaultdict(list)
    for event_type, payload in db.session.execute(statement).tuples():
        found[event_type].append(int(payload.get("yuan") or len(payload.get("parts", ()))))
    asked, parts = found[EventType.FEE_NOTICE_SENT], found[EventType.SPLIT]
    return _Steps(sum(found[EventType.FEE_PAID]), len(asked), sum(asked), len(parts), sum(parts))
