"""Free text about a case for readers who may not know the person."""

from tracker.domain.masking import masked_text, without_names
from tracker.models.case import Case


def secret_names(case: Case) -> tuple[str, ...]:
    """What would name a secret reporter inside free text; nothing of anybody else."""
    person = case.person
    if not case.is_secret or person is None:
        return ()
    return (person.name or "", person.phone or "", person.address or "")


def masked_words(case: Case, words: str) -> str:
    """``words`` with numbers hidden inside them, and a secret reporter not named."""
    return masked_text(without_names(words, *secret_names(case)))
