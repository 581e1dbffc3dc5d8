"""The case page: everything about one case, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from markupsafe import Markup

from tracker.domain.deadline_clock import Deadline
from tracker.domain.errors import PermissionRefused
from tracker.domain.labels import Kind, Role, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.apply import available_actions, refusal
from tracker.domain.lifecycle.standing import Standing
from tracker.domain.permissions import Actor, CaseView, approval_words, may_see_person
from tracker.models.case import Case
from tracker.models.case_record import CaseReply
from tracker.models.document import CaseDocument
from tracker.now import local
from tracker.queries.cases.one import CaseFile
from tracker.queries.remedies import remedies_about
from tracker.services.cases import facts
from tracker.services.documents.letters import documents_of
from tracker.web import deadline_words, wording
from tracker.web.cases import letter_timeline, rows, timeline
from tracker.web.cases.step_words import asked_for, first_step, step_label, step_url
from tracker.web.cases.steps import STEPS
from tracker.web.day_strip import StripPage, strip_page
from tracker.web.documents.letter_page import OfferedLetter, may_write, offered_letters
from tracker.web.remedy_words import remedy_pairs

SHOWN_STEPS = 4
EXPLAINED = (Action.SUBMIT_REPLY,)


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str
    key: str | None = None
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Actions:
    main: Button | None
    others: Sequence[Button]
    more: Sequence[Button]
    refusals: Sequence[str]
    letters: Sequence[OfferedLetter] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    title: str
    id: str
    pairs: Sequence[tuple[str, str]]
    reveal_url: str = ""


@dataclass(frozen=True, slots=True)
class ShownReply:
    note: str
    public_text: str
    internal_text: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """See templates/cases/show.html."""

    number: str
    title: str
    state_words: str
    holder: str
    kind_words: str
    list_url: str
    kind_url: str
    marks: Sequence[str]
    head: deadline_words.DeadlineHead
    actions: Actions
    strip: StripPage | None
    strip_note: str
    ledger: Sequence[deadline_words.ShownLine]
    ledger_note: str
    settings_url: str
    timeline: Sequence[timeline.Entry]
    timeline_note: str
    audit_url: str
    replies: Sequence[ShownReply]
    replies_note: str
    panels: Sequence[Panel]
    papers: Sequence[tuple[str, str, str]]
    papers_kept: int
    papers_link: tuple[str, str]
    next: Sequence[tuple[str, str]]


def case_page(
    file: CaseFile,
    *,
    standing: Standing,
    deadline: Deadline,
    actor: Actor,
    names: timeline.Names,
    today: date,
    previous: Case | None = None,
) -> CasePage:
    """The page of ``file`` as ``actor`` may see it today."""
    case = file.case
    strip = strip_page(deadline, today=today)
    documents = documents_of(case.id)
    told = timeline.entries(file.lines, names, today=today, ahead=deadline.ahead)
    entries = letter_timeline.merged(told, documents, file, today=today)
    return CasePage(
        number=case.number,
        title=file.said(case.title),
        state_words=case.state.label,
        holder=rows.holder_words(case),
        kind_words=case.channel.name,
        list_url=url_for("cases.index"),
        kind_url=url_for("cases.index", channel=case.channel_id),
        marks=[*rows.marks(case), *(["领导批示"] if standing.is_instructed else [])],
        head=deadline_words.head(deadline, case.state),
        actions=_actions(file, standing, actor, documents),
        strip=strip,
        strip_note=strip.note if strip else "",
        ledger=deadline_words.ledger(deadline),
        ledger_note=deadline_words.ledger_note(deadline),
        settings_url=url_for("policies.show", received_on=case.received_on.isoformat()),
        timeline=entries,
        timeline_note=f"已发生 {len(entries) - len(deadline.ahead)} 条，新的在上",
        audit_url=url_for("audit.index", subject=case.number) if actor.has(Role.AUDIT_ADMIN) else "",
        replies=[_reply(file, reply) for reply in file.replies],
        replies_note=f"{len(file.replies)} 稿，新的在上",
        panels=_panels(file, actor, standing, previous),
        papers=_papers(file, documents),
        papers_kept=len(documents),
        papers_link=(
            "出文书、加附件" if case.kind is Kind.DISCLOSURE else "加附件",
            url_for("documents.index", case_id=case.id),
        ),
        next=deadline_words.coming(deadline, today),
    )


def _actions(file: CaseFile, standing: Standing, actor: Actor, documents: Sequence[CaseDocument]) -> Actions:
    case = file.case
    switches, view = facts.switches(case.channel), facts.acting_view(case, standing)
    open_now = available_actions(case.kind, switches, standing, actor, view)
    offered = [action for action in open_now if action in STEPS]
    main = (
        asked_for(standing, actor, offered)
        or first_step(case.state, offered)
        or _owed(standing, actor, offered)
    )
    rest = [_button(case, action) for action in offered if action is not main]
    safe = [button for button in rest if not button.danger]
    print_view = Button("打印卷宗", url_for("papers.case_file", case_id=case.id), "p")
    reasons = [
        error.message
        for action in EXPLAINED
        if case.is_open
        and action not in offered
        and (error := refusal(case.kind, switches, standing, action, actor, view)) is not None
        and not isinstance(error, PermissionRefused)
    ]
    if waits := _waits_for_higher(standing, view, offered):
        reasons.append(waits)
    return Actions(
        main=_button(case, main) if main else None,
        others=[*safe[:SHOWN_STEPS], print_view],
        more=[*safe[SHOWN_STEPS:], *(button for button in rest if button.danger)],
        refusals=reasons,
        letters=offered_letters(file, documents) if may_write(case, view, actor) else (),
    )


def _owed(standing: Standing, actor: Actor, offered: Sequence[Action]) -> Action | None:
    """What is left for whoever has nothing else to do here: an opinion owed, or more time asked for."""
    owes = any(each.section_id == actor.section_id for each in standing.assistances)
    if owes and Action.GIVE_ASSISTANCE in offered:
        return Action.GIVE_ASSISTANCE
    asked = standing.extension_pending is not None and Action.GRANT_EXTENSION in offered
    return Action.GRANT_EXTENSION if asked else None


def _waits_for_higher(standing: Standing, view: CaseView, offered: Sequence[Action]) -> str:
    """Whom a reply, or a request for more time, waits for, where that is not the section's lead."""
    asked = Action.GRANT_EXTENSION if standing.extension_pending is not None else None
    action = Action.PASS_REVIEW if standing.state is State.AWAITING_REVIEW else asked
    if action is None or action in offered or action not in view.approvers:
        return ""
    return approval_words(view, action, view.approvers[action])


