"""The steps beside the way: help of another section, words from above, reasons of an applicant who asks much."""

from typing import Any

from tracker.domain.lifecycle.actions import Action
from tracker.services.cases import assistance, disclosure, oversee, splitting
from tracker.services.cases.work import CaseWork
from tracker.web.cases import beside_forms as forms
from tracker.web.cases.step import Step


def _ask_assistance(work: CaseWork, form: Any) -> None:
    assistance.ask_assistance(
        work,
        section_id=form.section.data,
        due_on=form.due_on.data,
        what=form.what.data or "",
        on=form.on.data,
    )


def _give_assistance(work: CaseWork, form: forms.GiveAssistanceForm) -> None:
    assistance.give_assistance(work, opinion=form.opinion.data or "", asked=form.asked.data, on=form.on.data)


def _search(work: CaseWork, form: forms.SearchForm) -> None:
    disclosure.record_search(
        work,
        where=form.where.data or "",
        catalogue=form.catalogue.data or "",
        words=form.search_words.data or "",
        searcher=form.searcher.data or "",
        found=form.found.data or "",
        on=form.on.data,
    )


def _split(work: CaseWork, form: forms.SplitForm) -> None:
    splitting.split(work, parts=(form.parts.data or "").splitlines(), on=form.on.data)


BESIDE_STEPS: dict[Action, Step] = {
    Action.URGE: Step(
        forms.WordsForm, lambda work, form: oversee.urge(work, words=form.words.data, on=form.on.data)
    ),
    Action.SUPERVISE: Step(
        forms.WordsForm, lambda work, form: oversee.supervise(work, words=form.words.data, on=form.on.data)
    ),
    Action.DESIGNATE: Step(
        forms.DesignationForm,
        lambda work, form: oversee.designate(work, words=form.words.data, on=form.on.data),
        "争议后由上级指定本单位办理的，登记以后不能再退回来源。",
    ),
    Action.INSTRUCT: Step(
        forms.InstructionForm,
        lambda work, form: oversee.instruct(work, words=form.words.data, on=form.on.data),
        "有领导批示的，办结后还要有书面的办理结果。",
    ),
    Action.ASK_ASSISTANCE: Step(
        forms.AskAssistanceForm, _ask_assistance, "协办有自己的期限，本件的期限不变。"
    ),
    Action.GIVE_ASSISTANCE: Step(forms.GiveAssistanceForm, _give_assistance),
    Action.SPLIT: Step(
        forms.SplitForm,
        _split,
        "一份申请里有几项互不相干的，按最小合理单元拆分（国办函〔2020〕109号第四条）。拆出的各是一件，收到日期、"
        "期限与本件相同，年报各计一件；拆分不能撤销，拆错的一件按「登记撤回」办理。",
    ),
    Action.RECORD_SEARCH: Step(
        forms.SearchForm,
        _search,
        "答复信息不存在的，要能说明怎样检索过（法释〔2025〕8号第五条）。换了地点或者检索词再查的，另登记一次。",
    ),
    Action.ASK_REASONS: Step(
        forms.AskReasonsForm,
        lambda work, form: disclosure.ask_reasons(
            work, found=form.found.data, respond_by=form.respond_by.data, on=form.on.data
        ),
        "申请数量、频次明显超过合理范围的，可以要求说明理由（条例第三十五条）；答复期限照常计算。",
    ),
    Action.RECEIVE_REASONS: Step(
        forms.ReasonsForm,
        lambda work, form: disclosure.receive_reasons(work, words=form.words.data, on=form.on.data),
        "理由不合理的，答复“无正当理由大量反复申请”；合理但按期办不完的，「告知延迟答复」。",
    ),
}
