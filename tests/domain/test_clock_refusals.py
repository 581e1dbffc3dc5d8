"""What the clock does not accept: the named error, the event, and a Chinese reason."""

import pytest

from tests.domain.clock_cases import clock, day, events
from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import ClockInput, ClockPolicy, refuse_future, replay
from tracker.domain.deadline_clock.policy import PolicyRefused
from tracker.domain.deadline_clock.refusals import (
    AlreadyWaiting,
    ClockEnded,
    DeferralRefused,
    EventBeforeReceipt,
    EventInFuture,
    EventUnknownToKind,
    ExtensionRefused,
    LapseRefused,
    NothingToAnswer,
    PayloadRefused,
)
from tracker.domain.labels import ItemType, Kind
from tracker.domain.workdays import national_calendar

D, H, M, P = Kind.DISCLOSURE, Kind.HOTLINE, Kind.MAILBOX, Kind.PETITION
CONSULTED = "consultation_started 2026-11-03 party=third_party"


@pytest.mark.parametrize(
    ("kind", "case", "refusal", "index", "words"),
    [
        (D, ["replied 2026-11-01"], EventBeforeReceipt, 0, "早于收到日期"),
        (D, ["urged 2026-11-01"], EventBeforeReceipt, 0, "早于收到日期"),
        (D, ["stage_reply 2026-11-03"], EventUnknownToKind, 0, "没有「阶段性答复」"),
        (D, ["rehandled 2026-11-03"], NothingToAnswer, 0, "不能重新答复"),
        (D, ["stage_reply 2026-11-03 promised_on=2026-11-09"], EventUnknownToKind, 0, "阶段性答复"),
        (D, ["accepted 2026-11-03"], EventUnknownToKind, 0, "受理"),
        (H, ["correction_requested 2026-11-03"], EventUnknownToKind, 0, "告知补正"),
        (M, [CONSULTED], EventUnknownToKind, 0, "征求意见"),
        (P, ["fee_notice_sent 2026-11-03"], EventUnknownToKind, 0, "收费通知"),
        (H, ["accepted 2026-11-03"], EventUnknownToKind, 0, "受理"),
        (H, ["lapsed 2026-11-03"], EventUnknownToKind, 0, "视为放弃"),
        (P, ["reply_deferred 2026-11-03 until=2026-12-31"], EventUnknownToKind, 0, "延迟答复"),
        (D, ["correction_received 2026-11-03"], NothingToAnswer, 0, "告知补正"),
        (
            D,
            ["correction_requested 2026-11-05", "correction_received 2026-11-04"],
            NothingToAnswer,
            1,
            "告知补正",
        ),
        (D, [CONSULTED, "consultation_ended 2026-11-02"], NothingToAnswer, 1, "征求意见书"),
        (D, [CONSULTED, "consultation_ended 2026-11-04 party=co_maker"], NothingToAnswer, 1, "征求意见书"),
        (
            D,
            [CONSULTED, "consultation_ended 2026-11-04", "consultation_ended 2026-11-05"],
            NothingToAnswer,
            2,
            "日期",
        ),
        (D, ["fee_paid 2026-11-04"], NothingToAnswer, 0, "收费通知"),
        (D, ["consultation_delivered 2026-11-04"], NothingToAnswer, 0, "征求意见书"),
        (
            D,
            [f"{CONSULTED} party_received_on=2026-11-09", "consultation_ended 2026-11-06"],
            NothingToAnswer,
            0,
            "签收",
        ),
        (H, ["rehandled 2026-11-04"], NothingToAnswer, 0, "尚未答复"),
        (
            D,
            ["correction_requested 2026-11-03", "correction_requested 2026-11-04"],
            AlreadyWaiting,
            1,
            "一次性",
        ),
        (D, ["fee_notice_sent 2026-11-03", "fee_notice_sent 2026-11-04"], AlreadyWaiting, 1, "尚未缴费"),
        (P, ["accepted 2026-11-03", "accepted 2026-11-04"], AlreadyWaiting, 1, "已于"),
        (D, ["extension_granted 2026-12-01 working_days=5"], ExtensionRefused, 0, "已过期限 2026-11-30"),
        (D, ["extension_granted 2026-11-30 working_days=21"], ExtensionRefused, 0, "1 至 20"),
        (D, ["extension_granted 2026-11-30 working_days=0"], ExtensionRefused, 0, "1 至 20"),
        (
            D,
            ["extension_granted 2026-11-03 working_days=5", "extension_granted 2026-11-04 working_days=5"],
            ExtensionRefused,
            1,
            "已延期 1 次",
        ),
        (
            D,
            ["correction_requested 2026-11-03", "extension_granted 2026-11-04 working_days=5"],
            ExtensionRefused,
            1,
            "等待",
        ),
        (
            D,
            ["fee_notice_sent 2026-11-03", "extension_granted 2026-11-04 working_days=5"],
            ExtensionRefused,
            1,
            "等待",
        ),
        (H, ["extension_granted 2026-11-10 working_days=5"], ExtensionRefused, 0, "已过期限"),
        (M, ["extension_granted 2026-11-09 working_days=11"], ExtensionRefused, 0, "最长期限"),
        (P, ["extension_granted 2026-11-09 days=30"], ExtensionRefused, 0, "尚未受理"),
        (P, ["accepted 2026-11-03", "extension_granted 2026-11-09 days=31"], ExtensionRefused, 1, "1 至 30"),
        (
            P,
            ["accepted 2026-11-03", "extension_granted 2026-11-09 working_days=20"],
            PayloadRefused,
            1,
            "calendar_days",
        ),
        (D, ["extension_granted 2026-11-09"], PayloadRefused, 0, "working_days"),
        (D, ["extension_granted 2026-11-09 working_days=two"], PayloadRefused, 0, "整数"),
        (D, ["consultation_started 2026-11-03 party=neighbour"], PayloadRefused, 0, "neighbour"),
        (D, [f"{CONSULTED} party_received_on=2026-11-02"], PayloadRefused, 0, "早于"),
        (D, [f"{CONSULTED} party_received_on=2026-02-30"], PayloadRefused, 0, "日期"),
        (D, ["correction_requested 2026-11-03 respond_by=2026-11-02"], PayloadRefused, 0, "早于"),
        (D, ["reply_deferred 2026-11-03"], PayloadRefused, 0, "until"),
        (H, ["stage_reply 2026-11-03"], PayloadRefused, 0, "promised_on"),
        (H, ["stage_reply 2026-11-03 promised_on=2026-11-02"], PayloadRefused, 0, "早于"),
        (D, ["reply_deferred 2026-12-01 until=2026-12-31"], DeferralRefused, 0, "已过期限"),
        (D, ["reply_deferred 2026-11-03 until=2026-11-27"], DeferralRefused, 0, "早于现在的期限"),
        (D, [CONSULTED, "reply_deferred 2026-11-04 until=2026-12-31"], DeferralRefused, 1, "尚未了结"),
        (D, ["lapsed 2026-11-04"], LapseRefused, 0, "不能视为放弃"),
        (D, [CONSULTED, "lapsed 2026-11-04"], LapseRefused, 1, "不能视为放弃"),
        (
            D,
            ["correction_requested 2026-11-03 respond_by=2026-11-20", "lapsed 2026-11-20"],
            LapseRefused,
            1,
            "2026-11-20",
        ),
        (D, ["fee_notice_sent 2026-11-03", "lapsed 2026-12-01"], LapseRefused, 1, "2026-12-01"),
        (D, ["replied 2026-11-04", "replied 2026-11-05"], ClockEnded, 1, "2026-11-04"),
        (D, ["replied 2026-11-04", "fee_notice_sent 2026-11-05"], ClockEnded, 1, "2026-11-04"),
        (D, ["withdrawn 2026-11-04", "replied 2026-11-05"], ClockEnded, 1, "2026-11-04"),
        (H, ["replied 2026-11-04", "withdrawn 2026-11-05"], ClockEnded, 1, "2026-11-04"),
    ],
)
def test_refused(kind, case, refusal, index, words):
    with pytest.raises(refusal) as caught:
        clock(kind, "2026-11-02", *case, as_of="2027-01-31")
    assert caught.value.event == index
    assert words in caught.value.message


