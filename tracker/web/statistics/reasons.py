"""按理由统计: the reason lists with how often each reason was given in a period, each count opening its cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.reasons import ReasonList
from tracker.now import today
from tracker.queries.cases.free_text import masked_words
from tracker.queries.reason_counts import WITHOUT, ReasonedStep, ReasonScope, reason_counts, steps_behind
from tracker.queries.reasons import ReasonLine, reasons
from tracker.web import wording
from tracker.web.access import allow, current_actor
from tracker.web.cases.rows import holder_words
from tracker.web.statistics.choice import Choice, ChoiceForm, filled_form, read_choice
from tracker.web.statistics.pages import LISTED, Figure
from tracker.web.statistics.routes import READERS

blueprint = Blueprint("reason_counts", __name__, url_prefix="/statistics/reasons")
ONLY_WORDS = "没有选理由，只写了文字"
WHOLE = "all"


@dataclass(frozen=True, slots=True)
class ShownReason:
    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list with its reasons and their sum."""

    name: str
    reasons: Sequence[ShownReason]
    total: Figure


@dataclass(frozen=True, slots=True)
class ShownStep:
    number: str
    url: str
    title: str
    holder: str
    day: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownSteps:
    """The cases behind one count."""

    title: str
    note: str
    steps: Sequence[ShownStep]
    more: str


@blueprint.get("/")
@allow(*READERS)
def show() -> ResponseReturnValue:
    typed = ChoiceForm(formdata=request.args)
    choice = read_choice(typed, on=today())
    scope, lists = _scope(choice), reasons(current_user.agency_id)
    counted = reason_counts(scope)
    return render_template(
        "statistics/reasons.html",
        form=filled_form(choice, typed),
        mended=choice.mended,
        period_words=f"{choice.start} 至 {choice.end}",
        lists=[_list(listed, lists[listed], counted, choice) for listed in ReasonList],
        chosen=_chosen(scope, lists, counted),
        back_url=url_for("statistics.show", **choice.address()),
    )


def _scope(choice: Choice) -> ReasonScope:
    return ReasonScope(viewer=current_actor(), start=choice.start, end=choice.end)


Counted = Mapping[tuple[ReasonList, str], int]


def _list(listed: ReasonList, lines: Sequence[ReasonLine], counted: Counted, choice: Choice) -> ShownList:
    """Every reason of the list, used or not, then codes no longer listed, then what was only put into words."""
    known = [line.code for line in lines]
    given = [code for where, code in counted if where is listed and code not in {*known, WITHOUT}]
    labels = {line.code: line.label for line in lines}
    codes = [*known, *sorted(given), *([WITHOUT] if counted.get((listed, WITHOUT)) else [])]
    return ShownList(
        name=listed.label,
        reasons=[
            ShownReason(_label(code, labels), _figure(listed, code, counted.get((listed, code), 0), choice))
            for code in codes
        ],
        total=_figure(listed, WHOLE, _sum(listed, counted), choice),
    )


def _label(code: str, labels: Mapping[str, str]) -> str:
    return ONLY_WORDS if code == WITHOUT else labels.get(code, code)


def _sum(listed: ReasonList, counted: Counted) -> int:
    return sum(number for (where, _), number in counted.items() if where is listed)


def _figure(listed: ReasonList, code: str, number: int, choice: Choice) -> Figure:
    address = url_for(
        "reason_counts.show",
        start=choice.start.isoformat(),
        end=choice.end.isoformat(),
        listed=listed.value,
        reason=code,
        _anchor="cases",
    )
    return Figure(number, address, is_chosen=False)


def _chosen(
    scope: ReasonScope, lists: Mapping[ReasonList, Sequence[ReasonLine]], counted: Counted
) -> ShownSteps | None:
    if not (name := request.args.get("listed", "")):
        return None
    listed = next((each for each in ReasonList if each.value == name), None) or abort(404)
    code = request.args.get("reason", WHOLE)
    is_whole = code == WHOLE
    number = _sum(listed, counted) if is_whole else counted.get((listed, code), 0)
    labels = {line.code: line.label for line in lists[listed]}
    return ShownSteps(
        title=listed.label if is_whole else f"{listed.label}：{_label(code, labels)}",
        note=f"{number} 次",
        steps=[_step(each) for each in steps_behind(scope, listed, None if is_whole else code, limit=LISTED)],
        more=f"只列出最近的 {LISTED} 次，缩短期间看其余的。" if number > LISTED else "",
    )


def _step(found: ReasonedStep) -> ShownStep:
    return ShownStep(
        number=found.case.number,
        url=url_for("cases.show", case_id=found.case.id),
        title=masked_words(found.case, found.case.title),
        holder=holder_words(found.case),
        day=wording.full_day(found.on),
        words=found.words or ONLY_WORDS,
    )
