"""A clock's input as a JSON document: ``{"kind", "received_on", "region", "events": [...]}`` into facts and events."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock.facts import ClockInput
from tracker.domain.deadline_clock.policy import ClockPolicy
from tracker.domain.errors import ClockRefused
from tracker.domain.labels import ItemType, Kind, Labelled

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")
EARLIEST, LATEST = 1949, 2999
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?")
NATIONAL_DECIDES = {f"calendar_{kind.value}": "national" for kind in Kind}


class DocumentRefused(ClockRefused):
    """The document is not of the documented form."""

    code = "document_refused"


@dataclass(frozen=True, slots=True)
class ClockDocument:
    """A document read: what ``replay`` takes, the region asked for and the events only supposed (what-if)."""

    facts: ClockInput
    events: tuple[CaseEvent, ...]
    region: str | None
    policy: ClockPolicy
    supposed: tuple[CaseEvent, ...] = ()


def read_document(document: Any) -> ClockDocument:
    """Read one document. Raises ``DocumentRefused`` naming the key, and the event's index where it is in an event.

    The national calendar decides unless the document's ``policy`` says otherwise.
    """
    if not isinstance(document, Mapping):
        raise DocumentRefused("每一件应为一个 JSON 对象，含 kind、received_on 和 events。")
    kind = _choice(document, "kind", Kind, required=True)
    facts = ClockInput(
        kind=kind,
        received_on=read_day(document.get("received_on"), "received_on"),
        item_type=_choice(document, "item_type", ItemType),
        urgent=_truth(document, "urgent"),
        is_complex=_truth(document, "complex") or _truth(document, "is_complex"),
        **_upstream(document, kind),
    )
    policy = document.get("policy") or {}
    if not isinstance(policy, Mapping):
        raise DocumentRefused("policy 应为口径设置的 JSON 对象。", field="policy")
    return ClockDocument(
        facts,
        _events(document, "events"),
        _region(document.get("region")),
        ClockPolicy.from_settings(NATIONAL_DECIDES | dict(policy)),
        _events(document, "supposed"),
    )


def read_day(value: Any, key: str, *, event: int | None = None) -> date:
    """Read ``2026-11-20``. Raises ``DocumentRefused`` for anything else, an impossible day, or a far-off year."""
    if value is None:
        raise DocumentRefused(f"缺少 {key}（日期，形如 2026-11-20）。", event=event, field=key)
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise DocumentRefused(f"{key} 应为形如 2026-11-20 的日期，现在是“{value}”。", event=event, field=key)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise DocumentRefused(f"{key} “{value}”不是存在的日期。", event=event, field=key) from None
    if not EARLIEST <= day.year <= LATEST:
        raise DocumentRefused(f"{key} {value} 超出 {EARLIEST} 至 {LATEST} 年。", event=event, field=key)
    return day


def _choice(document: Mapping[str, Any], key: str, words: type[Labelled], *, required: bool = False) -> Any:
    value = document.get(key)
    if value is None and not required:
        return None
    try:
        return words(str(value))
    except ValueError:
        offered = "、".join(f"{word.value}（{word.label}）" for word in words)
        found = f"缺少 {key}" if value is None else f"{key} 的值“{value}”不认识"
        raise DocumentRefused(f"{found}，可填：{offered}。", field=key) from None


def _truth(document: Mapping[str, Any], key: str) -> bool:
    value = document.get(key)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise DocumentRefused(f"{key} 应为 true 或者 false，现在是“{value}”。", field=key)
    return value


def _upstream(document: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    value = document.get("upstream_due_on") or document.get("upstream_due_at")
    if value is None:
        return {}
    if kind not in {Kind.HOTLINE, Kind.MAILBOX}:
        raise DocumentRefused(f"{kind.label}的期限由法规规定，不能带上级时限。", field="upstream_due_on")
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        day = read_day(value[:10], "upstream_due_on")
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise DocumentRefused(f"上级时限“{value}”不是存在的时间。", field="upstream_due_on") from None
        if moment.tzinfo is not None:
            moment = moment.astimezone(LOCAL_ZONE).replace(tzinfo=None)
            day = moment.date()
        return {"upstream_due_on": day, "upstream_due_at": moment}
    return {"upstream_due_on": read_day(value, "upstream_due_on")}


def _region(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise DocumentRefused(f"region 应为地区代码（如 64），现在是“{value}”。", field="region")
    return str(value)


def _events(document: Mapping[str, Any], key: str) -> tuple[CaseEvent, ...]:
    rows = document.get(key)
    if rows is None:
        return ()
    if not isinstance(rows, list):
        raise DocumentRefused(f"{key} 应为 JSON 数组。", field=key)
    return tuple(_event(row, index) for index, row in enumerate(rows))


def _event(row: Any, index: int) -> CaseEvent:
    if not isinstance(row, Mapping):
        raise DocumentRefused("事项应为 JSON 对象，含 type 和 on。", event=index)
    name = row.get("type")
    try:
        kind = EventType(str(name))
    except ValueError:
        found = "事项缺少 type" if name is None else f"没有名为“{name}”的事项"
        raise DocumentRefused(f"{found}，可用的事项见命令行说明。", event=index, field="type") from None
    on = read_day(row.get("on"), "on", event=index)
    payload = {key: value for key, value in row.items() if key not in {"type", "on", "seq"}}
    seq = row.get("seq", 0)
    return CaseEvent(kind, on, seq if isinstance(seq, int) else 0, payload)
