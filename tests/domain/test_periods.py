"""Every period by its article: length, unit, day zero and what a rest day does to its end."""

import pytest

from tests.domain.clock_cases import NATIONAL, day
from tracker.domain.case_events import EventType
from tracker.domain.labels import PeriodUnit
from tracker.domain.periods import SHIPPED_PERIODS, PeriodRefused, add_months, period_end

WD, CD, MO = PeriodUnit.WORKING_DAY, PeriodUnit.CALENDAR_DAY, PeriodUnit.MONTH


@pytest.mark.parametrize(
    ("code", "length", "unit", "article"),
    [
        ("correction_notice", 7, WD, "条例第三十条"),
        ("reply", 20, WD, "条例第三十三条第二款"),
        ("extension", 20, WD, "条例第三十三条第二款"),
        ("third_party_opinion", 15, WD, "条例第三十二条"),
        ("co_maker_opinion", 15, WD, "条例第三十四条"),
        ("proactive_publication", 20, WD, "条例第二十六条"),
        ("fee_payment", 20, WD, "国办函〔2020〕109号"),
        ("review_application", 60, CD, "行政复议法第二十条"),
        ("suit", 6, MO, "行政诉讼法第四十六条"),
        ("suit_after_review", 15, CD, "行政诉讼法第四十五条"),
        ("review_answer", 10, WD, "行政复议法第四十八条"),
        ("review_answer_simplified", 5, WD, "行政复议法第五十四条"),
        ("suit_answer", 15, CD, "行政诉讼法第六十七条"),
        ("petition_acceptance", 15, CD, "信访工作条例第二十三条"),
        ("petition_objection", 5, WD, "信访工作条例第二十三条"),
        ("petition_handling", 60, CD, "信访工作条例第三十四条"),
        ("petition_extension", 30, CD, "信访工作条例第三十四条"),
        ("hotline_consultation", 3, WD, "热线办理规定"),
        ("hotline_general", 5, WD, "热线办理规定"),
        ("mailbox", 5, WD, "信箱办理规定"),
        ("mailbox_complex", 10, WD, "信箱办理规定"),
        ("mailbox_cap", 15, WD, "信箱办理规定"),
        ("rehandling", 3, WD, "本单位内部规定"),
        ("internal_target", 1, WD, "本单位内部规定"),
    ],
)
def test_the_rows(code, length, unit, article):
    period = SHIPPED_PERIODS[code]
    assert (period.length, period.unit, period.article) == (length, unit, article)


@pytest.mark.parametrize(
    ("code", "day_zero", "due_on", "rolled_from"),
    [
        ("review_application", "2019-12-05", "2020-02-03", None),
        ("review_application", "2019-12-02", "2020-02-03", "2020-01-31"),
        ("suit_after_review", "2020-09-16", "2020-10-09", "2020-10-01"),
        ("suit_after_review", "2020-09-12", "2020-09-27", None),
        ("suit", "2020-08-31", "2021-03-01", "2021-02-28"),
        ("suit", "2025-10-31", "2026-04-30", None),
        ("suit_answer", "2026-04-18", "2026-05-06", "2026-05-03"),
    ],
)
def test_civil_code_203_an_end_on_a_rest_day_moves_on(code, day_zero, due_on, rolled_from):
    end = period_end(code, day(day_zero), NATIONAL)
    assert end.due_on == day(due_on)
    assert end.rolled_from == (day(rolled_from) if rolled_from else None)
    assert ("第二百零三条" in end.article) is (rolled_from is not None)


def test_a_petition_stays_on_the_rest_day_unless_set():
    assert period_end("petition_acceptance", day("2020-01-17"), NATIONAL).due_on == day("2020-02-01")
    rolled = period_end("petition_acceptance", day("2020-01-17"), NATIONAL, petition_rolls=True)
    assert rolled.due_on == day("2020-02-03")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2020-08-31", 6, "2021-02-28"),
        ("2019-08-31", 6, "2020-02-29"),
        ("2020-06-30", 6, "2020-12-30"),
        ("2020-07-15", 6, "2021-01-15"),
        ("2020-12-31", 12, "2021-12-31"),
    ],
)
def test_civil_code_202_the_corresponding_day_or_the_months_last(start, months, end):
    assert add_months(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("code", "day_zero", "provisional"),
    [
        ("reply", "2026-11-26", False),
        ("reply", "2026-11-27", True),
        ("suit", "2026-07-05", True),
        ("suit", "2026-05-20", False),
        ("petition_handling", "2026-12-20", False),
    ],
)
def test_provisional_ends(code, day_zero, provisional):
    assert period_end(code, day(day_zero), NATIONAL).is_provisional is provisional


def test_the_old_act_by_receipt():
    assert period_end("reply", day("2019-05-14"), NATIONAL).due_on == day("2019-06-04")
    assert period_end("reply", day("2019-05-14"), NATIONAL, old_law=False).due_on == day("2019-06-12")


def test_counted_back_from_the_due_day():
    assert period_end("internal_target", day("2026-10-08"), NATIONAL).due_on == day("2026-09-30")


def test_the_annual_report_is_due_on_31_january():
    assert period_end("annual_report", day("2026-01-31"), NATIONAL).due_on == day("2026-01-31")
    assert period_end("annual_report", day("2026-02-01"), NATIONAL).due_on == day("2027-01-31")


def test_working_hours_end_on_a_working_day():
    assert period_end("assignment", day("2026-10-03"), NATIONAL).due_on == day("2026-10-08")


class TestChanges:
    def test_a_local_period_is_the_offices_to_set(self):
        book = SHIPPED_PERIODS.with_length("hotline_general", 7)
        assert (book["hotline_general"].length, book["hotline_general"].version) == (7, 2)
        assert SHIPPED_PERIODS["hotline_general"].length == 5

    def test_a_statutory_one_only_gets_shorter(self):
        assert SHIPPED_PERIODS.with_length("reply", 15)["reply"].length == 15
        with pytest.raises(PeriodRefused, match="只能缩短"):
            SHIPPED_PERIODS.with_length("reply", 21)

    @pytest.mark.parametrize("code", ["review_application", "suit", "third_party_opinion", "review_decision"])
    def test_what_is_others_right_is_not_ours_to_change(self, code):
        with pytest.raises(PeriodRefused, match="不能改动"):
            SHIPPED_PERIODS.with_length(code, 1)

    def test_refusals(self):
        with pytest.raises(PeriodRefused, match="负数"):
            SHIPPED_PERIODS.with_length("signing", -1)
        with pytest.raises(PeriodRefused, match="no-such"):
            period_end("no-such", day("2026-01-05"), NATIONAL)


def test_what_moves_a_period_is_named_by_real_events():
    codes = {event.value for event in EventType}
    for period in SHIPPED_PERIODS:
        for events in period.moved:
            assert set(events) <= codes, period.code
    assert "consultation_started" in SHIPPED_PERIODS["reply"].moved.paused_by
