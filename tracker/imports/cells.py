"""Turn single cells into typed values: texts, numbers kept as text, and words of choice."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType

from tracker.domain.labels import ApplicantType, ItemType, ReceiptMethod, Satisfaction
from tracker.imports.workbook_archive import UNCALCULATED

ERROR_CODES = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", UNCALCULATED}
)
NOTHING = frozenset(
    {"/", "\\", "-", "--", "—", "——", "无", "暂无", "空", "null", "none", "nan", "nat", "n/a"}
)
"""Words that mean an empty cell in columns of dates, numbers and choices."""

EXACT_DIGITS = 15
"""A spreadsheet keeps this many digits of a number; the rest become zeros."""

_IDENTITY = re.compile(r"\d{11,20}[\dXx]")
_PROTECTED = re.compile(r"'[ ]*[=+\-@]")
"""A text that a ledger in csv keeps from being read as a formula."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u2060]|_x000[dD]_")
_SCIENTIFIC = re.compile(r"[A-Za-z]{0,8}\d(?:\.\d+)?[eE]\+?\d{1,3}$")
_FORMULA_TEXT = re.compile(r'="(.*)"$', re.DOTALL)


class CellUnreadable(ValueError):
    """A cell whose value cannot be taken as it stands; the message is Chinese and says how to mend it."""


def clean_text(cell: object) -> str:
    """Return a cell as text without control characters and leading blanks; inner line breaks are kept."""
    if isinstance(cell, str):
        if _PROTECTED.match(cell):
            return clean_text(cell[1:])
        if cell.isprintable() and "_x000" not in cell:
            return cell.strip()
        text = _CONTROL.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))
        return "\n".join(line.rstrip() for line in text.split("\n")).strip()
    return _plain(cell)


def _plain(cell: object) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def one_line(cell: object) -> str:
    """Return a cell as text on one line."""
    return " ".join(clean_text(cell).split())


def is_nothing(cell: object) -> bool:
    """Tell whether a cell is empty or holds a word for nothing."""
    if cell == "":
        return True
    text = clean_text(cell)
    return not text or text.casefold() in NOTHING


def check_error(cell: object) -> None:
    """Raise ``CellUnreadable`` when the cell shows a formula's error or was never calculated."""
    if isinstance(cell, str) and cell.strip() in ERROR_CODES:
        if cell.strip() == UNCALCULATED:
            raise CellUnreadable("公式还没有算出结果。请用 Excel 或 WPS 打开文件、保存一次，再导入。")
        raise CellUnreadable(f"单元格是公式错误 {cell.strip()}。请改成实际的值。")


def identity_fault(text: str) -> str:
    """What is wrong with an identity number: 18 signs, 15 in old ones; other documents are told by their letters."""
    is_identity = _IDENTITY.fullmatch(text) is not None
    if not is_identity or len(text) in {15, 18}:
        return ""
    return f"应为 18 位（老证 15 位），现在是 {len(text)} 位。请核对；是别的证件的，在号码前写明证件名称。"


def number_text(cell: object, what: str) -> str:
    """Read a number that is a name (phone, document, order number) as text; ``what`` names it in the refusal.

    Raises ``CellUnreadable`` when the spreadsheet has already lost digits.
    """
    if is_nothing(cell):
        return ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if abs(cell) >= 10**EXACT_DIGITS:
            raise CellUnreadable(
                f"“{cell:.0f}”超过 {EXACT_DIGITS} 位又存成了数值，后几位已丢失。"
                f"请从原平台重新导出，并把{what}这一列设为文本。"
            )
        return _plain(cell)
    text = unicodedata.normalize("NFKC", one_line(cell)) if isinstance(cell, str) else _plain(cell)
    if text.isdecimal():
        return text
    if wrapped := _FORMULA_TEXT.match(text):
        text = wrapped[1].strip()
    text = text.removeprefix("'").strip()
    if _SCIENTIFIC.fullmatch(text) and ("." in text or "+" in text):
        raise CellUnreadable(
            f"“{text}”被表格软件改成了科学记数，后几位已丢失。请从原平台重新导出，并把{what}这一列设为文本。"
        )
    whole = text.removesuffix(".0")
    return whole if whole.isdecimal() else text


