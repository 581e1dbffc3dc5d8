"""What is recorded of a case's letters that a step of the case must heed."""

from datetime import date

from sqlalchemy import select

from tracker.domain.letters import LetterKind
from tracker.extensions import db
from tracker.models.document import CaseDocument, LetterDelivery


def fee_notice_signed_on(case_id: int, about: int) -> date | None:
    """The day the applicant signed for the 收费通知书 of the step ``about``; None where that is not recorded."""
    rows = (
        select(LetterDelivery.signed_on)
        .join(CaseDocument, LetterDelivery.document_id == CaseDocument.id)
        .where(
            CaseDocument.case_id == case_id,
            CaseDocument.letter_kind == LetterKind.FEE_NOTICE,
            CaseDocument.about_seq == about,
            LetterDelivery.signed_on.is_not(None),
        )
        .order_by(LetterDelivery.id.desc())
        .limit(1)
    )
    return db.session.execute(rows).scalar_one_or_none()
