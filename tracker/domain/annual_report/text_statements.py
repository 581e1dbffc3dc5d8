"""The sentences by which reports state figures of their tables, as patterns; group 1 is the figure.

Made for text that ``text_context.joined`` has folded. Between the subject and its figure only words of counting may
stand, so that 收到申请后 20 个工作日 and 收到申请较上年增加 3 件 are not taken for figures.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from re import Pattern
from types import MappingProxyType

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.section_four import PATHS
from tracker.domain.annual_report.section_three import TOTAL, SectionThree, result_codes
from tracker.domain.written_numbers import DECIMAL, DIGITS, NUMERALS, PERCENT, WHOLE

# 第一件, 每一件, 数十件 and 近百件 state no figure, nor do 一个窗口, 一条龙, 一起办理, 第 33 条.
_COUNTED = (
    rf"(?<![第每逐任哪某数几近约上成{NUMERALS}])[{NUMERALS}]+"
    r"(?=件(?!件)|宗|份|(?<!一)[条起]|起(?=[。;,]|$|行政|政府))"
)
_NUMBER = rf"(?<![第\d.,])(?:{DIGITS})"
_FIGURE = rf"({_NUMBER}|{_COUNTED})(?:件|宗|条|份|起|个(?!工作日|月|部门|科室|单位))(?!以[上下内]|/)"
_REQUEST = r"(?:依申请公开|(?:政府)?信息公开申请|公开申请)"
_COUNTING = (
    r"(?:的|政府信息|信息|申请|办理事项|事项|办件|案件|情况|件数|总数|总量|数量|书|表|件|次数|"
    r"共|总计|合计|累计|有|为|是|计|达|:|\([^()\d]{0,12}\))*"
)
_WITHIN = r"[^。;,\d]{0,16}?"
_KIND = r"[^。;,\d]{0,8}?"
# 予以公开 3 件规范性文件 and 行政复议 1 起苗头性问题 count something else.
_END = r"(?=[,;。、()]|$|和|及|以及|与|均|都|已|全部)"
_IS = r"(?:的)?(?:申请)?(?:有|为|共|共计|:)?"
_AT_WORK = (
    r"(?!人|书|表|的|办理|答复|工作|处理|受理|渠道|制度|流程|规范|指南|系统|平台|专栏|目录|机构|逾期|超期)"
)
_CARRIED = (
    r"(?:度|继续|办理|处理|答复|的|有|为|共|至|到|本年|今年|政府信息公开|依申请公开|申请|事项|件数|数量|:)*"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence about section three; ``is_whole`` where a share of the figure is often told as well."""

    name: str
    row: str
    patterns: tuple[Pattern[str], ...]
    expected: Callable[[SectionThree], int]
    is_whole: bool = False


def _row(code: str) -> Callable[[SectionThree], int]:
    return lambda table: table.value(code, TOTAL) or 0


def _group(letter: str) -> Callable[[SectionThree], int]:
    return lambda table: sum(
        table.value(code, TOTAL) or 0 for code in result_codes(table.edition) if code[0] == letter
    )


def _said(*patterns: str) -> tuple[Pattern[str], ...]:
    return tuple(map(re.compile, patterns))


def _result(name: str, row: str, expected: Callable[[SectionThree], int]) -> Statement:
    return Statement(name, row, _said(rf"(?<!不){name}{_IS}{_FIGURE}{_END}"), expected)


_RECEIVED = r"(?<!未)(?<!没有)(?:新收|收到|受理|接收|接到|收取|新增)"
_ANSWERED = r"(?<![未待])(?<!未能)(?<!逾期)(?<!超期)(?<!延期)(?:办结|答复)"
STATEMENTS = (
    Statement(
        "收到申请",
        "new",
        _said(
            rf"{_RECEIVED}{_WITHIN}{_REQUEST}{_COUNTING}{_FIGURE}",
            rf"{_RECEIVED}{_KIND}{_FIGURE}(?:有效)?{_REQUEST}{_AT_WORK}",
        ),
        _row("new"),
        is_whole=True,
    ),
    Statement(
        "答复申请",
        "T",
        _said(
            rf"{_ANSWERED}{_WITHIN}{_REQUEST}{_COUNTING}{_FIGURE}",
            rf"{_ANSWERED}{_KIND}{_FIGURE}(?:有效)?{_REQUEST}{_AT_WORK}",
        ),
        _row("T"),
        is_whole=True,
    ),
    Statement("结转下年度", "C", _said(rf"结转(?:至|到)?下(?:一)?年{_CARRIED}{_FIGURE}"), _row("C")),
    Statement(
        "上年结转",
        "carried",
        _said(rf"(?:上(?:一)?年(?:度)?结转|结转上(?:一)?年){_CARRIED}{_FIGURE}"),
        _row("carried"),
    ),
    _result("予以公开", "granted", _row("granted")),
    _result("部分公开", "partial", _row("partial")),
    _result("不予公开", "d1", _group("d")),
    _result("无法提供", "u1", _group("u")),
    _result("不予处理", "n1", _group("n")),
    _result("其他处理", "o1", _group("o")),
)
OTHER_SUBJECT = re.compile(r"文件|主动|专栏|目录|栏目|公报|信息(?!公开申请)")
"""In the clause before a result: 对 12 件规范性文件予以公开 is not about requests."""
NONE_RECEIVED = re.compile(
    rf"(?:(?:未|没有|没)(?:新)?(?:收到|接到|受理|接收|发生|产生){_WITHIN}"
    rf"|(?:没有|无)(?:任何|公民[^。;\d]{{0,16}}?提出的?|申请人提出的?)?){_REQUEST}"
    r"(?=(?:事项|案件|件|的?情况)?(?:[,。;、)及和]|$))"
)
CARRIED_TO = re.compile(rf"结转(?:至|到)?(20\d\d)年{_CARRIED}{_FIGURE}")
"""结转至 2025 年 2 件: group 1 is the year, group 2 the figure."""
CARRIED_FROM = re.compile(rf"(20\d\d)年(?:度)?结转(?!至|到|下){_CARRIED}{_FIGURE}")
"""2023 年结转的申请 2 件, likewise."""


