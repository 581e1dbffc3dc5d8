"""文书模板: which template each letter is written from; the system administrator puts the office's own there."""

from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.attachments import WORD
from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.domain.letter_template_fields import NOT_TO_BE_LOST, TEMPLATE_FIELDS
from tracker.domain.letters import LetterKind
from tracker.letters.rendering import fields_named, template_of
from tracker.letters.standard_template import standard_template
from tracker.now import now
from tracker.services.letter_templates import (
    LARGEST_TEMPLATE,
    replace_template,
    restore_template,
    template_line,
    template_lines,
)
from tracker.web.access import allow, current_actor
from tracker.web.documents.places import places
from tracker.web.policies.forms import TemplateForm

blueprint = Blueprint("letter_templates", __name__, url_prefix="/policies/letters")


@blueprint.get("/")
@allow(Role.SYSTEM_ADMIN)
def index() -> ResponseReturnValue:
    return render_template("policies/templates.html", lines=template_lines(places().templates))


@blueprint.get("/<kind>")
@allow(Role.SYSTEM_ADMIN)
def show(kind: str) -> ResponseReturnValue:
    return _page(_kind(kind), TemplateForm(formdata=None))


@blueprint.post("/<kind>")
@allow(Role.SYSTEM_ADMIN)
def replace(kind: str) -> ResponseReturnValue:
    chosen, form = _kind(kind), TemplateForm()
    try:
        _replace(chosen)
    except DomainError as refused:
        form.refuse(refused)
        return _page(chosen, form), 422
    flash(f"以后的「{chosen.label}」按本机关的模板写；已经出的不变。", "done")
    return redirect(url_for("letter_templates.index"))


@blueprint.post("/<kind>/restore")
@allow(Role.SYSTEM_ADMIN)
def restore(kind: str) -> ResponseReturnValue:
    chosen = _kind(kind)
    restore_template(kind=chosen, folder=places().templates, actor=current_actor(), at=now())
    flash(f"以后的「{chosen.label}」按系统的模板写；已经出的不变。", "done")
    return redirect(url_for("letter_templates.index"))


@blueprint.get("/<kind>/file")
@allow(Role.SYSTEM_ADMIN)
def file(kind: str) -> ResponseReturnValue:
    chosen = _kind(kind)
    is_shipped = request.args.get("whose") == "shipped"
    content = standard_template(chosen) if is_shipped else template_of(chosen, places().templates)
    return send_file(
        BytesIO(content), mimetype=WORD, as_attachment=True, download_name=f"{chosen.label}（模板）.docx"
    )


def _replace(kind: LetterKind) -> None:
    sent = request.files.get("file")
    replace_template(
        kind=kind,
        name=sent.filename or "" if sent else "",
        content=sent.read(LARGEST_TEMPLATE + 1) if sent else b"",
        folder=places().templates,
        actor=current_actor(),
        at=now(),
    )


def _kind(name: str) -> LetterKind:
    return LetterKind(name) if name in list(LetterKind) else abort(404)


def _page(kind: LetterKind, form: TemplateForm) -> str:
    needed = fields_named(standard_template(kind)) & {*NOT_TO_BE_LOST, "addressee"}
    return render_template(
        "policies/template.html",
        line=template_line(kind, places().templates),
        form=form,
        fields=[(name, words, name in needed) for name, words in TEMPLATE_FIELDS.items()],
        largest_words=f"{LARGEST_TEMPLATE // 1024 // 1024} MB",
    )
