"""加派: another section is asked to help by a day of its own, and gives its opinion."""

from datetime import date

from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.actions import Action
from tracker.extensions import db
from tracker.models.agency import Section
from tracker.services.cases.work import CaseWork


def ask_assistance(
    work: CaseWork, *, section_id: int, due_on: date, what: str, on: date | None = None
) -> None:
    """加派协办 with a day of its own (泰安: sub-assignment with its own number of days); our own date stays."""
    section = db.session.get(Section, section_id)
    if section is None or section.agency_id != work.case.agency_id or not section.is_active:
        raise DomainError("请选择一个在用的协办科室。", field="section")
    _refuse_unfit(work, section)
    if not what.strip():
        raise DomainError("请写明请协办科室做什么。", field="what")
    _refuse_day(work, due_on, on or work.today)
    payload = {"assistant": section_id, "due_on": due_on.isoformat()}
    work.take(Action.ASK_ASSISTANCE, on=on, payload=payload, texts={"what": what})


def _refuse_unfit(work: CaseWork, section: Section) -> None:
    if section.id == work.standing.section_id:
        raise DomainError(f"{section.name}是本件的主办科室，不能再作协办。", field="section")
    if section.id == work.case.reported_section_id:
        raise DomainError("被反映的科室不能协办这一件（回避）。", field="section")
    if any(each.section_id == section.id for each in work.standing.assistances):
        raise DomainError(f"已请{section.name}协办，还没有意见，不必重复加派。", field="section")


def _refuse_day(work: CaseWork, due_on: date, on: date) -> None:
    if due_on < on:
        raise DomainError(f"协办期限 {due_on} 早于加派当日 {on}。", field="due_on")
    main = work.case.due_on
    if main is not None and due_on > main >= on:
        raise DomainError(f"协办期限 {due_on} 晚于本件期限 {main}，请提前。", field="due_on")


def give_assistance(
    work: CaseWork, *, opinion: str, asked: int | None = None, on: date | None = None
) -> None:
    """登记协办意见, by the assisting section or by the lead one for it; ``asked`` is the request's event."""
    if not opinion.strip():
        raise DomainError("请写明协办意见。", field="opinion")
    owed = [each for each in work.standing.assistances if asked in {None, each.seq}]
    own = [each for each in owed if each.section_id == work.actor.section_id]
    if not own and work.actor.section_id in work.standing.assistant_ids:
        raise DomainError("没有请您所在科室协办，或者协办意见已登记。", field="asked")
    meant = (own or owed)[0] if owed else None
    payload = {"answers": meant.seq if meant else None}
    work.take(Action.GIVE_ASSISTANCE, on=on, payload=payload, texts={"opinion": opinion})
