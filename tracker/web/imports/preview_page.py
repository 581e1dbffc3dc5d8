"""预览: what an import would do, row by row, before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from tracker.domain.deadline_clock import Deadline
from tracker.domain.labels import Light
from tracker.domain.masking import masked_name, masked_phone
from tracker.imports.cells import clean_text
from tracker.imports.headings import normalise
from tracker.services.imports.changes import CaseUpdate, Change
from tracker.services.imports.planning import ImportPlan, NewCase
from tracker.web import wording

MOST_LINES = 200
EXAMPLES = 3
LONGEST_VALUE = 40
HIDDEN_FIELDS = {"姓名": masked_name, "联系电话": masked_phone}
UNSHOWN_FIELDS = frozenset({"证件号码", "地址", "附注"})


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One fault of the file."""

    row: int
    number: str
    title: str
    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One value of a stored case that would change."""

    row: int
    number: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NewLine:
    """One case that would be made; ``light`` is None for a closed one."""

    row: int
    number: str
    title: str
    received_on: date
    due_on: date | None
    light: Light | None
    light_words: str
    ending: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """See templates/imports/preview.html."""

    row_count: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    view: str
    faults: Sequence[FaultLine]
    changes: Sequence[ChangeLine]
    news: Sequence[NewLine]
    same: Sequence[tuple[int, str]]
    update_examples: Sequence[ChangeLine]
    open_examples: Sequence[NewLine]
    open_count: int
    shown_note: str
    strangers_note: str

    @property
    def accepted(self) -> int:
        return self.created + self.updated


def preview_page(plan: ImportPlan, view: str) -> PreviewPage:
    """Lay out a plan; ``view`` is rejected, updated, created, unchanged or all."""
    open_ones = [one for one in plan.created if one.wanted.ending is None]
    return PreviewPage(
        row_count=plan.reading.row_count,
        created=len(plan.created),
        updated=len(plan.updated),
        unchanged=len(plan.unchanged),
        rejected=plan.rejected_rows,
        view=view,
        faults=_faults(plan) if view in {"rejected", "all"} else [],
        changes=[line for one in islice(plan.updated, MOST_LINES) for line in _changes(one)]
        if view in {"updated", "all"}
        else [],
        news=[_new(plan, one) for one in islice(plan.created, MOST_LINES)]
        if view in {"created", "all"}
        else [],
        same=plan.unchanged[:MOST_LINES] if view in {"unchanged", "all"} else [],
        update_examples=[_changes(one)[0] for one in plan.updated[:EXAMPLES]],
        open_examples=[_new(plan, one) for one in open_ones[:EXAMPLES]],
        open_count=len(open_ones),
        shown_note=f"每类最多列 {MOST_LINES} 行。" if plan.reading.row_count > MOST_LINES else "",
        strangers_note=_strangers_note(plan),
    )


def _strangers_note(plan: ImportPlan) -> str:
    """Say which words for 承办科室 name no section of ours, so that those cases wait for assignment."""
    strange = [
        one.wanted.row.section
        for one in plan.created
        if one.wanted.row.section and one.wanted.section_id is None
    ]
    if not strange:
        return ""
    names = "、".join(f"“{_short(name)}”" for name in list(dict.fromkeys(strange))[:EXAMPLES])
    more = "等" if len(set(strange)) > EXAMPLES else ""
    return f"{len(strange)} 件的承办科室 {names}{more} 不是本单位的科室：原文作附注保存，导入后要由您分办。"


def default_view(plan: ImportPlan) -> str:
    """What the person should look at first: the faults, else the changes, else the new ones."""
    return "rejected" if plan.rejections else "updated" if plan.updated else "created"


def _faults(plan: ImportPlan) -> list[FaultLine]:
    rows = {row.number: row for row in plan.reading.table.rows}
    named = {column.field.label: column for column in plan.reading.mapping.columns if column.field}
    lines = []
    for fault in plan.rejections[:MOST_LINES]:
        cells = rows.get(fault.row)

        def cell(label: str, cells: object = cells) -> str:
            column = named.get(label)
            return clean_text(cells.cell(column.index)) if cells and column else ""  # type: ignore[attr-defined]

        heading = named[fault.field].heading.strip() if fault.field in named else fault.field
        lines.append(
            FaultLine(
                row=fault.row,
                number=cell("来源编号") or "（空）",
                title=_short(cell("标题") or cell("内容")),
                field=fault.field if normalise(heading) == fault.field else f"{fault.field}（{heading}）",
                value=_short(fault.value or cell(fault.field)) or "（空）",
                reason=fault.reason,
            )
        )
    return lines


def _changes(update: CaseUpdate) -> list[ChangeLine]:
    row, number = update.wanted.row.row, update.case.number
    return [
        ChangeLine(row, number, change.field, _shown(change, change.before), _shown(change, change.after))
        for change in update.changes
    ]


def _shown(change: Change, text: str) -> str:
    if not text:
        return "（空）"
    if change.field in UNSHOWN_FIELDS:
        return "已填，不显示"
    mask = HIDDEN_FIELDS.get(change.field)
    return mask(text) if mask else _short(text)


def _new(plan: ImportPlan, one: NewCase) -> NewLine:
    wanted = one.wanted
    number = wanted.row.source_number or "（空）"
    title, received = _short(wanted.row.title), wanted.row.received_on
    if wanted.ending is not None:
        return NewLine(
            wanted.row.row,
            number,
            title,
            received,
            one.deadline.due_on,
            None,
            "",
            f"{wanted.ending.closed_on} 办结",
        )
    today = _deadline_today(plan, one)
    return NewLine(
        row=wanted.row.row,
        number=number,
        title=title,
        received_on=received,
        due_on=today.due_on,
        light=today.light,
        light_words=wording.light_words(today.light, left=today.days_left),
        ending="",
    )


def _deadline_today(plan: ImportPlan, one: NewCase) -> Deadline:
    return plan.rules.deadline(one.facts, one.events, as_of=plan.today)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_VALUE else flat[:LONGEST_VALUE] + "…"
