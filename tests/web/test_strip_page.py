"""The strip as the page prints it: the domain's days, in weeks, with signs and words."""

from tests.domain.clock_cases import day, disclosure, petition
from tracker.web.day_strip import strip_page


def test_the_case_of_the_screens():
    case = disclosure(
        "2026-09-28",
        "consultation_started 2026-10-27 party=third_party",
        "consultation_delivered 2026-11-03",
        as_of="2026-11-20",
    )
    page = strip_page(case, today=day("2026-11-20"))
    assert page.note == "2026-09-28 收到 至 2026-11-27 预计期限，共 61 天，计入 20 个工作日"
    cells = {f"{cell.date:%m-%d}": cell for week in page.weeks for cell in week.cells}
    assert (cells["09-28"].sign, cells["09-28"].day_words) == ("收", "9/28")
    assert (cells["10-10"].sign, cells["10-10"].is_makeup) == ("5", True)
    assert (cells["11-20"].sign, cells["11-20"].day_words, cells["11-20"].is_today) == ("停", "20", True)
    assert (cells["11-27"].sign, cells["11-27"].kind) == ("20", "due")
    assert (cells["11-28"].sign, cells["11-28"].verdict) == ("休", "不计")


def test_the_legend_explains_the_days_after_the_deadline_once_there_are_any():
    on_time = strip_page(disclosure("2026-09-17", as_of="2026-10-12"), today=day("2026-10-12"))
    late = strip_page(disclosure("2026-09-17", as_of="2026-10-30"), today=day("2026-10-30"))
    assert (on_time.has_late, late.has_late) == (False, True)


def test_a_long_case_is_folded():
    page = strip_page(
        petition("2026-07-01", "accepted 2026-07-10", "extension_granted 2026-07-20 days=30"),
        today=day("2026-07-20"),
    )
    assert any(week.fold for week in page.weeks)
    assert page.note.endswith(" 天")
    assert "个日" not in page.note
    assert len(page.lines) == (day("2026-10-08") - day("2026-07-01")).days + 1
