"""Sign in, sign out, one's own password."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from tracker.domain.errors import DomainError
from tracker.now import now
from tracker.services import accounts, audit
from tracker.web import transaction
from tracker.web.access import public, signed_in
from tracker.web.auth.forms import PasswordForm, SignInForm
from tracker.web.auth.pages import sign_in_front

blueprint = Blueprint("auth", __name__)


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("workbench.home"))
    return _sign_in_page(SignInForm())


@blueprint.post("/sign-in")
@public
def sign_in_submit() -> ResponseReturnValue:
    form = SignInForm()
    transaction.keep()
    try:
        user = accounts.sign_in(
            username=form.username.data or "",
            password=form.password.data or "",
            at=now(),
            address=request.remote_addr or "",
        )
    except DomainError as refused:
        return _sign_in_page(form, refused.message), 401
    _open_session(user)
    return redirect(_wanted())


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    audit.record(action="sign_out", at=now(), actor_id=current_user.id, subject=current_user.username)
    logout_user()
    session.clear()
    return redirect(url_for("auth.sign_in"))


@blueprint.get("/password")
@signed_in
def password() -> ResponseReturnValue:
    return render_template("auth/password.html", form=PasswordForm())


@blueprint.post("/password")
@signed_in
def password_submit() -> ResponseReturnValue:
    form = PasswordForm()
    try:
        form.refuse_mistakes(current_user)
        accounts.set_password(
            user=current_user, password=form.new_password.data or "", at=now(), actor_id=current_user.id
        )
    except DomainError as refused:
        return render_template("auth/password.html", form=form, refusal=refused), 422
    _open_session(current_user)
    flash("密码已更改，其他地方的登录已全部退出。", "done")
    return redirect(url_for("workbench.home"))


def _sign_in_page(form: SignInForm, refusal: str = "") -> str:
    wanted = request.values.get("next", "")
    return render_template(
        "auth/sign_in.html", form=form, front=sign_in_front(), refusal=refusal, wanted=wanted
    )


def _open_session(user: object) -> None:
    session.clear()
    moment = now().timestamp()
    session["signed_in_at"] = moment
    session["seen_at"] = moment
    login_user(user)


def _wanted() -> str:
    """The page asked for before signing in, if it is one of ours."""
    wanted = request.form.get("next", "")
    parts = urlsplit(wanted)
    if wanted.startswith("/") and not wanted.startswith("//") and not parts.netloc and "\\" not in wanted:
        return wanted
    return url_for("workbench.home")
