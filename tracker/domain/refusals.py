"""Reasons for refusing a request: the leading one is its result, further ones may apply beside it."""

from collections.abc import Iterable
from typing import Any

from tracker.domain.errors import DomainError
from tracker.domain.outcomes import Outcome

REFUSALS = tuple(outcome for outcome in Outcome if outcome.value.startswith("D"))
"""（三）不予公开 in the order of the annual table."""


def several_reasons(outcome: str, also: Iterable[str]) -> dict[str, Any]:
    """What an answer records when further reasons for refusal apply beside its leading one, ``outcome``.

    ``first`` is the one that stands first in the annual table. Raises DomainError where the answer is no refusal.
    """
    codes = [one.value for one in REFUSALS]
    further = [code for code in codes if code in set(also) - {outcome}]
    if not further:
        return {}
    if outcome not in codes:
        raise DomainError(
            "只有“不予公开”的结果可以另选一并适用的理由；部分公开等结果请不要选。", field="also_reasons"
        )
    return {"also": further, "first": min(outcome, *further, key=codes.index)}
