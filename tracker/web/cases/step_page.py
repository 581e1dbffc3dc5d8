"""The page of one step: its form, the case beside it, what the date becomes; and the page after a clash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from wtforms import Field

from tracker.domain.case_events import EventType
from tracker.domain.deadline_clock import Deadline
from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.standing import Standing
from tracker.models.case import Case
from tracker.models.case_record import CaseReply
from tracker.queries.cases.one import CaseFile
from tracker.web import deadline_words, wording
from tracker.web.cases import rows
from tracker.web.cases.rows import Link
from tracker.web.cases.step_forms import StepForm
from tracker.web.cases.step_words import step_label, step_url
from tracker.web.cases.steps import STEPS
from tracker.web.cases.timeline import ending_label
from tracker.web.cases.what_if import SUPPOSED

WIDE = {"TextAreaField", "title", "place", "address"}
WIDTHS = {"DayField": "w-12", "IntegerField": "w-6", "SelectField": "w-28", "NumberedSelect": "w-22"}
NOT_SHOWN = {"csrf_token", "version", "since", "shown"}
OTHER_ANSWERS = {
    Action.PASS_REVIEW: Action.SEND_BACK,
    Action.APPROVE_RETURN: Action.REFUSE_RETURN,
    Action.GRANT_EXTENSION: Action.REFUSE_EXTENSION,
}


DECIDES = {
    Action.APPROVE_RETURN: EventType.RETURN_REQUESTED,
    Action.REFUSE_RETURN: EventType.RETURN_REQUESTED,
    Action.GRANT_EXTENSION: EventType.EXTENSION_REQUESTED,
    Action.REFUSE_EXTENSION: EventType.EXTENSION_REQUESTED,
}
"""The request that a decision answers, shown beside its form."""


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
    warning: str
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
class RefusedPage:
    """See templates/cases/refused.html."""

    number: str
    case_url: str
    list_url: str
    heading: str
    reason: str
    written: Sequence[tuple[str, str]] = ()
    give_up_url: str = ""


def step_page(
    file: CaseFile,
    action: Action,
    form: StepForm,
    deadline: Deadline,
    *,
    what_if: Sequence[tuple[str, str]] = (),
    warning: str = "",
    note: str = "",
) -> StepPage:
    """The page of ``action`` on the case; ``note`` is what this very case adds to the step's own."""
    case, step = file.case, STEPS[action]
    about, text = _text(file, action)
    return StepPage(
        number=case.number,
        title=file.said(case.title),
        case_url=url_for("cases.show", case_id=case.id),
        list_url=url_for("cases.index"),
        action_url=url_for("steps.take", case_id=case.id, action=action.value),
        heading=step_label(case, action),
        note=note or step.note,
        warning=warning,
        main_label=action.label,
        preview_url=_preview_url(case, action),
        danger=step.is_danger,
        facts=_facts(case, deadline),
        what_if=what_if,
        others=_others(case, action),
        text=text,
        text_title=about,
        fields=[(field, _width(field)) for field in visible_fields(form)],
    )


def _preview_url(case: Case, action: Action) -> str:
    if action not in SUPPOSED:
        return ""
    return url_for("steps.preview", case_id=case.id, action=action.value)


def _others(case: Case, action: Action) -> list[Link]:
    """The other answer to the same question: send back beside pass, refuse beside approve."""
    if action is Action.GRANT_EXTENSION and case.extension_pending is None:
        return []
    other = OTHER_ANSWERS.get(action)
    return [Link(other.label, step_url(case, other))] if other else []


def visible_fields(form: StepForm) -> list[Field]:
    """The step's own fields first, the day last: it is today unless somebody says otherwise."""
    fields = [field for field in form if field.name not in NOT_SHOWN]
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
    """What the step is about: the reply under review, a request of a colleague, otherwise what was asked."""
    if action in {Action.PASS_REVIEW, Action.SEND_BACK, Action.REPLY} and file.replies:
        return "答复稿", _draft(file, file.replies[0])
    if action in DECIDES and (words := _request(file, DECIDES[action])):
        return DECIDES[action].label, words
    return "内容", file.said(file.case.content)


def _draft(file: CaseFile, reply: CaseReply) -> str:
    """What is reviewed: the result, the public text, the report for inside."""
    result = ending_label(reply.outcome or reply.result or "")
    found = [f"办理结果：{result}" if result else "", file.said(reply.public_text)]
    inside = file.said(reply.internal_text)
    return "\n".join([*(words for words in found if words), *([f"内部办理情况：{inside}"] if inside else [])])


def _request(file: CaseFile, asked: EventType) -> str:
    """What the last request of a colleague says: its listed reason and its words."""
    lines = [line for line in file.lines if line.row.type is asked]
    if not lines:
        return ""
    payload, texts = lines[-1].row.payload, lines[-1].texts
    days = payload.get("working_days") or payload.get("days")
    unit = "个工作日" if "working_days" in payload else "天"
    found = [f"{days} {unit}" if days else "", payload.get("reason_words", ""), texts.get("reason", "")]
    return "\n".join(words for words in found if words)


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


def refused_page(
    case: Case,
    action: Action,
    error: DomainError,
    *,
    written: Sequence[tuple[str, str]] = (),
    give_up_url: str = "",
) -> RefusedPage:
    """Why the step is not open now; ``written`` is what a draft of it says, to be copied from here."""
    return RefusedPage(
        number=case.number,
        case_url=url_for("cases.show", case_id=case.id),
        list_url=url_for("cases.index"),
        heading=step_label(case, action),
        reason=error.message,
        written=written,
        give_up_url=give_up_url,
    )


def written(form: StepForm) -> list[tuple[str, str]]:
    """The long texts of a form as they were typed."""
    return [
        (field.label.text, str(field.data))
        for field in visible_fields(form)
        if field.type == "TextAreaField" and field.data
    ]


def owed_assistance(standing: Standing, sections: Mapping[int, str]) -> dict[int, str]:
    """Who owes 协办意见, by the event that asked."""
    return {
        each.seq: f"{sections.get(each.section_id, '')}（{each.due_on} 前）" for each in standing.assistances
    }
