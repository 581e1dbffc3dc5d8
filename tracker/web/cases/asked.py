"""What the address of a list asks for: a view or a kept one, filters, order, page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from tracker.domain.permissions import Actor
from tracker.models.list_view import ListChoice, SavedView
from tracker.queries.cases.filters import CaseFilter
from tracker.queries.cases.pages import ORDERS, Order
from tracker.queries.list_views import ViewsSeen, list_choice, views_of
from tracker.web.cases import columns, views
from tracker.web.cases.forms import FilterForm

BESIDE = ("view", "sort")


@dataclass(frozen=True, slots=True)
class Asked:
    """``query`` is what would be kept: the view, the filters as typed, the order."""

    query: Mapping[str, str]
    form: FilterForm
    view: str
    sort: str
    saved: SavedView | None
    seen: ViewsSeen
    choice: ListChoice | None

    @property
    def filters(self) -> dict[str, str]:
        """The typed filters alone."""
        return {name: value for name, value in self.query.items() if name not in BESIDE}

    @property
    def is_as_kept(self) -> bool:
        return self.saved is not None and dict(self.query) == self.saved.chosen

    @property
    def order(self) -> Order:
        return ORDERS[self.sort]

    @property
    def is_by_receipt(self) -> bool:
        return self.sort.startswith("received")

    @property
    def columns(self) -> tuple[Sequence[str], frozenset[str]]:
        """The columns to show, and those only on wide screens: the view's, else the account's, else the list's."""
        kept = self.saved.columns if self.saved else []
        return columns.keys_of(kept or self.chosen_columns, is_by_receipt=self.is_by_receipt)

    @property
    def chosen_columns(self) -> list[str]:
        return list(self.choice.columns) if self.choice else []

    @property
    def page_rows(self) -> int:
        chosen = self.choice.page_rows if self.choice else None
        return chosen or int(current_app.config["SETTINGS"].page_rows)

    def case_filter(self, actor: Actor) -> CaseFilter:
        return self.form.case_filter(within=views.BUILT_IN[self.view].narrow(actor))

    def address(self, endpoint: str = "cases.index", **more: Any) -> str:
        """The address of this list with ``more`` on it; an empty value takes a part away."""
        kept = {"saved": self.saved.id} if self.saved else {}
        values = {name: value for name, value in {**kept, **self.query, **more}.items() if value != ""}
        return url_for(endpoint, **values)


def asked(actor: Actor) -> Asked:
    """Read the request's address. A kept view stands for its filters until the address names others."""
    seen = views_of(actor)
    saved = seen.find(request.args.get("saved", type=int))
    fields = (*BESIDE, *FilterForm(MultiDict()).data)
    given = [name for name in fields if name in request.args]
    source = {name: request.args[name] for name in given if request.args[name].strip()}
    if saved is not None and not given:
        source = dict(saved.chosen)
    view = views.view_of(source)
    usual = "received" if views.BUILT_IN[view].is_by_receipt else "due"
    sort = source.get("sort", usual)
    return Asked(
        query=source,
        form=FilterForm(MultiDict(source)),
        view=view,
        sort=sort if sort in ORDERS else usual,
        saved=saved,
        seen=seen,
        choice=list_choice(current_user.id),
    )
