"""The list of cases: its views as tabs, its filter in the address, its pages by cursor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from tracker.domain.labels import Light, Role, State
from tracker.domain.permissions import Actor
from tracker.now import now
from tracker.queries.cases.counts import COUNTED_BESIDE_FILTERS, OpenCounts
from tracker.queries.cases.filters import CaseFilter
from tracker.queries.cases.lights import Today
from tracker.queries.cases.pages import BY_DUE, BY_RECEIPT, COUNTED_EXACTLY, Order, Page
from tracker.web import wording
from tracker.web.cases.rows import ShownRow, shown_row

OPEN = "open"
LIGHT_VIEWS = {
    light.value: light for light in (Light.OVERDUE, Light.RED, Light.YELLOW, Light.GREEN, Light.STOPPED)
}
BY_RECEIPT_VIEWS = frozenset({"closed", "all"})
VIEWS = (OPEN, *LIGHT_VIEWS, "unassigned", "review", "mine", "closed", "all")
NAMES = {
    OPEN: "在办",
    "unassigned": "待分办",
    "review": "待审核",
    "mine": "我的",
    "closed": "已办结",
    "all": "全部",
} | {view: light.label for view, light in LIGHT_VIEWS.items()}


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    count: str
    light: str | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Pager:
    first: int
    last: int
    total_words: str
    unit: str
    previous_url: str
    next_url: str
    remaining: int | None


@dataclass(frozen=True, slots=True)
class EmptyList:
    sentence: str
    note: str
    ways: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """See templates/cases/index.html."""

    heading: str
    scope_words: str
    tabs: Sequence[Tab]
    rows: Sequence[ShownRow]
    view: str
    is_filtered: bool
    filter_url: str
    clear_url: str
    is_by_receipt: bool
    export_url: str
    export_label: str
    register_url: str
    can_batch: bool
    batch_url: str
    pager: Pager
    empty: EmptyList


def narrowed(chosen: CaseFilter, view: str, actor: Actor) -> CaseFilter:
    """``chosen`` within a view."""
    if view in LIGHT_VIEWS:
        return replace(chosen, is_open=True, light=LIGHT_VIEWS[view])
    within: dict[str, dict[str, Any]] = {
        "unassigned": {"is_open": True, "state": State.AWAITING_ASSIGNMENT},
        "review": {"is_open": True, "state": State.AWAITING_REVIEW},
        "mine": {"is_open": True, "handler_id": actor.user_id},
        "closed": {"is_open": False},
        "all": {},
    }
    return replace(chosen, **within.get(view, {"is_open": True}))


def order_of(view: str) -> Order:
    """Open cases by what is due next; where ended ones are listed, the newest first."""
    return BY_RECEIPT if view in BY_RECEIPT_VIEWS else BY_DUE


def tabs(view: str, counts: OpenCounts, closed: int) -> list[Tab]:
    numbers = {OPEN: counts.total, "unassigned": counts.unassigned, "review": counts.in_review}
    numbers |= {"mine": counts.mine, "closed": closed, "all": counts.total + closed}
    numbers |= {name: counts.lights[light] for name, light in LIGHT_VIEWS.items()}
    return [
        Tab(
            label=NAMES[name],
            url=url_for("cases.index", view=name),
            count=wording.count(numbers[name], ceiling=_ceiling(name)),
            light=name if name in LIGHT_VIEWS else None,
            is_current=name == view,
        )
        for name in VIEWS
    ]


def _ceiling(view: str) -> int:
    return COUNTED_BESIDE_FILTERS if view in BY_RECEIPT_VIEWS else COUNTED_EXACTLY


def list_page(
    *,
    page: Page,
    view: str,
    query: Mapping[str, str],
    tabs_shown: Sequence[Tab],
    today: Today,
    actor: Actor,
) -> ListPage:
    """The page of one view; ``query`` is the filter as the address holds it."""
    words = wording.count(page.total)
    clear = url_for("cases.index", view=view)
    may_register = actor.has(Role.CLERK, Role.SECTION_LEAD, Role.HANDLER)
    heading = f"{NAMES[view]} {words} 件" if page.rows else "没有符合条件的办件"
    return ListPage(
        heading=heading,
        scope_words=f"您能看到的范围，截至 {wording.clock_time(now())}",
        tabs=tabs_shown,
        rows=[shown_row(row, today, _address) for row in page.rows],
        view=view,
        is_filtered=bool(query),
        filter_url=url_for("cases.index"),
        clear_url=clear,
        is_by_receipt=view in BY_RECEIPT_VIEWS,
        export_url=_list_url({**query, "view": view}, "cases.ledger_file") if page.rows else "",
        export_label=f"导出台账（{words} 件）",
        register_url=url_for("register.choose") if may_register else "",
        can_batch=view == "unassigned" and actor.has(Role.CLERK, Role.SECTION_LEAD),
        batch_url=url_for("cases.assign_chosen"),
        pager=_pager(page, view, query),
        empty=_empty(view, query),
    )


def _address(case: Any) -> str:
    return url_for("cases.show", case_id=case.id)


def _list_url(values: dict[str, Any], endpoint: str = "cases.index") -> str:
    return url_for(endpoint, **values)


def _pager(page: Page, view: str, query: Mapping[str, str]) -> Pager:
    def at(cursor: str | None) -> str:
        return _list_url({**query, "view": view, "cursor": cursor}) if cursor else ""

    has_next = page.remaining > 0
    return Pager(
        first=page.first_index,
        last=page.last_index if page.rows else 0,
        total_words=wording.count(page.total),
        unit="件",
        previous_url=at(page.previous_cursor),
        next_url=at(page.next_cursor) if has_next else "",
        remaining=page.remaining if has_next and not page.is_bounded else None,
    )


def _empty(view: str, query: Mapping[str, str]) -> EmptyList:
    if not query:
        return EmptyList(f"“{NAMES[view]}”里现在没有办件。", "有了会按期限先后排在这里。")
    ways = []
    if view != "all":
        ways.append(("在全部办件里找", _list_url({**query, "view": "all"}), "包括已办结的"))
    return EmptyList(f"“{NAMES[view]}”里，没有同时满足这 {len(query)} 个条件的办件。", "", ways)