def _button(case: Case, action: Action) -> Button:
    return Button(step_label(case, action), step_url(case, action), danger=STEPS[action].is_danger)


def _panels(file: CaseFile, actor: Actor, standing: Standing, previous: Case | None) -> list[Panel]:
    case = file.case
    may_reveal = case.person is not None and may_see_person(actor, facts.case_view(case, standing))
    reveal = url_for("cases.reveal", case_id=case.id) if may_reveal else ""
    who = "申请" if case.kind is Kind.DISCLOSURE else "诉求"
    found = [Panel(who, "request", [*_request(file, who), ("前件", _previous(previous))], reveal)]
    ending = [
        ("办理结果", ending_words(case)),
        ("答复", _day(case.replied_on)),
        ("办结", _day(case.closed_on)),
    ]
    ending.append(("满意度", case.satisfaction.label if case.satisfaction else ""))
    if any(words for _, words in ending):
        found.append(Panel("结果", "ending", ending))
    if case.kind is Kind.DISCLOSURE and (filed := remedies_about(case.id)):
        may_see = actor.has(Role.STATISTICIAN, Role.SUPERVISOR)
        found.append(Panel("复议、诉讼", "remedies", remedy_pairs(filed, may_see_register=may_see)))
    return found


def _previous(previous: Case | None) -> str:
    if previous is None:
        return ""
    address = url_for("cases.show", case_id=previous.id)
    return Markup('<a href="{}">{}</a>').format(address, previous.number)


def _request(file: CaseFile, who: str) -> list[tuple[str, str]]:
    case, person = file.case, file.case.person
    name = rows.person_words(case, person.name or "" if person else "")
    kind = case.applicant_type.label if case.applicant_type else ""
    phone = (person.phone or "") if person and not case.is_secret else ""
    upstream = wording.moment(case.upstream_due_at) if case.upstream_due_at else _day(case.upstream_due_on)
    return [
        ("申请人" if who == "申请" else "诉求人", "　".join(part for part in (name, kind) if part)),
        ("联系电话", wording.masked_phone(phone) if phone else ""),
        ("证件号码", "不显示" if person and person.id_number_hash else ""),
        ("渠道", case.channel.name),
        ("来源编号", case.source_number or ""),
        ("诉求类型", case.item_type.label if case.item_type else ""),
        ("收到", received_words(case)),
        ("收到方式", case.receipt_method.label if case.receipt_method else ""),
        ("上级时限", upstream),
        ("地点", case.place),
        ("被反映", _reported(case)),
        ("提供方式", "，".join(part for part in (case.delivery_form, case.delivery_route) if part)),
        ("描述" if who == "申请" else "内容", file.said(case.content)),
    ]


def _reported(case: Case) -> str:
    """Whom the case is about (回避): the section, the person."""
    found = (
        case.reported_section.name if case.reported_section else "",
        case.reported_user.display_name if case.reported_user else "",
    )
    return " ".join(words for words in found if words)


def received_words(case: Case) -> str:
    if case.received_at:
        return wording.moment(case.received_at)
    return wording.full_day(case.received_on)


def _day(day: date | None) -> str:
    return wording.full_day(day) if day else ""


def ending_words(case: Case) -> str:
    """办理结果 in the words of its list."""
    return timeline.ending_label(case.outcome or case.result or "")


def _reply(file: CaseFile, reply: CaseReply) -> ShownReply:
    day = local(reply.drafted_at).date()
    result = timeline.ending_label(reply.outcome or reply.result or "")
    note = f"{wording.full_day(day)} 拟稿" + (f"，{result}" if result else "")
    return ShownReply(note, file.said(reply.public_text), file.said(reply.internal_text))


def _papers(file: CaseFile, documents: Sequence[CaseDocument]) -> list[tuple[str, str, str]]:
    case = file.case
    kept = url_for("documents.index", case_id=case.id)
    papers = [
        (
            each.letter_kind.label if each.letter_kind else each.filename if file.knows_person else "附件",
            kept,
            each.number or wording.file_size(each.size),
        )
        for each in documents
    ]
    if case.kind is Kind.DISCLOSURE:
        receipt = url_for("papers.receipt", case_id=case.id)
        papers.append(("登记回执", receipt, wording.short_day(case.received_on)))
    return papers
