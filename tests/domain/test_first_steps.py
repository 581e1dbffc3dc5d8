"""签收 and 首次联系 of a round: what counts as done, from which day, and which period it has."""

import pytest

from tests.domain.clock_cases import day, events, hotline, mailbox
from tracker.domain.first_steps import FirstSteps, first_contact_period, first_steps
from tracker.domain.labels import ItemType, Kind, SideClockState

ASKED = "assigned 2026-11-02 to=awaiting_signature"
BACK_AT_DESK = (ASKED, "return_requested 2026-11-03", "return_approved 2026-11-04")


def steps(to_sign_since=None, signed_on=None, contacted_on=None):
    return FirstSteps(*(text and day(text) for text in (to_sign_since, signed_on, contacted_on)))


@pytest.mark.parametrize(
    ("happened", "found"),
    [
        ([], steps()),
        ([ASKED], steps("2026-11-02")),
        (["assigned 2026-11-02 to=in_hand"], steps()),
        ([ASKED, "signed 2026-11-03"], steps("2026-11-02", "2026-11-03")),
        ([ASKED, "replied 2026-11-04"], steps("2026-11-02", "2026-11-04", "2026-11-04")),
        ([ASKED, "replied 2026-11-04 imported=1"], steps("2026-11-02")),
        ([ASKED, "signed 2026-11-03 imported=1"], steps("2026-11-02", "2026-11-03")),
        (BACK_AT_DESK, steps()),
        ([ASKED, "return_requested 2026-11-03", "return_refused 2026-11-04"], steps("2026-11-02")),
        (
            [*BACK_AT_DESK, "assigned 2026-11-05 to=awaiting_signature", "signed 2026-11-06"],
            steps("2026-11-05", "2026-11-06"),
        ),
        (
            [ASKED, "signed 2026-11-03", "return_requested 2026-11-03", "return_approved 2026-11-04"],
            steps("2026-11-02", "2026-11-03"),
        ),
        (
            [ASKED, "signed 2026-11-03", "assigned 2026-11-05 to=awaiting_signature"],
            steps("2026-11-05"),
        ),
        (["contacted 2026-11-03 result=not_reached"], steps()),
        (["contacted 2026-11-03 result=reached"], steps(contacted_on="2026-11-03")),
        (["contacted 2026-11-03 result=refused"], steps(contacted_on="2026-11-03")),
        (
            ["contacted 2026-11-03 result=not_reached", "contacted 2026-11-05 result=reached"],
            steps(contacted_on="2026-11-05"),
        ),
        (["stage_reply 2026-11-04 promised_on=2026-11-20"], steps(contacted_on="2026-11-04")),
        (["contacted 2026-11-03 result=reached", "replied 2026-11-05"], steps(contacted_on="2026-11-03")),
        ([ASKED, "signed 2026-11-03", "replied 2026-11-05", "rehandled 2026-11-09"], steps()),
    ],
)
def test_what_the_first_steps_of_a_round_are(happened, found):
    assert first_steps(events(*happened)) == found


@pytest.mark.parametrize(
    ("facts", "period"),
    [
        ({}, "first_contact"),
        ({"urgent": True}, "urgent_first_reply"),
        ({"is_anonymous": True}, None),
        ({"item_type": ItemType.PRAISE}, None),
        ({"item_type": ItemType.REPORT}, "first_contact"),
        ({"kind": Kind.MAILBOX}, None),
        ({"kind": Kind.PETITION}, None),
        ({"cycle": 2}, None),
    ],
)
def test_which_period_the_first_contact_has(facts, period):
    usual = {
        "kind": Kind.HOTLINE,
        "item_type": ItemType.HELP,
        "urgent": False,
        "is_anonymous": False,
        "cycle": 1,
    }
    assert first_contact_period(**(usual | facts)) == period


def codes(deadline):
    return {clock.code: clock for clock in deadline.side_clocks}


def test_no_signing_clock_where_the_channel_wants_no_signature():
    assert "signing" not in codes(hotline("2026-11-02", "assigned 2026-11-02 to=in_hand"))
    assert "signing" not in codes(hotline("2026-11-02"))


def test_the_signing_clock_runs_anew_for_the_section_that_got_it_after_a_return():
    assert "signing" not in codes(hotline("2026-11-02", *BACK_AT_DESK))
    now = codes(hotline("2026-11-02", *BACK_AT_DESK, "assigned 2026-11-05 to=awaiting_signature"))["signing"]
    assert (now.started_on, now.due_on, now.state) == (
        day("2026-11-05"),
        day("2026-11-06"),
        SideClockState.OPEN,
    )


def test_a_caller_is_to_be_reached_on_the_next_working_day():
    silent = codes(hotline("2026-11-06", as_of="2026-11-10"))["first_contact"]
    assert (silent.due_on, silent.state) == (day("2026-11-09"), SideClockState.PASSED)
    tried = hotline("2026-11-06", "contacted 2026-11-09 result=not_reached", as_of="2026-11-10")
    assert codes(tried)["first_contact"].state is SideClockState.PASSED
    reached = hotline("2026-11-06", "contacted 2026-11-09 result=reached", as_of="2026-11-10")
    assert codes(reached)["first_contact"].state is SideClockState.DONE
    assert "first_contact" not in codes(mailbox("2026-11-06"))
