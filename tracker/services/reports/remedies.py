"""复议、诉讼登记: reviews and suits against disclosure answers, the register behind section four."""

from datetime import date, datetime

from sqlalchemy import select

from tracker.domain.annual_report.section_four import PATHS, RESULTS
from tracker.domain.errors import DomainError
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.case import Case
from tracker.models.report import RemedyCase
from tracker.services import audit
from tracker.services.rules import rules_for

REVIEW = PATHS[0]
REVIEW_ANSWER_DAYS, SIMPLIFIED_ANSWER_DAYS, SUIT_ANSWER_DAYS = 10, 5, 15


def answer_due_on(*, agency: Agency, route: str, served_on: date, is_simplified: bool = False) -> date:
    """答复期限: reviews 10 working days, simplified 5 (行政复议法第四十八条、第五十四条); suits 15 days.

    The 15 days of 行政诉讼法第六十七条 are calendar days and end on a working day (民法典第二百零三条).
    """
    calendar = rules_for(agency).national
    if route == REVIEW:
        return calendar.add(served_on, SIMPLIFIED_ANSWER_DAYS if is_simplified else REVIEW_ANSWER_DAYS)
    return calendar.next_workday(date.fromordinal(served_on.toordinal() + SUIT_ANSWER_DAYS))


def register_remedy(
    *,
    agency: Agency,
    route: str,
    authority: str,
    filed_on: date,
    on: date,
    at: datetime,
    actor_id: int,
    served_on: date | None = None,
    case_number: str = "",
    is_simplified: bool = False,
    reviewer_is_codefendant: bool = False,
) -> RemedyCase:
    """Register a review or suit. A reviewer sued together with us makes no second row (国办公开办函〔2016〕201号).

    Raises DomainError naming the field that is missing or impossible.
    """
    if route not in PATHS:
        raise DomainError("请选择是复议还是诉讼。", field="route")
    if not authority.strip():
        raise DomainError("请填写复议机关或法院的名称。", field="authority")
    _refuse_future(filed_on, on, "filed_on", "提起日期")
    if served_on is not None:
        _refuse_future(served_on, on, "served_on", "收到副本日期")
        if served_on < filed_on:
            raise DomainError(f"收到副本日期 {served_on} 早于提起日期 {filed_on}。", field="served_on")
    remedy = RemedyCase(
        agency_id=agency.id,
        case_id=_case_id(agency, case_number),
        route=route,
        authority=authority.strip(),
        filed_on=filed_on,
        served_on=served_on,
        answer_due_on=None
        if served_on is None
        else answer_due_on(agency=agency, route=route, served_on=served_on, is_simplified=is_simplified),
        is_simplified=is_simplified,
        reviewer_is_codefendant=reviewer_is_codefendant,
    )
    db.session.add(remedy)
    db.session.flush()
    _note("remedy_registered", remedy, at, actor_id)
    return remedy


def close_remedy(
    *, remedy: RemedyCase, result: str, closed_on: date, on: date, at: datetime, actor_id: int
) -> RemedyCase:
    """Record 结果维持, 结果纠正 or 其他结果; raises DomainError for an impossible day or a result given before."""
    if remedy.closed_on is not None:
        raise DomainError(f"这一件已于 {remedy.closed_on} 审结。", field="closed_on")
    if result not in RESULTS[:3]:
        raise DomainError("请选择结果维持、结果纠正或其他结果。", field="result")
    _refuse_future(closed_on, on, "closed_on", "审结日期")
    if closed_on < remedy.filed_on:
        raise DomainError(f"审结日期 {closed_on} 早于提起日期 {remedy.filed_on}。", field="closed_on")
    remedy.result, remedy.closed_on = result, closed_on
    db.session.flush()
    _note("remedy_closed", remedy, at, actor_id)
    return remedy


def _refuse_future(day: date, on: date, field: str, label: str) -> None:
    if day > on:
        raise DomainError(f"{day} 晚于今天，{label}不能在将来。", field=field)


def _case_id(agency: Agency, number: str) -> int | None:
    if not number.strip():
        return None
    found = db.session.execute(
        select(Case.id).where(Case.agency_id == agency.id, Case.number == number.strip())
    ).scalar_one_or_none()
    if found is None:
        raise DomainError(
            f"没有编号为“{number.strip()}”的办件，请核对；不知道可以不填。", field="case_number"
        )
    return found


def _note(action: str, remedy: RemedyCase, at: datetime, actor_id: int) -> None:
    audit.record(
        action=action, at=at, actor_id=actor_id, subject=f"remedy {remedy.id}", detail={"route": remedy.route}
    )
