"""文书: the letters of a disclosure request, and which of them answers which outcome."""

from tracker.domain.labels import Labelled
from tracker.domain.outcomes import Outcome


class LetterKind(Labelled):
    """文书种类; the label is the document's title."""

    RECEIPT = "receipt", "政府信息公开申请登记回执"
    CORRECTION = "correction", "政府信息公开申请补正告知书"
    REASONS = "reasons", "政府信息公开申请说明理由告知书"
    EXTENSION = "extension", "政府信息公开延期答复告知书"
    DEFERRAL = "deferral", "政府信息公开延迟答复告知书"
    THIRD_PARTY_OPINION = "third_party_opinion", "政府信息公开征求第三方意见书"
    OPINION_NOTICE = "opinion_notice", "政府信息公开征求意见告知书"
    CO_MAKER_OPINION = "co_maker_opinion", "政府信息公开征求意见书"
    AGENCY_OPINION = "agency_opinion", "政府信息公开协助办理函"
    THIRD_PARTY_NOTICE = "third_party_notice", "政府信息公开决定告知书"
    FEE_NOTICE = "fee_notice", "政府信息公开信息处理费收费通知书"
    ALREADY_PUBLIC = "already_public", "政府信息已主动公开告知书"
    GRANTED = "granted", "政府信息予以公开告知书"
    PARTLY_GRANTED = "partly_granted", "政府信息部分公开告知书"
    REFUSED = "refused", "政府信息不予公开告知书"
    NOT_EXISTING = "not_existing", "政府信息不存在告知书"
    NOT_OURS = "not_ours", "非本机关负责公开告知书"
    NOTICE = "notice", "政府信息公开申请答复告知书"
    REPEATED = "repeated", "不予重复处理告知书"
    NOT_HANDLED = "not_handled", "政府信息公开申请不予处理告知书"
    NO_LONGER_HANDLED = "no_longer_handled", "政府信息公开申请不再处理告知书"


_K = LetterKind
_BY_OUTCOME = {
    Outcome.ALREADY_PUBLIC: (_K.ALREADY_PUBLIC,),
    Outcome.GRANTED: (_K.GRANTED,),
    Outcome.PARTLY_GRANTED: (_K.PARTLY_GRANTED,),
    Outcome.NOT_HELD: (_K.NOT_EXISTING, _K.NOT_OURS),
    Outcome.REPEATED: (_K.REPEATED,),
    Outcome.EXCESSIVE: (_K.NOT_HANDLED,),
    Outcome.NOT_CORRECTED: (_K.NO_LONGER_HANDLED,),
    Outcome.FEE_NOT_PAID: (_K.NO_LONGER_HANDLED,),
    Outcome.OTHERWISE: (),
}
ON_THE_WAY = (
    _K.RECEIPT,
    _K.CORRECTION,
    _K.REASONS,
    _K.EXTENSION,
    _K.DEFERRAL,
    _K.THIRD_PARTY_OPINION,
    _K.OPINION_NOTICE,
    _K.CO_MAKER_OPINION,
    _K.AGENCY_OPINION,
    _K.THIRD_PARTY_NOTICE,
    _K.FEE_NOTICE,
)
"""Letters that are written before the answer, whatever it becomes."""


def answers_for(outcome: Outcome) -> tuple[LetterKind, ...]:
    """The letters that may carry the answer ``outcome``; none for what is only put on file."""
    if outcome in _BY_OUTCOME:
        return _BY_OUTCOME[outcome]
    refused = outcome.value in {"D1", "D2", "D3", "D4", "D5", "D6", "D7"}
    return (_K.REFUSED,) if refused else (_K.NOTICE,)


def short_label(kind: LetterKind) -> str:
    """The title as people say it on a button: ``补正告知书``."""
    for beginning in ("政府信息公开申请", "政府信息公开", "政府信息"):
        if kind.label.startswith(beginning):
            return kind.label.removeprefix(beginning)
    return kind.label
