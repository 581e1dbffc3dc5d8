"""依申请公开的期限, one row or test per sentence of the law, on real holiday weeks."""

import pytest

from tests.domain.clock_cases import day, disclosure, events
from tracker.domain.deadline_clock import ClockInput, ClockPolicy, replay
from tracker.domain.labels import ClockState, Kind, Light
from tracker.domain.workdays import national_calendar, regional_calendar


def warned(deadline, words: str) -> bool:
    return any(words in warning for warning in deadline.warnings)


@pytest.mark.parametrize(
    ("received_on", "due_on", "why"),
    [
        ("2020-01-17", "2020-02-21", "调休的 1 月 19 日计入，延长后的春节不计"),
        ("2020-01-23", "2020-02-28", "收到次日起放假，2 月 3 日为第 1 日"),
        ("2020-02-01", "2020-02-28", "休息日收到也是收到之日"),
        ("2019-09-27", "2019-10-30", "9 月 29 日、10 月 12 日调休计入"),
        ("2022-01-28", "2022-03-02", "连着两个调休日 1 月 29、30 日计入"),
        ("2024-02-08", "2024-03-13", "除夕 2 月 9 日上班，计入"),
        ("2026-09-28", "2026-10-30", "国庆不计，10 月 10 日计入"),
        ("2026-11-20", "2026-12-18", "只有双休日"),
    ],
)
def test_article_33_twenty_working_days_after_receipt(received_on, due_on, why):
    assert disclosure(received_on).due_on == day(due_on), why


@pytest.mark.parametrize(
    ("received_on", "due_on", "extended_to"),
    [("2019-05-14", "2019-06-04", "2019-06-26"), ("2019-05-15", "2019-06-13", None)],
)
def test_the_act_of_2008_for_receipts_before_15_may_2019(received_on, due_on, extended_to):
    assert disclosure(received_on).due_on == day(due_on)
    if extended_to:
        extended = disclosure(received_on, "extension_granted 2019-05-20 working_days=15")
        assert extended.due_on == day(extended_to)


def test_the_old_law_is_a_setting():
    now = disclosure("2019-05-14", policy=ClockPolicy(old_law="off"))
    assert now.due_on == day("2019-06-12")


class TestArticle30Correction:
    @pytest.mark.parametrize("asked_on", ["2020-01-17", "2020-01-19", "2020-02-04"])
    def test_within_seven_working_days_stops_the_clock(self, asked_on):
        waiting = disclosure("2020-01-17", f"correction_requested {asked_on}")
        assert (waiting.state, waiting.due_on, waiting.light) == (ClockState.PAUSED, None, Light.STOPPED)
        assert waiting.waiting_for == ("correction_requested",)

    def test_the_clock_starts_anew_from_receipt_of_the_correction(self):
        now = disclosure("2020-01-17", "correction_requested 2020-01-20", "correction_received 2020-02-18")
        assert (now.due_on, now.days_used, now.days_left) == (day("2020-03-17"), 0, 20)
        assert now.due_on == disclosure("2020-02-18").due_on

    def test_on_the_eighth_day_it_neither_stops_nor_restarts(self):
        asked = disclosure("2020-01-17", "correction_requested 2020-02-05")
        assert (asked.state, asked.due_on) == (ClockState.RUNNING, day("2020-02-21"))
        assert warned(asked, "超过 7 个工作日")
        came = disclosure("2020-01-17", "correction_requested 2020-02-05", "correction_received 2020-02-10")
        assert came.due_on == day("2020-02-21")

    def test_seven_days_run_from_the_latest_receipt(self):
        again = disclosure(
            "2020-01-17",
            "correction_requested 2020-01-20",
            "correction_received 2020-02-18",
            "correction_requested 2020-02-27",
        )
        assert again.state is ClockState.PAUSED

    def test_an_extension_is_lost_and_may_be_granted_anew(self):
        case = (
            "extension_granted 2020-01-19 working_days=10",
            "correction_requested 2020-01-20",
            "correction_received 2020-02-18",
        )
        assert disclosure("2020-01-17", *case).due_on == day("2020-03-17")
        anew = disclosure("2020-01-17", *case, "extension_granted 2020-02-19 working_days=5")
        assert anew.due_on == day("2020-03-24")

    def test_or_is_kept_by_a_setting(self):
        case = (
            "extension_granted 2020-01-19 working_days=10",
            "correction_requested 2020-01-20",
            "correction_received 2020-02-18",
        )
        kept = disclosure("2020-01-17", *case, policy=ClockPolicy(extension_after_restart="kept"))
        assert kept.due_on == day("2020-03-31")

    def test_given_up_is_a_persons_judgement_after_the_time_set(self):
        case = ("correction_requested 2020-01-20 respond_by=2020-02-20",)
        assert disclosure("2020-01-17", *case, as_of="2020-06-01").state is ClockState.PAUSED
        lapsed = disclosure("2020-01-17", *case, "lapsed 2020-02-21")
        assert (lapsed.state, lapsed.due_on, lapsed.light) == (ClockState.LAPSED, None, Light.GREEN)

    def test_a_late_correction_is_taken_with_a_warning(self):
        late = disclosure(
            "2020-01-17",
            "correction_requested 2020-01-20 respond_by=2020-02-10",
            "correction_received 2020-02-18",
        )
        assert late.due_on == day("2020-03-17")
        assert warned(late, "晚于补正期限")


