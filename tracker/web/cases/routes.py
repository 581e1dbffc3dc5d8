"""Lists of cases, one case, and the person behind it."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.exports.ledger_xlsx import write_ledger_xlsx
from tracker.models.case import Case
from tracker.now import now, today
from tracker.queries.cases import counts, ledger, one, pages
from tracker.services.cases.assign import assign
from tracker.services.cases.reveal import RevealedPerson, reveal_person
from tracker.services.cases.work import case_work
from tracker.web.access import allow, case_people, current_actor
from tracker.web.cases import list_page
from tracker.web.cases.asked import asked
from tracker.web.cases.case_page import case_page
from tracker.web.cases.forms import RevealForm
from tracker.web.cases.opened import names, offer_choices, opened
from tracker.web.cases.todays import my_today

blueprint = Blueprint("cases", __name__, url_prefix="/cases")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/")
@case_people
def index() -> ResponseReturnValue:
    actor, day = current_actor(), my_today()
    wanted = asked(actor)
    chosen = wanted.case_filter(actor).looked_up(actor)
    found = pages.page(
        actor=actor,
        chosen=chosen,
        today=day,
        rows=wanted.page_rows,
        order=wanted.order,
        cursor=request.args.get("cursor"),
    )
    tabs = list_page.tabs(wanted, counts.view_counts(actor, day, list_page.tab_filters(wanted, actor)))
    sections = offer_choices(wanted.form, counts.counted_choices(actor, chosen, day))
    page = list_page.list_page(wanted=wanted, page=found, tabs_shown=tabs, today=day, actor=actor)
    return render_template("cases/index.html", page=page, form=wanted.form, sections=sections)


@blueprint.get("/ledger.xlsx")
@case_people
def ledger_file() -> ResponseReturnValue:
    actor = current_actor()
    chosen = pages.narrowed(actor, asked(actor).case_filter(actor), my_today()).whereclause
    rows = ledger.ledger_rows(ledger.LedgerFilter(agency_id=actor.agency_id, visible=chosen))
    stream = BytesIO()
    write_ledger_xlsx(stream, ledger.ledger_headings(), rows)
    stream.seek(0)
    name = f"台账{today():%Y%m%d}.xlsx"
    return send_file(stream, mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.post("/assign")
@allow(Role.CLERK, Role.SECTION_LEAD)
def assign_chosen() -> ResponseReturnValue:
    chosen, section = request.form.getlist("chosen", type=int), request.form.get("section", type=int)
    if not chosen or section is None:
        flash("请先勾选办件，再选承办科室。", "warning")
        return redirect(url_for("cases.index", view="unassigned"))
    refused = [refusal for case_id in chosen if (refusal := _assign_one(case_id, section))]
    if refused:
        flash(f"{len(refused)} 件没有分办：{refused[0]}", "warning")
    if len(refused) < len(chosen):
        flash(f"已分办 {len(chosen) - len(refused)} 件。", "done")
    return redirect(url_for("cases.index", view="unassigned"))


@blueprint.get("/<int:case_id>")
@case_people
def show(case_id: int) -> ResponseReturnValue:
    found = opened(case_id)
    page = case_page(
        found.file,
        standing=found.standing,
        deadline=found.deadline,
        actor=current_actor(),
        names=names(merged_into=found.standing.merged_into),
        today=today(),
        previous=one.find(current_actor(), found.case.previous_case_id or 0),
    )
    return render_template("cases/show.html", page=page)


@blueprint.route("/<int:case_id>/person", methods=["GET", "POST"])
@case_people
def reveal(case_id: int) -> ResponseReturnValue:
    case, form = opened(case_id).case, RevealForm()
    page = {
        "number": case.number,
        "case_url": url_for("cases.show", case_id=case.id),
        "list_url": url_for("cases.index"),
        "shown": _revealed(case, form) if form.validate_on_submit() else None,
    }
    return render_template("cases/reveal.html", page=page, form=form)


def _revealed(case: Case, form: RevealForm) -> list[tuple[str, str]] | None:
    """The person's lines; None where the rule refuses, which the form then says."""
    try:
        person = reveal_person(
            case=case,
            actor=current_actor(),
            reason=form.reason.data,
            at=now(),
            address=request.remote_addr or "",
        )
    except DomainError as refused:
        form.refuse(refused)
        return None
    return _person(person)


def _person(person: RevealedPerson) -> list[tuple[str, str]]:
    return [
        ("姓名", person.name or "未留"),
        ("联系电话", person.phone),
        (person.id_type or "证件号码", person.id_number),
        ("通信地址", person.address),
        ("邮编", person.postcode),
    ]


def _assign_one(case_id: int, section_id: int) -> str:
    """Assign one case of a batch; the Chinese reason where it is refused."""
    try:
        with case_work(case_id=case_id, version=None, actor=current_actor(), at=now()) as work:
            assign(work, section_id=section_id)
    except DomainError as refused:
        return refused.message
    return ""
