"""Rows of artificial cases as ten years of a bureau would leave them; the spread is fixed by the seed.

Most are closed and the years grow; a few are open, repeated, returned, about a section of the bureau itself.
Every row is what the services would have written: events, rounds, sealed person, reply, search words, reminders.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from tracker.domain.case_events import EventType
from tracker.domain.labels import ApplicantType, ClockState, ItemType, Kind, Satisfaction, State
from tracker.domain.outcomes import HandlingResult
from tracker.domain.search_words import number_tokens, text_tokens
from tracker.domain.workdays import national_calendar
from tracker.now import now, today
from tracker.sealing import sealer
from tracker.services.cases.projection import NO_DATE
from tracker.services.cases.register import phone_tail_hash

Row = dict[str, Any]
YEARS = 10
OPEN_DAYS = 28
PLACES = tuple(
    f"{one}{two}"
    for one in ("样本", "测试", "示例", "试点", "样例")
    for two in ("村", "镇", "路", "小区", "渠")
)
MATTERS = (
    "耕地占用", "宅基地确权", "土地流转补偿", "林木砍伐", "采砂扬尘", "规划绿地", "不动产登记", "征地公告",
    "违法建设", "采矿复垦", "草原放牧", "湿地填埋", "测绘成果", "临时用地", "古树保护", "地质灾害",
)  # fmt: skip
ASKS = ("希望核查并答复", "请尽快处理", "要求说明依据", "请书面回复", "要求公开批文", "希望现场查看")
OUTCOMES = ("G1", "G2", "P", "D4", "D6", "U1", "N1", "N2", "O1", "O3")
OPEN_STATES = (
    (State.AWAITING_ASSIGNMENT, 10),
    (State.AWAITING_SIGNATURE, 12),
    (State.IN_HAND, 60),
    (State.AWAITING_REVIEW, 12),
    (State.RETURN_PENDING, 6),
)
REMOVED = (State.RETURNED, State.MERGED, State.NOT_ACCEPTED)


@dataclass(frozen=True)
class Office:
    """Who receives and handles: ids only."""

    agency_id: int
    prefix: str
    channels: tuple[tuple[int, Kind, str], ...]
    handlers: tuple[tuple[int, int], ...]
    """(section, person)"""


class MadeCases:
    """Gives the rows of one case after the other, by table name."""

    def __init__(self, office: Office, first_id: int) -> None:
        self.office = office
        self.next_id = first_id
        self.random = random.Random(20260101)
        self.serials: dict[tuple[int, int], int] = {}
        self.today = today()
        self.at = now()
        self.add = cache(national_calendar().add)
        self.name = sealer().look_up("name", "张测试")

    def days(self, cases: int, open_share: float) -> Iterator[tuple[date, bool]]:
        """Receipt days in order, each with whether the case is open: as many cases, the later years fuller."""
        chance, total = self.random, 365 * YEARS
        opened = sum(chance.random() < open_share for _ in range(cases))
        ages = [(chance.randrange(OPEN_DAYS), True) for _ in range(opened)]
        for _ in range(cases - opened):
            years = (100 + 300 * chance.random()) ** 0.5 - 10
            ages.append((int(total * (1 - years / YEARS)) + 1, False))
        for age, is_open in sorted(ages, reverse=True):
            yield self.today - timedelta(days=age), is_open

    def case(self, received: date, *, is_open: bool) -> Iterator[tuple[str, Row]]:
        chance, case_id = self.random, self.next_id
        self.next_id += 1
        channel_id, kind, word = chance.choices(self.office.channels, _weights(len(self.office.channels)))[0]
        section, handler = chance.choice(self.office.handlers)
        if chance.random() < 0.01:
            section, handler = None, None
        state = self._state(is_open=is_open)
        if state is State.AWAITING_ASSIGNMENT:
            section, handler = None, None
        due = self.add(received, 20 if kind is Kind.DISCLOSURE else 5)
        ended = None if is_open else min(self.add(received, chance.randrange(1, 7)), self.today)
        removed = state in REMOVED
        facts = {
            "agency_id": self.office.agency_id,
            "channel_id": channel_id,
            "kind": kind,
            "section_id": section,
            "handler_id": handler,
            "item_type": None if kind is Kind.DISCLOSURE else chance.choice(list(ItemType)),
            "applicant_type": chance.choice(list(ApplicantType)) if kind is Kind.DISCLOSURE else None,
            "received_on": received,
            "due_on": None if removed else due,
            "replied_on": None if removed else ended,
            "closed_on": None if removed else ended,
            "removed_on": ended if removed else None,
            "times_extended": int(chance.random() < 0.05),
            "times_returned": int(chance.random() < 0.03),
        }
        facts |= self._result(kind, closed=bool(ended) and not removed)
        again = bool(facts["closed_on"]) and chance.random() < 0.02
        yield "cases", self._case(case_id, facts, state, word, again=again)
        yield from self._rounds(case_id, facts, state, again=again)
        yield "case_people", self._person(case_id)
        for seq, (event, on, payload) in enumerate(_steps(facts, state), start=1):
            yield (
                "case_events",
                {"case_id": case_id, "seq": seq, "type": event, "happened_on": on}
                | {"recorded_at": self.at, "payload": payload},
            )
        reply = self._reply_text() if facts["closed_on"] else ""
        if reply:
            yield "case_replies", {
                "case_id": case_id, "cycle": 1, "public_text": reply, "internal_text": "", "drafted_at": self.at,
            }  # fmt: skip
        yield "case_words", {"case_id": case_id, "words": self._words(reply)}
        if is_open:
            yield from self._reminders(case_id, due)
            if chance.random() < 0.05 and section:
                yield "case_assistants", {"case_id": case_id, "section_id": self._other(section)}

    def _state(self, *, is_open: bool) -> State:
        if is_open:
            states, weights = zip(*OPEN_STATES, strict=True)
            return self.random.choices(states, weights)[0]
        if self.random.random() < 0.04:
            return self.random.choice(REMOVED)
        return State.ARCHIVED if self.random.random() < 0.3 else State.CLOSED

    def _first_steps(self, facts: Row) -> Row:
        received, replied = facts["received_on"], facts["replied_on"]
        is_called = facts["kind"] is Kind.HOTLINE and facts["item_type"] is not ItemType.PRAISE
        is_signed = facts["kind"] is not Kind.DISCLOSURE and facts["section_id"] is not None
        return {
            "sign_by": self.add(received, 1) if is_signed else None,
            "signed_on": replied and received if is_signed else None,
            "contact_by": self.add(received, 1) if is_called else None,
            "contacted_on": replied if is_called else None,
            "published_on": replied if facts["kind"] is Kind.MAILBOX else None,
        }

    def _result(self, kind: Kind, *, closed: bool) -> Row:
        if not closed:
            return {"outcome": None, "result": None, "satisfaction": None}
        if kind is Kind.DISCLOSURE:
            return {"outcome": self.random.choice(OUTCOMES), "result": None, "satisfaction": None}
        rated = self.random.random() < 0.6
        return {
            "outcome": None,
            "result": self.random.choice(list(HandlingResult)).value,
            "satisfaction": self.random.choice(list(Satisfaction)) if rated else None,
        }

    def _case(self, case_id: int, facts: Row, state: State, word: str, *, again: bool) -> Row:
        chance, received = self.random, facts["received_on"]
        place = (facts["channel_id"], received.year)
        serial = self.serials[place] = self.serials.get(place, 0) + 1
        about = f"{chance.choice(PLACES)}{chance.choices(MATTERS, _zipf(len(MATTERS)))[0]}"
        self.title = f"反映{about}问题第{case_id}件"
        self.content = f"反映{about}问题，" + "，".join(chance.choices(ASKS, k=3)) + "。"
        self.number = f"{self.office.prefix}{word}〔{received.year}〕B{serial}号"
        self.source = f"BX{case_id:09d}"
        reported = chance.random()
        due = facts["due_on"]
        return facts | {
            "id": case_id,
            "number": self.number,
            "source_number": self.source,
            "title": self.title,
            "content": self.content,
            "state": state,
            "is_open": facts["closed_on"] is None and facts["removed_on"] is None,
            "clock_state": _clock(due, facts["closed_on"], state),
            "sort_due_on": due or NO_DATE,
            "days_limit": 20 if facts["kind"] is Kind.DISCLOSURE else 5,
            "days_counted": 0,
            "counting_since": received,
            "created_at": self.at,
            "cycle": 2 if again else 1,
            "is_urgent": chance.random() < 0.02,
            "is_supervised": chance.random() < 0.004,
            "reported_section_id": chance.choice(self.office.handlers)[0] if reported < 0.002 else None,
            "reported_user_id": chance.choice(self.office.handlers)[1] if reported < 0.001 else None,
        }

    def _rounds(self, case_id: int, facts: Row, state: State, *, again: bool) -> Iterator[tuple[str, Row]]:
        closed, due = facts["closed_on"], facts["due_on"]
        last = (
            facts
            | self._first_steps(facts)
            | {
                "case_id": case_id,
                "cycle": 1,
                "started_on": facts["received_on"],
                "stands_from": facts["received_on"],
                "is_late": bool(closed and due and closed > due),
                "days_used": self.random.randrange(1, 7),
                "removed_as": state if state in REMOVED else None,
            }
        )
        if again:
            yield "case_cycles", last | {"superseded_on": closed, "stands_until": closed}
            last = last | {"cycle": 2, "started_on": closed, "stands_from": closed}
        yield "case_cycles", last

    def _person(self, case_id: int) -> Row:
        phone = f"138{case_id % 10**8:08d}"
        return {
            "case_id": case_id,
            "name_sealed": sealer().seal(f"case_people:{case_id}:name", "张测试"),
            "name_hash": self.name if case_id % 50 == 0 else sealer().look_up("name", f"测试{case_id}"),
            "phone_sealed": sealer().seal(f"case_people:{case_id}:phone", phone),
            "phone_hash": sealer().look_up("phone", phone),
            "phone_tail_hash": phone_tail_hash(phone),
        }

    def _reply_text(self) -> str:
        return f"您反映的{self.random.choice(PLACES)}问题已核查，{self.random.choice(ASKS)}一事已经答复。"

    def _words(self, reply: str) -> str:
        numbers = (*number_tokens(self.number), *number_tokens(self.source))
        return " ".join((*numbers, *text_tokens(self.title), *_tokens(self.content), *_tokens(reply)))

    def _reminders(self, case_id: int, due: date) -> Iterator[tuple[str, Row]]:
        for rule, day in (("due_soon", -2), ("due_today", 0), ("overdue", 1)):
            on = due + timedelta(days=day)
            yield (
                "reminders",
                {
                    "case_id": case_id,
                    "clock": "main",
                    "rule": rule,
                    "due_key": due.isoformat(),
                    "due_on": due,
                    "fire_at": datetime.combine(on, time(0, 30), UTC),
                    "fired_at": self.at if on < self.today else None,
                },
            )

    def _other(self, section: int) -> int:
        return next(other for other, _ in self.office.handlers if other != section)


@cache
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(text_tokens(text))


@cache
def _weights(count: int) -> tuple[int, ...]:
    return (60, 8, 8, 4, 15, 5, *(1,) * count)[:count]


@cache
def _zipf(count: int) -> tuple[float, ...]:
    return tuple(1 / place for place in range(1, count + 1))


def _clock(due: date | None, closed: date | None, state: State) -> ClockState:
    if state in REMOVED or due is None:
        return ClockState.LAPSED
    if closed is None:
        return ClockState.RUNNING
    return ClockState.MISSED if closed > due else ClockState.MET


def _steps(facts: Row, state: State) -> list[tuple[EventType, date, str]]:
    """Events of a case, their payloads as JSON text."""
    day, ended = facts["received_on"], facts["closed_on"] or facts["removed_on"]
    steps = [(EventType.REGISTERED, day, {"to": "awaiting_assignment"})]
    if facts["section_id"] is not None:
        assigned = {"section": facts["section_id"], "handler": facts["handler_id"], "assistants": []}
        steps.append((EventType.ASSIGNED, day, assigned | {"to": "awaiting_signature"}))
        if state is not State.AWAITING_SIGNATURE:
            steps.append((EventType.SIGNED, day, {"to": "in_hand"}))
    later = {
        State.AWAITING_REVIEW: (EventType.REPLY_SUBMITTED, day),
        State.RETURN_PENDING: (EventType.RETURN_REQUESTED, day),
        State.RETURNED: (EventType.RETURNED, ended),
        State.MERGED: (EventType.MERGED, ended),
        State.NOT_ACCEPTED: (EventType.NOT_ACCEPTED, ended),
    }
    if state in later:
        steps.append((*later[state], {"to": state.value}))
    if facts["closed_on"]:
        ending = {name: facts[name] for name in ("outcome", "result") if facts[name]}
        steps += [(EventType.REPLIED, ended, {"to": "closed"} | ending)]
        steps += [(EventType.CLOSED, ended, {"to": "closed"})]
    assert all(one[1] <= two[1] for one, two in pairwise(steps))
    return [(event, on, json.dumps(payload)) for event, on, payload in steps]
