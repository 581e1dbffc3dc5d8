"""期限规则: everybody may read them, the system administrator sets them."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.annual_report.reading import READING_QUESTION_BY_KEY
from tracker.domain.deadline_clock.policy import QUESTION_BY_KEY, Question
from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.domain.office_questions import OFFICE_QUESTION_BY_KEY, OfficeQuestion
from tracker.domain.periods import Period, PeriodRefused
from tracker.domain.setting_history import ALL_ACTIONS, GROUPS
from tracker.now import now, today
from tracker.queries import audit as log
from tracker.queries import policies as chosen
from tracker.queries.audit import AuditFilter
from tracker.services import policies
from tracker.services.deadlines.requests import request_recompute
from tracker.services.rules import rules_for
from tracker.web.access import allow, signed_in
from tracker.web.cases.todays import my_rules
from tracker.web.policies.forms import PeriodForm, QuestionForm
from tracker.web.policies.history import history_page
from tracker.web.policies.pages import may_change, policies_page

blueprint = Blueprint("policies", __name__, url_prefix="/policies")
# The statistician sets how the annual report is filled in, the administrator that and everything else.
SETTERS = (Role.SYSTEM_ADMIN, Role.STATISTICIAN)
HISTORY_READERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.STATISTICIAN)
LARGEST_ID = 2**62
RECOMPUTING = "在办件的期限正在重新推算。"


@blueprint.get("/")
@signed_in
def show() -> ResponseReturnValue:
    agency = current_user.agency
    page = policies_page(
        rules=my_rules(),
        choices=chosen.choices(agency_id=agency.id),
        versions=chosen.period_versions(agency_id=agency.id),
        today=_receipt_day(),
        is_editable=Role.SYSTEM_ADMIN in current_user.roles,
        may_set_report=not current_user.roles.isdisjoint(SETTERS),
        may_read_history=not current_user.roles.isdisjoint(HISTORY_READERS),
    )
    return render_template("policies/show.html", page=page)


def _receipt_day() -> date:
    """A case keeps the periods of its receipt day; its page asks for those, everybody else for today's."""
    try:
        return min(date.fromisoformat(request.args.get("received_on", "")), today())
    except ValueError:
        return today()


@blueprint.get("/history")
@allow(*HISTORY_READERS)
def history() -> ResponseReturnValue:
    group = request.args.get("group", "")
    actions = GROUPS[group][1] if group in GROUPS else ALL_ACTIONS
    found = log.lines(
        AuditFilter(actions=actions, agency_id=current_user.agency_id),
        before=min(request.args.get("before", LARGEST_ID, int), LARGEST_ID),
    )
    return render_template("policies/history.html", page=history_page(found, group=group))


@blueprint.get("/questions/<key>")
@allow(*SETTERS)
def question(key: str) -> ResponseReturnValue:
    asked = _open_question(key)
    row = chosen.choices(agency_id=current_user.agency_id).get(key)
    value = row.value if row else str(asked.default)
    return _question_page(key, QuestionForm(formdata=None, value=value, basis=row.basis if row else ""))


@blueprint.post("/questions/<key>")
@allow(*SETTERS)
def choose(key: str) -> ResponseReturnValue:
    form = QuestionForm()
    form.offer(_open_question(key))
    try:
        if not form.validate():
            return _question_page(key, form), 422
        _choose(key, form)
    except DomainError as refused:
        form.refuse(refused)
        return _question_page(key, form), 422
    return redirect(url_for("policies.show"))


def _choose(key: str, form: QuestionForm) -> None:
    at = now()
    entry = policies.choose(
        agency_id=current_user.agency_id,
        key=key,
        value=form.value.data or "",
        basis=form.basis.data or "",
        actor_id=current_user.id,
        at=at,
    )
    if entry is not None and key not in QUESTION_BY_KEY:
        flash(f"已改“{entry.subject}”。", "done")
    elif entry is not None:
        request_recompute(because_of=entry, at=at)
        flash(f"已改“{entry.subject}”，{RECOMPUTING}", "done")


@blueprint.get("/periods/<code>")
@allow(Role.SYSTEM_ADMIN)
def period(code: str) -> ResponseReturnValue:
    found = _changeable(code)
    return render_template(
        "policies/period.html", period=found, form=PeriodForm(formdata=None, length=found.length)
    )


@blueprint.post("/periods/<code>")
@allow(Role.SYSTEM_ADMIN)
def set_period(code: str) -> ResponseReturnValue:
    found, form = _changeable(code), PeriodForm()
    try:
        if not form.validate():
            return render_template("policies/period.html", period=found, form=form), 422
        _set_period(code, form)
    except DomainError as refused:
        form.refuse(refused)
        return render_template("policies/period.html", period=found, form=form), 422
    return redirect(url_for("policies.show"))


def _set_period(code: str, form: PeriodForm) -> None:
    at = now()
    entry = policies.set_period(
        agency_id=current_user.agency_id,
        code=code,
        length=form.length.data or 0,
        valid_from=form.valid_from.data or today(),
        basis=form.basis.data or "",
        actor_id=current_user.id,
        on=today(),
        at=at,
    )
    request_recompute(because_of=entry, at=at)
    flash(f"已改{entry.subject}，{RECOMPUTING}", "done")


def _open_question(key: str) -> Question | OfficeQuestion:
    if key in READING_QUESTION_BY_KEY:
        return READING_QUESTION_BY_KEY[key]
    if Role.SYSTEM_ADMIN not in current_user.roles:
        abort(403)
    return QUESTION_BY_KEY.get(key) or OFFICE_QUESTION_BY_KEY.get(key) or abort(404)


def _changeable(code: str) -> Period:
    try:
        found = rules_for(current_user.agency).book(today())[code]
    except PeriodRefused:
        abort(404)
    if not may_change(found):
        abort(404)
    return found


def _question_page(key: str, form: QuestionForm) -> str:
    asked = _open_question(key)
    form.offer(asked)
    return render_template(
        "policies/question.html", question=asked, form=form, moves_deadlines=key in QUESTION_BY_KEY
    )
