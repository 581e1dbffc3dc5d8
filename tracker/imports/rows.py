"""From the rows of a table to cases to be: every field typed, every fault named by row and field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from tracker.domain.labels import ApplicantType, ItemType, Kind, ReceiptMethod, Satisfaction
from tracker.domain.outcomes import HandlingResult, Outcome
from tracker.imports.cells import LimitLength
from tracker.imports.dates import DayOrder, Moment
from tracker.imports.fields import ImportField

NO_ORDERS: Mapping[str, DayOrder] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rejection:
    """A fault: ``row`` as Excel numbers it, ``field`` the canonical heading.

    ``reason`` says what is wrong and how to mend it; ``value`` is what the file holds.
    """

    row: int
    field: str
    reason: str
    value: str = ""

    def as_json(self) -> dict[str, object]:
        return {"row": self.row, "field": self.field, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the reader must be told: nothing in here is guessed from today's date or a table.

    ``today`` is the day received dates may not lie after. ``year_default`` completes dates without a year.
    ``day_orders`` settles unclear columns by label. ``channel_key`` tells which channel a source word means,
    so that equal numbers of different channels are not taken for doubles.
    """

    kind: Kind
    today: date
    year_default: int | None = None
    day_orders: Mapping[str, DayOrder] = field(default_factory=lambda: NO_ORDERS)
    channel_key: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Note:
    """A value without a field of its own, kept under its heading."""

    heading: str
    text: str


@dataclass(slots=True)
class ImportRow:
    """One acceptable row. Empty text means not given; ``missing`` lists the headings marked 待补.

    ``notes_text`` are notes of an earlier import, as our own ledger gives them back.
    """

    row: int
    kind: Kind
    received: Moment
    title: str
    channel: str = ""
    source_number: str = ""
    own_number: str = ""
    item_type: ItemType | None = None
    content: str = ""
    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    place: str = ""
    section: str = ""
    assisting: str = ""
    upstream_due: Moment | None = None
    upstream_limit: LimitLength | None = None
    urgent: bool | None = None
    secret: bool | None = None
    anonymous: bool | None = None
    dispatched: Moment | None = None
    signed: Moment | None = None
    replied: Moment | None = None
    closed: Moment | None = None
    result_text: str = ""
    handling_result: HandlingResult | None = None
    outcome: Outcome | None = None
    reply: str = ""
    satisfaction: Satisfaction | None = None
    applicant_type: ApplicantType | None = None
    obtain_method: str = ""
    receipt_method: ReceiptMethod | None = None
    notes_text: str = ""
    notes: tuple[Note, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def received_on(self) -> date:
        return self.received.on

    @property
    def received_at(self) -> datetime | None:
        """Local date and time of receipt, where the file gives the time."""
        return self.received.local

    @property
    def replied_on(self) -> date | None:
        """The day of the answer; a row with only a closing date was answered that day."""
        moment = self.replied or self.closed
        return moment.on if moment else None

    @property
    def closed_on(self) -> date | None:
        """The day of closing; a row with only an answer date was closed that day."""
        moment = self.closed or self.replied
        return moment.on if moment else None

    @property
    def is_closed(self) -> bool:
        """A row with an answer date or a closing date is a closed case."""
        return self.closed_on is not None


def expected_fields(row: ImportRow) -> tuple[ImportField, ...]:
    """Return the fields an office fills for such a case, whose absence is marked 待补."""
    wanted = [ImportField.SOURCE_NUMBER, ImportField.CONTENT, ImportField.NAME]
    if row.kind is Kind.DISCLOSURE:
        wanted += [ImportField.APPLICANT_TYPE, ImportField.OBTAIN_METHOD]
    else:
        wanted += [ImportField.ITEM_TYPE]
    wanted += [ImportField.PHONE, ImportField.SECTION]
    if row.is_closed:
        wanted += [ImportField.RESULT, ImportField.REPLY]
    return tuple(wanted)
