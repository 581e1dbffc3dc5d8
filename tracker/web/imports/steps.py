"""The four steps of an import, its head line, and what the column form says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask import url_for

from tracker.exports.ledger_cells import CellValue
from tracker.imports.cells import clean_text
from tracker.models.imports import ImportBatch
from tracker.services.imports.planning import ImportPlan
from tracker.services.imports.reading import Reading
from tracker.web.imports.preview_page import PreviewPage

STEP_NAMES = ("选文件", "对应列", "预览", "完成")
_ENDPOINTS = ("imports.index", "imports.columns", "imports.preview", "imports.done")
VIEWS = (
    ("rejected", "有问题"),
    ("updated", "更新"),
    ("created", "新增"),
    ("unchanged", "不变"),
    ("all", "全部"),
)


def steps(current: str, batch: ImportBatch | None) -> list[dict[str, Any]]:
    """The steps with their state; those behind lead back, unless the import is finished."""
    here = STEP_NAMES.index(current)
    is_over = batch is not None and batch.committed_at is not None
    shown = []
    for place, (name, endpoint) in enumerate(zip(STEP_NAMES, _ENDPOINTS, strict=True)):
        behind = place < here and not is_over
        values: dict[str, Any] = {"batch_id": batch.id} if batch is not None and place else {}
        url = url_for(endpoint, **values) if behind else None
        state = "done" if place < here else "current" if place == here else "ahead"
        shown.append({"label": name, "url": url, "state": state})
    return shown


def head_of(batch: ImportBatch) -> dict[str, str]:
    """What stands over every page of one import."""
    return {
        "source": str(batch.options.get("channel", "")),
        "filename": batch.filename,
        "hash": f"SHA-256 {batch.sha256[:4]}…{batch.sha256[-4:]}",
    }


def tabs(page: PreviewPage, batch: ImportBatch) -> list[dict[str, Any]]:
    """The kinds of rows with their counts."""
    counts = {
        "rejected": page.rejected,
        "updated": page.updated,
        "created": page.created,
        "unchanged": page.unchanged,
        "all": page.row_count,
    }
    return [
        {
            "label": label,
            "url": url_for("imports.preview", batch_id=batch.id, view=view),
            "count": counts[view],
            "is_current": page.view == view,
            "light": None,
        }
        for view, label in VIEWS
    ]


def said_columns(reading: Reading, form: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What the form says of each column: its field, and which of day and month comes first."""
    columns, orders = {}, {}
    for column in reading.mapping.columns:
        if f"column-{column.index}" in form:
            columns[column.label] = form[f"column-{column.index}"]
        if form.get(f"order-{column.index}"):
            orders[column.label] = form[f"order-{column.index}"]
    return {"columns": columns, "orders": orders}


def fault_sheet(plan: ImportPlan) -> tuple[Sequence[str], Iterable[Sequence[CellValue]]]:
    """The rejected rows as they stand in the file, with what is wrong in front; mended, they import again."""
    labels = [column.label for column in plan.reading.mapping.columns]
    return ["文件行号", "问题和改法", *labels], _fault_rows(plan)


def _fault_rows(plan: ImportPlan) -> Iterator[Sequence[CellValue]]:
    reasons: dict[int, list[str]] = {}
    for fault in plan.rejections:
        reasons.setdefault(fault.row, []).append(f"{fault.field}：{fault.reason}")
    for row in plan.reading.table.rows:
        if row.number in reasons:
            cells = [clean_text(row.cell(column.index)) for column in plan.reading.mapping.columns]
            yield [row.number, "\n".join(reasons[row.number]), *cells]
