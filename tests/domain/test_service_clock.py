"""热线、信箱和信访的期限, row by row."""

from datetime import datetime

import pytest

from tests.domain.clock_cases import day, hotline, mailbox, petition
from tracker.domain.deadline_clock import ClockPolicy
from tracker.domain.labels import ClockState, ItemType, Light, SideClockState
from tracker.domain.workdays import regional_calendar

NINGXIA = regional_calendar("64")


def side(deadline, code):
    return next(clock for clock in deadline.side_clocks if clock.code == code)


@pytest.mark.parametrize(
    ("item_type", "due_on"),
    [
        (ItemType.CONSULTATION, "2026-11-05"),
        (ItemType.HELP, "2026-11-09"),
        (ItemType.COMPLAINT, "2026-11-09"),
        (ItemType.REPORT, "2026-11-09"),
        (ItemType.SUGGESTION, "2026-11-09"),
        (None, "2026-11-09"),
    ],
)
def test_hotline_by_type(item_type, due_on):
    assert hotline("2026-11-02", item_type=item_type).due_on == day(due_on)


def test_praise_needs_no_answer():
    now = hotline("2026-11-02", item_type=ItemType.PRAISE, as_of="2026-12-01")
    assert (now.due_on, now.days_left, now.state, now.light) == (None, None, ClockState.RUNNING, Light.GREEN)
    assert hotline("2026-11-02", "closed 2026-11-03", item_type=ItemType.PRAISE).state is ClockState.MET


@pytest.mark.parametrize(("is_complex", "due_on"), [(False, "2026-11-09"), (True, "2026-11-16")])
def test_mailbox(is_complex, due_on):
    assert mailbox("2026-11-02", is_complex=is_complex).due_on == day(due_on)


@pytest.mark.parametrize(
    ("received_on", "item_type", "national", "ningxia"),
    [
        ("2020-05-22", ItemType.HELP, "2020-05-29", "2020-06-02"),
        ("2020-07-29", ItemType.CONSULTATION, "2020-08-03", "2020-08-05"),
    ],
)
def test_ningxia_decides_for_the_hotline(received_on, item_type, national, ningxia):
    now = hotline(received_on, item_type=item_type, regional=NINGXIA)
    assert (now.due_on, now.national_due_on) == (day(ningxia), day(national))
    law = ClockPolicy(calendar_hotline="national")
    assert hotline(received_on, item_type=item_type, regional=NINGXIA, policy=law).due_on == day(national)


def test_the_upstream_limit_wins():
    now = hotline(
        "2026-11-19", item_type=ItemType.COMPLAINT, upstream_due_on=day("2026-11-25"), as_of="2026-11-20"
    )
    assert (now.due_on, now.days_used, now.days_left) == (day("2026-11-25"), 1, 3)
    assert now.due_at is None
    later = mailbox("2026-11-02", upstream_due_on=day("2026-12-31"))
    assert later.due_on == day("2026-12-31")
    assert later.is_provisional is False


def test_the_upstream_hour():
    at = datetime(2026, 11, 25, 18, 0)
    now = hotline("2026-11-19", upstream_due_at=at)
    assert (now.due_on, now.due_at) == (day("2026-11-25"), at)


def test_an_upstream_limit_on_a_rest_day_stands():
    now = hotline("2026-11-19", upstream_due_on=day("2026-11-22"), as_of="2026-11-20")
    assert (now.due_on, now.days_left, now.light) == (day("2026-11-22"), 0, Light.YELLOW)
    assert hotline("2026-11-19", upstream_due_on=day("2026-11-22"), as_of="2026-11-22").light is Light.RED
    assert hotline("2026-11-19", upstream_due_on=day("2026-11-22"), as_of="2026-11-23").is_overdue


class TestStageReply:
    def test_in_time_moves_the_date_to_the_promise(self):
        now = hotline("2026-11-02", "stage_reply 2026-11-09 promised_on=2026-12-10")
        assert now.due_on == day("2026-12-10")
        assert now.is_provisional is False

    def test_too_late_changes_nothing(self):
        now = hotline("2026-11-02", "stage_reply 2026-11-10 promised_on=2026-12-10")
        assert (now.due_on, now.is_overdue) == (day("2026-11-09"), True)
        assert now.warnings

    def test_a_letter_never_beyond_fifteen_working_days(self):
        now = mailbox("2026-11-02", "stage_reply 2026-11-09 promised_on=2026-12-10")
        assert now.due_on == day("2026-11-23")
        assert now.warnings


class TestExtension:
    def test_from_the_first_deadline(self):
        assert hotline("2026-11-02", "extension_granted 2026-11-09 working_days=5").due_on == day(
            "2026-11-16"
        )

    def test_of_an_upstream_limit(self):
        now = hotline("2026-11-02", "extension_granted 2026-11-05 days=2", upstream_due_on=day("2026-11-06"))
        assert now.due_on == day("2026-11-10")

    def test_the_number_is_a_setting(self):
        twice = hotline(
            "2026-11-02",
            "extension_granted 2026-11-05 working_days=2",
            "extension_granted 2026-11-06 working_days=3",
            policy=ClockPolicy(hotline_extensions=2),
        )
        assert twice.due_on == day("2026-11-16")


