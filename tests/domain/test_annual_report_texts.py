"""The written sections held against the tables: what contradicts them is told, and nothing else is.

The tables: 7 new requests, 1 carried in, 7 answered (3 granted, 1 withheld, 2 not held, 1 otherwise), 1 carried out;
no review, 2 suits; 2 documents made, 1 abolished, 6 in force, 498 licences, 12 penalties, coercive measures blank.
"""

import re
from decimal import Decimal

import pytest

from tests.domain.test_annual_report_checks import KNOWN, report
from tracker.domain.annual_report.checks import checks
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.findings import Check, Severity
from tracker.domain.annual_report.section_four import SectionFour
from tracker.domain.annual_report.section_two import SectionTwo
from tracker.domain.annual_report.text_fields import (
    FIELDS,
    filled,
    item_figures,
    table_figures,
    unknown_fields,
)

FOUR = SectionFour({"reconsideration": (0,) * 5, "litigation_direct": (2, 0, 0, 0, 2)})
TWO = SectionTwo(
    Edition.CURRENT,
    {
        "regulations": (0, 0, 0),
        "normative_documents": (2, 1, 6),
        "licences": (498,),
        "penalties": (12,),
        "coercive_measures": (None,),
        "fees": (0,),
    },
)


def found_in(text, part="one"):
    every = checks(report(texts={part: text}, two=TWO, four=FOUR, known=KNOWN))
    # one cell of section two is left blank on purpose, which is said by a check of its own
    assert [one.found for one in every if one.check is Check.ALL_ENTERED] == [9]
    found = [one for one in every if one.check is not Check.ALL_ENTERED]
    assert {finding.check for finding in found} <= {Check.TEXT_AGREES}
    assert {finding.severity for finding in found} <= {Severity.WARNING}
    return [(finding.found, finding.expected) for finding in found]


WHOLE = """（一）主动公开
2024年，我局通过门户网站主动公开政府信息328条，其中部门动态126条、通知公告48条；通过公众号发布信息215条，点击量达3.2万次。
制发行政规范性文件2件，废止1件，现行有效行政规范性文件6件；作出行政许可决定498件、行政处罚决定12件。
受理12345热线1128件，办结1124件，办结率99.64%，比上年提高1.2个百分点。
（二）依申请公开
严格落实《条例》第二十九条、第33条和国办公开办函〔2021〕30号要求，自收到政府信息公开申请之日起20个工作日内答复。
全年共收到政府信息公开申请7件（自然人5件、商业企业2件），较2023年的4件增加3件，增长75%。上年结转1件。
办结政府信息公开申请7件，结转下年度继续办理1件。其中：予以公开3件，不予公开1件，无法提供2件，其他处理1件。
未发生因政府信息公开引发的行政复议；被提起行政诉讼2件，均已审结。
（三）政府信息管理
修订《政府信息公开申请办理规范》，明确3个岗位、5个环节。清理规范性文件15件。
（四）平台建设
设置依申请公开专栏1个，新增申请渠道2条。
（五）监督保障
组织培训3次，参训120人次，收到意见12条，评议满意率98.5%。"""


def test_a_whole_text_that_is_right_passes():
    assert found_in(WHOLE) == []


STATED = (
    "文件2件",
    "文件6件",
    "决定498件",
    "决定12件",
    "收到政府信息公开申请7件",
    "上年结转1件",
    "办结政府信息公开申请7件",
    "继续办理1件",
    "予以公开3件",
    "不予公开1件",
    "无法提供2件",
    "其他处理1件",
    "行政诉讼2件",
    "99.64%",
)


