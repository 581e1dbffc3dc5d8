"""检索词: what is indexed of a text and how a query asks for it, so that two Chinese characters are enough.

Chinese runs become overlapping pairs with their last character alone; other runs stay whole in lower case.
Phone and identity numbers inside a text (seven digits and more) are never indexed.
"""

import re
from dataclasses import dataclass

LONGEST_INDEXED_NUMBER = 6
_RUNS = re.compile(r"[㐀-鿿豈-﫿]+|[0-9a-z]+", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d{7,}[0-9xX]?")
_SPACED_NUMBER = re.compile(r"(?<!\d)1[3-9]\d([ -]?)\d{4}\1\d{4}(?!\d)")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def _is_chinese(run: str) -> bool:
    return run[0] > "㏿"


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run))]


def text_tokens(text: str) -> list[str]:
    """The tokens under which free text is found."""
    plain = text.translate(_FULL_WIDTH)
    plain = _LONG_NUMBER.sub(" ", _SPACED_NUMBER.sub(" ", plain))
    tokens: list[str] = []
    for run in _RUNS.findall(plain):
        tokens.extend(_pairs(run) if _is_chinese(run) else [run.lower()])
    return tokens


def number_tokens(number: str) -> list[str]:
    """The tokens under which a case or source number is found by any part: every end of every run."""
    tokens: list[str] = []
    for run in _RUNS.findall(number):
        ends = _pairs(run) if _is_chinese(run) else [run[at:].lower() for at in range(len(run))]
        tokens.extend(ends)
    return tokens


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that must follow one another; with ``is_prefix`` the last one is only a beginning."""

    tokens: tuple[str, ...]
    is_prefix: bool = False


def query_phrases(words: str) -> list[Phrase]:
    """What a query asks for: every run of it must be found. Empty where it holds nothing to look up."""
    phrases = []
    for run in _RUNS.findall(words.translate(_FULL_WIDTH)):
        if not _is_chinese(run):
            phrases.append(Phrase((run.lower(),), is_prefix=True))
        elif len(run) == 1:
            phrases.append(Phrase((run,), is_prefix=True))
        else:
            phrases.append(Phrase(tuple(_pairs(run)[:-1])))
    return phrases
