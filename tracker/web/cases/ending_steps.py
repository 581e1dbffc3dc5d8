"""The steps that end a case, follow its end, or take one back."""

from tracker.domain.labels import NewRoundGround, PetitionReviewResult, ToldBy
from tracker.domain.lifecycle.actions import Action
from tracker.services.cases import aftercare, ending, oversee
from tracker.services.cases.work import CaseWork
from tracker.web.cases import ending_forms as forms
from tracker.web.cases.step import Step
from tracker.web.cases.step_forms import ReasonForm, StepForm


def _return_to_source(work: CaseWork, form: forms.ReturnToSourceForm) -> None:
    ending.return_to_source(
        work,
        reason_code=form.reason_code.data,
        reason=form.reason.data or "",
        consent=form.consent.data or "",
        on=form.on.data,
    )


def _merge(work: CaseWork, form: forms.MergeForm) -> None:
    ending.merge(
        work,
        into_number=form.into_number.data or "",
        reason_code=form.reason_code.data,
        told_by=ToldBy(form.told_by.data),
        told=form.told.data or "",
        on=form.on.data,
    )


def _not_accept(work: CaseWork, form: forms.NotAcceptForm) -> None:
    ending.not_accept(work, reason_code=form.reason_code.data, note=form.reason.data or "", on=form.on.data)


def _terminate(work: CaseWork, form: forms.TerminateForm) -> None:
    ending.terminate(
        work,
        reason_code=form.reason_code.data,
        reason=form.reason.data or "",
        consent=form.consent.data or "",
        on=form.on.data,
    )


def _rehandle(work: CaseWork, form: forms.RehandleForm | forms.AnswerAnewForm) -> None:
    if isinstance(form, forms.RehandleForm):
        ending.rehandle(
            work,
            reason=form.reason.data or "",
            reason_code=form.reason_code.data or "",
            upstream_due_on=form.upstream_due_on.data,
            on=form.on.data,
        )
        return
    ending.answer_anew(
        work,
        ground=NewRoundGround(form.ground.data),
        decision=form.decision.data or "",
        due_on=form.due_on.data,
        remedy_id=form.remedy_id,
        on=form.on.data,
    )


def _publish(work: CaseWork, form: forms.PublishForm) -> None:
    aftercare.publish(
        work,
        writer_agreed=form.writer_agreed.data,
        owner_chose=form.owner_chose.data,
        is_desensitised=form.is_desensitised.data,
        where=form.where.data or "",
        on=form.on.data,
    )


def _decide_petition_review(work: CaseWork, form: forms.DecidePetitionReviewForm) -> None:
    aftercare.decide_petition_review(
        work,
        decision=PetitionReviewResult(form.decision.data),
        opinion=form.opinion.data or "",
        on=form.on.data,
    )


ENDING_STEPS: dict[Action, Step] = {
    Action.REHANDLE: Step(forms.RehandleForm, _rehandle, "新的一轮，期限另算；上一轮的时间留在统计里。"),
    Action.WITHDRAW: Step(
        ReasonForm,
        lambda work, form: ending.withdraw(work, reason=form.reason.data, on=form.on.data),
        is_danger=True,
    ),
    Action.RETURN_TO_SOURCE: Step(
        forms.ReturnToSourceForm,
        _return_to_source,
        "写明职责依据。信访事项对转送有异议的，收到之日起 5 个工作日内提出，经转送单位同意才能退回。",
        is_danger=True,
    ),
    Action.MERGE: Step(forms.MergeForm, _merge, is_danger=True),
    Action.NOT_ACCEPT: Step(
        forms.NotAcceptForm, _not_accept, "理由里写明怎样告知了正确的途径。", is_danger=True
    ),
    Action.TERMINATE: Step(
        forms.TerminateForm, _terminate, "热线工单须先取得热线平台书面同意。", is_danger=True
    ),
    Action.UNDO: Step(
        forms.UndoForm,
        lambda work, form: oversee.undo(
            work, reason=form.reason.data or "", reason_code=form.reason_code.data or ""
        ),
        "撤销是一条新的记录：期限、状态和统计回到上一步之前，原来的记录仍在经过里。",
        is_danger=True,
    ),
    Action.ARCHIVE: Step(StepForm, lambda work, form: ending.archive(work, on=form.on.data)),
    Action.PUBLISH: Step(
        forms.PublishForm, _publish, "三样齐备才能公开；举报、反映本机关人员的和要求保密的来信不公开。"
    ),
    Action.ASK_PETITION_REVIEW: Step(
        forms.AskPetitionReviewForm,
        lambda work, form: aftercare.ask_petition_review(work, unit=form.unit.data, on=form.on.data),
        "收到处理意见、复查意见之日起各 30 日内申请（信访工作条例第三十五条、第三十六条）。",
    ),
    Action.DECIDE_PETITION_REVIEW: Step(
        forms.DecidePetitionReviewForm,
        _decide_petition_review,
        "复查、复核各自收到申请之日起 30 日内提出意见；要求重新办理的，登记以后可以重办。",
    ),
}