class TestArticles32To34Consultation:
    def test_the_day_of_dispatch_counts_and_the_day_of_arrival_does_not(self):
        now = disclosure(
            "2020-02-18", "consultation_started 2020-02-20 party=third_party", "consultation_ended 2020-03-05"
        )
        assert (now.due_on, now.days_used, now.days_left) == (day("2020-03-31"), 2, 18)
        assert now.strict_due_on == day("2020-03-30")

    def test_the_strict_reading_as_a_setting(self):
        now = disclosure(
            "2020-02-18",
            "consultation_started 2020-02-20 party=third_party",
            "consultation_ended 2020-03-05",
            policy=ClockPolicy(consultation_pause="before_arrival"),
        )
        assert now.due_on == now.strict_due_on == day("2020-03-30")
        assert now.ledger[-2].days_counted == 1

    def test_arrival_on_a_rest_day_leaves_nothing_between_the_readings(self):
        now = disclosure(
            "2020-02-18", "consultation_started 2020-02-20 party=third_party", "consultation_ended 2020-03-07"
        )
        assert now.due_on == now.strict_due_on

    def test_no_consultation_no_strict_date(self):
        assert disclosure("2020-02-18").strict_due_on is None

    @pytest.mark.parametrize(("party", "lapse"), [("third_party", "2020-03-13"), ("co_maker", "2020-03-13")])
    def test_the_party_has_fifteen_working_days_of_its_own(self, party, lapse):
        now = disclosure(
            "2020-02-18",
            f"consultation_started 2020-02-20 party={party} party_received_on=2020-02-22",
            as_of="2020-03-01",
        )
        side = next(clock for clock in now.side_clocks if clock.party == party)
        assert side.due_on == day(lapse)
        assert now.expected_due_on == day("2020-04-09")

    def test_another_agency_has_no_fixed_time(self):
        now = disclosure(
            "2020-02-18",
            "consultation_started 2020-02-20 party=other_agency party_received_on=2020-02-22",
            as_of="2020-03-01",
        )
        assert now.expected_due_on is None
        assert now.state is ClockState.PAUSED

    def test_the_pause_ends_only_when_it_is_ended(self):
        now = disclosure(
            "2020-02-18",
            "consultation_started 2020-02-20 party=third_party party_received_on=2020-02-22",
            as_of="2020-04-20",
        )
        assert (now.state, now.due_on, now.days_used) == (ClockState.PAUSED, None, 2)

    def test_overlapping_consultations_pause_once(self):
        now = disclosure(
            "2020-02-18",
            "consultation_started 2020-02-20 party=third_party",
            "consultation_started 2020-02-25 party=co_maker",
            "consultation_ended 2020-03-02 party=third_party",
            "consultation_ended 2020-03-05 party=co_maker",
        )
        assert now.due_on == day("2020-03-31")

    def test_an_opinion_without_a_name_closes_the_oldest(self):
        now = disclosure(
            "2020-02-18",
            "consultation_started 2020-02-20 party=third_party",
            "consultation_started 2020-02-25 party=co_maker party_received_on=2020-02-25",
            "consultation_ended 2020-03-02",
            as_of="2020-03-02",
        )
        assert now.state is ClockState.PAUSED
        assert now.expected_due_on is not None

    def test_after_the_deadline_it_does_not_help(self):
        now = disclosure(
            "2026-09-28", "consultation_started 2026-11-02 party=third_party", as_of="2026-11-03"
        )
        assert (now.state, now.due_on, now.is_overdue) == (ClockState.RUNNING, day("2026-10-30"), True)
        assert warned(now, "不停止计时")

    def test_on_the_last_day_it_still_stops_with_nothing_left(self):
        now = disclosure(
            "2026-09-28",
            "consultation_started 2026-10-30 party=third_party",
            "consultation_ended 2026-11-10",
        )
        assert (now.due_on, now.days_left) == (day("2026-11-10"), 0)

    def test_the_same_day_out_and_back_changes_nothing(self):
        now = disclosure(
            "2026-09-28", "consultation_started 2026-10-12 party=third_party", "consultation_ended 2026-10-12"
        )
        assert now.due_on == now.strict_due_on == day("2026-10-30")


