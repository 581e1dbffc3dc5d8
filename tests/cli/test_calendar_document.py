"""The formats written down in docs/工作日历.md are the ones that are read."""

from pathlib import Path

from tracker.domain.holiday_notices import shipped_notices
from tracker.domain.notice_format import read_notice

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "工作日历.md"


def block(after):
    """The indented lines below a heading."""
    lines = DOCUMENT.read_text(encoding="utf-8").partition(after)[2].splitlines()
    return "\n".join(line[4:] for line in lines if line.startswith("    "))


def test_the_written_examples_are_read():
    first = next(n for n in shipped_notices() if n.year == 2026 and n.region is None).holidays[:2]
    lines = read_notice(block("### 逐行").partition("{")[0])
    document = read_notice(block("### JSON"))
    assert (lines.number, lines.holidays) == ("国办发明电〔2025〕7号", first)
    assert (document.number, document.holidays) == ("国办发明电〔2025〕7号", first[:1])
