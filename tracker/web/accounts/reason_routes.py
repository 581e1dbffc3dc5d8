"""理由清单: the reasons that steps offer, worded and ordered by the office."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind, Role
from tracker.domain.reasons import ReasonList
from tracker.now import now
from tracker.queries.reasons import ReasonLine
from tracker.queries.reasons import reasons as lists_of
from tracker.services.organisation import reasons as services
from tracker.web.access import allow, current_actor
from tracker.web.accounts.blueprint import blueprint, page
from tracker.web.accounts.forms import NewReasonForm, ReasonForm

LIST = "accounts.reasons"


@blueprint.get("/reasons")
@allow(Role.SYSTEM_ADMIN)
def reasons() -> ResponseReturnValue:
    chosen = _list_named(request.args.get("list", ReasonList.NOT_ACCEPTED.value))
    return _list_page(chosen, NewReasonForm(formdata=None))


@blueprint.post("/reasons/<name>")
@allow(Role.SYSTEM_ADMIN)
def add_reason(name: str) -> ResponseReturnValue:
    chosen, form = _list_named(name), NewReasonForm()
    try:
        if not form.validate():
            return _list_page(chosen, form), 422
        kind = Kind(form.kind.data) if form.kind.data else None
        services.add_reason(
            actor=current_actor(), listed_in=chosen, label=form.label.data or "", kind=kind, at=now()
        )
    except DomainError as refused:
        form.refuse(refused)
        return _list_page(chosen, form), 422
    return _back(chosen, f"已在“{chosen.label}”的清单里增加理由。")


@blueprint.get("/reasons/<name>/<code>")
@allow(Role.SYSTEM_ADMIN)
def reason(name: str, code: str) -> ResponseReturnValue:
    line = _line(name, code)
    return _reason_page(line, ReasonForm(formdata=None, label=line.label))


@blueprint.post("/reasons/<name>/<code>")
@allow(Role.SYSTEM_ADMIN)
def rename_reason(name: str, code: str) -> ResponseReturnValue:
    line, form = _line(name, code), ReasonForm()
    try:
        if not form.validate():
            return _reason_page(line, form), 422
        services.rename_reason(
            actor=current_actor(),
            listed_in=line.listed_in,
            code=code,
            label=form.label.data or "",
            at=now(),
        )
    except DomainError as refused:
        form.refuse(refused)
        return _reason_page(line, form), 422
    return _back(line.listed_in, "已改写理由；以前的办件仍是当时的写法。")


@blueprint.post("/reasons/<name>/<code>/switch")
@allow(Role.SYSTEM_ADMIN)
def switch_reason(name: str, code: str) -> ResponseReturnValue:
    line = _line(name, code)
    try:
        services.switch_reason(
            actor=current_actor(), listed_in=line.listed_in, code=code, is_active=not line.is_active, at=now()
        )
    except DomainError as refused:
        return _back(line.listed_in, refused.message, "warning")
    return _back(line.listed_in, f"已{'停用' if line.is_active else '启用'}「{line.label}」。")


@blueprint.post("/reasons/<name>/<code>/up")
@allow(Role.SYSTEM_ADMIN)
def move_reason_up(name: str, code: str) -> ResponseReturnValue:
    line = _line(name, code)
    services.move_reason_up(actor=current_actor(), listed_in=line.listed_in, code=code, at=now())
    return redirect(url_for(LIST, list=name))


def _list_named(name: str) -> ReasonList:
    return ReasonList(name) if name in list(ReasonList) else abort(404)


def _line(name: str, code: str) -> ReasonLine:
    lines = lists_of(current_user.agency_id)[_list_named(name)]
    return next((line for line in lines if line.code == code), None) or abort(404)


def _list_page(chosen: ReasonList, form: NewReasonForm) -> str:
    lines = lists_of(current_user.agency_id)[chosen]
    return page("accounts/reasons.html", LIST, chosen=chosen, lists=list(ReasonList), lines=lines, form=form)


def _reason_page(line: ReasonLine, form: ReasonForm) -> str:
    return page("accounts/reason.html", LIST, line=line, form=form)


def _back(chosen: ReasonList, message: str, tone: str = "done") -> ResponseReturnValue:
    flash(message, tone)
    return redirect(url_for(LIST, list=chosen.value))