class TestArticle33Extension:
    @pytest.mark.parametrize(("days", "due_on"), [(1, "2026-11-02"), (10, "2026-11-13"), (20, "2026-11-27")])
    def test_from_the_first_deadline(self, days, due_on):
        now = disclosure("2026-09-28", f"extension_granted 2026-10-30 working_days={days}")
        assert (now.due_on, now.limit) == (day(due_on), 20 + days)

    def test_while_a_consultation_is_open(self):
        now = disclosure(
            "2026-09-28",
            "consultation_started 2026-10-27 party=third_party",
            "extension_granted 2026-11-20 working_days=5",
            "consultation_ended 2026-11-24",
        )
        assert now.due_on == day("2026-12-04")


class TestFee:
    def test_the_notice_stops_and_payment_starts_anew(self):
        asked = disclosure("2020-02-18", "fee_notice_sent 2020-03-11")
        assert (asked.state, asked.due_on) == (ClockState.PAUSED, None)
        paid = disclosure("2020-02-18", "fee_notice_sent 2020-03-11", "fee_paid 2020-03-20")
        assert (paid.due_on, paid.days_used) == (day("2020-04-20"), 0)

    def test_or_goes_on_by_a_setting(self):
        paid = disclosure(
            "2020-02-18",
            "fee_notice_sent 2020-03-11",
            "fee_paid 2020-03-20",
            policy=ClockPolicy(fee_restart="resume"),
        )
        assert (paid.due_on, paid.days_used) == (day("2020-03-26"), 16)
        assert paid.strict_due_on is None

    def test_twenty_working_days_to_pay(self):
        asked = disclosure("2020-02-18", "fee_notice_sent 2020-03-11")
        assert next(c for c in asked.side_clocks if c.code == "fee_payment").due_on == day("2020-04-09")
        given_up = disclosure("2020-02-18", "fee_notice_sent 2020-03-11", "lapsed 2020-04-10")
        assert given_up.state is ClockState.LAPSED

    def test_from_the_day_the_notice_was_received_where_known(self):
        asked = disclosure("2020-02-18", "fee_notice_sent 2020-03-11 received_on=2020-03-13")
        assert next(c for c in asked.side_clocks if c.code == "fee_payment").due_on == day("2020-04-13")

    def test_after_the_deadline_it_does_not_help(self):
        now = disclosure("2026-09-28", "fee_notice_sent 2026-11-02", "fee_paid 2026-11-10")
        assert (now.due_on, now.is_overdue) == (day("2026-10-30"), True)


def test_article_35_a_later_date_told_in_time():
    now = disclosure("2026-09-28", "reply_deferred 2026-10-30 until=2026-12-15")
    assert now.due_on == day("2026-12-15")
    assert now.days_used + now.days_left == now.limit


def test_a_consultation_after_a_deferral_moves_the_date_told():
    now = disclosure(
        "2026-09-28",
        "reply_deferred 2026-10-12 until=2026-11-13",
        "consultation_started 2026-10-20 party=third_party",
        "consultation_ended 2026-10-22",
    )
    assert now.due_on == day("2026-11-17")


