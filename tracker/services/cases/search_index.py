"""检索词 of a case, rewritten in the transaction that changes its words."""

from collections.abc import Sequence

from sqlalchemy import select

from tracker.domain.masking import without_names
from tracker.domain.search_words import number_tokens, text_tokens
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseReply
from tracker.models.search import CaseWords
from tracker.queries.cases.free_text import secret_names


def words_of(case: Case, reply_text: str = "", *, unnamed: Sequence[str] = ()) -> str:
    """Everything the case is found by; ``unnamed`` names a secret reporter, whom no search of words may find."""
    numbers = number_tokens(case.number) + number_tokens(case.source_number or "")
    texts = (without_names(each, *unnamed) for each in (case.title, case.content, reply_text))
    return " ".join((*numbers, *(token for each in texts for token in text_tokens(each))))


def index_case(case: Case) -> None:
    """Write the tokens of ``case`` and of its latest reply."""
    reply_text = db.session.execute(
        select(CaseReply.public_text)
        .where(CaseReply.case_id == case.id)
        .order_by(CaseReply.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    words = words_of(case, reply_text or "", unnamed=secret_names(case))
    stored = db.session.get(CaseWords, case.id)
    if stored is None:
        db.session.add(CaseWords(case_id=case.id, words=words))
    elif stored.words != words:
        stored.words = words
