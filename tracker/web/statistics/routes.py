"""统计 pages: the table, the cases behind a figure, both as files."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from flask import Blueprint, abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.completion import Completion
from tracker.domain.labels import Role
from tracker.domain.lifecycle.transitions import CHIEFS
from tracker.exports.ledger_cells import CellValue
from tracker.exports.ledger_xlsx import write_ledger_xlsx
from tracker.now import now, today
from tracker.queries.completion import (
    FigureCase,
    FigureCases,
    cases_behind,
    overview,
)
from tracker.queries.figures import COUNTED_KINDS
from tracker.queries.policies import report_reading
from tracker.services.rules import Rules, rules_for
from tracker.web.access import allow, current_actor
from tracker.web.statistics.choice import Choice, ChoiceForm, filled_form, read_choice
from tracker.web.statistics.figure_words import FIGURE_WORDS, ended_by, replied_by
from tracker.web.statistics.pages import (
    ALL,
    LISTED,
    CaseList,
    StatisticsPage,
    case_list,
    days_words,
    fate_of,
    other_indicators,
    statistics_page,
)
from tracker.web.statistics.table_sheet import table_headings, table_rows

blueprint = Blueprint("statistics", __name__, url_prefix="/statistics")
BULLETIN_READERS = (Role.SUPERVISOR, Role.STATISTICIAN)
READERS = (Role.SECTION_LEAD, *CHIEFS, Role.HANDLER, Role.SUPERVISOR, Role.STATISTICIAN)
CASE_HEADINGS = (
    "编号",
    "标题",
    "承办科室",
    "承办人",
    "收到日期",
    "期限",
    "答复日期",
    "办结日期",
    "情况",
    "天数",
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _choice(typed: ChoiceForm | None = None) -> Choice:
    form = typed or ChoiceForm(formdata=request.args)
    if "rounding" in request.args:
        return read_choice(form, on=today())
    return read_choice(form, on=today(), rounding=report_reading(agency_id=current_user.agency_id).rounding)


def _place() -> tuple[str, str]:
    return request.args.get("figure", ""), request.args.get("key", ALL)


@blueprint.get("/")
@allow(*READERS)
def show() -> ResponseReturnValue:
    typed, actor = ChoiceForm(formdata=request.args), current_actor()
    choice = _choice(typed)
    page = _page(choice)
    may_keep = actor.has(*BULLETIN_READERS)
    return render_template(
        "statistics/show.html",
        page=page,
        form=filled_form(choice, typed),
        address=choice.address(),
        may_keep=may_keep,
    )


def _page(choice: Choice) -> StatisticsPage:
    actor, place = current_actor(), _place()
    found = overview(choice.scope(actor), choice.by, choice.rounding, told=COUNTED_KINDS)
    return statistics_page(
        choice,
        found.completion,
        bulletin_url=url_for("bulletin.show") if actor.has(*BULLETIN_READERS) else "",
        other=other_indicators(choice, found.indicator_figures, found.days_used, found.petition_days),
        is_split=request.args.get("sentence") == "split",
        chosen=_chosen(choice, found.completion, *place) if place[0] else None,
        chosen_place=place,
    )


def _chosen(choice: Choice, figures: Completion, figure: str, key: str) -> CaseList:
    label = next((group.label for group in figures.groups if group.key == key), "")
    behind = _behind(choice, figure, key, limit=LISTED)
    return case_list(choice, figure, key, behind, label, rules_for(current_user.agency))


@blueprint.get("/print")
@allow(*READERS)
def printed() -> ResponseReturnValue:
    choice = _choice()
    return render_template(
        "statistics/print.html",
        page=_page(choice),
        cohort=choice.cohort.label,
        back_url=url_for("statistics.show", **choice.address()),
        printed={"by": current_user.display_name, "at": now()},
    )


def _behind(choice: Choice, figure: str, key: str, *, limit: int | None = None) -> FigureCases:
    if figure not in FIGURE_WORDS:
        abort(404)
    of_group = None if key == ALL else choice.by
    return cases_behind(choice.scope(current_actor()), figure, by=of_group, key=key, limit=limit)


@blueprint.get("/cases.xlsx")
@allow(*READERS)
def cases_file() -> ResponseReturnValue:
    choice, (figure, key) = _choice(), _place()
    rules = rules_for(current_user.agency)
    rows = (_row(case, choice, rules) for case in _behind(choice, figure, key).cases)
    return _workbook(CASE_HEADINGS, rows, "办件清单")


def _row(case: FigureCase, choice: Choice, rules: Rules) -> tuple[CellValue, ...]:
    return (
        case.number,
        case.title,
        case.section,
        case.handler,
        case.received_on,
        case.due_on,
        replied_by(case, choice.as_of),
        ended_by(case, choice.as_of),
        fate_of(case, choice.as_of),
        days_words(case, choice.as_of, rules),
    )


@blueprint.get("/table.xlsx")
@allow(*READERS)
def table_file() -> ResponseReturnValue:
    choice = _choice()
    seen = overview(choice.scope(current_actor()), choice.by, choice.rounding, told=COUNTED_KINDS)
    name = f"办结情况{choice.start}至{choice.end}"
    return _workbook(table_headings(choice), table_rows(choice, seen), name)


def _workbook(headings: Sequence[str], rows: Iterable[Sequence[CellValue]], name: str) -> ResponseReturnValue:
    stream = BytesIO()
    write_ledger_xlsx(stream, headings, rows)
    stream.seek(0)
    return send_file(stream, mimetype=XLSX, as_attachment=True, download_name=f"{name}.xlsx")
