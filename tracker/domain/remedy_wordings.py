"""救济途径的文字: which answers an office may word the remedy paragraph of, and what its words must hold.

The law fixes the ways and their periods, not the sentence; where a court may decline to hear a case whether the
letter still names the suit is the office's own choice (法释〔2025〕8号第十条). Sources: 行政复议法第二十条、第二十二条.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from tracker.domain.errors import DomainError
from tracker.domain.outcomes import OUTCOME_RULES, Outcome, Remedy
from tracker.domain.remedies import NOT_NAMED, REVIEW_DAYS, RemedyNames, online_sentence, remedy_paragraph

REVIEWER, COURT, ONLINE = "【行政复议机关】", "【管辖法院】", "【在线渠道】"
BLANKS = RemedyNames(REVIEWER, COURT, ONLINE)
"""The shipped sentence with these in it is how a form shows it."""
LONGEST_WORDING = 600
THIRD_PARTY = "third_party"
_BLANK = re.compile(r"【[^】]*】")
_PERIOD = re.compile(rf"(?:{REVIEW_DAYS}|六十)\s*(?:个自然)?日")


@dataclass(frozen=True, slots=True)
class WordingScope:
    """The answers one wording is for. ``example`` is an outcome whose shipped sentence it stands in for;
    ``within`` the wider scope whose words count where this one has none, empty for none.
    """

    key: str
    name: str
    example: Outcome
    within: str = ""
    may_drop_suit: bool = False


def _scopes() -> Iterable[WordingScope]:
    yield WordingScope(Remedy.WITHHELD.value, "不予公开类答复（第十四条至第十六条）", Outcome.STATE_SECRET)
    yield WordingScope(Remedy.ANSWERED.value, "其他答复", Outcome.GRANTED)
    yield WordingScope(THIRD_PARTY, "给第三方的决定告知书", Outcome.GRANTED)
    for outcome, rule in OUTCOME_RULES.items():
        if rule.remedy is not Remedy.NONE:
            within = "" if outcome is Outcome.PARTLY_GRANTED else rule.remedy.value
            yield WordingScope(outcome.value, outcome.label, outcome, within, rule.suit_excluded)


SCOPES: Mapping[str, WordingScope] = MappingProxyType({scope.key: scope for scope in _scopes()})
"""部分公开 stands by itself: its sentence has a half for each part."""


def scopes_of(outcome: Outcome) -> tuple[str, ...]:
    """The scopes whose words an answer takes, the nearest first; none for what only goes on file."""
    scope = SCOPES.get(outcome.value)
    if scope is None:
        return ()
    return (scope.key, scope.within) if scope.within else (scope.key,)


def shipped_words(scope: WordingScope, decided_on: date) -> str:
    """The shipped sentence for a decision of that day, with its blanks named."""
    return remedy_paragraph(scope.example, decided_on, BLANKS)


def worded(text: str, names: RemedyNames, *, served_online: bool = False) -> str:
    """``text`` with its blanks filled; served electronically it also names the online way (行政复议法第二十二条)."""
    if served_online and ONLINE not in text:
        text += online_sentence(BLANKS)
    filled = {REVIEWER: names.reviewing_agency, COURT: names.court, ONLINE: names.online or NOT_NAMED}
    for blank, name in filled.items():
        text = text.replace(blank, name)
    return text


def refuse_unfit(text: str) -> None:
    """Raise DomainError for words that are no remedy paragraph: an applicant is always told of the review and
    its period (行政复议法第二十条: who was not told may ask for it during a whole year).
    """
    if len(text) > LONGEST_WORDING:
        raise DomainError(f"文字有 {len(text)} 个字，请不超过 {LONGEST_WORDING} 个字。", field="text")
    for blank in _BLANK.findall(text):
        if blank not in {REVIEWER, COURT, ONLINE}:
            raise DomainError(
                f"不认得“{blank}”，可以用的是{REVIEWER}、{COURT}、{ONLINE}；别的请直接写出名称。",
                field="text",
            )
    if "行政复议" not in text:
        raise DomainError("没有写行政复议：每种答复都可以申请行政复议，应当告知。", field="text")
    if not _PERIOD.search(text):
        raise DomainError(
            f"没有写申请行政复议的期限：自收到之日起{REVIEW_DAYS}日内（行政复议法第二十条）。", field="text"
        )
