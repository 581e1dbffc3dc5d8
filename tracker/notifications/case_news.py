"""What the steps of a case mean to other people: who is told, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.reminder_rules import shortened


class Audience(Enum):
    """Whom a step concerns."""

    HANDLER = auto()
    REVIEWERS = auto()
    GRANTERS = auto()
    HANDLER_AND_LEADS = auto()
    DESK = auto()
    ASSISTANTS = auto()


@dataclass(frozen=True, slots=True)
class News:
    """One kind of step: its audience, and how the line about it begins."""

    audience: Audience
    words: str


NEWS: Mapping[EventType, News] = {
    EventType.ASSIGNED: News(Audience.HANDLER, "分办给您"),
    EventType.RETURN_REQUESTED: News(Audience.DESK, "申请退单，请审批"),
    EventType.RETURN_REFUSED: News(Audience.HANDLER, "不同意退单，请继续办理"),
    EventType.RETURN_APPROVED: News(Audience.DESK, "已同意退单，请重新分办"),
    EventType.EXTENSION_REQUESTED: News(Audience.GRANTERS, "申请延期，请审批"),
    EventType.EXTENSION_GRANTED: News(Audience.HANDLER, "延期已批准"),
    EventType.EXTENSION_REFUSED: News(Audience.HANDLER, "不同意延期"),
    EventType.CORRECTION_RECEIVED: News(Audience.HANDLER, "补正已收到"),
    EventType.FEE_PAID: News(Audience.HANDLER, "已缴费"),
    EventType.REPLY_SUBMITTED: News(Audience.REVIEWERS, "答复稿待审核"),
    EventType.REVIEW_PASSED: News(Audience.HANDLER, "答复稿审核通过，请答复"),
    EventType.REVIEW_SENT_BACK: News(Audience.HANDLER, "答复稿退回修改"),
    EventType.ASSISTANCE_ASKED: News(Audience.ASSISTANTS, "请协办"),
    EventType.ASSISTANCE_GIVEN: News(Audience.HANDLER, "协办意见已登记"),
    EventType.INSTRUCTED: News(Audience.HANDLER_AND_LEADS, "领导批示"),
    EventType.REASONS_RECEIVED: News(Audience.HANDLER, "申请人已说明理由"),
    EventType.URGED: News(Audience.HANDLER_AND_LEADS, "催办"),
    EventType.SUPERVISED: News(Audience.HANDLER_AND_LEADS, "督办"),
    EventType.REHANDLED: News(Audience.HANDLER, "重办"),
}


def news_key(case_id: int, event: CaseEvent) -> str:
    """The key under which one person is told of ``event`` once."""
    return f"event:{case_id}:{event.seq}"


def news_text(news: News, *, number: str, title: str, due_on: date | None) -> str:
    """One line for the notices page; nothing in it names the person who asked."""
    line = f"{news.words}：{number}「{shortened(title)}」"
    return f"{line}，期限 {due_on}" if due_on else line
