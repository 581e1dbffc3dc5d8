"""Which form a step shows and which service does it: the buttons' other half."""

from flask import abort

from tracker.domain.labels import Kind, Party, Satisfaction
from tracker.domain.lifecycle.actions import Action
from tracker.services.cases import amend, assign, disclosure, ending, handle, reply
from tracker.services.cases.work import CaseWork
from tracker.web.cases import step_forms as forms
from tracker.web.cases.amend_form import AmendForm
from tracker.web.cases.beside_steps import BESIDE_STEPS
from tracker.web.cases.ending_forms import AnswerAnewForm, RequestReturnForm
from tracker.web.cases.ending_steps import ENDING_STEPS
from tracker.web.cases.step import Step

ANSWERED_ANEW = frozenset({Kind.DISCLOSURE, Kind.PETITION})


def _assign(work: CaseWork, form: forms.AssignForm) -> None:
    assign.assign(
        work,
        section_id=form.section.data,
        handler_id=form.handler.data,
        assistant_ids=tuple(form.assistants.data or ()),
        on=form.on.data,
        note=form.note.data or "",
    )


def _contact(work: CaseWork, form: forms.ContactForm) -> None:
    handle.contact(
        work,
        method=form.method.data,
        result=form.result.data,
        note=form.note.data or "",
        number=form.number.data or "",
        time=form.time.data or "",
        on=form.on.data,
    )


def _consult(work: CaseWork, form: forms.ConsultationForm) -> None:
    for name in form.everybody():
        disclosure.start_consultation(
            work,
            party=Party(form.party.data),
            whom=name,
            reason=form.reason.data or "",
            on=form.on.data,
        )


def _deliver(work: CaseWork, form: forms.AskedForm) -> None:
    for asked in form.asked.data or ():
        disclosure.deliver_consultation(work, asked=asked, on=form.on.data)


def _opinion(work: CaseWork, form: forms.OpinionForm) -> None:
    for asked in form.asked.data or ():
        disclosure.end_consultation(work, asked=asked, opinion=form.opinion.data or "", on=form.on.data)


def _submit(work: CaseWork, form: forms.DraftForm) -> None:
    reply.submit_reply(
        work,
        public_text=form.public_text.data or "",
        internal_text=form.internal_text.data or "",
        ending=form.ending.data or "",
        reason_code=form.why_unsolved,
        also=form.further_reasons,
        on=form.on.data,
    )


def _reply(work: CaseWork, form: forms.ReplyForm | forms.SentForm) -> None:
    drafted = isinstance(form, forms.ReplyForm)
    reply.reply(
        work,
        method=form.method.data,
        ending=form.ending.data if drafted else None,
        public_text=form.public_text.data if drafted else None,
        evidence=form.evidence.data or "",
        internal_text=(form.internal_text.data or "") if drafted else "",
        reason_code=form.why_unsolved if drafted else "",
        also=form.further_reasons if drafted else (),
        on=form.on.data,
    )


def _call_back(work: CaseWork, form: forms.CallBackForm) -> None:
    ending.call_back(
        work, satisfaction=Satisfaction(form.satisfaction.data), note=form.note.data or "", on=form.on.data
    )


def _amend(work: CaseWork, form: AmendForm) -> None:
    amend.amend(
        work,
        reason=form.reason.data or "",
        values=form.values(),
        person=form.person(),
        on=form.on.data,
    )


