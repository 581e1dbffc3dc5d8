"""我的视图, 列与行高, and the list as it stands, taken away as a sheet."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.errors import DomainError
from tracker.models.list_view import SavedView
from tracker.now import today
from tracker.queries.list_views import views_of
from tracker.services import list_views
from tracker.web.access import case_people, current_actor
from tracker.web.cases import columns
from tracker.web.cases.asked import Asked, asked
from tracker.web.cases.list_page import name_of
from tracker.web.cases.opened import offer_choices
from tracker.web.cases.routes import XLSX
from tracker.web.cases.todays import my_today
from tracker.web.lists.forms import ColumnsForm, ViewForm
from tracker.web.lists.pages import kept_words, sheet_of, view_lines

blueprint = Blueprint("lists", __name__, url_prefix="/cases")


@blueprint.get("/views")
@case_people
def index() -> ResponseReturnValue:
    return _views_page()


@blueprint.get("/views/new")
@case_people
def keep() -> ResponseReturnValue:
    wanted = asked(current_actor())
    own = wanted.saved if wanted.saved in wanted.seen.own else None
    name, is_shared = (own.name, own.shared_section_id is not None) if own else ("", False)
    return _keep_page(wanted, ViewForm(formdata=None, name=name, is_shared=is_shared))


@blueprint.post("/views/new")
@case_people
def keep_submit() -> ResponseReturnValue:
    wanted, form = asked(current_actor()), ViewForm()
    try:
        if not form.validate():
            return _keep_page(wanted, form), 422
        view = _keep(wanted, form)
    except DomainError as refused:
        form.refuse(refused)
        return _keep_page(wanted, form), 422
    flash(f"已存视图“{view.name}”。", "done")
    return redirect(url_for("cases.index", saved=view.id))


@blueprint.post("/views/<int:view_id>/rename")
@case_people
def rename(view_id: int) -> ResponseReturnValue:
    return _changed(
        lambda: (
            list_views.rename_view(
                actor=current_actor(), view_id=view_id, name=request.form.get("name", "")
            ).name
        ),
        "已改名为“{}”。",
    )


@blueprint.post("/views/<int:view_id>/move")
@case_people
def move(view_id: int) -> ResponseReturnValue:
    by = -1 if request.form.get("to") == "up" else 1
    return _changed(lambda: list_views.move_view(actor=current_actor(), view_id=view_id, by=by), "")


@blueprint.post("/views/<int:view_id>/share")
@case_people
def share(view_id: int) -> ResponseReturnValue:
    is_shared = request.form.get("is_shared") == "1"
    told = "“{}”已共享给本科室。" if is_shared else "“{}”不再共享。"
    return _changed(
        lambda: list_views.share_view(actor=current_actor(), view_id=view_id, is_shared=is_shared).name, told
    )


@blueprint.post("/views/<int:view_id>/delete")
@case_people
def delete(view_id: int) -> ResponseReturnValue:
    return _changed(
        lambda: list_views.delete_view(actor=current_actor(), view_id=view_id),
        "已删除视图“{}”，办件不受影响。",
    )


@blueprint.get("/columns")
@case_people
def choose() -> ResponseReturnValue:
    wanted = asked(current_actor())
    keys, _ = columns.keys_of(wanted.chosen_columns, is_by_receipt=wanted.is_by_receipt)
    form = ColumnsForm(formdata=None, columns=list(keys), page_rows=wanted.page_rows)
    return _columns_page(form)


@blueprint.post("/columns")
@case_people
def choose_submit() -> ResponseReturnValue:
    form = ColumnsForm()
    if "forget" in request.form:
        list_views.forget_columns(actor=current_actor())
        return redirect(_back())
    if not form.validate():
        return _columns_page(form), 422
    list_views.choose_columns(
        actor=current_actor(), columns=columns.known(form.columns.data), page_rows=form.page_rows.data
    )
    return redirect(_back())


@blueprint.get("/list.xlsx")
@case_people
def sheet() -> ResponseReturnValue:
    actor = current_actor()
    wanted = asked(actor)
    name = f"{name_of(wanted)}{today():%Y%m%d}.xlsx"
    stream = sheet_of(wanted, actor, my_today())
    return send_file(stream, mimetype=XLSX, as_attachment=True, download_name=name)


def _keep(wanted: Asked, form: ViewForm) -> SavedView:
    kept = wanted.saved.columns if wanted.saved else []
    return list_views.keep_view(
        actor=current_actor(),
        name=form.name.data or "",
        query=wanted.query,
        columns=kept or wanted.chosen_columns,
        is_shared=form.is_shared.data,
    )


def _keep_page(wanted: Asked, form: ViewForm) -> str:
    offer_choices(wanted.form)
    page = {
        "kept": kept_words(dict(wanted.query), wanted.form),
        "action_url": wanted.address("lists.keep_submit"),
        "back_url": wanted.address(),
        "may_share": list_views.may_share(current_actor()),
    }
    return render_template("lists/keep.html", page=page, form=form)


def _views_page() -> str:
    own, shared = view_lines(views_of(current_actor()))
    return render_template(
        "lists/index.html", own=own, shared=shared, may_share=list_views.may_share(current_actor())
    )


def _columns_page(form: ColumnsForm) -> str:
    return render_template("lists/columns.html", form=form, back=_back())


def _changed(change: Callable[[], str], told: str) -> ResponseReturnValue:
    try:
        name = change()
    except DomainError as refused:
        flash(refused.message, "warning")
        return redirect(url_for("lists.index"))
    if told:
        flash(told.format(name), "done")
    return redirect(url_for("lists.index"))


def _back() -> str:
    """The list somebody came from; nothing outside it."""
    back = request.values.get("back", "")
    home = url_for("cases.index")
    return back if back.startswith((home + "?", home)) and "//" not in back and "\\" not in back else home
