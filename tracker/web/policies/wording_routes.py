"""救济途径的文字: everybody may read what letters will say, the system administrator words it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.domain.remedy_wordings import SCOPES, WordingScope
from tracker.models.audit import AuditEntry
from tracker.now import now, today
from tracker.queries import remedy_wordings
from tracker.services.remedy_wordings import restore_shipped, word_remedy
from tracker.web.access import allow, current_actor, signed_in
from tracker.web.policies.forms import WordingForm
from tracker.web.policies.wording_pages import WordingPage, wording_lines, wording_page

blueprint = Blueprint("wordings", __name__, url_prefix="/policies/remedies")


@blueprint.get("/")
@signed_in
def index() -> ResponseReturnValue:
    wordings = remedy_wordings.versions(agency_id=current_user.agency_id)
    return render_template(
        "policies/wordings.html",
        lines=wording_lines(wordings, today()),
        is_editable=Role.SYSTEM_ADMIN in current_user.roles,
    )


@blueprint.get("/<key>")
@allow(Role.SYSTEM_ADMIN)
def show(key: str) -> ResponseReturnValue:
    scope = _scope(key)
    form = WordingForm(formdata=None)
    page = _prepared(scope)
    form.text.data = page.says_today
    return render_template("policies/wording.html", page=page, form=form)


@blueprint.post("/<key>")
@allow(Role.SYSTEM_ADMIN)
def word(key: str) -> ResponseReturnValue:
    scope, form = _scope(key), WordingForm()
    try:
        if not form.validate():
            return render_template("policies/wording.html", page=_prepared(scope), form=form), 422
        entry = _word(scope, form)
    except DomainError as refused:
        form.refuse(refused)
        return render_template("policies/wording.html", page=_prepared(scope), form=form), 422
    _tell(scope, entry)
    return redirect(url_for("wordings.index"))


@blueprint.post("/<key>/restore")
@allow(Role.SYSTEM_ADMIN)
def restore(key: str) -> ResponseReturnValue:
    scope = _scope(key)
    entry = restore_shipped(actor=current_actor(), scope=scope.key, at=now())
    _tell(scope, entry)
    return redirect(url_for("wordings.index"))


def _word(scope: WordingScope, form: WordingForm) -> AuditEntry | None:
    return word_remedy(
        actor=current_actor(),
        scope=scope.key,
        text=form.text.data or "",
        basis=form.basis.data or "",
        valid_from=form.valid_from.data or today(),
        at=now(),
    )


def _tell(scope: WordingScope, entry: AuditEntry | None) -> None:
    if entry is None:
        flash(f"“{scope.name}”的救济途径本来就是这样写的。", "done")
    else:
        flash(f"已改“{scope.name}”的救济途径，{entry.detail['valid_from']} 起的文书按新的文字。", "done")


def _prepared(scope: WordingScope) -> WordingPage:
    return wording_page(scope, remedy_wordings.versions(agency_id=current_user.agency_id), today())


def _scope(key: str) -> WordingScope:
    return SCOPES.get(key) or abort(404)
