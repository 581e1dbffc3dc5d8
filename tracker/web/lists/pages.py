"""What the pages around a list show: a view in words, the views of a person, the list as a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from flask import url_for
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField

from tracker.domain.permissions import Actor
from tracker.exports.ledger_xlsx import write_ledger_xlsx
from tracker.models.list_view import SavedView
from tracker.queries.cases import pages
from tracker.queries.cases.lights import Today
from tracker.queries.list_views import ViewsSeen
from tracker.web.cases import columns, views
from tracker.web.cases.asked import Asked
from tracker.web.cases.forms import FilterForm
from tracker.web.cases.opened import offer_choices
from tracker.web.cases.rows import shown_row

SORTED = {
    "due_last": "期限晚的在前",
    "due": "期限近的在前",
    "received": "新收到的在前",
    "received_first": "先收到的在前",
}


@dataclass(frozen=True, slots=True)
class ViewLine:
    """One kept view in the table of views."""

    id: int
    name: str
    url: str
    words: str
    columns_words: str
    owner: str
    is_shared: bool


def kept_words(query: dict[str, str], form: FilterForm) -> list[tuple[str, str]]:
    """What a view keeps, as names and values; ``form`` has its choices."""
    found = [("范围", views.BUILT_IN[views.view_of(query)].name)]
    found += [
        (field.label.text, _value_words(field, query[field.name])) for field in form if query.get(field.name)
    ]
    if query.get("sort") in SORTED:
        found.append(("排序", SORTED[query["sort"]]))
    return found


def _value_words(field: object, value: str) -> str:
    if isinstance(field, BooleanField):
        return "是"
    if isinstance(field, SelectField):
        return str(dict(field.choices or {}).get(_key(value), value))
    return value


def _key(value: str) -> int | str:
    return int(value) if value.isdigit() else value


def view_lines(seen: ViewsSeen) -> tuple[Sequence[ViewLine], Sequence[ViewLine]]:
    """One's own views and those others share."""
    form = FilterForm(MultiDict())
    offer_choices(form)
    return [_line(view, form) for view in seen.own], [_line(view, form) for view in seen.shared]


def _line(view: SavedView, form: FilterForm) -> ViewLine:
    told = kept_words(view.chosen, form)
    chosen = columns.known(view.columns)
    return ViewLine(
        id=view.id,
        name=view.name,
        url=url_for("cases.index", saved=view.id),
        words="，".join(f"{name}：{value}" for name, value in told),
        columns_words=f"{len(chosen)} 列" if chosen else "随账号",
        owner=view.owner.display_name,
        is_shared=view.shared_section_id is not None,
    )


def sheet_of(wanted: Asked, actor: Actor, today: Today) -> BytesIO:
    """The list as a workbook: its rows in its order, its columns and no others, masked as on the page."""
    keys, _ = wanted.columns
    found = pages.every_row(actor=actor, chosen=wanted.case_filter(actor), today=today, order=wanted.order)
    rows = (columns.sheet_row(keys, row, shown_row(row, today, lambda _: "")) for row in found)
    stream = BytesIO()
    write_ledger_xlsx(stream, [columns.COLUMNS[key].label for key in keys], rows, sheet_name="办件")
    stream.seek(0)
    return stream
