"""What an answer finds, in the words of its article, and what its letter must not forget to say."""

from collections.abc import Mapping
from types import MappingProxyType

from tracker.domain.outcomes import Outcome

O = Outcome  # noqa: E741 - the tables below read better with one letter
FINDINGS: Mapping[Outcome, str] = MappingProxyType(
    {
        O.STATE_SECRET: "属于依法确定为国家秘密的政府信息",
        O.FORBIDDEN_BY_LAW: "属于法律、行政法规禁止公开的政府信息",
        O.ENDANGERS_SECURITY: "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
        O.THIRD_PARTY_RIGHTS: "涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害",
        O.INTERNAL_AFFAIRS: "属于行政机关的内部事务信息",
        O.PROCESS_INFORMATION: "属于行政机关在履行行政管理职能过程中形成的过程性信息",
        O.ENFORCEMENT_FILE: "属于行政执法案卷信息",
        O.REGISTER_INQUIRY: "{you}申请的信息，有关法律、行政法规对其获取有特别规定，应当依照该规定办理",
        O.MUST_BE_MADE: "{you}申请的信息，需要本机关对现有政府信息进行加工、分析才能形成",
        O.STILL_UNCLEAR: "{you}的申请经补正后，内容仍不明确，本机关无法据此提供政府信息",
        O.PETITION_IN_DISGUISE: (
            "{you}以政府信息公开申请的形式进行信访、投诉、举报等活动，该申请不作为政府信息公开申请处理"
        ),
        O.PUBLICATION_ASKED: "{you}申请提供的是政府公报、报刊、书籍等公开出版物",
        O.CONFIRMATION_ASKED: "{you}要求本机关对已经获取的信息予以确认或者重新出具，该申请不予处理",
        O.NOT_CORRECTED: "{you}无正当理由，逾期未补正申请内容",
        O.FEE_NOT_PAID: "{you}逾期未按收费通知的要求缴纳信息处理费",
    }
)
"""Those of refusals go on from ``您申请公开的信息``; the others are sentences of their own about ``{you}``."""

MUST_SAY: Mapping[Outcome, str] = MappingProxyType(
    {
        O.ALREADY_PUBLIC: "写明在哪里、怎样查到。",
        O.GRANTED: "写明提供哪些材料；另行提供的，写明时间、地点和方式。",
        O.PARTLY_GRANTED: "分别写明公开的部分、不公开的部分，以及每一部分不公开的条款和理由。",
        O.THIRD_PARTY_RIGHTS: "写明征求第三方意见的情况，以及为什么不公开不会对公共利益造成重大影响。",
        O.REGISTER_INQUIRY: "写明依照哪一部法律、行政法规，到哪个机构查询。",
        O.NOT_HELD: "信息不存在的写明检索的范围和方法；不归本机关的写明理由，知道是哪个机关的写明名称和联系方式。",
        O.PETITION_IN_DISGUISE: "写明通过什么渠道提出，例如信访、投诉举报的受理机构。",
        O.REPEATED: "写明原答复的文号和日期。",
        O.PUBLICATION_ASKED: "写明获取的途径。",
        O.EXCESSIVE: "写明数量、频次，说明理由告知书的文号，申请人的理由和为何不合理。",
        O.NOT_CORRECTED: "写明补正告知书的文号、日期和补正期限。",
        O.FEE_NOT_PAID: "写明收费通知书的文号、日期和缴费期限。",
    }
)


def finding(outcome: Outcome, you: str) -> str:
    """What the answer finds; empty for answers whose letter says it itself."""
    return FINDINGS.get(outcome, "").format(you=you)
