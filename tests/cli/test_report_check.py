"""``flask report check``: needs no database; exit code 1 only for what blocks."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tracker.cli.report import group
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.section_three import ROWS

FLAT = {row.code: [0] * 7 for row in ROWS[Edition.CURRENT]}


@pytest.fixture
def written(tmp_path):
    def write(name="年报.json", **rows):
        path = tmp_path / name
        document = {"year": 2024, "edition": "2021", "section3": {"rows": FLAT | rows}}
        path.write_text(json.dumps(document), encoding="utf-8")
        return str(path)

    return write


def run(*arguments, **kwargs):
    return CliRunner().invoke(group, ["check", *arguments], **kwargs)


def test_a_table_that_adds_up_ends_with_0(written):
    answer = run(written(), "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["findings"] == []


def test_a_blocker_ends_with_1_and_is_still_printed(written):
    answer = run(written(new=[1, 0, 0, 0, 0, 0, 1]), "--json")
    assert answer.exit_code == 1
    findings = json.loads(answer.stdout)["findings"]
    assert [
        (finding["severity"], finding["column"], finding["expected"], finding["found"])
        for finding in findings
    ] == [
        ("blocker", "natural_person", 1, 0),
        ("blocker", "total", 1, 0),
    ]
    assert set(findings[0]) >= {"check", "severity", "row", "column", "expected", "found", "message"}


def test_an_equation_with_an_empty_cell_ends_with_0(written):
    answer = run(written(new=[1, 0, 0, 0, 0, 0, None], T=[None, 0, 0, 0, 0, 0, None]))
    assert answer.exit_code == 0
    assert "[提醒]" in answer.stdout


def test_the_report_before_is_compared(written):
    previous = written("上年.json", new=[1, 0, 0, 0, 0, 0, 1], C=[1, 0, 0, 0, 0, 0, 1])
    answer = run(written(), "--previous", previous, "--json")
    assert answer.exit_code == 0
    assert [finding["row"] for finding in json.loads(answer.stdout)["findings"]] == ["carried", "carried"]
    year = json.loads(Path(previous).read_text(encoding="utf-8"))["year"]
    assert f"用来对照的是 {year} 年年报，{year} 年应对照 {year - 1} 年的" in answer.stderr


def test_standard_input_is_read(written):
    answer = run("-", "--json", input=Path(written()).read_bytes())
    assert answer.exit_code == 0


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\x01"])
def test_an_unrelated_file_ends_with_1_and_says_why(tmp_path, content):
    path = tmp_path / "别的.bin"
    path.write_bytes(content)
    answer = run(str(path), "--json")
    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert answer.stderr.strip()


def test_a_missing_file_ends_with_1():
    answer = run("没有这个文件.json")
    assert answer.exit_code == 1
    assert answer.stderr == "读不到文件“没有这个文件.json”：没有这个文件或文件夹。请核对路径。\n"


def test_a_folder_is_no_file(tmp_path):
    answer = run(str(tmp_path))
    assert answer.exit_code == 1
    assert "是文件夹，不是文件" in answer.stderr
