"""第一次启动: while there is no account, every address leads here."""

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from tracker.domain.errors import DomainError
from tracker.now import now
from tracker.queries import organisation
from tracker.services import accounts, setup_code
from tracker.services.setup import set_up
from tracker.settings import Settings
from tracker.web.access import public
from tracker.web.auth.pages import sign_in_front
from tracker.web.setup.forms import CodeForm, OfficeForm

blueprint = Blueprint("setup", __name__, url_prefix="/setup")
KNOWN = "HAS_ACCOUNTS"
PASSED = "setup_code"


def register(app: Flask) -> None:
    """Lead every request to the first page until there is an account; from then on the pages are gone."""
    app.before_request(_lead_here)


def _lead_here() -> ResponseReturnValue | None:
    is_ours = request.blueprint == blueprint.name
    if _has_accounts():
        return abort(404) if is_ours else None
    if is_ours or request.endpoint == "static":
        return None
    return redirect(url_for("setup.begin"))


def _has_accounts() -> bool:
    """Once there is one, there always is: the answer is kept for the life of the process."""
    if not current_app.config.get(KNOWN):
        current_app.config[KNOWN] = accounts.has_any_account()
    return bool(current_app.config[KNOWN])


@blueprint.get("/")
@public
def begin() -> ResponseReturnValue:
    return render_template("setup/begin.html", form=CodeForm(), front=sign_in_front())


@blueprint.post("/")
@public
def check_code() -> ResponseReturnValue:
    form = CodeForm()
    found = setup_code.digest(form.code.data or "")
    if not form.validate() or not setup_code.stands(_settings().instance_dir, found):
        if not form.errors:
            form.refuse(DomainError("代码不对。请照启动服务的窗口里最后一次显示的填写。", field="code"))
        return render_template("setup/begin.html", form=form, front=sign_in_front()), 422
    session[PASSED] = found
    return redirect(url_for("setup.office"))


@blueprint.get("/office")
@public
def office() -> ResponseReturnValue:
    if not _has_passed():
        return redirect(url_for("setup.begin"))
    channels = organisation.channels(organisation.only_agency().id, with_inactive=True)
    codes = [channel.code for channel in channels]
    return _office_page(OfficeForm(formdata=None, in_use=codes, signature=codes, review=codes))


@blueprint.post("/office")
@public
def set_up_office() -> ResponseReturnValue:
    if not _has_passed():
        return redirect(url_for("setup.begin"))
    form = OfficeForm()
    try:
        if not form.validate():
            return _office_page(form), 422
        _set_up(form)
    except DomainError as refused:
        form.refuse(refused)
        return _office_page(form), 422
    flash("初始设置已完成，请用刚才的用户名和密码登录。", "done")
    return redirect(url_for("auth.sign_in"))


def _set_up(form: OfficeForm) -> None:
    set_up(
        facts=form.facts(),
        region_code=form.region_code.data,
        administrator=form.administrator(),
        sections=(form.sections.data or "").splitlines(),
        switches=form.switches(),
        at=now(),
    )
    setup_code.discard(_settings().instance_dir)
    session.pop(PASSED)


def _has_passed() -> bool:
    return setup_code.stands(_settings().instance_dir, session.get(PASSED, ""))


def _office_page(form: OfficeForm) -> str:
    form.offer(organisation.channels(organisation.only_agency().id, with_inactive=True))
    return render_template("setup/office.html", form=form, front=sign_in_front())


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
