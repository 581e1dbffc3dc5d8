"""复议、诉讼登记, results and corrections; the rows live on the page of section four."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.models.report import RemedyCase
from tracker.now import now, today
from tracker.queries.annual_report import remedy_of
from tracker.queries.remedies import number_of
from tracker.services.reports.remedies import (
    RemedyFacts,
    Verdict,
    amend_remedy,
    close_remedy,
    register_remedy,
    remove_remedy,
)
from tracker.web.access import allow, current_actor
from tracker.web.annual_report.forms import (
    AmendRemedyForm,
    ReasonForm,
    RemedyForm,
    RemedyResultForm,
)
from tracker.web.annual_report.opened import OpenedReport, open_report
from tracker.web.annual_report.parts import four_page

blueprint = Blueprint("remedies", __name__, url_prefix="/annual-report")


@blueprint.post("/<int:year>/remedies")
@allow(Role.STATISTICIAN)
def register(year: int) -> ResponseReturnValue:
    opened, form = open_report(year), RemedyForm()
    if not _registered(opened, form):
        return four_page(opened, form), 422
    flash(f"已登记，第四部分随之更新。{_note(opened)}", "done")
    return _back(year)


def _note(opened: OpenedReport) -> str:
    return "本年已冻结，公布的数不变，差别见“比冻结版”。" if opened.is_locked else ""


def _back(year: int) -> ResponseReturnValue:
    return redirect(url_for("annual_report.show", year=year, part="four", _anchor="register"))


def _facts(form: RemedyForm, filed_on: date) -> RemedyFacts:
    return RemedyFacts(
        route=form.route.data,
        authority=form.authority.data or "",
        filed_on=filed_on,
        served_on=form.served_on.data,
        answered_on=form.answered_on.data,
        case_number=form.case_number.data or "" if "case_number" in form else None,
        is_simplified=form.is_simplified.data,
        reviewer_is_codefendant=form.reviewer_is_codefendant.data,
    )


def _registered(opened: OpenedReport, form: RemedyForm) -> bool:
    if not form.validate() or form.filed_on.data is None:
        return False
    facts = _facts(form, form.filed_on.data)
    try:
        register_remedy(agency=opened.agency, facts=facts, on=today(), at=now(), actor_id=current_user.id)
    except DomainError as refused:
        form.refuse(refused)
        return False
    return True


@blueprint.post("/<int:year>/remedies/<int:remedy_id>")
@allow(Role.STATISTICIAN)
def close(year: int, remedy_id: int) -> ResponseReturnValue:
    open_report(year)
    refusal = _refused_closing(_remedy(remedy_id), RemedyResultForm())
    flash(refusal or "审结已登记。", "warning" if refusal else "done")
    return _back(year)


def _remedy(remedy_id: int) -> RemedyCase:
    return remedy_of(current_user.agency_id, remedy_id) or abort(404)


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


@blueprint.get("/<int:year>/remedies/<int:remedy_id>/amend")
@allow(Role.STATISTICIAN)
def amend(year: int, remedy_id: int) -> ResponseReturnValue:
    opened, remedy = open_report(year), _remedy(remedy_id)
    form = _amend_form(remedy, AmendRemedyForm(formdata=None, obj=remedy))
    form.result.data = remedy.result or ""
    if "case_number" in form:
        form.case_number.data = number_of(remedy, viewer=current_actor())
    return _amend_page(opened, remedy, form)


def _amend_form(remedy: RemedyCase, form: AmendRemedyForm) -> AmendRemedyForm:
    """The form without the request's number where the reader may not open the request (回避): it stays as it is."""
    if remedy.case_id is not None and not number_of(remedy, viewer=current_actor()):
        del form.case_number
    return form


def _amend_page(opened: OpenedReport, remedy: RemedyCase, form: AmendRemedyForm) -> str:
    return render_template(
        "annual_report/remedy.html",
        head=opened.head("four"),
        remedy=remedy,
        form=form,
        reason_form=ReasonForm(formdata=None),
    )


@blueprint.post("/<int:year>/remedies/<int:remedy_id>/amend")
@allow(Role.STATISTICIAN)
def amend_now(year: int, remedy_id: int) -> ResponseReturnValue:
    opened, remedy = open_report(year), _remedy(remedy_id)
    form = _amend_form(remedy, AmendRemedyForm())
    if not _amended(opened, remedy, form):
        return _amend_page(opened, remedy, form), 422
    flash(f"登记已更正。{_note(opened)}", "done")
    return _back(year)


def _amended(opened: OpenedReport, remedy: RemedyCase, form: AmendRemedyForm) -> bool:
    if not form.validate() or form.filed_on.data is None:
        return False
    try:
        amend_remedy(
            agency=opened.agency,
            remedy=remedy,
            facts=_facts(form, form.filed_on.data),
            verdict=Verdict(form.result.data or "", form.closed_on.data),
            on=today(),
            at=now(),
            actor_id=current_user.id,
        )
    except DomainError as refused:
        form.refuse(refused)
        return False
    return True


@blueprint.post("/<int:year>/remedies/<int:remedy_id>/remove")
@allow(Role.STATISTICIAN)
def remove(year: int, remedy_id: int) -> ResponseReturnValue:
    opened, remedy = open_report(year), _remedy(remedy_id)
    try:
        remove_remedy(
            remedy=remedy, reason=ReasonForm().reason.data or "", at=now(), actor_id=current_user.id
        )
    except DomainError as refused:
        flash(refused.message, "warning")
        return redirect(url_for("remedies.amend", year=year, remedy_id=remedy_id))
    flash(f"登记已删去，审计记录里留有原来的内容。{_note(opened)}", "done")
    return _back(year)
