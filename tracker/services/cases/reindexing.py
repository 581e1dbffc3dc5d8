"""重建检索: write the words of every case anew, where the index was lost or the way of cutting words changed."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseReply
from tracker.models.search import CaseWords
from tracker.queries.cases.free_text import secret_names
from tracker.services.cases.search_index import words_of

BATCH = 500


@dataclass(slots=True)
class Reindexing:
    """One walk over all cases in the order of their ids; ``batch`` is one short transaction."""

    after_id: int = 0
    checked: int = 0
    written: int = 0

    def batch(self) -> int | None:
        """Index the next cases and return how many were looked at; None when none is left."""
        wanted = select(Case).where(Case.id > self.after_id).order_by(Case.id).limit(BATCH)
        cases = db.session.execute(wanted.options(joinedload(Case.person))).scalars().all()
        if not cases:
            return None
        ids = [case.id for case in cases]
        stored = select(CaseWords).where(CaseWords.case_id.in_(ids))
        known = {row.case_id: row for row in db.session.execute(stored).scalars()}
        replies = _last_replies(ids)
        for case in cases:
            words = words_of(case, replies.get(case.id, ""), unnamed=secret_names(case))
            self.written += _write(known.get(case.id), case.id, words)
        self.after_id = ids[-1]
        self.checked += len(ids)
        db.session.flush()
        db.session.expunge_all()
        return len(ids)


def _write(stored: CaseWords | None, case_id: int, words: str) -> bool:
    if stored is None:
        db.session.add(CaseWords(case_id=case_id, words=words))
        return True
    is_other = stored.words != words
    stored.words = words
    return is_other


def _last_replies(case_ids: list[int]) -> dict[int, str]:
    statement = (
        select(CaseReply.case_id, CaseReply.public_text)
        .where(CaseReply.case_id.in_(case_ids))
        .order_by(CaseReply.id)
    )
    return dict(db.session.execute(statement).tuples().all())


def without_words() -> int:
    """How many cases no search of words can find, because nothing is indexed of them."""
    missing = select(func.count(Case.id)).where(~exists().where(CaseWords.case_id == Case.id))
    return db.session.execute(missing).scalar_one()
