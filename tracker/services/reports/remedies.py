"""复议、诉讼登记: reviews and suits against disclosure answers, the register behind section four."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.domain.annual_report.section_four import PATHS, RESULTS
from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.case import Case
from tracker.models.report import RemedyCase
from tracker.services import audit
from tracker.services.rules import rules_for

REVIEW, AFTER_REVIEW = PATHS[0], PATHS[2]
REVIEW_ANSWER_DAYS, SIMPLIFIED_ANSWER_DAYS, SUIT_ANSWER_DAYS = 10, 5, 15


def answer_due_on(*, agency: Agency, route: str, served_on: date, is_simplified: bool = False) -> date:
    """答复期限: reviews 10 working days, simplified 5 (行政复议法第四十八条、第五十四条); suits 15 days.

    The 15 days of 行政诉讼法第六十七条 are calendar days and end on a working day (民法典第二百零三条).
    """
    calendar = rules_for(agency).national
    if route == REVIEW:
        return calendar.add(served_on, SIMPLIFIED_ANSWER_DAYS if is_simplified else REVIEW_ANSWER_DAYS)
    return calendar.next_workday(date.fromordinal(served_on.toordinal() + SUIT_ANSWER_DAYS))


@dataclass(frozen=True, slots=True)
class RemedyFacts:
    """What is entered of a review or suit.

    ``case_number`` names the request whose answer it is about: empty where not known, None to leave it as it is.
    """

    route: str
    authority: str
    filed_on: date
    served_on: date | None = None
    answered_on: date | None = None
    case_number: str | None = ""
    is_simplified: bool = False
    reviewer_is_codefendant: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """结果维持, 结果纠正 or 其他结果 with its day; both empty while it is pending."""

    result: str = ""
    closed_on: date | None = None


def register_remedy(
    *, agency: Agency, facts: RemedyFacts, on: date, at: datetime, actor_id: int
) -> RemedyCase:
    """Register a review or suit. A reviewer sued together with us makes no second row (国办公开办函〔2016〕201号).

    Raises DomainError naming the field that is missing or impossible.
    """
    remedy = RemedyCase(agency_id=agency.id, **_columns(agency, facts, on))
    db.session.add(remedy)
    db.session.flush()
    _note("remedy_registered", remedy, at, actor_id, route=remedy.route)
    return remedy


def amend_remedy(
    *,
    agency: Agency,
    remedy: RemedyCase,
    facts: RemedyFacts,
    verdict: Verdict,
    on: date,
    at: datetime,
    actor_id: int,
) -> RemedyCase:
    """Correct what was entered, its result included; the audit log keeps what it said before.

    Raises DomainError as registering and closing do.
    """
    columns = _columns(agency, facts, on) | {"result": None, "closed_on": None}
    if verdict.result or verdict.closed_on:
        columns |= _verdict_columns(verdict, facts.filed_on, on)
    changed = {
        name: {"before": _plain(getattr(remedy, name)), "after": _plain(value)}
        for name, value in columns.items()
        if getattr(remedy, name) != value
    }
    for name, value in columns.items():
        setattr(remedy, name, value)
    db.session.flush()
    if changed:
        _note("remedy_amended", remedy, at, actor_id, **changed)
    return remedy


def remove_remedy(*, remedy: RemedyCase, reason: str, at: datetime, actor_id: int) -> None:
    """Take out a row that should never have been entered; the audit log keeps all of it and why."""
    if not reason.strip():
        raise DomainError("请写明为什么删去这一件登记。", field="reason")
    kept = {column.name: _plain(getattr(remedy, column.name)) for column in RemedyCase.__table__.columns}
    _note("remedy_removed", remedy, at, actor_id, reason=reason.strip(), **kept)
    db.session.delete(remedy)
    db.session.flush()


def _columns(agency: Agency, facts: RemedyFacts, on: date) -> dict[str, Any]:
    """The columns for ``facts``; raises DomainError naming the field that is missing or impossible."""
    if facts.route not in PATHS:
        raise DomainError("请选择是复议还是诉讼。", field="route")
    if not facts.authority.strip():
        raise DomainError("请填写复议机关或法院的名称。", field="authority")
    if facts.reviewer_is_codefendant and facts.route != AFTER_REVIEW:
        raise DomainError(
            "复议机关作共同被告只有复议后起诉才有，请改途径，或者去掉这一项。",
            field="reviewer_is_codefendant",
        )
    _refuse_future(facts.filed_on, on, "filed_on", "提起日期")
    for day, field, label, earliest, before in (
        (facts.served_on, "served_on", "收到副本日期", facts.filed_on, "提起日期"),
        (facts.answered_on, "answered_on", "我方答复日期", facts.served_on or facts.filed_on, "收到副本日期"),
    ):
        if day is not None:
            _refuse_future(day, on, field, label)
            if day < earliest:
                raise DomainError(f"{label} {day} 早于{before} {earliest}。", field=field)
    due_on = facts.served_on and answer_due_on(
        agency=agency, route=facts.route, served_on=facts.served_on, is_simplified=facts.is_simplified
    )
    about = (
        {} if facts.case_number is None else {"case_id": _case_id(agency, facts, facts.case_number.strip())}
    )
    return about | {
        "route": facts.route,
        "authority": facts.authority.strip(),
        "filed_on": facts.filed_on,
        "served_on": facts.served_on,
        "answer_due_on": due_on,
        "answered_on": facts.answered_on,
        "is_simplified": facts.is_simplified,
        "reviewer_is_codefendant": facts.reviewer_is_codefendant,
    }


def close_remedy(
    *, remedy: RemedyCase, result: str, closed_on: date, on: date, at: datetime, actor_id: int
) -> RemedyCase:
    """Record 结果维持, 结果纠正 or 其他结果; raises DomainError for an impossible day or a result given before."""
    if remedy.closed_on is not None:
        raise DomainError(f"这一件已于 {remedy.closed_on} 审结。", field="closed_on")
    for name, value in _verdict_columns(Verdict(result, closed_on), remedy.filed_on, on).items():
        setattr(remedy, name, value)
    db.session.flush()
    _note("remedy_closed", remedy, at, actor_id, route=remedy.route)
    return remedy


def _verdict_columns(verdict: Verdict, filed_on: date, on: date) -> dict[str, Any]:
    if verdict.result not in RESULTS[:3]:
        raise DomainError("请选择结果维持、结果纠正或其他结果。", field="result")
    if verdict.closed_on is None:
        raise DomainError("请填写审结日期；还没有审结的，结果也留空。", field="closed_on")
    _refuse_future(verdict.closed_on, on, "closed_on", "审结日期")
    if verdict.closed_on < filed_on:
        raise DomainError(f"审结日期 {verdict.closed_on} 早于提起日期 {filed_on}。", field="closed_on")
    return {"result": verdict.result, "closed_on": verdict.closed_on}


def _refuse_future(day: date, on: date, field: str, label: str) -> None:
    if day > on:
        raise DomainError(f"{day} 晚于今天，{label}不能在将来。", field=field)


def _case_id(agency: Agency, facts: RemedyFacts, number: str) -> int | None:
    if not number:
        return None
    found = db.session.execute(
        select(Case.id, Case.kind, Case.received_on).where(
            Case.agency_id == agency.id, Case.number == number, Case.taken_back_on.is_(None)
        )
    ).one_or_none()
    if found is None:
        raise DomainError(f"没有编号为“{number}”的办件，请核对；不知道可以不填。", field="case_number")
    case_id, kind, received_on = found
    if kind is not Kind.DISCLOSURE:
        raise DomainError(
            f"“{number}”是{kind.label}；第四部分只登记针对依申请公开答复的复议、诉讼。", field="case_number"
        )
    if facts.filed_on < received_on:
        raise DomainError(
            f"提起日期 {facts.filed_on} 早于“{number}”的收到日期 {received_on}，请核对编号或日期。",
            field="case_number",
        )
    return int(case_id)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _note(action: str, remedy: RemedyCase, at: datetime, actor_id: int, **detail: Any) -> None:
    audit.record(
        action=action, at=at, actor_id=actor_id, subject=f"复议诉讼登记第 {remedy.id} 件", detail=detail
    )
