"""Several events on one day: the precedence is fixed, the order of arrival is not asked."""

from itertools import permutations

import pytest

from tests.domain.clock_cases import clock, day
from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import ClockInput, replay
from tracker.domain.labels import Kind
from tracker.domain.workdays import national_calendar

D, H, P = Kind.DISCLOSURE, Kind.HOTLINE, Kind.PETITION
THIRD = "party=third_party"


@pytest.mark.parametrize(
    ("kind", "case", "order", "due_on"),
    [
        (
            D,
            [
                "correction_requested 2026-11-04",
                "extension_granted 2026-11-10 working_days=5",
                "correction_received 2026-11-10",
            ],
            ["correction_requested", "correction_received", "extension_granted"],
            "2026-12-15",
        ),
        (
            D,
            ["correction_requested 2026-11-04", "extension_granted 2026-11-04 working_days=5"],
            ["extension_granted", "correction_requested"],
            None,
        ),
        (
            D,
            [
                f"consultation_started 2026-11-04 {THIRD}",
                f"consultation_ended 2026-11-09 {THIRD}",
                "consultation_started 2026-11-09 party=co_maker",
                "consultation_ended 2026-11-12 party=co_maker",
            ],
            ["consultation_started", "consultation_ended", "consultation_started", "consultation_ended"],
            "2026-12-08",
        ),
        (
            D,
            [
                f"consultation_started 2026-11-04 {THIRD}",
                "consultation_started 2026-11-09 party=co_maker",
                "consultation_ended 2026-11-09 party=co_maker",
                f"consultation_ended 2026-11-12 {THIRD}",
            ],
            ["consultation_started", "consultation_started", "consultation_ended", "consultation_ended"],
            "2026-12-08",
        ),
        (
            D,
            [
                f"consultation_started 2026-11-04 {THIRD}",
                f"consultation_delivered 2026-11-09 {THIRD}",
                f"consultation_ended 2026-11-09 {THIRD}",
                "replied 2026-11-09",
            ],
            ["consultation_started", "consultation_delivered", "consultation_ended", "replied"],
            "2026-12-03",
        ),
        (
            D,
            ["fee_notice_sent 2026-11-09", "fee_paid 2026-11-09"],
            ["fee_notice_sent", "fee_paid"],
            "2026-12-07",
        ),
        (
            P,
            ["accepted 2026-11-09", "extension_granted 2026-11-09 days=10"],
            ["accepted", "extension_granted"],
            "2027-01-18",
        ),
        (
            H,
            ["extension_granted 2026-11-04 working_days=1", "stage_reply 2026-11-04 promised_on=2026-11-20"],
            ["extension_granted", "stage_reply"],
            "2026-11-20",
        ),
        (
            H,
            ["replied 2026-11-04", "rehandled 2026-11-04"],
            ["replied", "rehandled"],
            "2026-11-09",
        ),
        (
            H,
            ["replied 2026-11-04", "rehandled 2026-11-05", "replied 2026-11-05"],
            ["replied", "rehandled", "replied"],
            "2026-11-10",
        ),
        (
            H,
            ["replied 2026-11-04", "closed 2026-11-05", "rehandled 2026-11-05"],
            ["replied", "rehandled"],
            "2026-11-10",
        ),
    ],
)
def test_one_order_for_every_arrival(kind, case, order, due_on):
    for arrived in permutations(case):
        now = clock(kind, "2026-11-02", *arrived)
        told = [line.event for line in now.ledger if line.event not in {"received", "today", "due"}]
        assert told == order
        assert now.due_on == (day(due_on) if due_on else None)


def test_an_answer_may_name_its_opening_by_number():

    events = [
        CaseEvent(EventType.CONSULTATION_STARTED, day("2026-11-04"), 3, {"party": "third_party"}),
        CaseEvent(EventType.CONSULTATION_STARTED, day("2026-11-05"), 4, {"party": "third_party"}),
        CaseEvent(EventType.CONSULTATION_DELIVERED, day("2026-11-06"), 5, {"answers": 4}),
        CaseEvent(EventType.CONSULTATION_ENDED, day("2026-11-09"), 6, {"answers": 4}),
    ]
    now = replay(ClockInput(D, day("2026-11-02")), events, national_calendar(), as_of=day("2026-11-10"))
    assert now.waiting_for == ("consultation_started",)
    assert [clock.due_on for clock in now.side_clocks if clock.code == "third_party_opinion"] == [
        day("2026-11-27")
    ]
