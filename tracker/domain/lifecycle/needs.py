"""What a step needs besides its state: each need with the words that say what is missing."""

from collections.abc import Callable, Mapping

from tracker.domain.case_events import EventType
from tracker.domain.labels import Kind, PetitionReviewResult, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.asides import next_level
from tracker.domain.lifecycle.standing import Standing

Need = Callable[[Standing], str | None]


def unmet(kind: Kind, action: Action, standing: Standing) -> str | None:
    """What ``action`` still needs, in words; None where nothing is missing."""
    need = _OF_KIND.get((kind, action)) or _NEEDS.get(action)
    return need(standing) if need else None


def _one_request_at_a_time(standing: Standing) -> str | None:
    if standing.extension_pending is None:
        return None
    return "已有一次延期申请等待审批，请先由科室负责人批准或者不同意。"


def _a_pending_request(standing: Standing) -> str | None:
    return "现在没有等待审批的延期申请。" if standing.extension_pending is None else None


def _no_decision_on_acceptance(standing: Standing) -> str | None:
    if standing.accepted_on is None:
        return None
    return f"已于 {standing.accepted_on} 受理，不能再作受理或者不予受理的决定。"


def _an_undelivered_letter(standing: Standing) -> str | None:
    if all(each.delivered_on for each in standing.consultations):
        return "发出的征求意见书都已登记对方签收。"
    return None


def _no_designation_yet(standing: Standing) -> str | None:
    if standing.designated_on is None:
        return None
    return f"已登记 {standing.designated_on} 上级指定由本单位办理。"


def _not_designated(standing: Standing) -> str | None:
    """指定管辖后不得退回 (潍坊市12345政务服务便民热线条例第二十二条)."""
    if standing.designated_on is None:
        return None
    return (
        f"{standing.designated_on} 上级已在争议后指定由本单位办理，不能再退回来源"
        "（潍坊市12345政务服务便民热线条例第二十二条）。"
    )


def _no_open_question(standing: Standing) -> str | None:
    return f"{standing.reasons_asked_on} 已要求说明理由，还没有收到。" if standing.awaits_reasons else None


def _an_open_question(standing: Standing) -> str | None:
    return None if standing.awaits_reasons else "没有等待回复的说明理由告知书，请先「要求说明理由」。"


def _nothing_done_on_the_clock(standing: Standing) -> str | None:
    """拆分 (国办函〔2020〕109号第四条): every part is answered from the receipt of the whole."""
    done = [event.label for event in MOVES_THE_CLOCK if event in standing.last_on]
    if not done:
        return None
    return f"已经有「{'」「'.join(done)}」，期限已另行计算，不能再拆分；请在一份答复里分别答复各项。"


def _owed_assistance(standing: Standing) -> str | None:
    return None if standing.assistances else "现在没有加派的协办，或者协办意见都已登记。"


def _not_published(standing: Standing) -> str | None:
    return f"已于 {standing.cycle.published_on} 公开。" if standing.cycle.published_on else None


def _a_level_left(standing: Standing) -> str | None:
    if next_level(standing.petition_reviews):
        return None
    return "上一次申请还没有意见，或者已经复核；复核意见是最后的意见（信访工作条例第三十六条）。"


def _an_undecided_review(standing: Standing) -> str | None:
    if any(each.decided_on is None for each in standing.petition_reviews):
        return None
    return "现在没有等待意见的复查、复核申请。"


def _nothing_under_review(standing: Standing) -> str | None:
    if _an_undecided_review(standing) is None:
        return "复查、复核还没有意见，等登记了意见再归档。"
    return None


def _a_review_that_changed_it(standing: Standing) -> str | None:
    reviews = standing.petition_reviews
    if reviews and reviews[-1].result is PetitionReviewResult.CHANGED:
        return None
    return "信访事项办结后，只有复查、复核意见要求重新办理的才能重办：请先登记复查复核意见。"


def _something_to_undo(standing: Standing) -> str | None:
    if standing.undoes:
        return None
    if standing.state is State.ARCHIVED:
        return "已归档的不再改，归档不能撤销。"
    return "登记不能撤销；登错了请「更正登记内容」，或按「退回来源」「合并重复」办理。"


MOVES_THE_CLOCK = (
    EventType.CORRECTION_REQUESTED,
    EventType.CONSULTATION_STARTED,
    EventType.EXTENSION_GRANTED,
    EventType.FEE_NOTICE_SENT,
    EventType.REPLY_DEFERRED,
    EventType.REHANDLED,
)
_NEEDS: Mapping[Action, Need] = {
    Action.REQUEST_EXTENSION: _one_request_at_a_time,
    Action.REFUSE_EXTENSION: _a_pending_request,
    Action.ACCEPT: _no_decision_on_acceptance,
    Action.NOT_ACCEPT: _no_decision_on_acceptance,
    Action.DELIVER_CONSULTATION: _an_undelivered_letter,
    Action.DESIGNATE: _no_designation_yet,
    Action.RETURN_TO_SOURCE: _not_designated,
    Action.ASK_REASONS: _no_open_question,
    Action.RECEIVE_REASONS: _an_open_question,
    Action.SPLIT: _nothing_done_on_the_clock,
    Action.GIVE_ASSISTANCE: _owed_assistance,
    Action.PUBLISH: _not_published,
    Action.ASK_PETITION_REVIEW: _a_level_left,
    Action.DECIDE_PETITION_REVIEW: _an_undecided_review,
    Action.UNDO: _something_to_undo,
}
_OF_KIND: Mapping[tuple[Kind, Action], Need] = {
    (Kind.PETITION, Action.REHANDLE): _a_review_that_changed_it,
    (Kind.PETITION, Action.ARCHIVE): _nothing_under_review,
}
