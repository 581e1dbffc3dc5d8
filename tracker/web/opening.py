"""The sentence at the head of a page: how many of what, each number a link to its cases."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpeningPart:
    """One linked piece of the sentence and the punctuation ``after`` it."""

    words: str
    url: str
    is_red: bool
    after: str
