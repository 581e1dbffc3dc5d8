"""更正登记内容: what was registered wrongly is put right; before and after stay on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind, Labelled, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.permissions import reaches
from tracker.extensions import db
from tracker.models.agency import Section
from tracker.models.case_record import CasePerson
from tracker.models.user import User
from tracker.services.cases.facts import acting_view
from tracker.services.cases.projection import deadline_of
from tracker.services.cases.recusal import refuse_unknown
from tracker.services.cases.register import (
    LONGEST_TITLE,
    phone_tail_hash,
    refuse_double_source,
)
from tracker.services.cases.work import CaseWork

CODED = {
    "received_on": "收到日期",
    "item_type": "诉求类型",
    "applicant_type": "申请人类别",
    "receipt_method": "收到方式",
    "upstream_due_on": "上级时限",
    "source_number": "来源编号",
    "is_urgent": "紧急",
    "is_complex": "复杂",
    "is_important": "重要",
    "is_group": "集体",
    "is_secret": "保密",
    "reported_section_id": "被反映的科室",
    "reported_user_id": "被反映的人",
}
"""What an event may hold in clear: codes, dates, numbers."""
WORDED = {"title": "标题", "content": "内容", "place": "地点"}
PERSONAL = {"name": "姓名", "phone": "联系电话", "id_number": "证件号码", "address": "通信地址"}
LABELS = CODED | WORDED | PERSONAL
MOVES_THE_DEADLINE = frozenset({"received_on", "item_type", "upstream_due_on", "is_complex"})
WEIGHTY = ("is_important", "is_group", "is_complex")
FIRST_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Change:
    """One corrected value. ``before`` and ``after`` are words; personal ones are kept sealed, not in the event."""

    field: str
    before: str
    after: str

    def as_payload(self) -> dict[str, str]:
        """The line of the event: label, and before and after where they are no personal data."""
        told = {"field": self.field, "label": LABELS.get(self.field, "期限")}
        if self.field in WORDED or self.field in PERSONAL:
            return told
        return told | {"before": self.before, "after": self.after}


def amend(
    work: CaseWork,
    *,
    reason: str,
    values: Mapping[str, Any],
    person: Mapping[str, str] | None = None,
    on: date | None = None,
) -> tuple[Change, ...]:
    """Correct what was registered: ``values`` are new values of the case by name, ``person`` those of the caller.

    Values equal to what is stored are passed over. A corrected receipt day, type or upstream limit moves the
    deadline; the event says from when to when. Raises DomainError for nothing changed, for a field that cannot
    be corrected, and for what registration would have refused as well.
    """
    if not reason.strip():
        raise DomainError("请写明更正的理由。", field="reason")
    changed = {name: value for name, value in values.items() if getattr(work.case, name) != value}
    personal = _changed_person(work, person or {})
    if not changed and not personal:
        raise DomainError("没有改动任何内容。")
    _refuse_mistakes(work, changed)
    changes = [_change(work, name, value) for name, value in sorted(changed.items(), key=_in_order)]
    changes += [Change(name, before, after) for name, (before, after) in personal.items()]
    for name, value in changed.items():
        setattr(work.case, name, value)
    work.words_changed = not changed.keys().isdisjoint({*WORDED, "source_number"})
    payload = _payload(work, changes, changed)
    work.take(Action.AMEND, on=on, payload=payload, texts=_sealed(changes) | {"reason": reason})
    _write_person(work, {name: after for name, (_, after) in personal.items()})
    return tuple(changes)


def _in_order(item: tuple[str, Any]) -> int:
    return list(LABELS).index(item[0])


def _changed_person(work: CaseWork, person: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    stored = work.case.person
    found = {}
    for name, value in person.items():
        if name not in PERSONAL:
            raise DomainError(f"{name} 不能更正。", field=name)
        before = (getattr(stored, name) if stored else None) or ""
        if value.strip() and value.strip() != before:
            found[name] = (before, value.strip())
    return found


def _refuse_mistakes(work: CaseWork, changed: Mapping[str, Any]) -> None:
    case = work.case
    for name in changed:
        if name not in CODED and name not in WORDED:
            raise DomainError(f"{name} 不能更正。", field=name)
    title = changed.get("title", case.title).strip()
    if not title or len(title) > LONGEST_TITLE:
        raise DomainError(f"标题应为 1 至 {LONGEST_TITLE} 字。", field="title")
    received_on = changed.get("received_on", case.received_on)
    if received_on is None or received_on > work.today:
        raise DomainError("收到日期不能空，也不能在将来。", field="received_on")
    upstream = changed.get("upstream_due_on", case.upstream_due_on)
    if upstream and upstream < received_on:
        raise DomainError(f"上级时限 {upstream} 早于收到日期 {received_on}。", field="upstream_due_on")
    if case.kind is Kind.DISCLOSURE and changed.get("applicant_type", case.applicant_type) is None:
        raise DomainError("申请人类别：请选一类，年报按类别统计。", field="applicant_type")
    _refuse_lightening(work, changed)
    refuse_unknown(
        case.agency_id,
        section_id=changed.get("reported_section_id"),
        user_id=changed.get("reported_user_id"),
    )
    if changed.get("source_number"):
        refuse_double_source(case.channel, changed["source_number"], besides=case.id)


def _refuse_lightening(work: CaseWork, changed: Mapping[str, Any]) -> None:
    """A mark for which a higher level reviews is not taken away from under its review by a lower one."""
    taken_away = [name for name in WEIGHTY if changed.get(name) is False]
    if not taken_away or work.standing.state is not State.AWAITING_REVIEW:
        return
    level = acting_view(work.case, work.standing).approvers.get(Action.PASS_REVIEW)
    if level and not reaches(work.actor.roles, level):
        raise DomainError(
            f"答复稿已送{level.label}审核，不能去掉“{LABELS[taken_away[0]]}”；确实标错的，请{level.label}退回修改后再更正。",
            field=taken_away[0],
        )


def _change(work: CaseWork, name: str, value: Any) -> Change:
    return Change(name, _words(name, getattr(work.case, name)), _words(name, value))


def _words(name: str, value: Any) -> str:
    """A value as people read it; empty for none."""
    if value is None:
        return ""
    if name == "reported_section_id":
        return db.session.execute(select(Section.name).where(Section.id == value)).scalar_one_or_none() or ""
    if name == "reported_user_id":
        return (
            db.session.execute(select(User.display_name).where(User.id == value)).scalar_one_or_none() or ""
        )
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Labelled):
        return value.label
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _payload(work: CaseWork, changes: list[Change], changed: Mapping[str, Any]) -> dict[str, Any]:
    """The event's payload; its last line says how the deadline moved, where it did."""
    payload: dict[str, Any] = {"changes": [change.as_payload() for change in changes]}
    if "received_on" in changed:
        payload["received_on"] = changed["received_on"].isoformat()
    if MOVES_THE_DEADLINE.isdisjoint(changed):
        return payload
    before = work.case.due_on or work.case.expected_due_on
    supposed = CaseEvent(EventType.AMENDED, work.today, work.standing.last_seq + 1, payload)
    deadline = deadline_of(work.case, [*work.events, supposed], work.rules)
    after = deadline.due_on or deadline.expected_due_on
    if before != after:
        moved = Change("due_on", _words("due_on", before), _words("due_on", after))
        payload["changes"].append(moved.as_payload())
    return payload


def _sealed(changes: list[Change]) -> dict[str, str | None]:
    """What the words and the person were before: sealed beside the event, so that they can be erased."""
    kept = (change for change in changes if change.field in WORDED or change.field in PERSONAL)
    return {f"before_{change.field}": change.before[:FIRST_CHARACTERS] for change in kept}


def _write_person(work: CaseWork, after: Mapping[str, str]) -> None:
    if not after:
        return
    person = work.case.person
    if person is None:
        person = CasePerson(case_id=work.case.id)
        work.case.person = person
    for name, value in after.items():
        setattr(person, name, value)
    if "phone" in after:
        person.phone_tail_hash = phone_tail_hash(after["phone"])
