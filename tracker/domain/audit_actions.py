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
    "ledger.exported": "导出台账",
    "import.committed": "导入办件",
    "import.undone": "撤销导入",
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
    "section.created": "新建科室",
    "section.changed": "更正科室",
    "section.closed": "撤销科室",
    "section.reopened": "恢复科室",
    "section.merged": "合并科室",
    "channel.created": "新建渠道",
    "channel.changed": "更正渠道",
    "channel.closed": "停用渠道",
    "channel.reopened": "启用渠道",
    "report_text_saved": "改写年报文字",
    "report_figures_saved": "填写年报数字",
    "report_correction_begun": "开始更正年报",
    "report_frozen": "冻结年报",
    "remedy_registered": "登记复议诉讼",
    "remedy_closed": "登记复议诉讼结果",
    "installation.set_up": "初始设置",
    "jobs.retried": "重试后台任务",
    "demo.loaded": "装入演示数据",
}


def action_label(action: str) -> str:
    """The Chinese name of an action; one of another version keeps its code."""
    return ACTIONS.get(action, action)
