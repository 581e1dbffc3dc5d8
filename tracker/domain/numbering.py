"""编号: how a case or a letter is numbered. The series itself is counted in the database."""

from tracker.domain.errors import DomainError

DEFAULT_PATTERN = "{prefix}{word}〔{year}〕{serial}号"


def case_number(*, prefix: str, word: str, year: int, serial: int, pattern: str = DEFAULT_PATTERN) -> str:
    """A document number such as 示自然资依申请〔2026〕1号, in hexagonal brackets (GB/T 9704 发文字号).

    Raises DomainError when the pattern lacks the year or the serial, which would make numbers collide.
    """
    if "{serial}" not in pattern or "{year}" not in pattern:
        raise DomainError("编号格式须含 {year} 和 {serial}，否则编号会重复。", field="pattern")
    return pattern.format(prefix=prefix, word=word, year=year, serial=serial)
