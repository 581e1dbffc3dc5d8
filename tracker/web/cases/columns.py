"""列与行高: what a list may show of a case, as table cells and as cells of a sheet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tracker.exports.ledger_cells import CellValue
from tracker.queries.cases.pages import CaseRow
from tracker.web.cases.rows import ShownRow


@dataclass(frozen=True, slots=True)
class Column:
    """``css`` is its cells' class, ``width`` its col's; ``orders`` the sorting by it, first the usual one."""

    key: str
    label: str
    width: str
    css: str = ""
    orders: tuple[str, str] | None = None


COLUMNS: Mapping[str, Column] = {
    column.key: column
    for column in (
        Column("light", "灯号", "col-light", "light-cell"),
        Column("due", "期限", "col-due", "day", ("due", "due_last")),
        Column("left", "余", "col-left", "num"),
        Column("received", "收到", "col-received", "day", ("received", "received_first")),
        Column("used", "用时", "col-used"),
        Column("ended", "办结", "col-received", "day"),
        Column("channel", "渠道", "col-channel"),
        Column("number", "编号", "col-number", "number"),
        Column("source_number", "来源编号", "col-number", "number"),
        Column("type", "类型", "col-state"),
        Column("title", "标题", ""),
        Column("person", "诉求人／申请人", "col-person"),
        Column("state", "状态", "col-state"),
        Column("result", "结果", "col-channel"),
        Column("marks", "标记", "col-channel"),
        Column("holder", "承办", "col-holder"),
    )
}
FIXED = frozenset({"title"})
BY_DUE = (
    "light",
    "due",
    "left",
    "received",
    "used",
    "channel",
    "number",
    "title",
    "person",
    "state",
    "holder",
)
BY_RECEIPT = ("light", "received", "due", "ended", "channel", "number", "title", "person", "state", "holder")
ON_WIDE_SCREENS = {"due": frozenset({"received", "channel"}), "receipt": frozenset({"channel"})}


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of this list: whether only wide screens have it, and how its head sorts."""

    column: Column
    is_wide: bool
    direction: str
    sort_url: str


def known(columns: Collection[str]) -> list[str]:
    """Those of ``columns`` that exist, in their order, the title always among them; none stay none."""
    return [key for key in COLUMNS if key in columns or key in FIXED] if columns else []


def keys_of(chosen: Collection[str], *, is_by_receipt: bool) -> tuple[Sequence[str], frozenset[str]]:
    """The columns to show, and which of them only on wide screens: those that somebody chose stand everywhere."""
    if keys := known(chosen):
        return keys, frozenset()
    if is_by_receipt:
        return BY_RECEIPT, ON_WIDE_SCREENS["receipt"]
    return BY_DUE, ON_WIDE_SCREENS["due"]


def sheet_row(keys: Sequence[str], row: CaseRow, shown: ShownRow) -> list[CellValue]:
    """The cells of one row: dates as dates, counts as numbers, the rest as the page says it."""
    case = row.case
    typed: dict[str, CellValue] = {
        "due": row.due_on or shown.due_words,
        "left": row.days_left if shown.left_words else None,
        "received": case.received_on,
        "ended": case.closed_on or case.removed_on,
        "used": row.days_used,
        "light": shown.light_words,
        "state": shown.state_words,
        "type": shown.type_words,
        "result": shown.result_words,
        "marks": "、".join(shown.marks),
    }
    return [typed[key] if key in typed else str(getattr(shown, key)) for key in keys]
