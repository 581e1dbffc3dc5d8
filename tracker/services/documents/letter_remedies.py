"""救济途径 of a letter: the paragraph suggested for it, as the law's day and the office's own words want it."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.letter_delivery import ELECTRONIC, DeliveryMethod
from tracker.domain.letter_texts import LETTER_RULES
from tracker.domain.letters import LetterKind
from tracker.domain.outcomes import Outcome
from tracker.domain.remedies import NOT_NAMED, RemedyNames, remedy_paragraph
from tracker.domain.remedy_wordings import THIRD_PARTY, scopes_of, worded
from tracker.models.agency import Agency
from tracker.models.document import RemedyWording
from tracker.queries.remedy_wordings import wording_of


@dataclass(frozen=True, slots=True)
class SuggestedRemedy:
    """``text`` is what the letter should say; ``shipped`` what it would say without the office's ``wording``."""

    text: str
    shipped: str
    wording: RemedyWording | None = None


def suggest_remedy(
    agency: Agency,
    kind: LetterKind,
    outcome: Outcome | None,
    dated_on: date,
    method: DeliveryMethod | None = None,
) -> SuggestedRemedy:
    """The paragraph of the outcome and the day; a third party told of a disclosure may go either way."""
    if not LETTER_RULES[kind].has_remedy:
        return SuggestedRemedy("", "")
    names = RemedyNames(agency.reviewing_agency or NOT_NAMED, agency.court or NOT_NAMED, agency.online_review)
    is_third_party = kind is LetterKind.THIRD_PARTY_NOTICE
    decided = Outcome.GRANTED if is_third_party or outcome is None else outcome
    online = method in ELECTRONIC
    shipped = remedy_paragraph(decided, dated_on, names, served_online=online)
    scopes = (THIRD_PARTY,) if is_third_party else scopes_of(decided)
    own = wording_of(agency_id=agency.id, scopes=scopes, day=dated_on)
    if own is None or own.text is None:
        return SuggestedRemedy(shipped, shipped)
    return SuggestedRemedy(worded(own.text, names, served_online=online), shipped, own)
