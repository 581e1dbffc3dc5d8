"""What each kind of job does. The work is idempotent: a job whose worker died is done again from the start."""

from collections.abc import Callable

WORK: dict[str, Callable[..., None]] = {}
