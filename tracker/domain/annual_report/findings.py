"""What a check of an annual report found: which equation does not hold, where, with both numbers."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.annual_report.printed_table import Number
from tracker.domain.labels import Labelled

Place = tuple[str, str]


class Severity(Labelled):
    BLOCKER = "blocker", "阻断"
    WARNING = "warning", "提醒"


class Check(Labelled):
    """What is compared; the label is the sentence a passed check shows."""

    COLUMN_BALANCE = "column_balance", "第一项＋第二项＝第三项＋第四项"
    COLUMN_TOTAL = "column_total", "各细项之和＝（七）总计"
    ROW_TOTAL = "row_total", "六类申请人之和＝总计"
    SECTION_FOUR_TOTAL = "section_four_total", "第四部分各结果之和＝总计"
    CARRIED_FROM_PREVIOUS = "carried_from_previous", "第二项＝上年年报第四项"
    TEXT_AGREES = "text_agrees", "正文与表一致"
    TEXT_LENGTH = "text_length", "总体情况不超过 1000 字"
    TEXT_IS_NEW = "text_is_new", "存在的主要问题不照抄上年"
    TEXT_UNFINISHED = "text_unfinished", "正文没有空着的地方"
    IN_FORCE = "in_force", "上年现行有效＋本年制发－本年废止＝现行有效"
    PROJECTS_FOLLOW = "projects_follow", "上一年项目数量＝上年年报项目数量＋增/减"
    ITEM_TOTALS = "item_totals", "第二部分年末数不少于本年新增"
    ALL_ENTERED = "all_entered", "第二部分每一格都填了"
    CELL_READ = "cell_read", "每一格都是数字"
    NOT_NEGATIVE = "not_negative", "没有负数"
    WHOLE_COUNT = "whole_count", "件数是整数"


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement; ``row`` is None for a whole column; ``cells`` names every cell involved.

    ``part`` is the written section the number stands in, where it stands in one.
    """

    check: Check
    severity: Severity
    row: str | None
    column: str | None
    expected: Number
    found: Number | str
    message: str
    cells: tuple[Place, ...] = ()
    part: str = ""

    @property
    def is_blocker(self) -> bool:
        return self.severity is Severity.BLOCKER

    def as_json(self) -> dict[str, Any]:
        return {
            "check": self.check.value,
            "severity": self.severity.value,
            "row": self.row,
            "column": self.column,
            "expected": self.expected if isinstance(self.expected, int | None) else float(self.expected),
            "found": self.found if isinstance(self.found, int | str | None) else float(self.found),
            "message": self.message,
        }
