"""What each figure of the statistics is called, and which days of its cases are told."""

from datetime import date

from tracker.domain.indicators import SINGLE_FIGURES
from tracker.queries.completion import FigureCase

COLUMNS = (
    ("carried_in", "上期结转"),
    ("received", "收到"),
    ("removed", "退回合并等"),
    ("closed", "办结"),
    ("closed_in_time", "其中按期"),
    ("closed_late", "其中逾期"),
    ("open", "在办"),
    ("overdue", "其中超期"),
)
FIGURE_WORDS = (
    dict(COLUMNS)
    | {
        "valid": "有效件",
        "carried_out": "结转下期",
        "assigned": "分办过",
        "ever_returned": "退单获准",
        "to_sign": "应签收",
        "signed_in_time": "签收及时",
        "to_contact": "应联系",
        "contacted_in_time": "联系及时",
        "letters": "有效来信",
        "answered_published": "答复并公开",
        "ever_extended": "延期过",
        "closed_again": "重办后办结",
        "closed_at_once": "一次办结",
        "with_result": "记有结果",
        "solved": "已解决",
        "rated": "有评价",
        "satisfied": "满意",
        "should_be_closed": "应办结",
    }
    | dict(SINGLE_FIGURES)
)


def ended_by(case: FigureCase, as_of: date) -> date | None:
    """The day the case was closed or taken out, if that was not after ``as_of``."""
    ended = case.closed_on or case.removed_on
    return ended if ended is not None and ended <= as_of else None


def replied_by(case: FigureCase, as_of: date) -> date | None:
    """The day of the answer, which decides 按期 and may lie before the closing; None if there was none by ``as_of``."""
    return case.replied_on if case.replied_on is not None and case.replied_on <= as_of else None