@pytest.mark.parametrize("figure", STATED)
def test_each_figure_of_that_text_is_told_when_it_is_wrong(figure):
    assert figure in WHOLE
    wrong = re.sub(r"\d+(?=件|%)", "91", figure)
    assert len(found_in(WHOLE.replace(figure, wrong))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "通过网站收到政府信息公开申请3件，通过邮寄收到政府信息公开申请4件。",
        "收到政府信息公开申请7件，其中网上收到政府信息公开申请5件，当面收到政府信息公开申请2件。",
        "通过互联网、信函、当面等方式共收到政府信息公开申请7件。",
        "收到政府信息公开申请后20个工作日内答复，确需延长的，可延长20个工作日。",
        "收到政府信息公开申请按照《条例》第33条规定办理。",
        "收到政府信息公开申请较上年增加3件。",
        "收到政府信息公开申请同比减少5件，收到政府信息公开申请约10件。",
        "收到政府信息公开申请涉及3个科室，受理政府信息公开申请实行3个窗口联办。",
        "收到关于政府信息公开申请办理的意见5条。",
        "答复政府信息公开申请所需文件12份，平均用时12个工作日。",
        "2024年1至11月收到政府信息公开申请6件。",
        "上半年受理依申请公开4件，第三季度收到政府信息公开申请2件。",
        "截至11月底，收到政府信息公开申请6件。",
        "条例实施以来累计收到政府信息公开申请120件，近三年共收到政府信息公开申请21件。",
        "2022年收到政府信息公开申请3件、2023年收到政府信息公开申请5件。",
        "延期答复政府信息公开申请2件，尚未答复政府信息公开申请1件。",
        "无一件政府信息公开申请逾期答复。",
        "没有专人负责依申请公开工作。",
        "没有专职人员，政府信息公开申请的办理由办公室兼任。",
        "没有发生政府信息公开申请逾期答复的情况。",
        "没有收到对政府信息公开申请答复不满的投诉。",
        "没有被纠正的行政复议案件，无行政复议被纠正、行政诉讼败诉情形。",
        "无需经过行政复议即可直接起诉，依照《条例》第51条行政复议、行政诉讼的规定告知。",
        "作为复议机关受理行政复议申请12件。",
        "全区行政机关收到行政复议申请86件，其中涉及政府信息公开的0件。",
        "行政复议1起苗头性问题得到化解。",
        "对12件规范性文件予以公开12件，解读3件。",
        "公开行政处罚决定8件，在网站公示行政许可决定400件，转发上级规范性文件12件。",
        "行政强制决定5件。",
        "2023年作出行政许可决定300件。",
        "2023年结转的申请1件，2022年结转的申请4件，2023年结转至2024年1件。",
        "行政复议与行政诉讼案件共2起。",
        "指导乡镇收到政府信息公开申请20件。",
        "力争2025年收到政府信息公开申请后10个工作日内答复率达到80%以上。",
        "收费标准：信息处理费每件100元，30页以下不收费，31至100页收取信息处理费10元/页。",
        "没有违规收取信息处理费的问题。",
        "收到政府信\n息公开申请7件，前后两行是一句。",
    ],
)
def test_what_states_no_figure_of_the_tables_is_left_alone(text):
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("截至2024年12月31日，收到政府信息公开申请8件。", [(8, 7)]),
        ("2024年1月1日至12月31日，收到政府信息公开申请8件。", [(8, 7)]),
        ("全年共收到8件政府信息公开申请。", [(8, 7)]),
        ("接到政府信息公开申请书9份。", [(9, 7)]),
        ("新增政府信息公开申请件数为9件。", [(9, 7)]),
        ("收到和处理政府信息公开申请办理事项为0件。", [(0, 7)]),
        ("本年没有公民、法人或者其他组织提出政府信息公开申请。", [(0, 7)]),
        ("无政府信息公开申请。", [(0, 7)]),
        ("答复了6件政府信息公开申请。", [(6, 7)]),
        ("结转至2025年继续办理2件。", [(2, 1)]),
        ("2023年结转政府信息公开申请2件，办结8件（含2023年结转的3件）。", [(2, 1), (3, 1)]),
        ("行政复议和行政诉讼案件共3起。", [(3, 2)]),
        ("没有因政府信息公开引起的行政复议和行政诉讼案件。", [(0, 2)]),
        ("制定规范性文件3件，现行有效的行政规范性文件共7件。", [(3, 2), (7, 6)]),
        ("本年度未收取信息处理费。", [(0, 12800)]),
    ],
)
def test_what_contradicts_a_table_is_told_with_both_numbers(text, found):
    assert found_in(text) == found


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "words", ["共计", "共", "计", "政府信息", "的", "()", "(()", "度继续", "总计合计累计"]
)
def test_a_text_of_any_shape_is_read_at_once(words):
    for start, end in (
        ("收到政府信息公开申请", "8x"),
        ("信息处理费", "8x"),
        ("结转下年", "8x"),
        ("没有", "行政复议"),
    ):
        found_in(start + words * 3000 + end, "five")


