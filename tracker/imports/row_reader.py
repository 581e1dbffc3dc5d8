"""Read one row of a mapped table, gathering all its faults instead of stopping at the first."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar

from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind
from tracker.domain.outcomes import parse_handling_result, parse_outcome
from tracker.imports import cells as read
from tracker.imports.cells import CellUnreadable
from tracker.imports.dates import DateUnreadable, DayOrder, Moment, read_date
from tracker.imports.fields import GATHERING_FIELDS, ImportField
from tracker.imports.headings import Column, ColumnMapping
from tracker.imports.rows import ImportOptions, ImportRow, Note, Rejection, expected_fields
from tracker.imports.spreadsheets import TableRow

LONGEST_TITLE = 200
LONGEST_NUMBER = 80
TITLE_FROM_CONTENT = 30
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_TOTAL = re.compile(r"\s*(?:合\s*计|总\s*计|小\s*计|共\s*计)")

F = ImportField
T = TypeVar("T")


def beginning(content: str) -> str:
    """Return the start of a content that serves as title: its first sentence, at most 30 characters."""
    line = _SENTENCE_END.split(content.strip(), maxsplit=1)[0].strip() or content.strip()
    line = " ".join(line.split())
    return line if len(line) <= TITLE_FROM_CONTENT else line[:TITLE_FROM_CONTENT] + "…"


def _text(cell: object) -> str:
    text = read.clean_text(cell)
    return "" if text.casefold() in {"null", "none", "nan", "nat"} else text


class RowReader:
    """One row with its notes and rejections as they come up."""

    def __init__(
        self, line: TableRow, mapping: ColumnMapping, options: ImportOptions, orders: Mapping[int, DayOrder]
    ) -> None:
        self.line = line
        self.options = options
        self.orders = orders
        self.columns: dict[ImportField, Column] = {}
        self.notes: list[Note] = []
        self.rejections: list[Rejection] = []
        self.number = ""
        self.channel = ""
        for column in mapping.columns:
            if column.field is None or column.field in GATHERING_FIELDS:
                if column.field is not F.IGNORED:
                    self._keep(column)
            else:
                self.columns[column.field] = column

    def _keep(self, column: Column) -> None:
        text = read.clean_text(self.line.cell(column.index))
        if text:
            self.notes.append(Note(column.label, text))

    def _note(self, field: ImportField) -> None:
        """Keep a value that its field cannot hold, so that nothing is lost."""
        self._keep(self.columns[field])

    def cell(self, field: ImportField) -> object:
        column = self.columns.get(field)
        return "" if column is None else self.line.cell(column.index)

    def reject(self, field: ImportField, reason: str) -> None:
        if all(one.field != field.label for one in self.rejections):
            value = read.one_line(self.cell(field))
            self.rejections.append(Rejection(self.line.number, field.label, reason, value))

    def parse(self) -> ImportRow | None:
        if self._is_total():
            self.reject(F.RECEIVED, "这一行像是合计行，不是办件。请删去这一行再导入。")
            return None
        self._check_errors()
        received = self._date(F.RECEIVED)
        if received is None and read.is_nothing(self.cell(F.RECEIVED)):
            self.reject(F.RECEIVED, "缺收到日期。没有收到日期就算不出期限，请补上。")
        row = ImportRow(self.line.number, self.options.kind, received or Moment(self.options.today), "")
        self._texts(row)
        self._numbers(row)
        self._choices(row)
        self._limits(row)
        self._endings(row)
        if received is not None:
            self._check_dates(row)
        row.notes = tuple(self.notes)
        row.missing = tuple(one.label for one in expected_fields(row) if not _given(row, one))
        return row

    def _is_total(self) -> bool:
        first = next((cell for cell in self.line.cells if cell != ""), "")
        received = self.cell(F.RECEIVED)
        return (
            isinstance(first, str)
            and _TOTAL.match(first) is not None
            and (received is first or read.is_nothing(received))
        )

    def _check_errors(self) -> None:
        for field in self.columns:
            try:
                read.check_error(self.cell(field))
            except CellUnreadable as fault:
                self.reject(field, str(fault))

    def _failed(self, field: ImportField) -> bool:
        return any(one.field == field.label for one in self.rejections)

    def _date(self, field: ImportField) -> Moment | None:
        cell = self.cell(field)
        if read.is_nothing(cell) or self._failed(field):
            return None
        order = self.orders.get(self.columns[field].index, DayOrder.UNKNOWN)
        try:
            return read_date(cell, order=order, year_default=self.options.year_default)
        except DateUnreadable as fault:
            self.reject(field, str(fault))
            return None

    def _texts(self, row: ImportRow) -> None:
        row.channel = self.channel = read.one_line(self.cell(F.CHANNEL))
        row.content = _text(self.cell(F.CONTENT))
        row.title = read.one_line(_text(self.cell(F.TITLE)))
        row.name = _text(self.cell(F.NAME))
        row.address = _text(self.cell(F.ADDRESS))
        row.place = _text(self.cell(F.PLACE))
        row.section = _text(self.cell(F.SECTION))
        row.assisting = _text(self.cell(F.ASSISTING))
        row.reply = _text(self.cell(F.REPLY))
        row.notes_text = _text(self.cell(F.NOTES))
        row.obtain_method = _text(self.cell(F.OBTAIN_METHOD))
        if not row.title and row.content:
            row.title = beginning(row.content)
        if not row.title and not self._failed(F.TITLE) and not self._failed(F.CONTENT):
            self.reject(F.TITLE, "缺标题，也没有内容可以代替。请补上标题或内容。")
        if len(row.title) > LONGEST_TITLE:
            self.notes.append(Note(F.TITLE.label, row.title))
            row.title = row.title[: LONGEST_TITLE - 1] + "…"

    def _numbers(self, row: ImportRow) -> None:
        for field in (F.SOURCE_NUMBER, F.PHONE, F.ID_NUMBER, F.OWN_NUMBER):
            if self._failed(field):
                continue
            try:
                setattr(row, field.value, read.number_text(self.cell(field), field.label))
            except CellUnreadable as fault:
                self.reject(field, str(fault))
        if fault_words := read.identity_fault(row.id_number):
            self.reject(F.ID_NUMBER, fault_words)
        self.number = row.source_number
        if len(self.number) > LONGEST_NUMBER:
            self.reject(
                F.SOURCE_NUMBER,
                f"来源编号最长 {LONGEST_NUMBER} 字，这里有 {len(self.number)} 字。请核对是否串列。",
            )

    def _choices(self, row: ImportRow) -> None:
        if self.options.kind is Kind.DISCLOSURE and not self._failed(F.APPLICANT_TYPE):
            self._applicant(row)
        row.item_type = self._word(F.ITEM_TYPE, read.item_type)
        row.satisfaction = self._word(F.SATISFACTION, read.satisfaction)
        row.receipt_method = self._word(F.RECEIPT_METHOD, read.receipt_method)
        row.urgent = self._word(F.URGENT, read.yes_or_no)
        row.secret = self._word(F.SECRET, read.yes_or_no)
        row.anonymous = self._word(F.ANONYMOUS, read.yes_or_no)

    def _applicant(self, row: ImportRow) -> None:
        cell = self.cell(F.APPLICANT_TYPE)
        if read.is_nothing(cell):
            self.reject(F.APPLICANT_TYPE, "缺申请人类别。年报按申请人类别分栏，请补上。")
            return
        try:
            row.applicant_type = read.applicant_type(cell)
        except CellUnreadable as fault:
            self.reject(F.APPLICANT_TYPE, str(fault))

    def _word(self, field: ImportField, reader: Callable[[object], T | None]) -> T | None:
        cell = self.cell(field)
        if cell == "" or self._failed(field):
            return None
        found = reader(cell)
        if found is None and not read.is_nothing(cell):
            self._note(field)
        return found

    def _limits(self, row: ImportRow) -> None:
        """办理时限 is a date, a length, or words that are kept as a note."""
        cell = self.cell(F.LIMIT)
        if read.is_nothing(cell) or self._failed(F.LIMIT):
            return
        if not isinstance(cell, date | datetime):
            row.upstream_limit = read.limit_length(cell, self.cell(F.LIMIT_UNIT))
            if row.upstream_limit is not None:
                return
            if not any(sign.isdecimal() for sign in read.one_line(cell)):
                self._note(F.LIMIT)
                return
        row.upstream_due = self._date(F.LIMIT)

    def _endings(self, row: ImportRow) -> None:
        for field in (F.REPLIED, F.CLOSED, F.SIGNED, F.DISPATCHED):
            setattr(row, field.value, self._date(field))
        text = "" if self._failed(F.RESULT) else _text(self.cell(F.RESULT))
        if self.options.kind is not Kind.DISCLOSURE:
            row.result_text = text
            solved = read.one_line(self.cell(F.SOLVED))
            row.handling_result = parse_handling_result(text) or parse_handling_result(solved)
            if solved:
                self._note(F.SOLVED)
            return
        if F.SOLVED in self.columns:
            self._note(F.SOLVED)
        if read.is_nothing(text):
            return
        try:
            row.outcome = parse_outcome(text)
        except DomainError as refusal:
            self.reject(F.RESULT, refusal.message)
        if not row.is_closed:
            self._note(F.RESULT)

    def _check_dates(self, row: ImportRow) -> None:
        today, received = self.options.today, row.received
        if received.on > today:
            self.reject(F.RECEIVED, f"{received.on} 晚于今天（{today}）。收到日期不能在将来，请核对后改正。")
            return
        for field, moment in ((F.CLOSED, row.closed), (F.REPLIED, row.replied)):
            if moment is None:
                continue
            if _earlier(moment, received):
                self.reject(field, f"{moment.on} 早于收到日期 {received.on}。请核对两个日期，改正其中一个。")
            elif moment.on > today:
                self.reject(
                    field, f"{moment.on} 晚于今天（{today}）。{field.label}不能在将来，请核对后改正。"
                )
        if row.upstream_due is not None and row.upstream_due.on < received.on:
            self.reject(F.LIMIT, f"{row.upstream_due.on} 早于收到日期 {received.on}。请核对办理时限。")
        self._settle_order(row)

    def _settle_order(self, row: ImportRow) -> None:
        """Keep as a note what cannot be an event: answered after closing, signed outside the case's life."""
        if row.closed and row.replied and row.replied.on > row.closed.on:
            self._note(F.REPLIED)
            row.replied = None
        if row.kind is Kind.DISCLOSURE and row.closed and row.replied and row.closed.on != row.replied.on:
            self._note(F.CLOSED)
        last = row.replied_on or self.options.today
        for field, moment in ((F.SIGNED, row.signed), (F.DISPATCHED, row.dispatched)):
            if moment is not None and not row.received.on <= moment.on <= last:
                self._note(field)
                setattr(row, field.value, None)

    def check_double(self, numbers: dict[tuple[str, str], int]) -> None:
        """Reject a source number that an earlier row of the file holds in the same channel."""
        if not self.number:
            return
        key = (self.options.channel_key(self.channel), self.number)
        first = numbers.setdefault(key, self.line.number)
        if first != self.line.number:
            self.reject(
                F.SOURCE_NUMBER, f"来源编号“{self.number}”与第 {first} 行重复。请核对后只留一行，或改正编号。"
            )


def _earlier(moment: Moment, received: Moment) -> bool:
    """Compare by day, and by the clock where both are known."""
    if moment.on != received.on:
        return moment.on < received.on
    return moment.at is not None and received.at is not None and moment.at < received.at


def _given(row: ImportRow, field: ImportField) -> bool:
    if field is F.RESULT:
        return bool(row.outcome or row.result_text or row.handling_result)
    return bool(getattr(row, field.value))
