"""到期清除 as the page shows it: the periods with their counts, what is due, what is held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.domain.kept_records import KeptRecord, kept_records
from tracker.domain.labels import Kind
from tracker.domain.office_questions import RETENTION_TEXTS, RETENTION_YEARS
from tracker.models.agency import PolicyChoice
from tracker.queries import retention
from tracker.queries.policies import choices
from tracker.queries.retention import DueCase, Retention
from tracker.services.retention.erasing import BATCH
from tracker.settings import Settings
from tracker.web import wording

MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """The period of one kind: years, the last end of handling it is over for, how many cases."""

    kind: str
    years: int
    last_day: date
    count: int
    source: str
    mark: str
    url: str


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One case that is held."""

    number: str
    reason: str
    who: str
    since: str


@dataclass(frozen=True, slots=True)
class RetentionPage:
    """See templates/retention/show.html."""

    is_on: bool
    total: int
    at_once: int
    periods: Sequence[PeriodLine]
    records: Sequence[KeptRecord]
    cases: Sequence[DueCase]
    held: Sequence[HeldLine]
    held_due: int
    disputed: int
    may_erase: bool
    may_set: bool
    switch_url: str
    texts_url: str


def retention_page(
    *, rule: Retention, settings: Settings, on: date, may_erase: bool, may_set: bool
) -> RetentionPage:
    """Prepare the page as of ``on``."""
    counts, kept = retention.due_counts(rule, on), retention.kept_back(rule, on)
    total, own = sum(counts.values()), choices(agency_id=rule.agency_id)
    return RetentionPage(
        is_on=rule.is_on,
        total=total,
        at_once=min(total, BATCH),
        periods=[_period(kind, rule, on, counts[kind], own) for kind in Kind],
        records=kept_records(_facts(rule, settings, own)),
        cases=retention.due_cases(rule, on, limit=MOST_LISTED),
        held=[
            HeldLine(row.case.number, row.reason, row.held_by.display_name, wording.moment(row.held_at))
            for row in retention.holds(rule.agency_id)
        ],
        held_due=kept["held"],
        disputed=kept["disputed"],
        may_erase=may_erase,
        may_set=may_set,
        switch_url=url_for("policies.question", key="retention"),
        texts_url=url_for("policies.question", key="retention_texts"),
    )


def _facts(rule: Retention, settings: Settings, own: Mapping[str, PolicyChoice]) -> dict[str, object]:
    texts = own.get(RETENTION_TEXTS.key)
    return {
        "texts": RETENTION_TEXTS.choices[texts.value if texts else RETENTION_TEXTS.default],
        "longest": max(rule.years.values()),
        "draft_days": settings.draft_days,
        "idle_minutes": settings.idle_minutes,
        "session_hours": settings.session_hours,
    }


def _period(kind: Kind, rule: Retention, on: date, count: int, own: Mapping[str, PolicyChoice]) -> PeriodLine:
    question = RETENTION_YEARS[kind]
    row = own.get(question.key)
    is_ours = row is not None and row.value != question.default
    return PeriodLine(
        kind=kind.label,
        years=rule.years[kind],
        last_day=rule.last_day(kind, on),
        count=count,
        source=row.basis if row and is_ours else question.source,
        mark="本机关设定" if is_ours else question.mark.label,
        url=url_for("policies.question", key=question.key),
    )