@pytest.mark.timeout(20)
def test_a_text_of_many_figures_is_read_at_once():
    assert len(found_in("收到政府信息公开申请8件。" * 1500, "five")) == 1500


def test_a_number_without_end_is_no_figure():
    assert found_in(f"收到政府信息公开申请{'9' * 5000}件，信息处理费{'九' * 5000}元。", "five") == []


def test_a_contradiction_of_section_two_leads_to_its_cell():
    (finding,) = checks(report(texts={"one": "现行有效行政规范性文件7件。"}, two=TWO))
    assert (finding.row, finding.column, finding.part) == ("normative_documents", "in_force", "one")
    assert "第二部分“规范性文件现行有效件数”是 6" in finding.message


def test_the_trial_format_is_held_against_its_own_columns():
    two = SectionTwo(Edition.TRIAL, {"normative_documents": (2, 1, 6), "licences": (20, -1, 498)})
    trial = report(
        {}, Edition.TRIAL, texts={"one": "制定规范性文件3件，废止9件；行政许可决定497件。"}, two=two
    )
    assert [(finding.row, finding.column, finding.found) for finding in checks(trial)] == [
        ("normative_documents", "newly_made", 3),
        ("licences", "decisions", 497),
    ]


@pytest.mark.parametrize(
    ("two", "printed"),
    [
        (TWO, "2 1 6 498 12 （未填） 0"),
        (SectionTwo(Edition.CURRENT, {"fees": (Decimal("0.000001"),)}), "（未填） " * 6 + "0.000001"),
        (
            SectionTwo(
                Edition.TRIAL, {"normative_documents": (2, 1, 6), "licences": (20, -1, 0), "fees": (4, -1)}
            ),
            "2 （未填） 6 0 （未填） （未填） （未填）",
        ),
        (None, " ".join(["（未填）"] * 7)),
    ],
)
def test_figures_of_section_two_are_fields_of_the_texts(two, printed):
    names = (
        "制发规范性文件",
        "废止规范性文件",
        "现行有效规范性文件",
        "行政许可决定",
        "行政处罚决定",
        "行政强制决定",
        "行政事业性收费",
    )
    text = " ".join(f"{{{name}}}" for name in names)
    assert unknown_fields(text) == ()
    assert filled(text, item_figures(two)) == printed


def test_every_field_is_filled():
    figures = set(table_figures(report().three, FOUR)) | set(item_figures(TWO))
    of_the_agency = {
        "年份",
        "机关名称",
        "格式依据",
        "联系方式",
        "办结情况",
        "分渠道办结情况",
        "信息处理费",
        "收费通知",
        "收费通知金额",
        "拆分申请",
        "拆出申请",
    }
    assert figures | of_the_agency == set(FIELDS)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "（一）存在的主要问题\n（二）改进情况",
            "“（一）存在的主要问题”下面没有写；“（二）改进情况”下面没有写",
        ),
        ("（一）存在的主要问题\n公开不够及时。\n（二）改进情况\n（1）按月检查。", ""),
        ("新收{新收申情}件。", "字段“新收申情”没有填上"),
        ("行政许可决定（未填）件。", "第二部分的格子没有填"),
        ("", ""),
    ],
)
def test_what_a_text_leaves_to_be_written_is_told_before_it_is_printed(text, told):
    own = report(texts={"five": text}, known=KNOWN)
    assert [one.message for one in checks(own) if one.check is Check.TEXT_UNFINISHED] == (
        [f"第五部分：{told}。"] if told else []
    )
    assert checks(report(texts={"five": text})) == []


def test_braces_of_a_chinese_keyboard_are_fields_too():
    assert filled("新收｛新收申请｝件，{新收申请}件", {"新收申请": "7"}) == "新收7件，7件"
