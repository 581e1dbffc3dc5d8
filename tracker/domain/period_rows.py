"""Every period the tracker counts, as rows: what the laws set, and the office's default policy set.

Columns: code, Chinese name, length, unit, day zero, article, source, mark.
条例 is 政府信息公开条例（国务院令第711号，2019-05-15 起施行）.
"""

from tracker.domain.labels import Mark, PeriodUnit

WD, CD, MO = PeriodUnit.WORKING_DAY, PeriodUnit.CALENDAR_DAY, PeriodUnit.MONTH
WH, FIXED = PeriodUnit.WORKING_HOUR, PeriodUnit.FIXED_DATE
C, S, M, D, J = Mark.CONFIRMED, Mark.SECOND_HAND, Mark.FROM_MEMORY, Mark.DESIGN, Mark.JUDGEMENT

PeriodRow = tuple[str, str, int, PeriodUnit, str, str, str, Mark]

ACT = "政府信息公开条例（国务院令第711号）"
OLD_ACT = "政府信息公开条例（国务院令第492号，2008-05-01 至 2019-05-14）"
PETITION_RULES = "信访工作条例（2022）"
REVIEW_ACT = "行政复议法（2023 年修订）"
SUIT_ACT = "行政诉讼法（2017 年修正）"

DISCLOSURE_ROWS: tuple[PeriodRow, ...] = (
    ("receipt_confirmation", "平常信函确认", 0, CD, "信件到达之日", "条例第三十一条", ACT, C),
    ("correction_notice", "补正告知", 7, WD, "收到申请之日", "条例第三十条", ACT, C),
    ("reply", "答复", 20, WD, "收到申请（或补正后申请）之日", "条例第三十三条第二款", ACT, C),
    ("extension", "延长答复（最长）", 20, WD, "原答复期限届满之日", "条例第三十三条第二款", ACT, C),
    ("reply_2008", "答复（旧条例）", 15, WD, "收到申请之日", "2007年条例第二十四条", OLD_ACT, M),
    (
        "extension_2008",
        "延长答复（旧条例，最长）",
        15,
        WD,
        "原答复期限届满之日",
        "2007年条例第二十四条",
        OLD_ACT,
        M,
    ),
    ("third_party_opinion", "第三方提出意见", 15, WD, "第三方收到征求意见书之日", "条例第三十二条", ACT, C),
    ("co_maker_opinion", "共同制作机关提出意见", 15, WD, "收到征求意见书之日", "条例第三十四条", ACT, C),
    ("proactive_publication", "主动公开", 20, WD, "信息形成或者变更之日", "条例第二十六条", ACT, C),
    ("annual_report", "公布年度报告", 131, FIXED, "每年 1 月 31 日前", "条例第四十九条", ACT, C),
)

REMEDY_ROWS: tuple[PeriodRow, ...] = (
    ("review_application", "申请行政复议", 60, CD, "知道行政行为之日", "行政复议法第二十条", REVIEW_ACT, C),
    ("suit", "提起行政诉讼", 6, MO, "知道行政行为之日", "行政诉讼法第四十六条", SUIT_ACT, C),
    ("suit_after_review", "复议后起诉", 15, CD, "收到复议决定书之日", "行政诉讼法第四十五条", SUIT_ACT, C),
    ("review_answer", "行政复议答复", 10, WD, "收到申请书副本之日", "行政复议法第四十八条", REVIEW_ACT, C),
    (
        "review_answer_simplified",
        "行政复议答复（简易程序）",
        5,
        WD,
        "收到申请书副本之日",
        "行政复议法第五十四条",
        REVIEW_ACT,
        C,
    ),
    ("review_decision", "行政复议决定", 60, CD, "复议机关受理之日", "行政复议法第六十二条", REVIEW_ACT, C),
    (
        "review_decision_simplified",
        "行政复议决定（简易程序）",
        30,
        CD,
        "复议机关受理之日",
        "行政复议法第六十二条",
        REVIEW_ACT,
        C,
    ),
    ("suit_answer", "行政诉讼答辩", 15, CD, "收到起诉状副本之日", "行政诉讼法第六十七条", SUIT_ACT, M),
)

PETITION_ROWS: tuple[PeriodRow, ...] = (
    (
        "petition_acceptance",
        "信访受理告知",
        15,
        CD,
        "收到信访事项之日",
        "信访工作条例第二十三条",
        PETITION_RULES,
        C,
    ),
    (
        "petition_objection",
        "信访转送异议",
        5,
        WD,
        "收到转送之日",
        "信访工作条例第二十三条",
        PETITION_RULES,
        C,
    ),
    ("petition_handling", "信访办理", 60, CD, "受理之日", "信访工作条例第三十四条", PETITION_RULES, C),
    (
        "petition_extension",
        "信访延长办理（最长）",
        30,
        CD,
        "原办理期限届满之日",
        "信访工作条例第三十四条",
        PETITION_RULES,
        C,
    ),
    (
        "petition_review_request",
        "申请信访复查",
        30,
        CD,
        "收到处理意见之日",
        "信访工作条例第三十五条",
        PETITION_RULES,
        C,
    ),
    ("petition_review", "信访复查", 30, CD, "收到复查申请之日", "信访工作条例第三十五条", PETITION_RULES, C),
    (
        "petition_rereview_request",
        "申请信访复核",
        30,
        CD,
        "收到复查意见之日",
        "信访工作条例第三十六条",
        PETITION_RULES,
        C,
    ),
    (
        "petition_rereview",
        "信访复核",
        30,
        CD,
        "收到复核申请之日",
        "信访工作条例第三十六条",
        PETITION_RULES,
        C,
    ),
)

