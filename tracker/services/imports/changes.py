"""What an import changes in one stored case: the values, the events, and how they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tracker.domain.case_events import CaseEvent
from tracker.domain.labels import Labelled
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow
from tracker.now import local
from tracker.services.imports.wanted import Wanted

FIELD_LABELS = {
    "title": "标题",
    "content": "内容",
    "received_at": "收到日期",
    "source_number": "来源编号",
    "source_text": "来源渠道",
    "place": "地点",
    "item_type": "诉求类型",
    "applicant_type": "申请人类别",
    "receipt_method": "收到方式",
    "delivery_route": "获取方式",
    "is_urgent": "是否紧急",
    "is_secret": "是否保密",
    "is_anonymous": "是否匿名",
    "upstream_due_on": "办理时限",
    "upstream_due_at": "办理时限",
    "name": "姓名",
    "phone": "联系电话",
    "id_number": "证件号码",
    "address": "地址",
    "import_notes": "附注",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One value that would change; ``before`` and ``after`` are words, '' for none."""

    field: str
    before: str
    after: str


@dataclass(slots=True)
class CaseUpdate:
    """A stored case with everything a row changes in it."""

    case: Case
    case_id: int
    wanted: Wanted
    seen_version: int
    stored_events: "ChunkEvents"
    reply_texts: tuple[str, str]
    last_reply_id: int = 0
    changes: list[Change] = field(default_factory=list)
    columns: dict[str, Any] = field(default_factory=dict)
    person: dict[str, str] = field(default_factory=dict)
    events: list[CaseEvent] = field(default_factory=list)
    new_reply: bool = False
    before: str = ""


class ChunkEvents:
    """The stored events of a chunk of cases, read at once when the first of them is asked for."""

    def __init__(self, case_ids: Sequence[int]) -> None:
        self._case_ids = case_ids
        self._events: dict[int, list[CaseEvent]] | None = None

    def of(self, case_id: int) -> list[CaseEvent]:
        """Return the events of one case in their order."""
        if self._events is None:
            self._events = {one: [] for one in self._case_ids}
            rows = db.session.execute(
                select(CaseEventRow)
                .where(CaseEventRow.case_id.in_(self._case_ids))
                .order_by(CaseEventRow.case_id, CaseEventRow.seq)
            ).scalars()
            for row in rows:
                self._events[row.case_id].append(row.as_event())
        return self._events[case_id]


def events_of(update: CaseUpdate) -> list[CaseEvent]:
    """Return the events the case has without this import."""
    return update.stored_events.of(update.case_id)


def next_seq(update: CaseUpdate) -> int:
    return events_of(update)[-1].seq + len(update.events) + 1


def words(value: object) -> str:
    """Write a stored value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M}"
    return str(value)