class TestAnswer:
    @pytest.mark.parametrize(
        ("replied_on", "state", "light"),
        [("2026-10-30", ClockState.MET, Light.GREEN), ("2026-10-31", ClockState.MISSED, Light.OVERDUE)],
    )
    def test_met_through_the_last_day(self, replied_on, state, light):
        now = disclosure("2026-09-28", f"replied {replied_on}", as_of="2026-12-01")
        assert (now.state, now.light, now.is_overdue) == (state, light, False)
        assert now.due_on == day("2026-10-30")
        assert now.ended_on == day(replied_on)

    def test_while_stopped_it_ends_the_stop(self):
        now = disclosure(
            "2026-09-28", "consultation_started 2026-10-27 party=third_party", "replied 2026-11-20"
        )
        assert (now.state, now.days_used, now.due_on) == (ClockState.MET, 17, day("2026-11-25"))

    def test_withdrawn_ends_the_clock(self):
        now = disclosure("2026-09-28", "withdrawn 2026-10-12")
        assert (now.state, now.light) == (ClockState.LAPSED, Light.GREEN)

    def test_withdrawn_after_the_deadline_says_so(self):
        assert warned(disclosure("2026-09-28", "withdrawn 2026-11-12"), "已过期限")


@pytest.mark.parametrize(
    ("as_of", "light", "left", "overdue"),
    [
        ("2026-09-28", Light.GREEN, 20, False),
        ("2026-10-27", Light.GREEN, 3, False),
        ("2026-10-28", Light.YELLOW, 2, False),
        ("2026-10-29", Light.YELLOW, 1, False),
        ("2026-10-30", Light.RED, 0, False),
        ("2026-10-31", Light.OVERDUE, 0, True),
        ("2026-11-02", Light.OVERDUE, -1, True),
        ("2026-11-03", Light.OVERDUE, -2, True),
    ],
)
def test_lights(as_of, light, left, overdue):
    now = disclosure("2026-09-28", as_of=as_of)
    assert (now.light, now.days_left, now.is_overdue) == (light, left, overdue)
    assert now.days_used + now.days_left == 20


@pytest.mark.parametrize(
    ("received_on", "provisional"),
    [
        ("2026-11-25", False),
        ("2026-11-26", False),
        ("2026-11-27", True),
        ("2018-12-20", True),
        ("2026-12-25", True),
    ],
)
def test_a_date_that_needs_a_missing_notice_is_provisional(received_on, provisional):
    assert disclosure(received_on).is_provisional is provisional


def test_the_regional_date_stands_beside_the_national_one():
    facts = ClockInput(Kind.DISCLOSURE, day("2020-05-08"))
    both = replay(facts, [], national_calendar(), as_of=day("2020-05-11"), regional=regional_calendar("64"))
    assert (both.due_on, both.regional_due_on) == (day("2020-06-04"), day("2020-06-08"))


def test_regional_days_decide_by_a_setting():
    facts = ClockInput(Kind.DISCLOSURE, day("2020-05-08"))
    both = replay(
        facts,
        events("consultation_started 2020-05-20", "consultation_ended 2020-05-20"),
        national_calendar(),
        as_of=day("2020-05-21"),
        regional=regional_calendar("64"),
        policy=ClockPolicy(calendar_disclosure="regional"),
    )
    assert (both.due_on, both.national_due_on) == (day("2020-06-08"), day("2020-06-04"))


def test_events_that_do_not_concern_the_clock_are_passed_over():
    now = disclosure(
        "2026-09-28", "registered 2026-09-28", "assigned 2026-09-28", "signed 2026-09-29", "urged 2026-10-12"
    )
    assert now.due_on == day("2026-10-30")
    assert [line.event for line in now.ledger] == ["received", "today"]


def test_a_closing_recorded_with_the_answer_is_not_a_second_end():
    now = disclosure("2026-09-28", "closed 2026-10-12", "replied 2026-10-12")
    assert now.state is ClockState.MET
    assert [line.event for line in now.ledger] == ["received", "replied"]


def test_what_the_stopped_clock_waits_for_in_words():
    waiting = disclosure(
        "2026-09-28", "fee_notice_sent 2026-10-09", "consultation_started 2026-10-12 party=co_maker"
    )
    assert waiting.waiting_words == ("等申请人缴费，次日起重新起算", "等对方意见，到达次日起接着算")