@dataclass(frozen=True, slots=True)
class RemedyStatement:
    """A sentence about section four."""

    name: str
    stated: tuple[Pattern[str], ...]
    none: Pattern[str]
    paths: tuple[str, ...]


_NO_REMEDY = r"(?:未发生|未产生|未出现|未收到|未接到|未涉及|没有|无(?![法需须论]))"


def _remedy(name: str, *paths: str) -> RemedyStatement:
    return RemedyStatement(
        name,
        _said(
            rf"{name}(?:案件|案|申请|事项)?(?:共|共计|合计|为|有|:)?{_FIGURE}{_END}",
            rf"{_FIGURE}(?:因)?(?:政府信息公开)?(?:的)?{name}(?!答复|决定|应诉|机关|工作|法|条例|人员|权)",
        ),
        re.compile(rf"{_NO_REMEDY}[^。;\d]{{0,24}}?{name}"),
        paths,
    )


REMEDIES = (_remedy("行政复议", PATHS[0]), _remedy("行政诉讼", PATHS[1], PATHS[2]))
BOTH_REMEDIES = re.compile(r"行政复议(?:案件)?(?:、|和|及|与|或|或者)(?:被?提起)?$")
"""Right before 行政诉讼 3 件, which then counts both."""
NOT_WHETHER_ANY = re.compile(
    r"纠正|败诉|撤销|违法|变更|逾期|超期|告知|权利|途径|渠道|人员|机构|负责|出庭|应诉|答辩|不服"
)
"""Around 没有…行政复议 these make it a sentence about something else."""
OF_WHICH_DISCLOSURE = re.compile(r"其中[^。;]{0,12}信息公开")
"""After the number of all reviews a body had, of which those about disclosure are told apart."""
AS_REVIEWER = re.compile(r"作为复议机关|(?:受理|审理|审结|办理)(?!.*(?:信息公开|依申请))")
"""The work of a review body is no case against itself."""

FEE = re.compile(
    r"信息处理费(?:收入|收费|金额|总额|总计|合计|共|累计|为|是|计|人民币|:|\([^()\d]{0,8}\))*"
    rf"({DECIMAL})(万)?元(?![/每])"
)
NO_FEE = re.compile(
    r"(?:未|没有|无)(?:发生|产生|收取|收到|收过|涉及)?(?:过|任何|政府|依申请公开|有关|相关|的)*信息处理费"
    r"(?=[,;。、)]|$|的?情况|事项|收入)|信息处理费(?:为|是)零(?!元)"
)
HANDLED = re.compile(rf"信访件(?:共|共计)?({WHOLE})件(?:[^。;\d]{{0,4}}?办结({WHOLE})件)?")
RATE = re.compile(rf"({WHOLE})件,办结({WHOLE})件,办结率(?:为|是|达到?)?({PERCENT})")


@dataclass(frozen=True, slots=True)
class ItemStatement:
    """A sentence about section two; ``places`` says for each format in which row and column its figure stands."""

    name: str
    pattern: Pattern[str]
    places: MappingProxyType[Edition, tuple[str, str]]


def _item(name: str, pattern: str, row: str, trial: str, current: str) -> ItemStatement:
    columns = {Edition.TRIAL: trial, Edition.CURRENT: current}
    places = {edition: (row, column) for edition, column in columns.items() if column}
    return ItemStatement(name, re.compile(pattern), MappingProxyType(places))


_DOCUMENTS = r"(?:行政)?规范性文件(?:共|共计|共有|为|有)?"
_DECIDED = r"(?:处理)?决定(?:数量|书)?(?:共|共计|为|有)?"
ITEM_STATEMENTS = (
    _item(
        "规范性文件制发件数",
        rf"(?:制发|制定|新制作|印发|出台)(?:了)?{_DOCUMENTS}{_FIGURE}",
        "normative_documents",
        "newly_made",
        "made",
    ),
    _item("规范性文件废止件数", rf"废止(?:了)?{_DOCUMENTS}{_FIGURE}", "normative_documents", "", "abolished"),
    _item(
        "规范性文件现行有效件数",
        rf"现行有效(?:的)?{_DOCUMENTS}{_FIGURE}",
        "normative_documents",
        "",
        "in_force",
    ),
    _item("行政许可处理决定", rf"行政许可{_DECIDED}{_FIGURE}", "licences", "decisions", "decisions"),
    _item("行政处罚处理决定", rf"行政处罚{_DECIDED}{_FIGURE}", "penalties", "decisions", "decisions"),
    _item("行政强制处理决定", rf"行政强制{_DECIDED}{_FIGURE}", "coercive_measures", "decisions", "decisions"),
)
PUBLISHED_ONLY = re.compile(r"公开|公示|公布|上传|其中|转发|解读|清理|审查|备案")
"""In the clause before a figure of section two: the table counts decisions, published or not."""