_ON_THE_WAY: dict[Action, Step] = {
    Action.ASSIGN: Step(forms.AssignForm, _assign, "一个科室主办，可以有协办。被反映的科室和人员不能承办。"),
    Action.SIGN: Step(forms.StepForm, lambda work, form: assign.sign(work, on=form.on.data)),
    Action.REQUEST_RETURN: Step(
        RequestReturnForm,
        lambda work, form: assign.request_return(
            work, reason=form.reason.data, reason_code=form.reason_code.data or "", on=form.on.data
        ),
        "不属于本科室职责的，写明职责依据，由分办人决定。",
    ),
    Action.APPROVE_RETURN: Step(
        forms.NoteForm,
        lambda work, form: assign.approve_return(work, note=form.note.data or "", on=form.on.data),
    ),
    Action.REFUSE_RETURN: Step(
        forms.ReasonForm,
        lambda work, form: assign.refuse_return(work, reason=form.reason.data, on=form.on.data),
    ),
    Action.CONTACT: Step(forms.ContactForm, _contact),
    Action.REQUEST_EXTENSION: Step(
        forms.AskExtensionForm,
        lambda work, form: handle.request_extension(
            work,
            days=form.days.data,
            reason=form.reason.data or "",
            reason_code=form.reason_code.data or "",
            on=form.on.data,
        ),
    ),
    Action.GRANT_EXTENSION: Step(
        forms.ExtensionForm,
        lambda work, form: handle.grant_extension(
            work,
            days=form.days.data,
            reason=form.reason.data or "",
            consent=form.consent.data or "" if "consent" in form else "",
            on=form.on.data,
        ),
    ),
    Action.REFUSE_EXTENSION: Step(
        forms.ReasonForm,
        lambda work, form: handle.refuse_extension(work, reason=form.reason.data, on=form.on.data),
    ),
    Action.STAGE_REPLY: Step(
        forms.StageReplyForm,
        lambda work, form: handle.stage_reply(
            work, promised_on=form.promised_on.data, plan=form.plan.data, on=form.on.data
        ),
        "一时办不完的，把办理计划和日期告诉诉求人，本件跟踪到承诺日。",
    ),
    Action.ACCEPT: Step(forms.StepForm, lambda work, form: handle.accept(work, on=form.on.data)),
    Action.REQUEST_CORRECTION: Step(
        forms.CorrectionForm,
        lambda work, form: disclosure.request_correction(
            work, items=form.items.data, respond_by=form.respond_by.data, on=form.on.data
        ),
        "收到申请 7 个工作日内一次告知；收到补正之日起重新计算答复期限（条例第三十条）。",
    ),
    Action.RECEIVE_CORRECTION: Step(
        forms.NoteForm,
        lambda work, form: disclosure.receive_correction(work, note=form.note.data or "", on=form.on.data),
    ),
    Action.START_CONSULTATION: Step(
        forms.ConsultationForm, _consult, "征求意见所需时间不计入答复期限（条例第三十三条第三款）。"
    ),
    Action.DELIVER_CONSULTATION: Step(
        forms.AskedForm, _deliver, "自签收起 15 个工作日内提出意见（条例第三十二条）。"
    ),
    Action.END_CONSULTATION: Step(
        forms.OpinionForm, _opinion, "还有对方没有答复的，时钟继续停着，等最后一方。"
    ),
    Action.SEND_FEE_NOTICE: Step(
        forms.FeeNoticeForm,
        lambda work, form: disclosure.send_fee_notice(
            work,
            applications=form.applications.data,
            pages=form.pages.data,
            received_on=form.received_on.data,
            on=form.on.data,
        ),
        "按件、按量选一种计收（国办函〔2020〕109号）。",
    ),
    Action.RECORD_PAYMENT: Step(
        forms.PaymentForm,
        lambda work, form: disclosure.record_payment(work, yuan=form.yuan.data, on=form.on.data),
    ),
    Action.DEFER_REPLY: Step(
        forms.DeferForm,
        lambda work, form: disclosure.defer_reply(
            work, until=form.until.data, reason=form.reason.data, on=form.on.data
        ),
        "申请数量、频次明显超过合理范围但理由合理的，可以延迟答复（条例第三十五条）。",
    ),
    Action.LAPSE: Step(
        forms.ReasonForm,
        lambda work, form: disclosure.lapse(work, reason=form.reason.data, on=form.on.data),
        is_danger=True,
    ),
    Action.SUBMIT_REPLY: Step(forms.DraftForm, _submit),
    Action.PASS_REVIEW: Step(
        forms.NoteForm, lambda work, form: reply.pass_review(work, note=form.note.data or "", on=form.on.data)
    ),
    Action.SEND_BACK: Step(
        forms.ReasonForm, lambda work, form: reply.send_back(work, reason=form.reason.data, on=form.on.data)
    ),
    Action.REPLY: Step(forms.SentForm, _reply, "邮寄的以交邮当日为答复日。"),
    Action.CALL_BACK: Step(forms.CallBackForm, _call_back),
    Action.AMEND: Step(
        AmendForm, _amend, "改动前后都留在经过里。收到日期、诉求类型、上级时限的改动会改变期限。"
    ),
}
STEPS: dict[Action, Step] = _ON_THE_WAY | BESIDE_STEPS | ENDING_STEPS


def form_for(action: Action, kind: Kind, *, reviewed: bool) -> type[forms.StepForm]:
    """The form of ``action``: an answer that was not reviewed brings its text along."""
    if action is Action.REPLY and not reviewed:
        return forms.ReplyForm
    if action is Action.REHANDLE and kind in ANSWERED_ANEW:
        return AnswerAnewForm
    return STEPS[action].form


def step_action(name: str) -> Action:
    """The step of that name; there is no page for another."""
    if name not in list(Action) or Action(name) not in STEPS:
        abort(404)
    return Action(name)
