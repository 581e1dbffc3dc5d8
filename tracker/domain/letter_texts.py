"""What each letter says; its paragraphs stand on one line each, as they stand in the document.

Common to all (条例 and the answering norms): title, 文号, addressee, what was asked and when it came, basis,
decision, agency, date. Words in ``{{ }}`` are filled from the case; ``details`` is what the drafter writes.
"""

from dataclasses import dataclass
from types import MappingProxyType

from tracker.domain.letters import LetterKind

_K = LetterKind


@dataclass(frozen=True, slots=True)
class LetterRule:
    """What a letter says. ``word`` is the series of its number; ``details`` the label of what the drafter writes.

    ``has_remedy`` letters end with the remedy paragraph of the outcome; ``to_applicant`` false means that the
    drafter names the addressee; ``reply_slip`` are the lines a third party fills in and sends back.
    """

    kind: LetterKind
    word: str
    paragraphs: tuple[str, ...]
    details: str = ""
    has_remedy: bool = False
    to_applicant: bool = True
    needs_until: str = ""
    reply_slip: tuple[str, ...] = ()


_ASKED = "本机关于{{ received }}收到{{ you }}提交的政府信息公开申请（编号：{{ case_number }}）{% if corrected %}，于{{ corrected }}收到{{ you }}的补正材料{% endif %}。{{ you }}申请公开：{{ asked }}。"
_SLIP = (
    "□ 同意公开　　□ 不同意公开　　□ 同意部分公开",
    "同意公开的部分：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿",
    "不同意公开的部分及理由：＿＿＿＿＿＿＿＿＿＿＿＿＿",
    "＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿",
    "签名（盖章）：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿＿＿",
)
_RULES = (
    LetterRule(
        _K.RECEIPT,
        "依申请回执",
        (
            "{{ you }}提交的政府信息公开申请，本机关已于{{ received }}收到（{{ receipt_basis }}），登记编号为{{ case_number }}。",
            "{{ you }}申请公开：{{ asked }}。",
            "本机关将在{{ due }}以前（含当日）答复。需要补正、征求意见、延长期限或者缴费的，另行书面告知。",
            "查询请联系：{{ contact }}。",
        ),
    ),
    LetterRule(
        _K.CORRECTION,
        "依申请补正",
        (
            _ASKED,
            "经审查，{{ you }}的申请内容尚不明确。根据《中华人民共和国政府信息公开条例》第三十条的规定，请{{ you }}补正下列事项：",
            "{{ details }}",
            "请于{{ until }}以前（含当日）将补正材料送交本机关。本机关自收到补正材料之日起重新计算答复期限；无正当理由逾期不补正的，视为放弃申请，本机关不再处理该申请。",
            "补正中如需帮助，请联系：{{ contact }}。",
        ),
        details="需要补正的事项",
        needs_until="补正期限",
    ),
    LetterRule(
        _K.REASONS,
        "依申请说明",
        (
            _ASKED,
            "{{ you }}提交申请的数量、频次情况如下：",
            "{{ details }}",
            "本机关认为上述数量、频次明显超过合理范围。根据《中华人民共和国政府信息公开条例》第三十五条的规定，请{{ you }}于{{ until }}以前（含当日）书面说明理由。理由不合理的，本机关不予处理；理由合理但无法在规定期限内答复的，本机关确定延迟答复的合理期限并告知{{ you }}。",
        ),
        details="数量、频次和期间",
        needs_until="说明理由的期限",
    ),
    LetterRule(
        _K.EXTENSION,
        "依申请延期",
        (
            _ASKED,
            "因{{ details }}，不能在原期限内答复。根据《中华人民共和国政府信息公开条例》第三十三条第二款的规定，经本机关政府信息公开工作机构负责人同意，答复期限延长至{{ due }}（含当日）。",
        ),
        details="延期的理由",
    ),
    LetterRule(
        _K.DEFERRAL,
        "依申请延迟",
        (
            _ASKED,
            "{{ you }}申请公开政府信息的数量、频次明显超过合理范围，{{ you }}说明的理由合理，但{{ details }}，本机关无法在规定的期限内答复。根据《中华人民共和国政府信息公开条例》第三十五条的规定，本机关确定在{{ until }}以前（含当日）答复。",
        ),
        details="不能在期限内答复的原因",
        needs_until="延迟答复的日期",
    ),
    LetterRule(
        _K.THIRD_PARTY_OPINION,
        "依申请征询",
        (
            "本机关收到一件政府信息公开申请，申请公开的内容为：{{ asked }}。其中涉及你（单位）的下列信息，公开可能损害你（单位）的合法权益：",
            "{{ details }}",
            "根据《中华人民共和国政府信息公开条例》第三十二条的规定，请你（单位）自收到本意见书之日起15个工作日内，书面提出是否同意公开的意见；不同意公开的，请说明理由。逾期未提出意见的，由本机关依法决定是否公开。",
        ),
        details="涉及的信息",
        to_applicant=False,
        reply_slip=_SLIP,
    ),
    LetterRule(
        _K.OPINION_NOTICE,
        "依申请征告",
        (
            _ASKED,
            "因{{ details }}，本机关需要征求有关方面的意见。根据《中华人民共和国政府信息公开条例》第三十三条第三款的规定，征求意见所需时间不计算在答复期限内。",
        ),
        details="征求意见的原因",
    ),
    LetterRule(
        _K.CO_MAKER_OPINION,
        "依申请共制",
        (
            "本机关收到一件政府信息公开申请，申请公开的内容为：{{ asked }}。其中下列信息由你单位与本机关共同制作：",
            "{{ details }}",
            "根据《中华人民共和国政府信息公开条例》第三十四条的规定，请你单位自收到本意见书之日起15个工作日内提出意见；逾期未提出意见的，视为同意公开。",
        ),
        details="共同制作的信息",
        to_applicant=False,
        reply_slip=_SLIP,
    ),
    LetterRule(
        _K.AGENCY_OPINION,
        "依申请协办",
        (
            "本机关收到一件政府信息公开申请，申请公开的内容为：{{ asked }}。为保证公开的政府信息准确一致，根据《中华人民共和国政府信息公开条例》第十一条的规定，请协助核实下列事项并函复本机关：",
            "{{ details }}",
            "请于{{ until }}以前（含当日）函复。联系方式：{{ contact }}。",
        ),
        details="请对方核实的事项",
        to_applicant=False,
        needs_until="函复期限",
    ),
    LetterRule(
        _K.THIRD_PARTY_NOTICE,
        "依申请决告",
        (
            "关于征求意见的政府信息（申请公开的内容为：{{ asked }}），本机关经研究，决定公开下列涉及你（单位）的内容：",
            "{{ details }}",
            "根据《中华人民共和国政府信息公开条例》第三十二条的规定，现将公开的内容和理由书面告知。",
        ),
        details="公开的内容和理由",
        has_remedy=True,
        to_applicant=False,
    ),
    LetterRule(
        _K.FEE_NOTICE,
        "依申请收费",
        (
            _ASKED,
            "根据《中华人民共和国政府信息公开条例》第四十二条和《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）的规定，{{ you }}应当缴纳信息处理费{{ yuan }}元（{{ fee_basis }}）。",
            "缴费方式：{{ details }}。",
            "请自收到本通知次日起{{ pay_within }}内缴纳。逾期未缴纳的，视为放弃申请，本机关不再处理该申请。答复期限自缴清费用次日起{{ after_payment }}。",
        ),
        details="缴费方式",
    ),
    LetterRule(
        _K.ALREADY_PUBLIC,
        "依申请答复",
        (
            _ASKED,
            "经查，{{ you }}申请的信息已经主动公开。根据《中华人民共和国政府信息公开条例》第三十六条第（一）项的规定，现将获取该政府信息的方式、途径告知如下：",
            "{{ details }}",
        ),
        details="获取的方式和途径",
        has_remedy=True,
    ),
    LetterRule(
        _K.GRANTED,
        "依申请答复",
        (
            _ASKED,
            "经审查，{{ you }}申请的信息可以公开。根据《中华人民共和国政府信息公开条例》第三十六条第（二）项的规定，按照{{ you }}要求的方式{% if delivery %}（{{ delivery }}）{% endif %}提供如下：",
            "{{ details }}",
        ),
        details="提供的信息或者获取的时间、方式",
        has_remedy=True,
    ),
    LetterRule(
        _K.PARTLY_GRANTED,
        "依申请答复",
        (
            _ASKED,
            "经审查，{{ you }}申请的信息中含有不予公开的内容，能够作区分处理。根据《中华人民共和国政府信息公开条例》第三十七条的规定，公开的部分、不予公开的部分和理由如下：",
            "{{ details }}",
        ),
        details="公开的部分、不予公开的部分及各自的理由",
        has_remedy=True,
    ),
    LetterRule(
        _K.REFUSED,
        "依申请答复",
        (
            _ASKED,
            "经审查，{{ you }}申请公开的信息{{ finding }}。根据{{ full_basis }}的规定，本机关决定不予公开。理由如下：",
            "{{ details }}",
        ),
        details="不予公开的理由",
        has_remedy=True,
    ),
    LetterRule(
        _K.NOT_EXISTING,
        "依申请答复",
        (
            _ASKED,
            "经检索，{{ you }}申请的政府信息不存在。检索的情况如下：",
            "{{ details }}",
            "根据《中华人民共和国政府信息公开条例》第三十六条第（四）项的规定，现予告知。",
        ),
        details="检索的时间、地点、范围、关键词和经办人",
        has_remedy=True,
    ),
    LetterRule(
        _K.NOT_OURS,
        "依申请答复",
        (
            _ASKED,
            "经审查，{{ you }}申请的信息不属于本机关负责公开。理由和负责公开该信息的机关及其联系方式如下：",
            "{{ details }}",
            "根据《中华人民共和国政府信息公开条例》第三十六条第（五）项的规定，现予告知。",
        ),
        details="理由，负责公开的机关及其联系方式",
        has_remedy=True,
    ),
    LetterRule(
        _K.NOTICE,
        "依申请答复",
        (
            _ASKED,
            "经审查，{{ finding }}。根据{{ full_basis }}的规定，答复如下：",
            "{{ details }}",
        ),
        details="答复的内容和理由",
        has_remedy=True,
    ),
    LetterRule(
        _K.REPEATED,
        "依申请答复",
        (
            _ASKED,
            "经查，本机关已就同一内容作出答复，{{ you }}没有新的事实和理由再次申请。原答复的文号和日期为：",
            "{{ details }}",
            "根据《中华人民共和国政府信息公开条例》第三十六条第（六）项的规定，决定不予重复处理。",
        ),
        details="原答复的文号和日期",
        has_remedy=True,
    ),
    LetterRule(
        _K.NOT_HANDLED,
        "依申请答复",
        (
            _ASKED,
            "{{ you }}申请公开政府信息的数量、频次明显超过合理范围，{{ you }}说明的理由不合理：",
            "{{ details }}",
            "根据《中华人民共和国政府信息公开条例》第三十五条的规定，决定不予处理。",
        ),
        details="数量、频次，申请人说明的理由和为何不合理",
        has_remedy=True,
    ),
    LetterRule(
        _K.NO_LONGER_HANDLED,
        "依申请答复",
        (
            _ASKED,
            "经查，{{ finding }}。根据{{ full_basis }}的规定，该申请视为放弃，本机关不再处理。具体情况如下：",
            "{{ details }}",
        ),
        details="告知补正或者收费通知的文号、日期和期限",
        has_remedy=True,
    ),
)
LETTER_RULES = MappingProxyType({rule.kind: rule for rule in _RULES})
