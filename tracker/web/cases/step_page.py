"""The page of one step: its form, the case beside it, what the date becomes; and the page after a clash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from wtforms import Field

from tracker.domain.deadline_clock import Deadline
from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.standing import Standing
from tracker.models.case import Case
from tracker.queries.cases.one import CaseFile
from tracker.web import deadline_words, wording
from tracker.web.cases import rows, timeline
from tracker.web.cases.rows import Link
from tracker.web.cases.step_forms import StepForm
from tracker.web.cases.step_words import step_label, step_url
from tracker.web.cases.steps import STEPS
from tracker.web.cases.what_if import SUPPOSED

WIDE = {"TextAreaField", "title", "place", "address"}
WIDTHS = {"DayField": "w-12", "IntegerField": "w-6", "SelectField": "w-28", "NumberedSelect": "w-22"}
UNTOUCHED = {"csrf_token", "version"}
OTHER_ANSWERS = {
    Action.PASS_REVIEW: Action.SEND_BACK,
    Action.APPROVE_RETURN: Action.REFUSE_RETURN,
    Action.GRANT_EXTENSION: Action.REFUSE_EXTENSION,
}


@dataclass(frozen=True, slots=True)
class StepPage:
    """See templates/cases/act.html."""

    number: str
    title: str
    case_url: str
    list_url: str
    action_url: str
    heading: str
    note: str
    main_label: str
    preview_url: str
    danger: bool
    facts: Sequence[tuple[str, str]]
    what_if: Sequence[tuple[str, str]]
    others: Sequence[Link]
    text: str
    text_title: str
    fields: Sequence[tuple[Field, str]]


@dataclass(frozen=True, slots=True)
class ClashField:
    name: str
    label: str
    now: str
    yours: str | None
    is_same: bool
    has_choice: bool


@dataclass(frozen=True, slots=True)
class ClashPage:
    """See templates/cases/clash.html."""

    number: str
    case_url: str
    list_url: str
    action_url: str
    heading: str
    who: str
    at_words: str
    what: str
    theirs: str
    mine: str
    fields: Sequence[ClashField]
    kept: Sequence[tuple[str, str]]
    events: Sequence[timeline.Entry]


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """See templates/cases/refused.html."""

    number: str
    case_url: str
    list_url: str
    heading: str
    reason: str


def step_page(
    file: CaseFile,
    action: Action,
    form: StepForm,
    deadline: Deadline,
    *,
    what_if: Sequence[tuple[str, str]] = (),
) -> StepPage:
    """The page of ``action`` on the case."""
    case, step = file.case, STEPS[action]
    about, text = _text(file, action)
    return StepPage(
        number=case.number,
        title=file.said(case.title),
        case_url=url_for("cases.show", case_id=case.id),
        list_url=url_for("cases.index"),
        action_url=url_for("steps.take", case_id=case.id, action=action.value),
        heading=step_label(case, action),
        note=step.note,
        main_label=action.label,
        preview_url=_preview_url(case, action),
        danger=step.is_danger,
        facts=_facts(case, deadline),
        what_if=what_if,
        others=_others(case, action),
        text=text,
        text_title=about,
        fields=[(field, _width(field)) for field in _visible(form)],
    )


def _preview_url(case: Case, action: Action) -> str:
    if action not in SUPPOSED:
        return ""
    return url_for("steps.preview", case_id=case.id, action=action.value)


def _others(case: Case, action: Action) -> list[Link]:
    """The other answer to the same question: send back beside pass, refuse beside approve."""
    other = OTHER_ANSWERS.get(action)
    return [Link(other.label, step_url(case, other))] if other else []


def _visible(form: StepForm) -> list[Field]:
    """The step's own fields first, the day last: it is today unless somebody says otherwise."""
    fields = [field for field in form if field.name not in UNTOUCHED]
    return sorted(fields, key=lambda field: field.name == "on")


