"""Reads words as people print them: any width, blanks, quotation marks and numbering."""

import re
import unicodedata
from functools import lru_cache

_NUMBERING = re.compile(r"^(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、.]|\(?\d{1,2}[).、]?)+")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_NOT_A_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return ``text`` in half width and without any blank, so that ``不 予 公 开`` equals ``不予公开``."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4096)
def bare_label(text: str) -> str:
    """Return only the words of a printed label: no numbering, punctuation, quotation marks or blanks.

    ``３．危及“三安全一稳定”`` and ``危及三安全一稳定`` both give ``危及三安全一稳定``.
    """
    return _NOT_A_WORD.sub("", _NUMBERING.sub("", folded(text))).casefold()
