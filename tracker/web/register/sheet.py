"""One registration form as the request fills it, and the page around it."""

import re
import uuid
from collections.abc import Sequence
from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from tracker.domain.errors import DomainError
from tracker.domain.labels import ReceiptMethod, State, ToldBy
from tracker.domain.receipt import receipt
from tracker.extensions import db
from tracker.models.agency import Channel
from tracker.models.case import Case
from tracker.now import now, today
from tracker.queries import drafts, organisation
from tracker.queries.cases import one, similar
from tracker.services.cases import preview
from tracker.services.cases.register import CaseFields, register_case
from tracker.services.cases.repeats import may_merge, merge_new, tell_of_hidden
from tracker.services.drafts.keeping import FormPlace, hand_over, registration_place
from tracker.services.rules import rules_for
from tracker.web import deadline_words
from tracker.web.access import current_actor
from tracker.web.cases.opened import is_hidden_now, reported_choices
from tracker.web.deadline_words import Preview
from tracker.web.drafts.typed import kept_form
from tracker.web.form_base import chosen
from tracker.web.register.forms import DisclosureForm, ItemForm, form_for
from tracker.web.register.pages import Chosen, Hint, RegisterPage, begun, hint, register_page

AnyForm = ItemForm | DisclosureForm
SHOWN_DRAFTS = 3
REGISTERED = 1
"""The number of the step that begins every case."""
SAME_SITTING = timedelta(hours=12)
KEY = re.compile(r"[0-9a-f]{32}")


def open_channel(code: str) -> Channel:
    """The channel in use of that code; there is no page for another."""
    found = organisation.channel(current_user.agency_id, code)
    if found is None or not found.is_active:
        abort(404)
    return found


def filled(channel: Channel, typed: MultiDict[str, str] | None = None) -> AnyForm:
    """The channel's form with what the request sent, or with ``typed``; it always has its key."""
    form = form_for(channel, formdata=typed) if typed is not None else form_for(channel)
    sections = organisation.sections(current_user.agency_id)
    names = {section.id: section.name for section in sections}
    form.section.choices = {"": "待分办", **names}
    form.reported_section.choices = {"": "无", **names}
    form.reported_user.choices = reported_choices("无")
    form.handler.choices = {"": "由科室定"} | {
        person.id: f"{person.display_name}（{names.get(person.section_id or 0, '')}）"
        for person in organisation.handlers(current_user.agency_id)
    }
    if not KEY.fullmatch(form.submission_key.data or ""):
        form.submission_key.data = uuid.uuid4().hex
    return form


def begin_alike(form: AnyForm) -> None:
    """Begin with what the form before it had: the day, and the way a batch of requests came."""
    if received := request.args.get("received_on"):
        form.received_on.raw_data = [received]
    if isinstance(form, DisclosureForm) and request.args.get("receipt_method") in list(ReceiptMethod):
        form.receipt_method.data = request.args["receipt_method"]


def place_of(channel: Channel, form: AnyForm) -> FormPlace:
    """Where this very form is kept as a draft."""
    return registration_place(
        user_id=current_user.id, channel_id=channel.id, submission_key=form.submission_key.data or ""
    )


def registered_already(form: AnyForm) -> Case | None:
    """The case this very form has made: a double click, a reload, the way back."""
    return one.by_submission_key(current_user.agency_id, form.submission_key.data or "")


def only_looks(form: AnyForm) -> bool:
    """算期限, 关联, 并入 and 移去 show the form again and register nothing."""
    if linked := request.form.get("link"):
        form.previous_case.data = linked
    if main := request.form.get("merge"):
        form.merge_into.data = main
        _propose(form)
    looks = {"link", "merge", "remove_file"} & request.form.keys()
    return bool(looks) or request.form.get("go") == "preview"


def _propose(form: AnyForm) -> None:
    """What the caller of a repeat may be told, in words that can be changed."""
    main = main_case(form)
    if main is not None and not form.told.data:
        due = main.due_on or main.expected_due_on
        how = f"正在办理，期限 {due}" if main.is_open and due else main.state.label
        form.told.data = f"您反映的事项已登记为 {main.number}，{how}。"


def main_case(form: AnyForm) -> Case | None:
    """The case this one is to be merged into, if the person may see it."""
    return one.find(current_actor(), form.main_id) if form.main_id else None


def register(channel: Channel, form: AnyForm) -> Case:
    """Register what the form says, with the files that waited with it."""
    if form.previous_id and one.find(current_actor(), form.previous_id) is None:
        raise DomainError("要关联的办件不存在，或者您不能查看它。请取消关联后再登记。")
    fields, actor, at = form.case_fields(), current_actor(), now()
    key, main = form.submission_key.data or "", main_case(form)
    if form.main_id and main is None:
        raise DomainError("要并入的办件不存在，或者您不能查看它。请取消并入后再登记。")
    _refuse_the_same_again(channel, form, fields)
    with db.session.begin_nested():
        case = register_case(
            channel=channel,
            fields=fields,
            actor=actor,
            at=at,
            section_id=None if main else form.section.data,
            handler_id=None if main else form.handler.data,
            submission_key=key,
        )
        if main is not None:
            told_by = chosen(ToldBy, form.told_by)
            merge_new(case=case, main=main, told_by=told_by, told=form.told.data or "", actor=actor, at=at)
    tell_of_hidden(case=case, wanted=form.wanted(channel, case.received_on), actor=actor, at=at)
    hand_over(user_id=current_user.id, key=key, case=case, step=REGISTERED, at=at)
    return case


