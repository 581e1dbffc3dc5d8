"""救济途径: which review and which suit an answer must name, by its outcome and the day it was decided.

Sources: 行政复议法 (2023 revision, in force 2024-01-01) Arts 20, 22, 23, 24, 34; 行政诉讼法 Arts 45, 46;
法释〔2025〕8号 (in force 2025-06-01) Art 1, which limits the review that must come first to refusals under
Arts 14 to 16 of the 条例.
"""

from dataclasses import dataclass
from datetime import date

from tracker.domain.labels import Labelled
from tracker.domain.outcomes import OUTCOME_RULES, Outcome, Remedy

REVIEW_FIRST_SINCE = date(2024, 1, 1)
REVIEW_DAYS, SUIT_MONTHS, SUIT_AFTER_REVIEW_DAYS = 60, 6, 15


NOT_NAMED = "＿＿＿＿"
"""Where the agency has not named it yet; a letter with such a blank is not written."""


class RemedyWay(Labelled):
    """How an applicant may go against an answer."""

    REVIEW_OR_SUIT = "review_or_suit", "复议或者诉讼"
    REVIEW_FIRST = "review_first", "复议前置"
    NONE = "none", "不告知救济途径"


@dataclass(frozen=True, slots=True)
class RemedyNames:
    """Who reviews and which court hears: settings of the agency. ``online`` is where a review is asked for."""

    reviewing_agency: str
    court: str
    online: str = ""


def remedy_way(outcome: Outcome, decided_on: date) -> RemedyWay:
    """复议前置 for refusals decided since 2024-01-01 (行政复议法第二十三条第一款第四项), else either way.

    Between 2024-01-01 and 2025-05-31 practice differed for other answers; here they keep both ways.
    """
    remedy = OUTCOME_RULES[outcome].remedy
    if remedy is Remedy.NONE:
        return RemedyWay.NONE
    if remedy is Remedy.WITHHELD and decided_on >= REVIEW_FIRST_SINCE:
        return RemedyWay.REVIEW_FIRST
    return RemedyWay.REVIEW_OR_SUIT


def remedy_paragraph(
    outcome: Outcome, decided_on: date, names: RemedyNames, *, served_online: bool = False
) -> str:
    """The paragraph of the letter; empty where none is due.

    An answer served electronically also names the way to ask for a review online (行政复议法第二十二条).
    """
    way = remedy_way(outcome, decided_on)
    if way is RemedyWay.NONE:
        return ""
    review = f"自收到本告知书之日起{REVIEW_DAYS}日内向{names.reviewing_agency}申请行政复议"
    suit = f"自收到本告知书之日起六个月内向{names.court}提起行政诉讼"
    either = f"可以{review}，或者{suit}"
    first = (
        f"应当先{review}；对行政复议决定不服的，可以自收到行政复议决定书之日起"
        f"{SUIT_AFTER_REVIEW_DAYS}日内向{names.court}提起行政诉讼"
    )
    if way is RemedyWay.REVIEW_OR_SUIT:
        words = f"如对本告知书不服，{either}。"
    elif outcome is Outcome.PARTLY_GRANTED:
        words = f"如对其中不予公开的部分不服，{first}；如对其余部分不服，{either}。"
    else:
        words = f"如对本告知书不服，{first}。"
    return words + online_sentence(names) if served_online else words


def online_sentence(names: RemedyNames) -> str:
    """What an answer served electronically adds (行政复议法第二十二条)."""
    return f"行政复议申请也可以通过{names.online or NOT_NAMED}在线提交。"
