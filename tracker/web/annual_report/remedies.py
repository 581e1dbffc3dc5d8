"""复议、诉讼登记 and their results; the rows live on the page of section four."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.models.report import RemedyCase
from tracker.now import now, today
from tracker.queries.annual_report import remedy_of
from tracker.services.reports.remedies import close_remedy, register_remedy
from tracker.web.access import allow
from tracker.web.annual_report.forms import RemedyForm, RemedyResultForm
from tracker.web.annual_report.opened import OpenedReport, open_report
from tracker.web.annual_report.parts import four_page

blueprint = Blueprint("remedies", __name__, url_prefix="/annual-report")


@blueprint.post("/<int:year>/remedies")
@allow(Role.STATISTICIAN)
def register(year: int) -> ResponseReturnValue:
    opened, form = open_report(year), RemedyForm()
    if not _registered(opened, form):
        return four_page(opened, form), 422
    flash("已登记，第四部分随之更新。", "done")
    return redirect(url_for("annual_report.show", year=year, part="four"))


def _registered(opened: OpenedReport, form: RemedyForm) -> bool:
    if not form.validate() or form.filed_on.data is None:
        return False
    try:
        register_remedy(
            agency=opened.agency,
            route=form.route.data,
            authority=form.authority.data or "",
            filed_on=form.filed_on.data,
            served_on=form.served_on.data,
            case_number=form.case_number.data or "",
            is_simplified=form.is_simplified.data,
            reviewer_is_codefendant=form.reviewer_is_codefendant.data,
            on=today(),
            at=now(),
            actor_id=current_user.id,
        )
    except DomainError as refused:
        form.refuse(refused)
        return False
    return True


@blueprint.post("/<int:year>/remedies/<int:remedy_id>")
@allow(Role.STATISTICIAN)
def close(year: int, remedy_id: int) -> ResponseReturnValue:
    open_report(year)
    remedy = remedy_of(current_user.agency_id, remedy_id) or abort(404)
    refusal = _refused_closing(remedy, RemedyResultForm())
    flash(refusal or "审结已登记。", "warning" if refusal else "done")
    return redirect(url_for("annual_report.show", year=year, part="four"))


def _refused_closing(remedy: RemedyCase, form: RemedyResultForm) -> str:
    """Why the result was not recorded; empty when it was."""
    if not form.validate() or form.closed_on.data is None:
        return "；".join(str(error) for field in form for error in field.errors)
    try:
        close_remedy(
            remedy=remedy,
            result=form.result.data,
            closed_on=form.closed_on.data,
            on=today(),
            at=now(),
            actor_id=current_user.id,
        )
    except DomainError as refused:
        return refused.message
    return ""
