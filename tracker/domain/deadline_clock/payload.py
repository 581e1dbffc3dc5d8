"""Reading what an event carries: dates as dates or ISO text, counts as whole numbers."""

import re
from datetime import date

from tracker.domain.case_events import CaseEvent
from tracker.domain.deadline_clock.refusals import PayloadRefused
from tracker.domain.labels import Party

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_of(event: CaseEvent, key: str, index: int) -> date | None:
    """Return the date under ``key``, None when absent. Raises ``PayloadRefused`` for anything else."""
    value = event.payload.get(key)
    if value is None or type(value) is date:
        return value
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PayloadRefused(
        f"「{event.type.label}」的 {key} 应为形如 2026-11-20 的日期，现在是“{value}”。",
        event=index,
        field=key,
    )


def required_day(event: CaseEvent, key: str, index: int) -> date:
    """Return the date under ``key``. Raises ``PayloadRefused`` when it is absent or earlier than the event."""
    value = day_of(event, key, index)
    if value is None:
        raise PayloadRefused(f"「{event.type.label}」缺少 {key}（日期）。", event=index, field=key)
    return not_before(event, key, value, index)


def not_before(event: CaseEvent, key: str, value: date, index: int) -> date:
    """Return ``value``. Raises ``PayloadRefused`` when it is earlier than the event itself."""
    if value < event.on:
        raise PayloadRefused(
            f"「{event.type.label}」的 {key} {value} 早于该事项的日期 {event.on}。", event=index, field=key
        )
    return value


def days_of(event: CaseEvent, keys: tuple[str, ...], index: int) -> int:
    """Return the whole number under the first of ``keys`` present. Raises ``PayloadRefused`` otherwise."""
    for key in keys:
        value = event.payload.get(key)
        if value is None:
            continue
        if type(value) is not int:
            raise PayloadRefused(
                f"「{event.type.label}」的 {key} 应为整数天数，现在是“{value}”。", event=index, field=key
            )
        return value
    raise PayloadRefused(f"「{event.type.label}」缺少 {keys[0]}（天数）。", event=index, field=keys[0])


def party_of(event: CaseEvent, index: int) -> Party | None:
    """Return whom the consultation is with, None when not said. Raises ``PayloadRefused`` for an unknown one."""
    value = event.payload.get("party")
    if value is None:
        return None
    try:
        return Party(value)
    except ValueError:
        offered = "、".join(f"{party.value}（{party.label}）" for party in Party)
        raise PayloadRefused(
            f"「{event.type.label}」的征求对象“{value}”不认识，可填：{offered}。", event=index, field="party"
        ) from None
