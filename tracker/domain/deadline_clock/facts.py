"""What the clock is told about a case besides its events."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.labels import ItemType, Kind


@dataclass(frozen=True, slots=True)
class ClockInput:
    """The facts a deadline starts from; ``received_on`` is the receipt day, which is not counted.

    ``upstream_due_on`` (上级时限) wins over every default of ours; ``upstream_due_at`` is the same with its hour,
    local time. ``is_complex`` is a mailbox letter marked 复杂, ``is_anonymous`` a caller whom nobody can call; without
    ``has_period`` only an upstream limit counts.
    """

    kind: Kind
    received_on: date
    item_type: ItemType | None = None
    urgent: bool = False
    upstream_due_on: date | None = None
    upstream_due_at: datetime | None = None
    is_complex: bool = False
    is_anonymous: bool = False
    has_period: bool = True

    @property
    def upstream_day(self) -> date | None:
        """Return the day of the upstream limit, however it was given."""
        return self.upstream_due_at.date() if self.upstream_due_at else self.upstream_due_on
