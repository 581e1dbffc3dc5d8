"""Figures inside the written sections: a field like ``{新收申请}`` follows the cases until freezing."""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.section_four import PATHS, SectionFour
from tracker.domain.annual_report.section_three import TOTAL, SectionThree, result_codes
from tracker.domain.annual_report.section_two import SectionTwo

LONGEST_OVERVIEW = 1000
"""Characters that 一、总体情况 may have in the format of 2021 (国办公开办函〔2021〕30号)."""

# A Chinese keyboard types the braces full width.
_FIELD = re.compile(r"[{｛]([^{}｛｝\s]{1,12})[}｝]")
_NUMBERED = re.compile(r"^（[一二三四五六七八九十]+）")
_NEXT_HEADING = "（一）"
_SUBHEADING = re.compile(r"^（[一二三四五六七八九十]+）[^。；，]{1,24}$")

FIELDS = MappingProxyType(
    {
        "年份": "报告年度",
        "机关名称": "本机关名称",
        "格式依据": "年报格式的通知文号",
        "联系方式": "地址、邮编、电话、邮箱",
        "办结情况": "热线、信箱办结情况一句话",
        "分渠道办结情况": "同一句话，按渠道分写",
        "新收申请": "第三部分第一项",
        "上年结转申请": "第三部分第二项",
        "办结申请": "第三部分（七）总计",
        "结转下年": "第三部分第四项",
        "予以公开": "第三部分（一）",
        "部分公开": "第三部分（二）",
        "不予公开": "第三部分（三）合计",
        "无法提供": "第三部分（四）合计",
        "不予处理": "第三部分（五）合计",
        "其他处理": "第三部分（六）合计",
        "行政复议": "第四部分行政复议总计",
        "行政诉讼": "第四部分行政诉讼总计",
        "信息处理费": "本年收取的信息处理费（元）",
        "收费通知": "本年发出的收费通知（件）",
        "收费通知金额": "本年收费通知的总金额（元）",
        "拆分申请": "本年收到后拆分的申请（件）",
        "拆出申请": "由它们拆出、另计的申请（件）",
        "制发规范性文件": "第二部分本年制发（2019年格式：新制作）件数",
        "废止规范性文件": "第二部分本年废止件数",
        "现行有效规范性文件": "第二部分现行有效（2019年格式：对外公开）件数",
        "行政许可决定": "第二部分行政许可处理决定数量",
        "行政处罚决定": "第二部分行政处罚处理决定数量",
        "行政强制决定": "第二部分行政强制处理决定数量",
        "行政事业性收费": "第二部分本年收费金额（万元）",
    }
)
"""Every field with what it stands for."""
NOT_ENTERED = "（未填）"
"""What a field of section two prints while its cell is blank, or the format has no such cell."""
_ITEM_FIELDS = MappingProxyType(
    {
        "制发规范性文件": ("normative_documents", {"made", "newly_made"}),
        "废止规范性文件": ("normative_documents", {"abolished"}),
        "现行有效规范性文件": ("normative_documents", {"in_force", "published_total"}),
        "行政许可决定": ("licences", {"decisions"}),
        "行政处罚决定": ("penalties", {"decisions"}),
        "行政强制决定": ("coercive_measures", {"decisions"}),
        "行政事业性收费": ("fees", {"fee_amount"}),
    }
)

_PREFACE = (
    "本年度报告根据《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作年度报告格式》"
    "（{格式依据}）编制，由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开"
    "行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六部分组成。\n"
    "本报告所列数据的统计期限为{年份}年1月1日至12月31日。如有疑问，请与{机关名称}联系{联系方式}。"
)
_OVERVIEW = (
    "（一）主动公开\n{办结情况}\n"
    "（二）依申请公开\n"
    "{年份}年新收政府信息公开申请{新收申请}件，上年结转{上年结转申请}件，办理完毕{办结申请}件，"
    "结转下年度继续办理{结转下年}件。办理结果：予以公开{予以公开}件，部分公开{部分公开}件，不予公开{不予公开}件，"
    "无法提供{无法提供}件，不予处理{不予处理}件，其他处理{其他处理}件。\n"
    "（三）政府信息管理\n（四）政府信息公开平台建设\n（五）监督保障"
)
_PROBLEMS = "（一）存在的主要问题\n（二）改进情况"
_FEES = "{年份}年，本机关收取信息处理费{信息处理费}元。"
DEFAULT_TEXTS = MappingProxyType(
    {
        Edition.TRIAL: MappingProxyType(
            {"preface": _PREFACE, "one": _OVERVIEW, "five": _PROBLEMS, "six": "无"}
        ),
        Edition.CURRENT: MappingProxyType(
            {
                "preface": _PREFACE,
                "one": _OVERVIEW,
                "five": _PROBLEMS,
                "six": _FEES,
            }
        ),
    }
)


def characters(text: str) -> int:
    """How many characters of ``text`` count: blanks and line breaks do not."""
    return len("".join(text.split()))


def filled(text: str, figures: Mapping[str, str]) -> str:
    """Return ``text`` with its fields replaced; a field that is not in ``figures`` stays as written."""
    return _FIELD.sub(lambda match: figures.get(match[1], match[0]), text)


def unknown_fields(text: str) -> tuple[str, ...]:
    """Return the fields of ``text`` that do not exist, for a warning at the editor."""
    return tuple(name for name in _FIELD.findall(text) if name not in FIELDS)


def left_open(text: str) -> tuple[str, ...]:
    """What a printed text still has to be written: fields in braces, cells not entered, headings with nothing below."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    empty = (
        f"“{line}”下面没有写"
        for line, below in pairwise([*lines, _NEXT_HEADING])
        if _SUBHEADING.match(line) and _NUMBERED.match(below)
    )
    fields = (f"字段“{name}”没有填上" for name in unfilled_fields(text))
    return (*fields, *(["第二部分的格子没有填"] if NOT_ENTERED in text else []), *empty)


def unfilled_fields(text: str) -> tuple[str, ...]:
    """The fields still in braces."""
    return tuple(_FIELD.findall(text))


def item_figures(two: SectionTwo | None) -> dict[str, str]:
    """Return the fields that repeat a figure of section two."""
    figures = {}
    for name, (row, columns) in _ITEM_FIELDS.items():
        held = [] if two is None else [two.value(row, column) for column in columns]
        number = next((number for number in held if number is not None), None)
        figures[name] = (
            NOT_ENTERED if number is None else f"{number:f}" if isinstance(number, Decimal) else str(number)
        )
    return figures


def table_figures(three: SectionThree, four: SectionFour) -> dict[str, str]:
    """Return the fields that repeat a figure of the tables; a blank reads as 0."""

    def total(*codes: str) -> str:
        return str(sum(three.value(code, TOTAL) or 0 for code in codes))

    def group(letter: str) -> str:
        return total(*(code for code in result_codes(three.edition) if code[0] == letter))

    remedies = {path: four.value(path, TOTAL) or 0 for path in PATHS}
    return {
        "新收申请": total("new"),
        "上年结转申请": total("carried"),
        "办结申请": total("T"),
        "结转下年": total("C"),
        "予以公开": total("granted"),
        "部分公开": total("partial"),
        "不予公开": group("d"),
        "无法提供": group("u"),
        "不予处理": group("n"),
        "其他处理": group("o"),
        "行政复议": str(remedies[PATHS[0]]),
        "行政诉讼": str(remedies[PATHS[1]] + remedies[PATHS[2]]),
    }