class TestRehandling:
    CASE = ("replied 2026-11-05", "rehandled 2026-11-12")

    def test_a_new_round_of_three_working_days(self):
        now = hotline("2026-11-02", *self.CASE)
        assert (now.due_on, now.cycle, now.state) == (day("2026-11-17"), 2, ClockState.RUNNING)
        assert now.days_used == 0

    def test_the_upstream_limit_of_the_first_round_is_gone(self):
        now = hotline("2026-11-02", *self.CASE, upstream_due_at=datetime(2026, 11, 30, 18, 0))
        assert (now.due_on, now.due_at) == (day("2026-11-17"), None)

    def test_a_limit_that_came_with_it_wins(self):
        now = hotline("2026-11-02", "replied 2026-11-05", "rehandled 2026-11-12 upstream_due_on=2026-11-20")
        assert now.due_on == day("2026-11-20")

    def test_it_may_be_extended_again(self):
        now = hotline(
            "2026-11-02",
            "extension_granted 2026-11-03 working_days=1",
            *self.CASE,
            "extension_granted 2026-11-13 working_days=2",
        )
        assert now.due_on == day("2026-11-19")

    def test_each_round_ends_by_itself(self):
        now = hotline("2026-11-02", "replied 2026-11-10", "rehandled 2026-11-12", "replied 2026-11-17")
        assert now.state is ClockState.MET
        assert [line.event for line in now.ledger] == ["received", "due", "replied", "rehandled", "replied"]

    def test_answer_closing_and_rehandling_on_one_day(self):
        now = hotline("2026-11-02", "rehandled 2026-11-05", "closed 2026-11-05", "replied 2026-11-05")
        assert (now.cycle, now.state) == (2, ClockState.RUNNING)

    def test_answered_on_the_day_it_was_reopened(self):
        now = hotline("2026-11-02", "replied 2026-11-05", "replied 2026-11-12", "rehandled 2026-11-12")
        assert (now.cycle, now.state, now.ended_on) == (2, ClockState.MET, day("2026-11-12"))


class TestSideClocks:
    def test_sign_return_target_and_request(self):
        now = hotline(
            "2026-11-19", "assigned 2026-11-19", upstream_due_on=day("2026-11-25"), as_of="2026-11-20"
        )
        assert side(now, "signing").due_on == day("2026-11-20")
        assert side(now, "return_to_source").due_on == day("2026-11-20")
        assert side(now, "internal_target").due_on == day("2026-11-24")
        assert side(now, "extension_request").due_on == day("2026-11-24")

    def test_signed_late(self):
        now = hotline("2026-11-02", "assigned 2026-11-02", "signed 2026-11-04")
        assert side(now, "signing").state is SideClockState.DONE_LATE

    def test_a_section_may_return_an_item_until_the_working_day_after_signing(self):
        signed = ("assigned 2026-11-05", "signed 2026-11-06")
        assert side(hotline("2026-11-05", *signed), "return_inside").due_on == day("2026-11-09")
        asked = hotline("2026-11-05", *signed, "return_requested 2026-11-10")
        assert side(asked, "return_inside").state is SideClockState.DONE_LATE
        unsigned = hotline("2026-11-05", "assigned 2026-11-05")
        assert "return_inside" not in {clock.code for clock in unsigned.side_clocks}

    def test_urgent_items_are_answered_the_same_day(self):
        silent = hotline("2026-11-02", urgent=True, as_of="2026-11-03")
        assert side(silent, "urgent_first_reply").state is SideClockState.PASSED
        called = hotline("2026-11-02", "contacted 2026-11-02", urgent=True, as_of="2026-11-03")
        assert side(called, "urgent_first_reply").state is SideClockState.DONE
        assert called.due_on == silent.due_on

    def test_no_call_back_where_the_answer_closes_the_item(self):
        closed = hotline("2026-11-02", "replied 2026-11-06", "closed 2026-11-06", as_of="2026-11-09")
        assert "call_back" not in {clock.code for clock in closed.side_clocks}
        called = hotline(
            "2026-11-02",
            "replied 2026-11-06",
            "called_back 2026-11-09",
            "closed 2026-11-09",
            as_of="2026-11-10",
        )
        assert side(called, "call_back").state is SideClockState.DONE

    def test_call_back_on_the_next_working_day(self):
        now = hotline("2026-11-02", "replied 2026-11-06", as_of="2026-11-09")
        assert side(now, "call_back").due_on == day("2026-11-09")


class TestPetition:
    def test_fifteen_days_to_acceptance(self):
        assert petition("2020-01-17").due_on == day("2020-02-01")

    def test_sixty_days_from_acceptance(self):
        now = petition("2020-01-17", "accepted 2020-01-20")
        assert (now.due_on, now.days_left) == (day("2020-03-20"), 60)

    @pytest.mark.parametrize("key", ["days", "calendar_days"])
    def test_thirty_more_once(self, key):
        now = petition("2020-01-17", "accepted 2020-01-20", f"extension_granted 2020-03-20 {key}=30")
        assert now.due_on == day("2020-04-19")

    def test_a_rest_day_does_not_help_unless_set(self):
        case = ("accepted 2020-02-04",)
        assert petition("2020-02-03", *case).due_on == day("2020-04-04")
        rolled = petition("2020-02-03", *case, policy=ClockPolicy(petition_rest_day="roll"))
        assert rolled.due_on == day("2020-04-07")

    def test_late_acceptance_is_taken_with_a_warning(self):
        now = petition("2020-01-17", "accepted 2020-02-10")
        assert now.due_on == day("2020-04-10")
        assert now.warnings
        assert side(now, "petition_acceptance").state is SideClockState.DONE_LATE

    def test_objection_within_five_working_days(self):
        assert side(petition("2020-01-17"), "petition_objection").due_on == day("2020-01-23")

    def test_a_calendar_date_is_never_provisional(self):
        assert petition("2026-12-20").is_provisional is False

    def test_answered_without_acceptance(self):
        assert petition("2020-01-17", "replied 2020-01-31").state is ClockState.MET

    def test_removed(self):
        assert petition("2020-01-17", "not_accepted 2020-01-31").state is ClockState.LAPSED
