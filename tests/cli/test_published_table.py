"""A published table, typed in as one row per request and per suit, comes out again cell for cell."""

import json
from datetime import date, timedelta
from random import Random

import pytest

from tests.imports.made_files import csv_text, xlsx
from tests.imports.made_reports import consistent
from tracker.domain.annual_report.checks import checks
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.section_four import PATHS, RESULTS
from tracker.domain.annual_report.section_three import result_codes
from tracker.domain.labels import ApplicantType
from tracker.imports.report_files import read_report
from tracker.now import now
from tracker.services.reports.remedies import RemedyFacts, close_remedy, register_remedy

HEADINGS = ["来源编号", "收到日期", "标题", "申请人类别", "获取方式", "答复日期", "办理结果"]
PRINTED = {
    "granted": "（一）予以公开",
    "partial": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "d1": "1.属于国家秘密",
    "d2": "2.其他法律行政法规禁止公开",
    "d3": "3.危及“三安全一稳定”",
    "d4": "4.保护第三方合法权益",
    "d5": "5.属于三类内部事务信息",
    "d6": "6.属于四类过程性信息",
    "d7": "7.属于行政执法案卷",
    "d8": "8.属于行政查询事项",
    "u1": "1.本机关不掌握相关政府信息",
    "u2": "2.没有现成信息需要另行制作",
    "u3": "3.补正后申请内容仍不明确",
    "n1": "1.信访举报投诉类申请",
    "n2": "2.重复申请",
    "n3": "3.要求提供公开出版物",
    "n4": "4.无正当理由大量反复申请",
    "n5": "5.要求行政机关确认或重新出具已获取信息",
    "o1": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "o2": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "o3": "3.其他",
    "other": "（六）其他处理",
}
# What people keep in their ledger instead of the whole label.
SHORT = {
    code: label.partition("（区分")[0].lstrip("（一二三四五六）1234567890.")
    for code, label in PRINTED.items()
}


def requests(report, seed):
    """One line per request behind a printed table; who was carried in was received the year before."""
    chance, table = Random(seed), report.three  # noqa: S311 -- invented days
    lines = []
    for applicant in ApplicantType:
        fates = [
            code
            for code in [*result_codes(report.edition), "C"]
            for _ in range(table.value(code, applicant.value))
        ]
        chance.shuffle(fates)
        carried = table.value("carried", applicant.value)
        for place, code in enumerate(fates):
            year = report.year - (place < carried)
            received = date(year, 12 if place < carried else chance.randint(1, 5), chance.randint(1, 28))
            answered = None if code == "C" else date(report.year, 6, 1) + timedelta(chance.randint(0, 213))
            lines.append(
                [received, "申请样本文件", applicant.label, "邮寄", answered, "" if code == "C" else code]
            )
    chance.shuffle(lines)
    return [[f"〔{report.year}〕{place}号", *line] for place, line in enumerate(lines, 1)]


def as_workbook(lines):
    """Days as days, results by their printed labels."""
    return "申请台账.xlsx", xlsx(HEADINGS, *([*line[:-1], PRINTED.get(line[-1], "")] for line in lines))


def as_text(lines):
    """As an old program writes it: GB18030, days with points, short words for the results."""

    def day(value):
        return f"{value.year}.{value.month}.{value.day}" if value else ""

    rows = [
        [number, day(received), *facts, day(answered), SHORT.get(code, "")]
        for number, received, *facts, answered, code in lines
    ]
    return "申请台账.csv", csv_text(HEADINGS, *rows).encode("gb18030")


@pytest.mark.parametrize(("year", "edition"), [(2020, Edition.TRIAL), (2024, Edition.CURRENT)])
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("written", [as_workbook, as_text])
def test_published_table_comes_out_cell_for_cell(run_command, agency, tmp_path, year, edition, seed, written):
    report = consistent(edition, seed, year=year, most=6)
    assert checks(report) == []
    lines = requests(report, seed)
    name, content = written(lines)
    path, out = tmp_path / name, tmp_path / "年报.json"
    path.write_bytes(content)
    told = run_command("cases", "import", str(path), "--kind", "disclosure", "--commit", "--json")
    assert told.exit_code == 0, told.stderr
    assert json.loads(told.stdout)["created"] == len(lines)
    enter_remedies(agency, report)
    assert run_command("report", "annual", str(year), "--out", str(out)).exit_code == 0
    again = read_report(out.read_bytes(), out.name)
    assert again.three == report.three
    assert again.four == report.four


def enter_remedies(agency, report):
    """Section four as its register is filled in."""
    for path in PATHS:
        for result in RESULTS[:-1]:
            for _ in range(report.four.value(path, result)):
                remedy = register_remedy(
                    agency=agency,
                    facts=RemedyFacts(route=path, authority="示例人民法院", filed_on=date(report.year, 5, 6)),
                    on=date(report.year + 1, 1, 5),
                    at=now(),
                    actor_id=None,
                )
                if result != "pending":
                    close_remedy(
                        remedy=remedy,
                        result=result,
                        closed_on=date(report.year, 9, 1),
                        on=date(report.year + 1, 1, 5),
                        at=now(),
                        actor_id=None,
                    )