def test_an_extension_of_an_item_without_limit():
    with pytest.raises(ExtensionRefused, match="没有办理期限"):
        clock(H, "2026-11-02", "extension_granted 2026-11-03 working_days=2", item_type=ItemType.PRAISE)


def test_no_extension_where_the_setting_allows_none():
    with pytest.raises(ExtensionRefused):
        clock(
            H,
            "2026-11-02",
            "extension_granted 2026-11-03 working_days=2",
            policy=ClockPolicy(hotline_extensions=0),
        )


def test_an_upstream_limit_before_receipt():
    with pytest.raises(PayloadRefused, match="上级时限"):
        clock(H, "2026-11-02", upstream_due_on=day("2026-11-01"))


def test_a_receipt_in_the_future():
    with pytest.raises(EventInFuture, match="收到日期"):
        replay(ClockInput(D, day("2026-11-02")), [], national_calendar(), as_of=day("2026-11-01"))


def test_events_in_the_future():
    with pytest.raises(EventInFuture) as caught:
        refuse_future(events("urged 2026-11-03", "replied 2026-11-04"), day("2026-11-03"))
    assert caught.value.event == 1


def test_a_letter_signed_for_in_the_future():
    ahead = events(f"{CONSULTED} party_received_on=2026-11-09")
    with pytest.raises(EventInFuture) as caught:
        refuse_future(ahead, day("2026-11-05"))
    assert caught.value.event == 0


def test_a_truth_value_is_no_number_of_days():
    wrong = CaseEvent(EventType.EXTENSION_GRANTED, day("2026-11-03"), payload={"working_days": True})
    with pytest.raises(PayloadRefused):
        replay(ClockInput(D, day("2026-11-02")), [wrong], national_calendar(), as_of=day("2026-11-09"))


@pytest.mark.parametrize("settings", [{"unknown": 1}, {"old_law": "maybe"}, {"hotline_extensions": 7}])
def test_settings(settings):
    with pytest.raises(PolicyRefused):
        ClockPolicy.from_settings(settings)
