"""What the lines of the audit log record, as the audit page says it."""

from collections.abc import Mapping

ACTIONS: Mapping[str, str] = {
    "sign_in": "登录",
    "sign_out": "退出",
    "user.created": "新建账号",
    "user.changed": "更正账号资料",
    "user.disabled": "停用账号",
    "user.enabled": "启用账号",
    "user.password_set": "设定密码",
    "user.roles_set": "设定角色",
    "user.unlocked": "解锁账号",
    "person.revealed": "查看完整个人信息",
    "document.attached": "添加附件",
    "document.opened": "打开附件",
    "letter.written": "制作文书",
    "letter.remedy_changed": "改写文书的救济途径",
    "letter_template.replaced": "换上本机关的文书模板",
    "letter_template.restored": "恢复系统的文书模板",
    "remedy.worded": "改写救济途径的文字",
    "letter.delivery_recorded": "登记文书送达",
    "ledger.exported": "导出台账",
    "statistics.kept": "存统计快照",
    "import.committed": "导入办件",
    "import.undone": "撤销导入",
    "personal.erased": "清除个人信息",
    "retention.held": "暂缓清除",
    "retention.released": "取消暂缓清除",
    "cases.handed_over": "移交办件",
    "calendar.loaded": "载入工作日历",
    "policy.chosen": "改变口径",
    "setting.chosen": "改变设置",
    "period.set": "设定期限长度",
    "deadlines.moved": "期限变动",
    "deadlines.recomputed": "重新推算期限",
    "api_token.issued": "发放接口令牌",
    "api_token.revoked": "收回接口令牌",
    "agency.changed": "更正本机关资料",
    "agency_below.created": "登记下级机关",
    "agency_below.changed": "更正下级机关",
    "agency_below.closed": "撤销下级机关",
    "agency_below.reopened": "恢复下级机关",
    "section.created": "新建科室",
    "section.changed": "更正科室",
    "section.closed": "撤销科室",
    "section.reopened": "恢复科室",
    "section.merged": "合并科室",
    "section.split": "分设科室",
    "channel.created": "新建渠道",
    "channel.changed": "更正渠道",
    "channel.closed": "停用渠道",
    "channel.reopened": "启用渠道",
    "reason.added": "增加理由",
    "reason.renamed": "改写理由",
    "reason.switched_off": "停用理由",
    "reason.switched_on": "启用理由",
    "reason.moved": "调整理由顺序",
    "report_text_saved": "改写年报文字",
    "report_figures_saved": "填写年报数字",
    "report_correction_begun": "开始更正年报",
    "report_frozen": "冻结年报",
    "child_report.accepted": "接受下级年报文件",
    "remedy_registered": "登记复议诉讼",
    "remedy_closed": "登记复议诉讼结果",
    "remedy_amended": "更正复议诉讼登记",
    "remedy_removed": "删去复议诉讼登记",
    "installation.set_up": "初始设置",
    "jobs.retried": "重试后台任务",
    "demo.loaded": "装入演示数据",
}


def action_label(action: str) -> str:
    """The Chinese name of an action; one of another version keeps its code."""
    return ACTIONS.get(action, action)


LONGEST_AGENCY = 100


def report_subject(agency: str, year: int) -> str:
    """What a line about an annual report is about: whose and which year's, as long as a subject may be."""
    return f"{agency[:LONGEST_AGENCY]} {year} 年年报"
