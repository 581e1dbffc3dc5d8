"""下级机关: list, register, rename, close."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.models.agency import Agency
from tracker.now import now, today
from tracker.queries.child_reports import agencies_below
from tracker.services.organisation import agencies_below as services
from tracker.web.access import allow, current_actor
from tracker.web.accounts.blueprint import blueprint, found_agency_below, page
from tracker.web.accounts.forms import AgencyBelowForm, CloseAgencyForm

LIST = "accounts.agencies"


@blueprint.get("/agencies")
@allow(Role.SYSTEM_ADMIN)
def agencies() -> ResponseReturnValue:
    return _list_page(AgencyBelowForm(formdata=None))


@blueprint.post("/agencies")
@allow(Role.SYSTEM_ADMIN)
def create_agency() -> ResponseReturnValue:
    form = AgencyBelowForm()
    try:
        if not form.validate():
            return _list_page(form), 422
        made = services.register_agency(actor=current_actor(), at=now(), **_typed(form))
    except DomainError as refused:
        form.refuse(refused)
        return _list_page(form), 422
    return _back(f"已登记{made.name}，代码 {made.code}。")


@blueprint.get("/agencies/<int:agency_id>")
@allow(Role.SYSTEM_ADMIN)
def agency_below(agency_id: int) -> ResponseReturnValue:
    found = found_agency_below(agency_id)
    return _agency_page(found, AgencyBelowForm(formdata=None, obj=found))


@blueprint.post("/agencies/<int:agency_id>")
@allow(Role.SYSTEM_ADMIN)
def change_agency_below(agency_id: int) -> ResponseReturnValue:
    found, form = found_agency_below(agency_id), AgencyBelowForm()
    try:
        if not form.validate():
            return _agency_page(found, form), 422
        services.change_agency_below(actor=current_actor(), agency=found, at=now(), **_typed(form))
    except DomainError as refused:
        form.refuse(refused)
        return _agency_page(found, form), 422
    return _back(f"已更正{found.name}。")


@blueprint.post("/agencies/<int:agency_id>/close")
@allow(Role.SYSTEM_ADMIN)
def close_agency_below(agency_id: int) -> ResponseReturnValue:
    found, form = found_agency_below(agency_id), CloseAgencyForm()
    try:
        if not form.validate() or form.closed_on.data is None:
            return _agency_page(found, AgencyBelowForm(formdata=None, obj=found), form), 422
        services.close_agency(actor=current_actor(), agency=found, on=form.closed_on.data, at=now())
    except DomainError as refused:
        form.refuse(refused)
        return _agency_page(found, AgencyBelowForm(formdata=None, obj=found), form), 422
    return _back(f"已撤销{found.name}，它报过的年报不变。")


@blueprint.post("/agencies/<int:agency_id>/reopen")
@allow(Role.SYSTEM_ADMIN)
def reopen_agency_below(agency_id: int) -> ResponseReturnValue:
    found = found_agency_below(agency_id)
    services.reopen_agency(actor=current_actor(), agency=found, at=now())
    return _back(f"已恢复{found.name}。")


def _list_page(form: AgencyBelowForm) -> str:
    return page("accounts/agencies.html", LIST, agencies=agencies_below(current_user.agency_id), form=form)


def _typed(form: AgencyBelowForm) -> dict[str, Any]:
    return {
        "name": form.name.data or "",
        "code": form.code.data or "",
        "founded_on": form.founded_on.data,
    }


def _agency_page(found: Agency, form: AgencyBelowForm, closing: CloseAgencyForm | None = None) -> str:
    return page(
        "accounts/agency_below.html",
        LIST,
        agency=found,
        form=form,
        closing=closing or CloseAgencyForm(formdata=None, closed_on=today()),
    )


def _back(message: str) -> ResponseReturnValue:
    flash(message, "done")
    return redirect(url_for(LIST))
