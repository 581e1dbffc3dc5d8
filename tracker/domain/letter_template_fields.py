"""模板字段: what a letter's template may name, and what an office's own one must not leave out."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from tracker.domain.errors import DomainError

TEMPLATE_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "number": "文号，按文书种类和年度连续编号",
        "addressee": "抬头：申请人，或者拟稿时写的第三方、其他机关",
        "applicant": "申请人姓名",
        "you": "申请人是自然人的为“您”，其他为“你单位”",
        "received": "收到日期",
        "receipt_method": "收到方式",
        "receipt_basis": "收到日期是怎样确定的",
        "corrected": "收到补正材料的日期；没有补正的空着",
        "case_number": "本件编号",
        "asked": "申请公开的内容",
        "details": "拟稿时填写的正文，每行一段",
        "until": "补正、说明理由、函复的期限",
        "due": "答复期限",
        "outcome": "答复结果",
        "finding": "按条文写的认定",
        "full_basis": "条款",
        "remedy": "救济途径，按答复结果、文书日期和送达方式选定，或者拟稿人改过的",
        "yuan": "信息处理费金额",
        "fee_basis": "信息处理费的计收方式",
        "pay_within": "缴费期限，例如“20个工作日”",
        "after_payment": "缴费后期限怎样：“重新计算”或者“继续计算”",
        "delivery": "申请的提供方式",
        "contact": "联系方式",
        "agency": "机关名称",
        "signed_on": "文书日期",
    }
)
NOT_TO_BE_LOST = ("number", "details", "until", "due", "remedy", "yuan", "signed_on")
"""What a letter tells that nobody can write into a template once for all."""


def refuse_unfit_template(named: Collection[str], shipped: Collection[str]) -> None:
    """Raise DomainError where a template that names the fields ``named`` cannot stand in for the ``shipped`` one.

    An unknown field would leave a hole in the letter, a missing one would drop the drafter's words, a period or the
    remedies.
    """
    if unknown := sorted(set(named) - set(TEMPLATE_FIELDS)):
        raise DomainError(
            f"模板里的 {_shown(unknown)} 不认得，出文书时会空着；可用的名称见下面的表。", field="file"
        )
    if missing := [name for name in NOT_TO_BE_LOST if name in shipped and name not in named]:
        raise DomainError(f"模板里没有 {_shown(missing)}，这份文书不能少，请加上。", field="file")
    if not {"addressee", "applicant"} & set(named):
        raise DomainError("模板里没有 {{ addressee }}，文书要写明发给谁，请加上。", field="file")


def _shown(names: Collection[str]) -> str:
    return "、".join(f"{{{{ {name} }}}}" for name in names)