FS, XZ = "某市局 12345 规定（转载）", "徐州市住房保障和房产管理局 12345 通知"
SPT = "沙坡头区 12345 做法（宁夏财经网 2022-01-26）"
HSH = "黄山市“市长信箱”邮件办理工作流程（2017）"

LOCAL_ROWS: tuple[PeriodRow, ...] = (
    (
        "correction_response",
        "申请人补正",
        15,
        WD,
        "收到补正告知书之日",
        "条例第三十条（合理期限）",
        "江苏省答复规范（一般不超过 15 个工作日），宁夏不受其约束",
        C,
    ),
    (
        "fee_payment",
        "缴纳信息处理费",
        20,
        WD,
        "收到收费通知之日",
        "国办函〔2020〕109号",
        "四川省财政厅、发展改革委 2021-01-18 通知；全国文本凭记忆",
        C,
    ),
    (
        "reanswer",
        "重新答复",
        20,
        WD,
        "收到复议决定书、判决书之日",
        "条例第三十三条第二款（参照）",
        "决定、判决写明期限的从其期限；没有写明的，未见规定，按初次答复的期限",
        J,
    ),
    (
        "petition_rehandling",
        "信访重新办理",
        60,
        CD,
        "收到复查、复核意见之日",
        "信访工作条例第三十四条（参照）",
        "意见写明期限的从其期限；没有写明的，未见规定，按初次办理的期限",
        J,
    ),
    ("hotline_consultation", "热线咨询", 3, WD, "收到工单之日", "热线办理规定", FS, S),
    ("hotline_general", "热线求助、投诉、举报、建议", 5, WD, "收到工单之日", "热线办理规定", SPT, S),
    (
        "first_contact",
        "首次联系",
        1,
        WD,
        "收到之日",
        "本单位内部规定",
        "响应率的名称见北京市接诉即办工作条例第三十二条；天数为本系统默认",
        D,
    ),
    ("urgent_first_reply", "紧急件首次回复", 0, CD, "收到之日", "热线办理规定", FS, S),
    (
        "hotline_extension",
        "热线延期（最长）",
        15,
        WD,
        "原期限届满之日",
        "本单位内部规定",
        "本系统默认，未见上限规定",
        D,
    ),
    ("mailbox", "信箱来信", 5, WD, "收到来信之日", "信箱办理规定", HSH, S),
    ("mailbox_complex", "信箱来信（复杂）", 10, WD, "收到来信之日", "信箱办理规定", HSH, S),
    ("mailbox_cap", "信箱来信最长", 15, WD, "收到来信之日", "信箱办理规定", HSH, S),
    (
        "reasons_response",
        "申请人说明理由",
        15,
        WD,
        "发出说明理由告知书之日",
        "条例第三十五条",
        "期限未见规定；告知书写明的日期为准，默认同补正",
        D,
    ),
    (
        "assistance",
        "协办意见",
        2,
        WD,
        "加派之日",
        "本单位内部规定",
        "泰安平台的加派可单独定天数；默认天数为本系统设定",
        D,
    ),
    ("rehandling", "重办", 3, WD, "决定重办之日", "本单位内部规定", "本系统默认", D),
    ("assignment", "分办", 4, WH, "登记之时", "本单位内部规定", "本系统默认，半个工作日", D),
    ("signing", "签收", 1, WD, "分办之日", "热线办理规定", "某市热线红黄灯规定（城市不详）", S),
    ("signing_reminder", "签收提醒", 4, WH, "分办之时", "本单位内部规定", "本系统默认", D),
    (
        "return_inside",
        "内部退单",
        1,
        WD,
        "签收之日",
        "热线办理规定",
        "衡阳市城乡规划局 12345 办理工作实施办法",
        C,
    ),
    ("return_to_source", "退回来源", 1, WD, "收到之日", "本单位内部规定", "本系统默认", D),
    ("internal_target", "内部期限", 1, WD, "期限届满之日（向前数）", "本单位内部规定", XZ, S),
    (
        "extension_request",
        "申请延期",
        1,
        WD,
        "期限届满之日（向前数）",
        "本单位内部规定",
        "西宁市城中区 2023-03 通报；当日 17:00 前",
        D,
    ),
    ("call_back", "回访", 1, WD, "答复之日", "热线办理规定", FS, S),
    ("supervision_notice", "督办通知", 1, WD, "期限届满之日", "热线办理规定", FS, S),
)
