"""From a file's headings to fields: what each column is, how it was recognised, which ones nobody knows."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind
from tracker.imports.fields import (
    DISCLOSURE_SYNONYMS,
    GATHERING_FIELDS,
    SYNONYMS,
    WEAK_HEADINGS,
    ImportField,
    fields_of,
)

LONGEST_HEADING = 40
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_REMARK = re.compile(r"\([^()]*\)$")


class Recognition(StrEnum):
    """怎么认的: how a column came to its field."""

    SAME = "同名"
    SYNONYM = "同义词"
    REMEMBERED = "已记住"
    CHOSEN = "指定"
    NONE = "没认出来"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``index`` from 0, ``label`` unique and never empty, ``field`` None when unmapped."""

    index: int
    heading: str
    label: str
    field: ImportField | None
    recognition: Recognition


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """All columns of a table with what they are mapped to."""

    kind: Kind
    columns: tuple[Column, ...]

    @property
    def unmapped(self) -> tuple[str, ...]:
        """Labels of the columns that match no field; their values become notes."""
        return tuple(column.label for column in self.columns if column.field is None)

    def as_json(self) -> dict[str, str]:
        """Return heading → canonical heading for every mapped column."""
        return {column.label: column.field.label for column in self.columns if column.field}

    def column_of(self, field: ImportField) -> Column | None:
        """Return the column mapped to ``field`` (the first of a gathering field), or None."""
        return next((column for column in self.columns if column.field is field), None)


def normalise(heading: object) -> str:
    """Fold a heading for comparison: half width, lower case, no blanks, no leading 12345 or asterisk."""
    folded = _BLANKS.sub("", unicodedata.normalize("NFKC", str(heading))).casefold()
    folded = folded.strip("*:：＊")
    return folded.removeprefix("12345") or folded


def column_letter(index: int) -> str:
    """Return the letters a spreadsheet shows over the column with this index (0 is A)."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _spellings(heading: str) -> tuple[str, ...]:
    """Return the ways a heading is written: one ending in 日期 is also met ending in 时间, and vice versa."""
    key = normalise(heading)
    if key.endswith("时间"):
        return (key, key[:-2] + "日期")
    if key.endswith("日期"):
        return (key, key[:-2] + "时间")
    return (key,)


@lru_cache(maxsize=len(Kind))
def _vocabulary(kind: Kind) -> Mapping[str, ImportField]:
    words: dict[str, ImportField] = {}
    allowed = frozenset(fields_of(kind))
    for field in allowed:
        words[normalise(field.label)] = field
    tables = (DISCLOSURE_SYNONYMS, SYNONYMS) if kind is Kind.DISCLOSURE else (SYNONYMS,)
    for table in tables:
        for field, synonyms in table.items():
            for synonym in synonyms if field in allowed else ():
                for spelling in _spellings(synonym):
                    words.setdefault(spelling, field)
    for field in allowed:
        for spelling in _spellings(field.label):
            words.setdefault(spelling, field)
    return words


def recognise(heading: object, kind: Kind) -> ImportField | None:
    """Return the field a heading names in files of this kind, or None; a remark in brackets is ignored."""
    words = _vocabulary(kind)
    key = normalise(heading)
    return words.get(key) or words.get(_REMARK.sub("", key))


def recognised_in_any_kind(cells: Iterable[object]) -> int:
    """Count the distinct fields a row's cells would name as headings, whatever the kind."""
    found = {
        recognise(cell, Kind.DISCLOSURE)
        for cell in cells
        if isinstance(cell, str) and len(cell) <= LONGEST_HEADING
    }
    return len(found - {None})


def names_a_case(headings: Iterable[object]) -> bool:
    """Whether these headings name a receipt day and a title or content, as a list of cases must."""
    found = {recognise(heading, Kind.DISCLOSURE) for heading in headings}
    return ImportField.RECEIVED in found and not found.isdisjoint({ImportField.TITLE, ImportField.CONTENT})


