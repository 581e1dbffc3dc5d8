"""How long an import of many rows takes: reading, planning, saving. Run: python bench/imports.py [rows]"""

import io
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import xlsxwriter
from flask_migrate import upgrade
from sqlalchemy import select

from tracker.app import create_app
from tracker.domain.labels import Kind
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.now import now
from tracker.services.imports.committing import commit_import
from tracker.services.imports.planning import plan_import
from tracker.services.imports.reading import read_file
from tracker.services.imports.sources import sources_of
from tracker.settings import from_environment
from tracker.unit_of_work import writing

HEADINGS = [
    "工单编号",
    "受理时间",
    "诉求类型",
    "标题",
    "诉求内容",
    "诉求人",
    "联系电话",
    "办结时间",
    "办理结果",
    "答复内容",
]
TODAY = date(2026, 11, 20)


def workbook(rows: int, word: str) -> bytes:
    """A platform's export; two thirds of the items are still open."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for i in range(rows):
            closed = "" if i % 3 else "2026-04-01 10:00:00"
            text = f"测试街道反映路灯不亮，请尽快修复。第{i}件。" * 5
            sheet.write_row(
                i + 1, 0,
                [f"YB{i:08d}", f"2026/3/{i % 28 + 1} 9:{i % 60:02d}:01", "投诉类", f"{word}{i}", text, "张测试",
                 f"1380000{i % 10000:04d}", closed, "已解决" if closed else "", "已经修好。" if closed else ""],
            )  # fmt: skip
    return stream.getvalue()


def timed(content: bytes) -> str:
    """Import ``content`` and say how long each part took."""
    began = time.perf_counter()
    agency = db.session.execute(select(Agency).order_by(Agency.id).limit(1)).scalar_one()
    sources = sources_of(agency=agency, kind=Kind.HOTLINE)
    reading = read_file(content=content, filename="样本.xlsx", sources=sources, today=TODAY)
    read = time.perf_counter()
    plan = plan_import(reading=reading, sources=sources, today=TODAY)
    planned = time.perf_counter()
    with writing():
        commit_import(plan, at=now(), actor_id=None)
    saved = time.perf_counter()
    counts = f"{len(plan.created)} new, {len(plan.updated)} changed, {len(plan.unchanged)} equal"
    return f"{counts}: read {read - began:.1f} s, plan {planned - read:.1f} s, save {saved - planned:.1f} s"


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(from_environment({"INSTANCE_DIR": str(Path(folder))}))
        with app.app_context():
            upgrade()
            first = workbook(rows, "反映路灯不亮")
            print("first time ", timed(first))
            print("same again ", timed(first))
            print("all changed", timed(workbook(rows, "再次反映路灯不亮")))
            db.engine.dispose()


if __name__ == "__main__":
    main()
