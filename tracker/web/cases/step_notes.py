"""What a step's page says of this very case: who will review it, how long more time may be and whom to tell."""

from tracker.domain.labels import Kind
from tracker.domain.lifecycle.actions import Action
from tracker.domain.permissions import approval_words
from tracker.services.cases.facts import acting_view
from tracker.web.cases.opened import OpenedCase

TELL_THE_CALLER = "批准后把延期告知诉求人（北京市接诉即办工作条例第十五条）。"
GRANTED = {
    Kind.HOTLINE: TELL_THE_CALLER,
    Kind.MAILBOX: TELL_THE_CALLER,
    Kind.PETITION: "最长延长 30 日，只延一次，并把延期理由告知信访人（信访工作条例第三十四条）。",
    Kind.DISCLOSURE: "最多延长 20 个工作日，只延一次，并须告知申请人（条例第三十三条）。",
}
DECIDED_LATER = {Action.SUBMIT_REPLY: Action.PASS_REVIEW, Action.REQUEST_EXTENSION: Action.GRANT_EXTENSION}


def note_of(found: OpenedCase, action: Action) -> str:
    """The note above the form; empty where the step's own will do."""
    if action is Action.GRANT_EXTENSION:
        return GRANTED[found.case.kind]
    decision = DECIDED_LATER.get(action)
    if decision is None:
        return ""
    view = acting_view(found.case, found.standing, decision)
    level = view.approvers.get(decision)
    return approval_words(view, decision, level) if level else ""