def _key(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


_ITEM_TYPES: Mapping[str, ItemType] = MappingProxyType(
    {member.label: member for member in ItemType}
    | {member.value: member for member in ItemType}
    | {
        "咨询查询": ItemType.CONSULTATION,
        "查询": ItemType.CONSULTATION,
        "政策咨询": ItemType.CONSULTATION,
        "求决": ItemType.HELP,
        "求助求决": ItemType.HELP,
        "诉求": ItemType.HELP,
        "报修": ItemType.HELP,
        "投诉举报": ItemType.COMPLAINT,
        "批评": ItemType.COMPLAINT,
        "投诉请求": ItemType.COMPLAINT,
        "检举": ItemType.REPORT,
        "揭发控告": ItemType.REPORT,
        "检举控告": ItemType.REPORT,
        "谏言": ItemType.SUGGESTION,
        "建言": ItemType.SUGGESTION,
        "意见建议": ItemType.SUGGESTION,
        "建议意见": ItemType.SUGGESTION,
        "意见": ItemType.SUGGESTION,
        "建言献策": ItemType.SUGGESTION,
        "感谢": ItemType.PRAISE,
        "表扬感谢": ItemType.PRAISE,
    }
)


def item_type(cell: object) -> ItemType | None:
    """Read 诉求类型, with or without 类; None for a word that is none of ours."""
    key = _key(one_line(cell)).replace("、", "").replace("/", "").replace("与", "")
    return _ITEM_TYPES.get(key) or _ITEM_TYPES.get(
        key.removesuffix("件").removesuffix("类型").removesuffix("类")
    )


_APPLICANTS: Mapping[str, ApplicantType] = MappingProxyType(
    {member.label: member for member in ApplicantType}
    | {member.value: member for member in ApplicantType}
    | {
        "公民": ApplicantType.NATURAL_PERSON,
        "个人": ApplicantType.NATURAL_PERSON,
        "企业": ApplicantType.BUSINESS,
        "公司": ApplicantType.BUSINESS,
        "科研院所": ApplicantType.RESEARCH,
        "社会公益机构": ApplicantType.PUBLIC_WELFARE,
        "公益组织": ApplicantType.PUBLIC_WELFARE,
        "法律服务组织": ApplicantType.LEGAL_SERVICE,
        "律师事务所": ApplicantType.LEGAL_SERVICE,
        "其他组织": ApplicantType.OTHER,
        "其它": ApplicantType.OTHER,
    }
)


def applicant_type(cell: object) -> ApplicantType:
    """Read 申请人类别 as one of the annual table's six columns.

    Raises ``CellUnreadable`` for any other word.
    """
    text = one_line(cell)
    key = _key(text)
    for prefix in ("法人或其他组织", "法人或者其他组织"):
        key = key.removeprefix(prefix) or key
    found = _APPLICANTS.get(key.strip("()-—:/·"))
    if found is None:
        choices = "、".join(member.label for member in ApplicantType)
        raise CellUnreadable(f"申请人类别“{text}”不是年报表格的六栏之一。请填：{choices}。")
    return found


_SATISFACTION: Mapping[str, Satisfaction] = MappingProxyType(
    {member.label: member for member in Satisfaction}
    | {member.value: member for member in Satisfaction}
    | {
        "基本满意": Satisfaction.SATISFIED,
        "比较满意": Satisfaction.SATISFIED,
        "较满意": Satisfaction.SATISFIED,
        "是": Satisfaction.SATISFIED,
        "很满意": Satisfaction.VERY_SATISFIED,
        "一般": Satisfaction.UNDERSTANDING,
        "否": Satisfaction.DISSATISFIED,
        "非常不满意": Satisfaction.DISSATISFIED,
        "很不满意": Satisfaction.DISSATISFIED,
        "不太满意": Satisfaction.DISSATISFIED,
        "联系不上": Satisfaction.NOT_REACHED,
        "无人接听": Satisfaction.NOT_REACHED,
        "未评": Satisfaction.NOT_RATED,
        "未评分": Satisfaction.NOT_RATED,
    }
)


def satisfaction(cell: object) -> Satisfaction | None:
    """Read 满意度; None for a word that is no rating of ours."""
    return _SATISFACTION.get(_key(one_line(cell)))


_RECEIPT: Mapping[str, ReceiptMethod] = MappingProxyType(
    {_key(member.label): member for member in ReceiptMethod}
    | {member.value: member for member in ReceiptMethod}
    | {
        "当面": ReceiptMethod.HANDED_IN,
        "当面申请": ReceiptMethod.HANDED_IN,
        "现场": ReceiptMethod.HANDED_IN,
        "现场申请": ReceiptMethod.HANDED_IN,
        "窗口": ReceiptMethod.HANDED_IN,
        "挂号信": ReceiptMethod.REGISTERED_MAIL,
        "ems": ReceiptMethod.REGISTERED_MAIL,
        "邮政特快专递": ReceiptMethod.REGISTERED_MAIL,
        "平信": ReceiptMethod.ORDINARY_LETTER,
        "网络": ReceiptMethod.INTERNET,
        "网上申请": ReceiptMethod.INTERNET,
        "网络申请": ReceiptMethod.INTERNET,
        "邮箱": ReceiptMethod.EMAIL,
        "电子邮箱": ReceiptMethod.EMAIL,
    }
)


def receipt_method(cell: object) -> ReceiptMethod | None:
    """Read 收到方式; None where the words leave it open (信函 may be registered or not)."""
    return _RECEIPT.get(_key(one_line(cell)))


_YES = frozenset(
    {
        *("是", "有", "y", "yes", "true", "1", "√", "✓", "对"),
        *("紧急", "加急", "特急", "急", "非常紧急", "突发", "匿名", "保密", "要求保密"),
    }
)
_NO = frozenset(
    {
        *("否", "无", "不", "没有", "n", "no", "false", "0", "×"),
        *("一般", "普通", "平件", "正常", "不急", "不紧急", "非紧急", "实名", "不保密", "公开"),
    }
)


def yes_or_no(cell: object) -> bool | None:
    """Read a yes-or-no cell in its many spellings; None when it says neither."""
    if isinstance(cell, bool):
        return cell
    key = _key(one_line(cell))
    return True if key in _YES else False if key in _NO else None


_LIMIT = re.compile(
    r"(?:自?收到之日起)?(\d{1,3})(?:\.0)?个?(工作日|天|日|自然日|日历日|小时|h|个?工作小时)?(?:内|以内)?$"
)


@dataclass(frozen=True, slots=True)
class LimitLength:
    """办理时限 written as a length; ``unit`` is ``working_day``, ``calendar_day`` or ``hour``."""

    length: int
    unit: str


def limit_length(cell: object, unit: object = "") -> LimitLength | None:
    """Read a limit such as ``5个工作日`` or ``5`` beside a column of units; None when it is no length.

    A bare number means working days, as on the work orders.
    """
    match = _LIMIT.match(_key(one_line(cell)))
    if match is None or int(match[1]) == 0:
        return None
    word = match[2] or _key(one_line(unit)) or "工作日"
    code = "hour" if "时" in word or word == "h" else "working_day" if "工作" in word else "calendar_day"
    return LimitLength(int(match[1]), code)
