"""A published section three, typed in as one row per request, comes out again cell for cell."""

import json
import random
from datetime import date, timedelta

import pytest

from tests.imports.made_files import xlsx
from tracker.domain.annual_report.editions import Edition
from tracker.domain.labels import ApplicantType

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
ROWS = {
    Edition.CURRENT: [code for code in PRINTED if code != "other"],
    Edition.TRIAL: [code for code in PRINTED if code not in {"o1", "o2", "o3"}],
}


def published(edition, seed):
    """Row code → numbers by column, as an agency might print them; new, carried, C follow the equation."""
    chance = random.Random(seed)  # noqa: S311  invented figures
    return {code: [chance.choice([0, 0, 1, 2, 5]) for _ in ApplicantType] for code in [*ROWS[edition], "C"]}


def requests(table, year, seed):
    """One line per request; every third one was carried in from the year before."""
    chance = random.Random(seed)  # noqa: S311  invented figures
    carried = [0] * len(ApplicantType)
    lines = []
    for code, numbers in table.items():
        for column, (applicant, number) in enumerate(zip(ApplicantType, numbers, strict=True)):
            for _ in range(number):
                is_carried = len(lines) % 3 == 0
                carried[column] += is_carried
                received = date(year - is_carried, 12 if is_carried else 3, chance.randint(1, 28))
                answered = "" if code == "C" else date(year, 6, 1) + timedelta(chance.randint(0, 90))
                result = "" if code == "C" else PRINTED[code]
                number_ = f"〔{year}〕{len(lines) + 1}号"
                lines.append([number_, received, "申请样本文件", applicant.label, "邮寄", answered, result])
    chance.shuffle(lines)
    return lines, carried


@pytest.mark.parametrize(("year", "edition"), [(2020, Edition.TRIAL), (2024, Edition.CURRENT)])
@pytest.mark.parametrize("seed", [1, 2])
def test_published_table_comes_out_cell_for_cell(run_command, tmp_path, year, edition, seed):
    table = published(edition, seed)
    lines, carried = requests(table, year, seed)
    path, out = tmp_path / "申请台账.xlsx", tmp_path / "年报.json"
    path.write_bytes(xlsx(HEADINGS, *lines))
    told = run_command("cases", "import", str(path), "--kind", "disclosure", "--commit", "--json")
    assert told.exit_code == 0, told.stderr
    assert json.loads(told.stdout)["created"] == len(lines)
    assert run_command("report", "annual", str(year), "--out", str(out)).exit_code == 0
    rows = json.loads(out.read_text("utf-8"))["section3"]["rows"]
    for code, numbers in table.items():
        assert rows[code] == [*numbers, sum(numbers)], code
    assert rows["carried"] == [*carried, sum(carried)]
    everything = [sum(numbers[column] for numbers in table.values()) for column in range(len(ApplicantType))]
    assert rows["new"][:-1] == [all_ - old for all_, old in zip(everything, carried, strict=True)]
