"""日历: the year, and loading a notice in two steps."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.now import now, today
from tracker.queries import calendars
from tracker.services.calendars.loading import NoticeCheck, check_notice, load_notice
from tracker.services.calendars.own_days import withdraw
from tracker.services.calendars.reading import NoticeReading
from tracker.services.deadlines.requests import request_recompute
from tracker.web.access import allow, signed_in
from tracker.web.calendar.forms import EARLIEST, LATEST, ConfirmForm, NoticeForm, OwnDayForm, WithdrawForm
from tracker.web.calendar.year_page import year_page
from tracker.web.cases.todays import my_rules
from tracker.web.transaction import only_reads

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")


@blueprint.get("/")
@blueprint.get("/<int:year>")
@signed_in
def year(year: int | None = None) -> ResponseReturnValue:
    return _year_page(year or today().year)


@blueprint.post("/check")
@allow(Role.SYSTEM_ADMIN)
@only_reads
def check() -> ResponseReturnValue:
    form = NoticeForm()
    form.offer_scopes(current_user.agency)
    try:
        if not form.validate():
            return _year_page(today().year, notice_form=form, code=422)
        reading = form.reading()
        return _check_page(reading, check_notice(reading.notice, agency=current_user.agency), form)
    except DomainError as refused:
        form.refuse(refused)
        return _year_page(today().year, notice_form=form, code=422)


@blueprint.post("/own-days")
@allow(Role.SYSTEM_ADMIN)
@only_reads
def own_days() -> ResponseReturnValue:
    form = OwnDayForm()
    try:
        if not form.validate():
            return _year_page(today().year, own_form=form, code=422)
        notice_form = NoticeForm(formdata=None, text=form.as_text())
        reading = notice_form.reading()
        return _check_page(reading, check_notice(reading.notice, agency=current_user.agency), notice_form)
    except DomainError as refused:
        form.refuse(refused)
        return _year_page(today().year, own_form=form, code=422)


@blueprint.post("/load")
@allow(Role.SYSTEM_ADMIN)
def load() -> ResponseReturnValue:
    form = ConfirmForm()
    try:
        reading = form.checked_reading()
        _load(reading, form)
    except DomainError as refused:
        form.refuse(refused)
        return _refused_confirmation(form)
    flash(f"已载入 {reading.notice.year} 年 {reading.notice.number}，在办件的期限正在重新推算。", "done")
    return redirect(url_for("calendar.year", year=reading.notice.year))


@blueprint.post("/own-days/withdraw")
@allow(Role.SYSTEM_ADMIN)
def withdraw_own_day() -> ResponseReturnValue:
    form, at = WithdrawForm(), now()
    try:
        entry = withdraw(
            agency=current_user.agency,
            year=form.year.data or 0,
            name=form.name.data or "",
            actor_id=current_user.id,
            at=at,
        )
    except DomainError as refused:
        flash(refused.message, "warning")
        return redirect(url_for("calendar.year"))
    request_recompute(because_of=entry, at=at)
    flash(f"已取消“{form.name.data}”，在办件的期限正在重新推算。", "done")
    return redirect(url_for("calendar.year", year=form.year.data))


def _load(reading: NoticeReading, form: ConfirmForm) -> None:
    at = now()
    entry = load_notice(
        reading.notice,
        agency=current_user.agency,
        actor_id=current_user.id,
        at=at,
        source_text=form.text.data or "",
        seen_version=form.version,
    )
    request_recompute(because_of=entry, at=at)


def _refused_confirmation(form: ConfirmForm) -> ResponseReturnValue:
    """The check again where the text can still be read, else the year with the text in its form."""
    try:
        reading = form.reading()
        found = check_notice(reading.notice, agency=current_user.agency)
    except DomainError:
        return _year_page(today().year, notice_form=form, code=422)
    form.seen_version.data = str(found.version)
    page = render_template("calendar/check.html", reading=reading, check=found, form=form)
    return page, 422


def _check_page(reading: NoticeReading, found: NoticeCheck, form: NoticeForm) -> ResponseReturnValue:
    confirm = ConfirmForm(
        formdata=None,
        text=form.text.data,
        number=form.number.data,
        year=form.year.data,
        scope=form.scope.data,
        seen_version=str(found.version),
    )
    return render_template("calendar/check.html", reading=reading, check=found, form=confirm)


def _year_page(
    chosen: int,
    *,
    notice_form: NoticeForm | None = None,
    own_form: OwnDayForm | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    agency, chosen = current_user.agency, min(max(chosen, EARLIEST), LATEST)
    page = year_page(
        chosen,
        agency=agency,
        rules=my_rules(),
        versions=calendars.versions(agency_id=agency.id, year=chosen),
        today=today(),
        is_editable=Role.SYSTEM_ADMIN in current_user.roles,
    )
    form = notice_form or NoticeForm(formdata=None)
    form.offer_scopes(agency)
    shown = render_template(
        "calendar/year.html",
        page=page,
        form=form,
        own_form=own_form or OwnDayForm(formdata=None),
    )
    return shown, code
