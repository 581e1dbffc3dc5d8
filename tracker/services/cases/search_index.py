"""检索词 of a case, rewritten in the transaction that changes its words."""

from sqlalchemy import select

from tracker.domain.search_words import number_tokens, text_tokens
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseReply
from tracker.models.search import CaseWords


def words_of(case: Case, reply_text: str = "") -> str:
    """Everything the case is found by."""
    numbers = number_tokens(case.number) + number_tokens(case.source_number or "")
    return " ".join(
        (*numbers, *text_tokens(case.title), *text_tokens(case.content), *text_tokens(reply_text))
    )


def index_case(case: Case) -> None:
    """Write the tokens of ``case`` and of its latest reply."""
    reply_text = db.session.execute(
        select(CaseReply.public_text)
        .where(CaseReply.case_id == case.id)
        .order_by(CaseReply.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    words = words_of(case, reply_text or "")
    stored = db.session.get(CaseWords, case.id)
    if stored is None:
        db.session.add(CaseWords(case_id=case.id, words=words))
    elif stored.words != words:
        stored.words = words
