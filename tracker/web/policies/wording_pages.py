"""救济途径的文字 as the pages show it: what each kind of answer says today, whose words, and the words before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.domain.remedy_wordings import SCOPES, WordingScope, shipped_words
from tracker.models.document import RemedyWording
from tracker.queries.remedy_wordings import in_force
from tracker.web.wording import moment

SHIPPED_SOURCE = "行政复议法第二十条、第二十三条，行政诉讼法第四十五条、第四十六条，法释〔2025〕8号"
MAY_DROP_SUIT = (
    "法释〔2025〕8号第十条：仅就这一类答复起诉的，法院可以不予立案；文书是否仍写诉讼，由本机关决定"
)


@dataclass(frozen=True, slots=True)
class WordingLine:
    """What letters of one scope say today. ``whose`` names the words' owner, ``to_come`` the changes ahead;
    ``same_as`` is the wider scope whose shipped words they are.
    """

    name: str
    text: str
    same_as: str
    whose: str
    is_own: bool
    note: str
    to_come: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class WordingVersion:
    """One version of the office's words, as it was set."""

    valid_from: str
    text: str
    basis: str
    set_words: str


@dataclass(frozen=True, slots=True)
class WordingPage:
    """See templates/policies/wording.html."""

    name: str
    note: str
    source: str
    says_today: str
    lead: str
    shipped: str
    versions: Sequence[WordingVersion]
    may_restore: bool
    action_url: str
    restore_url: str


def wording_lines(wordings: Sequence[RemedyWording], today: date) -> list[WordingLine]:
    """A line for each scope, the two wide ones and the third party's letter first."""
    return [_line(scope, wordings, today) for scope in SCOPES.values()]


def wording_page(scope: WordingScope, wordings: Sequence[RemedyWording], today: date) -> WordingPage:
    """The page of one scope: the words of today, the shipped ones, every version."""
    line = _line(scope, wordings, today)
    mine = [each for each in wordings if each.scope == scope.key]
    return WordingPage(
        name=scope.name,
        note=line.note,
        source=SHIPPED_SOURCE,
        says_today=line.text,
        lead=f"现在用{line.whose}" if line.is_own else "现在用系统的文字",
        shipped=shipped_words(scope, today),
        versions=[_version(each) for each in reversed(mine)],
        may_restore=bool(mine and mine[-1].text),
        action_url=url_for("wordings.word", key=scope.key),
        restore_url=url_for("wordings.restore", key=scope.key),
    )


def _line(scope: WordingScope, wordings: Sequence[RemedyWording], today: date) -> WordingLine:
    own = in_force(wordings, [key for key in (scope.key, scope.within) if key], today)
    ahead = [each for each in wordings if each.scope == scope.key and each.valid_from > today]
    return WordingLine(
        name=scope.name,
        text=(own.text if own else None) or shipped_words(scope, today),
        same_as="" if own or not scope.within else SCOPES[scope.within].name,
        whose=_whose(scope, own),
        is_own=own is not None,
        note=MAY_DROP_SUIT if scope.may_drop_suit else "",
        to_come=tuple(f"{each.valid_from} 起改为：{each.text or '恢复系统的文字'}" for each in ahead),
        url=url_for("wordings.show", key=scope.key),
    )


def _whose(scope: WordingScope, own: RemedyWording | None) -> str:
    if own is None:
        return "系统的文字"
    taken = "" if own.scope == scope.key else f"用“{SCOPES[own.scope].name}”的，"
    return f"本机关的文字，{taken}{own.valid_from} 起，{own.basis}"


def _version(wording: RemedyWording) -> WordingVersion:
    return WordingVersion(
        valid_from=wording.valid_from.isoformat(),
        text=wording.text or "恢复系统的文字",
        basis=wording.basis or "—",
        set_words=f"{wording.set_by.display_name}，{moment(wording.set_at)}",
    )
