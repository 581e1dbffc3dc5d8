"""条例第三十一条: the receipt day by the way a request came."""

import pytest

from tests.domain.clock_cases import NATIONAL, day
from tracker.domain.labels import ReceiptMethod
from tracker.domain.receipt import RECEIPT_RULES, ReceiptRefused, receipt, refuse_other_day

M = ReceiptMethod


@pytest.mark.parametrize(
    ("method", "arrived_on", "confirmed_on", "received_on", "warned"),
    [
        (M.HANDED_IN, "2026-11-20", None, "2026-11-20", False),
        (M.REGISTERED_MAIL, "2026-11-21", None, "2026-11-21", False),
        (M.ORDINARY_LETTER, "2026-11-20", "2026-11-20", "2026-11-20", False),
        (M.ORDINARY_LETTER, "2026-11-20", "2026-11-23", "2026-11-23", False),
        (M.ORDINARY_LETTER, "2026-11-20", "2026-11-24", "2026-11-24", True),
        (M.INTERNET, "2026-11-20", "2026-11-21", "2026-11-21", False),
        (M.FAX, "2026-09-30", "2026-10-08", "2026-10-08", False),
        (M.EMAIL, "2026-09-30", "2026-10-09", "2026-10-09", True),
    ],
)
def test_the_receipt_day(method, arrived_on, confirmed_on, received_on, warned):
    found = receipt(
        method,
        arrived_on=day(arrived_on),
        confirmed_on=day(confirmed_on) if confirmed_on else None,
        calendar=NATIONAL,
    )
    assert found.received_on == day(received_on)
    assert bool(found.warnings) is warned
    assert "第三十一条" in found.rule.sentence


@pytest.mark.parametrize("confirmed_on", [None, "2026-11-19"])
def test_a_confirmation_is_needed_and_not_early(confirmed_on):
    with pytest.raises(ReceiptRefused) as caught:
        receipt(
            M.INTERNET,
            arrived_on=day("2026-11-20"),
            confirmed_on=day(confirmed_on) if confirmed_on else None,
            calendar=NATIONAL,
        )
    assert caught.value.field == "confirmed_on"


def test_every_way_of_arrival_has_its_rule():
    assert set(RECEIPT_RULES) == set(ReceiptMethod)


@pytest.mark.parametrize("method", ReceiptMethod)
def test_only_a_confirmation_moves_the_receipt_day_past_the_arrival(method):
    arrived = day("2026-11-20")
    refuse_other_day(method, arrived_on=arrived, received_on=arrived)
    if RECEIPT_RULES[method].needs_confirmation:
        refuse_other_day(method, arrived_on=arrived, received_on=day("2026-11-23"))
        return
    with pytest.raises(ReceiptRefused, match="收到日期也应是这一天") as caught:
        refuse_other_day(method, arrived_on=arrived, received_on=day("2026-11-23"))
    assert caught.value.field == "received_on"
