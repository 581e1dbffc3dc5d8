"""期限规则 as the page shows them: open questions with their choices, periods with their articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.domain.annual_report.reading import READING_QUESTIONS
from tracker.domain.deadline_clock.policy import QUESTIONS, Question
from tracker.domain.office_questions import APPROVAL_QUESTIONS, OFFICE_QUESTIONS, OfficeQuestion
from tracker.domain.periods import OURS_TO_SHORTEN, Period, PeriodBook
from tracker.models.agency import PolicyChoice
from tracker.models.calendar import PeriodVersion
from tracker.now import today as now_today
from tracker.services.rules import Rules


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One open question: what is chosen, what ships, and what speaks for it."""

    name: str
    chosen: str
    default: str
    is_changed: bool
    basis: str
    source: str
    mark: str
    url: str


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One period in force today, and the lengths that will follow it."""

    name: str
    length: str
    day_zero: str
    article: str
    source: str
    mark: str
    version: int
    to_come: tuple[str, ...]
    url: str | None


@dataclass(frozen=True, slots=True)
class PoliciesPage:
    """Everything ``policies/show.html`` shows."""

    questions: tuple[QuestionLine, ...]
    approvals: tuple[QuestionLine, ...]
    office: tuple[QuestionLine, ...]
    report: tuple[QuestionLine, ...]
    statutory: tuple[PeriodLine, ...]
    local: tuple[PeriodLine, ...]
    is_editable: bool
    may_set_report: bool
    may_read_history: bool
    received_words: str


def policies_page(
    *,
    rules: Rules,
    choices: Mapping[str, PolicyChoice],
    versions: Sequence[PeriodVersion],
    today: date,
    is_editable: bool,
    may_set_report: bool,
    may_read_history: bool,
) -> PoliciesPage:
    """Prepare the page of the rules in force ``today``, or on the receipt day somebody asks about."""
    book = rules.book(today)
    lines = [(period, _period_line(period, book, versions, today)) for period in book]
    return PoliciesPage(
        questions=tuple(_question_line(question, choices.get(question.key)) for question in QUESTIONS),
        report=tuple(_question_line(question, choices.get(question.key)) for question in READING_QUESTIONS),
        approvals=tuple(
            _question_line(question, choices.get(question.key)) for question in APPROVAL_QUESTIONS
        ),
        office=tuple(_question_line(question, choices.get(question.key)) for question in OFFICE_QUESTIONS),
        statutory=tuple(line for period, line in lines if period.is_statutory),
        local=tuple(line for period, line in lines if not period.is_statutory),
        is_editable=is_editable,
        may_set_report=may_set_report,
        may_read_history=may_read_history,
        received_words=f"{today} 收到的件所用" if today != now_today() else "今天收到的件所用",
    )


def label_of(question: Question | OfficeQuestion, value: str) -> str:
    """What the choice with this text means."""
    return next((label for choice, label in question.choices.items() if str(choice) == value), value)


def _question_line(question: Question | OfficeQuestion, row: PolicyChoice | None) -> QuestionLine:
    value = row.value if row else str(question.default)
    return QuestionLine(
        name=question.name,
        chosen=label_of(question, value),
        default=question.choices[question.default],
        is_changed=value != str(question.default),
        basis=row.basis if row else "",
        source=question.source,
        mark=question.mark.label,
        url=url_for("policies.question", key=question.key),
    )


def may_change(period: Period) -> bool:
    """Whether the agency may set the length at all."""
    return not period.is_statutory or period.code in OURS_TO_SHORTEN


def _period_line(
    period: Period, book: PeriodBook, versions: Sequence[PeriodVersion], today: date
) -> PeriodLine:
    mine = [row for row in versions if row.code == period.code]
    in_force = next((row for row in reversed(mine) if row.valid_from <= today), None)
    return PeriodLine(
        name=period.name,
        length=period.length_label,
        day_zero=period.day_zero,
        article=period.article,
        source=f"{in_force.basis}（{in_force.valid_from} 起）" if in_force else period.source,
        mark="本机关设定" if in_force else period.mark.label,
        version=book[period.code].version,
        to_come=tuple(
            f"{row.valid_from} 起改为 {row.length}（{row.basis}）" for row in mine if row.valid_from > today
        ),
        url=url_for("policies.period", code=period.code) if may_change(period) else None,
    )