def _refuse_the_same_again(channel: Channel, form: AnyForm, fields: CaseFields) -> None:
    """A page that came back with everything still typed has another key, and would register the item twice."""
    if form.is_another.data:
        return
    twin = similar.just_registered(
        actor=current_actor(),
        channel_id=channel.id,
        words=(fields.title.strip(), fields.content, fields.source_number),
        phone=fields.person.phone,
        since=now() - SAME_SITTING,
    )
    if twin is not None:
        raise DomainError(
            f"您刚才已经登记过一模一样的一件（{twin.number}），没有再登。确实是另一件的，请勾选“照样登记”。",
            field="is_another",
        )


def deadline_preview(channel: Channel, form: AnyForm) -> Preview | None:
    """The deadline of what is typed so far, or None while the receipt day is missing."""
    if form.day_received() is None:
        return None
    try:
        deadline = preview.deadline_for(channel, form.case_fields(), as_of=today())
    except DomainError as refused:
        return Preview(title=deadline_words.title_of(channel.kind), refusal=refused.message)
    return deadline_words.preview(deadline, today=today())


def hints(channel: Channel, form: AnyForm) -> list[Hint]:
    """可能重复 of what is typed so far."""
    day = form.day_received()
    if day is None:
        return []
    actor = current_actor()
    found = similar.similar_cases(actor=actor, wanted=form.wanted(channel, day))
    chosen_ones = Chosen(form.previous_id, form.main_id)
    return [
        hint(each, today=today(), chosen=chosen_ones, can_merge=may_merge(actor, channel.kind, each.case))
        for each in found
    ]


def page_around(
    channel: Channel,
    form: AnyForm,
    *,
    shown: Preview | None = None,
    found: list[Hint] | None = None,
    others: Sequence[tuple[str, str]] = (),
) -> RegisterPage:
    """The page of ``form`` with the preview and the hints given."""
    method = chosen(ReceiptMethod, form.receipt_method) if isinstance(form, DisclosureForm) else None
    return register_page(
        channel,
        organisation.channels(current_user.agency_id),
        method=method,
        preview=shown,
        duplicates=found or (),
        dispatch_text=form.dispatch.data or "" if isinstance(form, ItemForm) else "",
        unfinished=others,
        main_number=main.number if (main := main_case(form)) else "",
    )


def form_page(
    channel: Channel, form: AnyForm, *, looked_up: bool = False, refusals: Sequence[str] = ()
) -> str:
    """The whole page; ``looked_up`` asks for duplicates, ``refusals`` are about files."""
    found = hints(channel, form) if looked_up else []
    others = [] if request.form or "draft" in request.args else unfinished(channel)
    page = page_around(channel, form, shown=deadline_preview(channel, form), found=found, others=others)
    kept = kept_form(
        place_of(channel, form),
        keep_url=url_for("drafts.keep_registration", code=channel.code),
        files_url=url_for("drafts.registration_files", code=channel.code),
        refusals=refusals,
    )
    return render_template("register/form.html", form=form, page=page, kept=kept)


def unfinished(channel: Channel) -> list[tuple[str, str]]:
    """没登完的: the latest drafts of this channel, with the address that takes each up again."""
    own = drafts.drafts_of_channel(current_user.id, channel.id, limit=SHOWN_DRAFTS)
    return [(begun(draft), url_for("register.new", code=channel.code, draft=draft.key)) for draft in own]


def _done(case: Case, form: AnyForm) -> str:
    main = main_case(form) if case.state is State.MERGED else None
    if main is not None:
        return f"已登记 {case.number}，并入 {main.number}，按合并重复结束。"
    due = case.due_on.isoformat() if case.due_on else "待定"
    return f"已登记 {case.number}，{deadline_words.title_of(case.kind)} {due}。"


def late_confirmation(form: DisclosureForm) -> str:
    """What to know of a receipt day that lies more than one working day after the arrival (条例第三十一条)."""
    method, confirmed = chosen(ReceiptMethod, form.receipt_method), form.day_received()
    arrived = form.arrived_on.data
    if method is None or confirmed is None or arrived is None or arrived > confirmed:
        return ""
    calendar = rules_for(current_user.agency).national
    found = receipt(method, arrived_on=arrived, confirmed_on=confirmed, calendar=calendar)
    return "".join(found.warnings)


def after(case: Case, channel: Channel, form: AnyForm) -> ResponseReturnValue:
    """Where registering leads: the next form with what repeats, the receipt, or the case."""
    flash(_done(case, form), "done")
    if isinstance(form, DisclosureForm) and (warning := late_confirmation(form)):
        flash(warning, "warning")
    if request.form.get("go") == "again":
        method = form.receipt_method.data if isinstance(form, DisclosureForm) else None
        day = form.day_received()
        return redirect(url_for("register.new", code=channel.code, received_on=day, receipt_method=method))
    if is_hidden_now(case):
        flash("本件反映您或者您所在的科室，此后由其他人办理（回避）。", "warning")
        return redirect(url_for("cases.index"))
    if request.form.get("go") == "receipt":
        return redirect(url_for("papers.receipt", case_id=case.id))
    return redirect(url_for("cases.show", case_id=case.id))
