"""The list of cases: its views as tabs, its filter in the address, its pages by cursor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from tracker.domain.labels import Role
from tracker.domain.permissions import Actor
from tracker.now import now
from tracker.queries.cases.counts import COUNTED_BESIDE_FILTERS
from tracker.queries.cases.filters import CaseFilter
from tracker.queries.cases.lights import Today
from tracker.queries.cases.pages import COUNTED_EXACTLY, Page
from tracker.web import wording
from tracker.web.cases import views
from tracker.web.cases.asked import Asked
from tracker.web.cases.columns import COLUMNS, Column, ShownColumn
from tracker.web.cases.rows import ShownRow, shown_row


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    count: str | None
    light: str | None
    is_current: bool
    note: str = ""


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
    columns: Sequence[ShownColumn]
    order_words: str
    hidden: Mapping[str, str]
    is_filtered: bool
    has_seldom_used: bool
    filter_url: str
    clear_url: str
    keep_url: str
    keep_words: str
    views_url: str
    columns_url: str
    sheet_url: str
    sheet_label: str
    export_url: str
    register_url: str
    can_batch: bool
    batch_url: str
    pager: Pager
    empty: EmptyList


def tab_filters(wanted: Asked, actor: Actor) -> dict[str, CaseFilter]:
    """What each tab shows: the views of the person's roles by name, the kept ones by id."""
    keys = {*views.built_in_of(actor), *([] if wanted.saved else [wanted.view])}
    shown = {key: view.narrow(actor) for key, view in views.BUILT_IN.items() if key in keys}
    return shown | {f"saved:{view.id}": views.filter_of(view.chosen, actor) for view in wanted.seen.tabs}


def tabs(wanted: Asked, counts: Mapping[str, int]) -> list[Tab]:
    """The tabs over the list, each with its count."""
    found = [
        Tab(
            label=view.name,
            url=url_for("cases.index", view=key),
            count=wording.count(counts[key], ceiling=_ceiling(view)),
            light=view.light.value if view.light else None,
            is_current=wanted.saved is None and key == wanted.view,
        )
        for key, view in views.BUILT_IN.items()
        if key in counts
    ]
    own = {view.id for view in wanted.seen.own}
    return found + [
        Tab(
            label=view.name,
            url=url_for("cases.index", saved=view.id),
            count=wording.count(counts[f"saved:{view.id}"], ceiling=COUNTED_BESIDE_FILTERS),
            light=None,
            is_current=wanted.saved is view,
            note="" if view.id in own else f"{view.owner.display_name}共享",
        )
        for view in wanted.seen.tabs
    ]


def _ceiling(view: views.BuiltIn) -> int:
    return COUNTED_BESIDE_FILTERS if view.is_by_receipt else COUNTED_EXACTLY


def list_page(
    *, wanted: Asked, page: Page, tabs_shown: Sequence[Tab], today: Today, actor: Actor
) -> ListPage:
    """The page of one view."""
    words, name = wording.count(page.total, ceiling=page.counted_to), name_of(wanted)
    may_register = actor.has(Role.CLERK, Role.SECTION_LEAD, Role.HANDLER)
    is_current = wanted.is_as_kept
    return ListPage(
        heading=f"{name} {words} 件" if page.rows else "没有符合条件的办件",
        scope_words=f"您能看到的范围，截至 {wording.clock_time(now())}",
        tabs=tabs_shown,
        rows=[shown_row(row, today, _address) for row in page.rows],
        columns=_columns(wanted),
        order_words="新收到的在前" if wanted.sort == "received" else "按期限先后",
        hidden=_hidden(wanted),
        is_filtered=bool(wanted.filters),
        has_seldom_used=any(field.raw_data and field.raw_data[0] for field in wanted.form.seldom_used()),
        filter_url=url_for("cases.index"),
        clear_url=url_for("cases.index", view=wanted.view),
        keep_url="" if is_current or not _is_worth_keeping(wanted) else wanted.address("lists.keep"),
        keep_words=f"更新视图“{wanted.saved.name}”" if wanted.saved else "存为视图",
        views_url=url_for("lists.index"),
        columns_url=wanted.address("lists.choose", back=request.full_path.rstrip("?")),
        sheet_url=wanted.address("lists.sheet") if page.rows else "",
        sheet_label=f"导出本表（{words} 件）",
        export_url=wanted.address("cases.ledger_file") if page.rows else "",
        register_url=url_for("register.choose") if may_register else "",
        can_batch=wanted.view == "unassigned" and actor.has(Role.CLERK, Role.SECTION_LEAD),
        batch_url=url_for("cases.assign_chosen"),
        pager=_pager(page, wanted),
        empty=_empty(wanted),
    )


def name_of(wanted: Asked) -> str:
    """The name over the list."""
    return wanted.saved.name if wanted.saved else views.BUILT_IN[wanted.view].name


def _is_worth_keeping(wanted: Asked) -> bool:
    return bool(wanted.filters or "sort" in wanted.query or wanted.saved)


def _hidden(wanted: Asked) -> dict[str, str]:
    """What the filter form carries along: the tab, the order, and a day somebody came with."""
    carried = {"view": wanted.view, "sort": wanted.query.get("sort", "")}
    carried["saved"] = str(wanted.saved.id) if wanted.saved else ""
    return {name: value for name, value in carried.items() if value}


def _columns(wanted: Asked) -> list[ShownColumn]:
    keys, wide = wanted.columns
    return [_column(COLUMNS[key], wanted, is_wide=key in wide) for key in keys]


def _column(column: Column, wanted: Asked, *, is_wide: bool) -> ShownColumn:
    if column.orders is None:
        return ShownColumn(column, is_wide, "", "")
    usual, other = column.orders
    following = other if wanted.sort == usual else usual
    falls = {"received": "descending", "due_last": "descending"}
    direction = falls.get(wanted.sort, "ascending") if wanted.sort in column.orders else ""
    return ShownColumn(column, is_wide, direction, wanted.address(sort=following))


def _address(case: Any) -> str:
    return url_for("cases.show", case_id=case.id)


def _pager(page: Page, wanted: Asked) -> Pager:
    def at(cursor: str | None) -> str:
        return wanted.address(cursor=cursor) if cursor else ""

    return Pager(
        first=page.first_index,
        last=page.last_index if page.rows else 0,
        total_words=wording.count(page.total, ceiling=page.counted_to),
        unit="件",
        previous_url=at(page.previous_cursor),
        next_url=at(page.next_cursor) if page.has_next else "",
        remaining=page.remaining if page.has_next and not page.is_bounded else None,
    )


def _everywhere(wanted: Asked) -> dict[str, Any]:
    return {**wanted.query, "view": "all"}


def _empty(wanted: Asked) -> EmptyList:
    name = name_of(wanted)
    if not wanted.filters:
        return EmptyList(f"“{name}”里现在没有办件。", "有了会按期限先后排在这里。")
    ways = []
    if wanted.view != "all":
        ways.append(("在全部办件里找", url_for("cases.index", **_everywhere(wanted)), "包括已办结的"))
    return EmptyList(f"“{name}”里，没有同时满足这 {len(wanted.filters)} 个条件的办件。", "", ways)
