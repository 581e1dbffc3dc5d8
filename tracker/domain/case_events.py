"""What happened to a case: frozen, past-tense events that clock and lifecycle both replay.

Payloads hold codes, dates and numbers only. Personal data and free text live in their own encrypted columns,
so that erasing them leaves the events whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from tracker.domain.labels import Labelled

EMPTY: Mapping[str, Any] = MappingProxyType({})


class EventType(Labelled):
    """Every kind of event; the timeline has one partial template for each."""

    REGISTERED = "registered", "登记"
    ASSIGNED = "assigned", "分办"
    SIGNED = "signed", "签收"
    RETURN_REQUESTED = "return_requested", "申请退单"
    RETURN_REFUSED = "return_refused", "不同意退单"
    RETURN_APPROVED = "return_approved", "同意退单"
    CONTACTED = "contacted", "联系诉求人"
    EXTENSION_REQUESTED = "extension_requested", "申请延期"
    EXTENSION_REFUSED = "extension_refused", "不同意延期"
    EXTENSION_GRANTED = "extension_granted", "批准延期"
    STAGE_REPLY = "stage_reply", "阶段性答复"
    ASSISTANCE_ASKED = "assistance_asked", "加派协办"
    ASSISTANCE_GIVEN = "assistance_given", "协办意见"
    DESIGNATED = "designated", "上级指定办理"
    INSTRUCTED = "instructed", "领导批示"
    ACCEPTED = "accepted", "受理"
    CORRECTION_REQUESTED = "correction_requested", "告知补正"
    CORRECTION_RECEIVED = "correction_received", "收到补正"
    CONSULTATION_STARTED = "consultation_started", "发出征求意见书"
    CONSULTATION_DELIVERED = "consultation_delivered", "对方签收征求意见书"
    CONSULTATION_ENDED = "consultation_ended", "征求意见结束"
    FEE_NOTICE_SENT = "fee_notice_sent", "发出收费通知"
    FEE_PAID = "fee_paid", "缴费"
    SEARCHED = "searched", "检索"
    SPLIT = "split", "拆分申请"
    REASONS_ASKED = "reasons_asked", "要求说明理由"
    REASONS_RECEIVED = "reasons_received", "收到说明的理由"
    REPLY_DEFERRED = "reply_deferred", "告知延迟答复"
    REPLY_SUBMITTED = "reply_submitted", "送审答复"
    REVIEW_PASSED = "review_passed", "审核通过"
    REVIEW_SENT_BACK = "review_sent_back", "退回修改"
    REPLIED = "replied", "答复"
    CALLED_BACK = "called_back", "回访"
    PUBLISHED = "published", "网上公开"
    PETITION_REVIEW_ASKED = "petition_review_asked", "申请复查复核"
    PETITION_REVIEW_DECIDED = "petition_review_decided", "复查复核意见"
    CLOSED = "closed", "办结"
    REHANDLED = "rehandled", "重办"
    WITHDRAWN = "withdrawn", "撤回"
    LAPSED = "lapsed", "视为放弃"
    RETURNED = "returned", "退回来源"
    MERGED = "merged", "合并重复"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    TERMINATED = "terminated", "终止办理"
    URGED = "urged", "催办"
    SUPERVISED = "supervised", "督办"
    AMENDED = "amended", "更正登记内容"
    IMPORTED = "imported", "导入更新"
    UNDONE = "undone", "撤销误操作"
    ARCHIVED = "archived", "归档"


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One event: ``on`` is the day it happened (not the day it was recorded), ``seq`` its order of recording."""

    type: EventType
    on: date
    seq: int = 0
    payload: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
