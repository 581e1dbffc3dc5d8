"""到期清除: the system administrator sees and sets the periods, the security administrator erases and holds."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import Length

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.now import now, today
from tracker.queries import retention
from tracker.services.retention import erasing, holding
from tracker.web.access import allow
from tracker.web.form_base import TrackerForm, said
from tracker.web.retention.pages import retention_page

blueprint = Blueprint("retention", __name__, url_prefix="/retention")
administrators = allow(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
security_admin = allow(Role.SECURITY_ADMIN)


class HoldForm(TrackerForm):
    """Which case is held, and why."""

    number = StringField("编号", validators=[said("请填写办件编号。"), Length(max=80)])
    reason = StringField("理由", validators=[said("请写明为什么暂缓。")])


@blueprint.get("/")
@administrators
def show() -> ResponseReturnValue:
    return _page(HoldForm(formdata=None))


def _page(form: HoldForm) -> str:
    page = retention_page(
        rule=retention.retention_of(current_user.agency_id),
        settings=current_app.config["SETTINGS"],
        on=today(),
        may_erase=Role.SECURITY_ADMIN in current_user.roles,
        may_set=Role.SYSTEM_ADMIN in current_user.roles,
    )
    return render_template("retention/show.html", page=page, form=form)


@blueprint.post("/")
@security_admin
def erase() -> ResponseReturnValue:
    rule = retention.retention_of(current_user.agency_id)
    try:
        erased = erasing.erase_batch(rule, at=now(), actor_id=current_user.id)
    except DomainError as refused:
        flash(refused.message, "fault")
    else:
        words = f"已清除 {erased} 件的个人信息，附件当夜删除。" if erased else "现在没有期满的办件。"
        flash(words, "done")
    return redirect(url_for("retention.show"))


@blueprint.post("/holds")
@security_admin
def hold() -> ResponseReturnValue:
    form = HoldForm()
    try:
        if not form.validate():
            return _page(form), 422
        _hold(form)
    except DomainError as refused:
        form.refuse(refused)
        return _page(form), 422
    return redirect(url_for("retention.show"))


def _hold(form: HoldForm) -> None:
    held = holding.hold(
        agency_id=current_user.agency_id,
        number=form.number.data or "",
        reason=form.reason.data or "",
        actor_id=current_user.id,
        at=now(),
    )
    flash(f"{held.case.number} 已暂缓清除。", "done")


@blueprint.post("/holds/release")
@security_admin
def release() -> ResponseReturnValue:
    number = request.form.get("number", "")
    try:
        holding.release(agency_id=current_user.agency_id, number=number, actor_id=current_user.id, at=now())
    except DomainError as refused:
        flash(refused.message, "fault")
    else:
        flash(f"{number} 不再暂缓清除。", "done")
    return redirect(url_for("retention.show"))