def map_headings(
    headings: Sequence[str],
    kind: Kind,
    *,
    remembered: Mapping[str, str] | None = None,
    chosen: Mapping[str, str] | None = None,
    filled: Iterable[int] | None = None,
) -> ColumnMapping:
    """Map every heading to a field.

    ``remembered`` (normalised heading → field code or canonical heading) is an earlier confirmed mapping and
    beats the synonyms; ``chosen`` (column label → the same, empty for none) is what the person says now and
    beats both.
    ``filled`` names the columns that hold any value: an empty heading over an empty column is left out.
    Raises ``DomainError`` for an unknown field name or two columns chosen for one field.
    """
    kept = None if filled is None else frozenset(filled)
    labels = _labels(headings)
    columns: list[Column] = []
    for index, heading in enumerate(headings):
        if not heading.strip() and kept is not None and index not in kept:
            continue
        field, how = _match(heading, labels[index], kind, remembered or {}, chosen or {})
        columns.append(Column(index, heading, labels[index], field, how))
    return ColumnMapping(kind, tuple(_settle(columns, kept)))


def _labels(headings: Sequence[str]) -> list[str]:
    """Name each column uniquely: its heading, with the letter where it is empty or doubled."""
    seen: set[str] = set()
    labels = []
    for index, heading in enumerate(headings):
        text = heading.strip()
        label = text or f"（空表头，{column_letter(index)} 列）"
        if label in seen:
            label = f"{label}（{column_letter(index)} 列）"
        seen.add(label)
        labels.append(label)
    return labels


def _match(
    heading: str, label: str, kind: Kind, remembered: Mapping[str, str], chosen: Mapping[str, str]
) -> tuple[ImportField | None, Recognition]:
    if label in chosen:
        field = _named_field(chosen[label], kind)
        return field, Recognition.CHOSEN if field else Recognition.NONE
    if normalise(heading) in remembered:
        field = _named_field(remembered[normalise(heading)], kind)
        return field, Recognition.REMEMBERED if field else Recognition.NONE
    field = recognise(heading, kind) if heading.strip() else None
    if field is None:
        return None, Recognition.NONE
    same = normalise(heading) == normalise(field.label)
    return field, Recognition.SAME if same else Recognition.SYNONYM


def _named_field(name: str, kind: Kind) -> ImportField | None:
    if not name:
        return None
    field = next((one for one in fields_of(kind) if name in {one.value, one.label}), None)
    if field is None:
        raise DomainError(f"“{name}”不是{kind.label}可以对应的栏目。", field=name)
    return field


_RANK = {Recognition.CHOSEN: 0, Recognition.REMEMBERED: 1, Recognition.SAME: 2, Recognition.SYNONYM: 3}


def _settle(columns: list[Column], filled: frozenset[int] | None) -> list[Column]:
    """Let each field keep one column: the chosen, one with values, the canonical name, the exact word, the first."""
    winners: dict[ImportField, Column] = {}
    for column in columns:
        if column.field is None or column.field in GATHERING_FIELDS:
            continue
        rival = winners.get(column.field)
        if rival is None:
            winners[column.field] = column
            continue
        if rival.recognition is column.recognition is Recognition.CHOSEN:
            raise DomainError(
                f"“{rival.label}”和“{column.label}”都对应到“{column.field.label}”，只能留一列。",
                field=column.field.label,
            )
        if _weight(column, filled) < _weight(rival, filled):
            winners[column.field] = column
    return [
        column
        if column.field is None or column.field in GATHERING_FIELDS or winners[column.field] is column
        else Column(column.index, column.heading, column.label, None, Recognition.NONE)
        for column in columns
    ]


def _weight(column: Column, filled: frozenset[int] | None) -> tuple[bool, bool, int, bool]:
    return (
        column.recognition is not Recognition.CHOSEN,
        filled is not None and column.index not in filled,
        _RANK[column.recognition],
        normalise(column.heading) in WEAK_HEADINGS,
    )