def _width(field: Field) -> str:
    return "w-full" if field.type in WIDE or field.name in WIDE else WIDTHS.get(field.type, "w-22")


def _facts(case: Case, deadline: Deadline) -> list[tuple[str, str]]:
    head = deadline_words.head(deadline, case.state)
    due = " ".join(part for part in (head.date_prefix, head.date or head.date_words, head.weekday) if part)
    return [
        ("状态", case.state.label),
        ("期限", f"{due}，{head.light_words}"),
        ("用时", head.used_words),
        ("承办", rows.holder_words(case) or "还没有分办"),
        ("收到", wording.full_day(case.received_on)),
    ]


def _text(file: CaseFile, action: Action) -> tuple[str, str]:
    """What the step is about: the reply under review, otherwise what was asked."""
    if action in {Action.PASS_REVIEW, Action.SEND_BACK, Action.REPLY} and file.replies:
        return "答复稿", file.said(file.replies[0].public_text)
    return "内容", file.said(file.case.content)


def waiting_consultations(file: CaseFile, standing: Standing, action: Action) -> dict[int, str]:
    """Whom the step may mean, by the event that asked them: ``第三方：示例公司，11-05 周四发出``."""
    whom = {line.row.seq: line.texts.get("whom", "") for line in file.lines}
    found = {}
    for each in standing.consultations:
        if action is Action.DELIVER_CONSULTATION and each.delivered_on is not None:
            continue
        sent = wording.day_with_weekday(each.started_on, year=each.started_on.year)
        found[each.seq] = f"{each.party.label}：{whom.get(each.seq) or '名称未记'}，{sent}发出"
    return found


def refused_page(case: Case, action: Action, error: DomainError) -> RefusedPage:
    """Why the step is not open now."""
    return RefusedPage(
        number=case.number,
        case_url=url_for("cases.show", case_id=case.id),
        list_url=url_for("cases.index"),
        heading=step_label(case, action),
        reason=error.message,
    )


def clash_page(
    file: CaseFile, action: Action, form: StepForm, *, seen: int, names: timeline.Names, today: date
) -> ClashPage:
    """What happened since the form was opened; what was typed is kept and can be sent again."""
    case = file.case
    fresh = timeline.entries(file.lines[-max(case.version - seen, 1) :], names, today=today)
    latest = file.lines[-1].row
    typed = [field for field in _visible(form) if (field.raw_data or [""])[0] not in {"", None}]
    return ClashPage(
        number=case.number,
        case_url=url_for("cases.show", case_id=case.id),
        list_url=url_for("cases.index"),
        action_url=url_for("steps.take", case_id=case.id, action=action.value),
        heading=step_label(case, action),
        who=fresh[0].who or "别人",
        at_words=wording.clock_time(latest.at),
        what=f"办了“{fresh[0].label}”，状态现在是“{case.state.label}”",
        theirs=f"{fresh[0].who or '别人'} {wording.clock_time(latest.at)} 保存",
        mine="刚才填写",
        fields=[_clash_field(field, stored_words(file)) for field in typed],
        kept=[
            ("version", str(case.version)),
            *((field.name, str(value)) for field in typed for value in field.raw_data),
        ],
        events=fresh,
    )


def stored_words(file: CaseFile) -> dict[str, str]:
    """What the case already holds under names that forms use: the latest draft."""
    if not file.replies:
        return {}
    latest = file.replies[0]
    return {
        "public_text": latest.public_text,
        "internal_text": latest.internal_text,
        "ending": latest.outcome or latest.result or "",
    }


def _clash_field(field: Field, stored: dict[str, str]) -> ClashField:
    yours, now = str(field.raw_data[0]), stored.get(field.name)
    choices = getattr(field, "choices", None) or {}
    return ClashField(
        name=field.name,
        label=field.label.text,
        now=str(choices.get(now, now)) if now else "（没有）",
        yours=str(choices.get(yours, yours)),
        is_same=yours == now,
        has_choice=bool(now) and yours != now,
    )
