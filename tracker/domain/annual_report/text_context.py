"""A written section read for its figures: which statements speak of this agency's whole year, and which do not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from re import Match, Pattern

from tracker.domain.annual_report.report import PART_WORDS
from tracker.domain.printed_text import folded
from tracker.domain.written_numbers import whole_number

_OTHER_YEAR = re.compile(
    r"去年|上年(?!结转|度结转)|上一年(?!结转|度结转)|前年|同期|(20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年"
)
_WHOLE_YEAR = re.compile(
    r"自?(?:20\d\d年)?1月1日(?:起|始)?(?:至|到|-|—|–|~)+(?:20\d\d年)?12月31日(?:止|期间)?"
    r"|截[至止]?(?:20\d\d年)?12月(?:31日|底)"
)
_PART_OF_A_YEAR = re.compile(r"\d月|月份|季度|半年|[一二三四五六七八九十]月|截[至止]|年初|前期")
_SEVERAL_YEARS = re.compile(r"以来|历年|近[两二三四五六七八九十\d]+年|[两二三四五六七八九十\d]年[来间]|每年")
# 通过网站收到 3 件 is a share; 通过网站、信函等渠道共收到 7 件 is the whole.
_SHARE = re.compile(
    r"其中|(?:通过|网上|网络|线上|线下|当面|现场|信函|邮寄|邮件|邮箱|传真|平台|窗口|网站|微信)(?!.*(?:等|各|多种))"
)
_OTHERS = re.compile(r"指导|督促|协助|代为|培训|计划|力争|预计|例如|比如")
_SENTENCE, _CLAUSE = re.compile(r"[。;!?]"), re.compile(r"[。;!?,、]")


_LONGEST_HEADING = 24
_ENDS = "。;:,、!?)"


def joined(text: str) -> str:
    """Return the lines of ``text`` folded into one; a heading ends like a sentence, a line broken by hand runs on."""
    lines = [line for line in map(folded, text.splitlines()) if line]
    return "".join(
        f"{line}。" if len(line) <= _LONGEST_HEADING and line[-1] not in _ENDS else line for line in lines
    )


@dataclass(frozen=True, slots=True)
class WrittenText:
    """The section ``part`` as ``joined`` text; ``year`` is the report's own."""

    part: str
    text: str
    year: int | None

    def found(self, pattern: Pattern[str]) -> Iterator[Match[str]]:
        """The matches that speak of the report's own year, all of it, and of the agency itself."""
        for match in pattern.finditer(self.text):
            before = self.sentence_before(match)
            if not (
                self._is_of_another_year(before)
                or _PART_OF_A_YEAR.search(_WHOLE_YEAR.sub("", before))
                or _SEVERAL_YEARS.search(before)
                or _OTHERS.search(self.clause_before(match))
            ):
                yield match

    def found_whole(self, pattern: Pattern[str]) -> Iterator[Match[str]]:
        """The same without what is said to be a share of the whole."""
        for match in self.found(pattern):
            clause = self.clause_before(match)
            is_share = "其中" in self.sentence_before(match) or _SHARE.search(clause) is not None
            if not is_share:
                yield match

    def sentence_before(self, match: Match[str]) -> str:
        return _SENTENCE.split(self.text[: match.start()])[-1]

    def clause_before(self, match: Match[str]) -> str:
        return _CLAUSE.split(self.text[: match.start()])[-1]

    def clause_after(self, match: Match[str]) -> str:
        """What follows up to the next comma or stop; 行政复议、行政诉讼 stay together."""
        return re.split(r"[。;!?,]", self.text[match.end() :], maxsplit=1)[0]

    def sentence_after(self, match: Match[str]) -> str:
        return _SENTENCE.split(self.text[match.end() :], maxsplit=1)[0]

    def quoted(self, match: Match[str]) -> str:
        return f"{PART_WORDS[self.part]}写“{match[0]}”"

    def _is_of_another_year(self, before: str) -> bool:
        named = list(_OTHER_YEAR.finditer(before))
        if not named or (self.year is None and named[-1][1]):
            return False
        return named[-1][1] is None or whole_number(named[-1][1]) != self.year
