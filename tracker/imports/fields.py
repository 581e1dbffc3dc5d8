"""The fields an import knows, each with its canonical heading and the headings met for it in real files."""

from collections.abc import Mapping
from types import MappingProxyType

from tracker.domain.labels import Kind, Labelled


class ImportField(Labelled):
    """A field a column can be mapped to; the label is its canonical heading."""

    CHANNEL = "channel", "来源渠道"
    SOURCE_NUMBER = "source_number", "来源编号"
    RECEIVED = "received", "收到日期"
    ITEM_TYPE = "item_type", "诉求类型"
    TITLE = "title", "标题"
    CONTENT = "content", "内容"
    NAME = "name", "姓名"
    PHONE = "phone", "联系电话"
    ID_NUMBER = "id_number", "证件号码"
    ADDRESS = "address", "地址"
    SECTION = "section", "承办科室"
    LIMIT = "limit", "办理时限"
    CLOSED = "closed", "办结日期"
    RESULT = "result", "办理结果"
    REPLY = "reply", "答复内容"
    SATISFACTION = "satisfaction", "满意度"
    APPLICANT_TYPE = "applicant_type", "申请人类别"
    OBTAIN_METHOD = "obtain_method", "获取方式"
    REPLIED = "replied", "答复日期"
    RECEIPT_METHOD = "receipt_method", "收到方式"
    LIMIT_UNIT = "limit_unit", "时限单位"
    DISPATCHED = "dispatched", "派遣日期"
    SIGNED = "signed", "签收日期"
    PLACE = "place", "地点"
    URGENT = "urgent", "是否紧急"
    ANONYMOUS = "anonymous", "是否匿名"
    SECRET = "secret", "是否保密"
    ASSISTING = "assisting", "协办单位"
    SOLVED = "solved", "是否解决"
    CATEGORY = "category", "问题分类"
    STATUS = "status", "来源状态"
    CONTACT = "contact", "联系记录"
    CALLBACK = "callback", "回访情况"
    EXTENSION = "extension", "延期情况"
    RETURN = "return", "退单情况"
    URGING = "urging", "催办督办"
    REPEAT = "repeat", "重复情况"
    PUBLISHING = "publishing", "是否公开"
    OWN_NUMBER = "own_number", "本局编号"
    NOTES = "notes", "附注"
    IGNORED = "ignored", "不导入"


DISCLOSURE_FIELDS = frozenset(
    {ImportField.APPLICANT_TYPE, ImportField.OBTAIN_METHOD, ImportField.RECEIPT_METHOD}
)
"""Offered for disclosure requests only; in other kinds such a column is unmapped."""

GATHERING_FIELDS = frozenset(
    {
        ImportField.CATEGORY,
        ImportField.STATUS,
        ImportField.CONTACT,
        ImportField.CALLBACK,
        ImportField.EXTENSION,
        ImportField.RETURN,
        ImportField.URGING,
        ImportField.REPEAT,
        ImportField.PUBLISHING,
        ImportField.IGNORED,
    }
)
"""Fields that may take several columns; except for 不导入 each value becomes a note under its heading."""

PERSONAL_FIELDS = frozenset(
    {ImportField.NAME, ImportField.PHONE, ImportField.ID_NUMBER, ImportField.ADDRESS, ImportField.CONTACT}
)
"""Stored encrypted; a screen says so beside the column."""

DATE_FIELDS = frozenset(
    {
        ImportField.RECEIVED,
        ImportField.CLOSED,
        ImportField.REPLIED,
        ImportField.DISPATCHED,
        ImportField.SIGNED,
        ImportField.LIMIT,
    }
)

SYNONYMS: Mapping[ImportField, tuple[str, ...]] = MappingProxyType(
    {
        ImportField.CHANNEL: (
            *("信息来源", "工单来源", "办件来源", "事件来源", "受理渠道", "渠道来源", "诉求来源"),
            *("来源", "渠道"),
        ),
        ImportField.SOURCE_NUMBER: (
            *("工单编号", "办件编号", "市级编号", "流水号", "任务编号", "热线事项编号", "受理编号"),
            *("信访编号", "留言编号", "工单号", "来信编号", "信件编号", "编号", "id"),
        ),
        ImportField.RECEIVED: (
            *("受理时间", "来电时间", "诉求时间", "留言时间", "来信时间", "接单时间", "派单时间"),
            *("分派时间", "派发时间", "收到时间", "收件时间", "接收时间", "登记时间", "来访时间", "时间"),
        ),
        ImportField.ITEM_TYPE: (
            *("工单类型", "性质", "诉求性质", "诉求类别", "业务类型", "来信类型", "留言类型", "类型"),
        ),
        ImportField.TITLE: (
            *("工单标题", "诉求标题", "诉求主题", "留言主题", "主题", "咨询主题", "来信标题"),
            *("事项名称", "事项标题", "诉求名称"),
        ),
        ImportField.CONTENT: (
            *("诉求内容", "投诉件内容", "诉求件内容", "内容描述", "主要内容", "留言详情", "市民诉求"),
            *("问题描述", "来信内容", "留言内容", "工单内容", "反映内容"),
        ),
        ImportField.NAME: (
            *("诉求人", "诉求人姓名", "来电人", "信访人", "来信人", "留言用户", "咨询人", "反映人"),
            *("来电人姓名", "来信人姓名", "联系人"),
        ),
        ImportField.PHONE: (
            *("诉求人电话", "诉求人手机号", "来电号码", "联系方式", "联系号码", "电话", "手机号", "手机号码"),
        ),
        ImportField.ID_NUMBER: ("身份证号", "身份证号码", "证件号"),
        ImportField.ADDRESS: ("诉求人地址", "住址", "联系地址", "通讯地址", "家庭住址"),
        ImportField.SECTION: (
            *("承办单位", "主办单位", "办理单位", "处理单位", "主责部门", "受理部门", "办理科室"),
            *("承办部门", "主办科室", "责任科室"),
        ),
        ImportField.LIMIT: (
            *("处理时限", "办理截止时间", "截止时间", "承诺完成时间", "承诺时间", "期限", "办理期限"),
            *("答复期限", "办结时限"),
        ),
        ImportField.CLOSED: ("办结时间", "结案时间", "处理完成时间", "完成时间"),
        ImportField.RESULT: ("处理结果", "办理情况", "处理备注"),
        ImportField.REPLY: (
            *("公开答复内容", "答复市民要点", "答复意见", "回复内容", "回复意见", "回复1", "受理意见"),
        ),
        ImportField.SATISFACTION: (
            *("对办理结果是否满意", "总体满意度", "最终满意度", "用户评价", "满意情况", "是否满意"),
            *("满意度评价", "首次满意度"),
        ),
        ImportField.REPLIED: ("答复时间", "回复时间"),
        ImportField.LIMIT_UNIT: (),
        ImportField.DISPATCHED: ("派遣时间",),
        ImportField.SIGNED: ("签收时间",),
        ImportField.PLACE: (
            *(
                "诉求地址",
                "事发地",
                "发生地址",
                "问题点位",
                "所属区域",
                "街道",
                "镇街",
                "事发地点",
                "发生地点",
            ),
        ),
        ImportField.URGENT: ("紧急程度",),
        ImportField.ANONYMOUS: ("匿名(1)/实名(0)", "匿名or实名"),
        ImportField.SECRET: ("是否要求保密",),
        ImportField.ASSISTING: ("协办科室", "协办部门"),
        ImportField.SOLVED: ("问题是否解决", "诉求是否解决"),
        ImportField.CATEGORY: (
            *(f"{n}级{word}" for n in "一二三四五" for word in ("分类", "业务分类", "标签")),
            *("事项大类", "事项小类", "内容分类"),
        ),
        ImportField.STATUS: ("工单状态", "办件状态", "处理状态", "案件状态", "当前阶段", "状态"),
        ImportField.CONTACT: ("联系群众", "联系时间", "联系证据", "工作人员是否联系市民"),
        ImportField.CALLBACK: (
            *("回访时间", "回访结果", "不满原因", "当事人联系不上", "未解决原因", "诉求属实"),
        ),
        ImportField.EXTENSION: ("延期天数", "延期原因", "延期后截止日期", "申请延期次数"),
        ImportField.RETURN: ("退回原因", "退回时间", "工单退回次数", "转处理次数"),
        ImportField.URGING: (*("是否催办", "催办次数", "是否督办", "领导督办次数", "预警状态", "是否超期"),),
        ImportField.REPEAT: ("是否再次投诉", "是否老户", "旧工单编号", "初次/重复"),
        ImportField.PUBLISHING: ("信息公开",),
        ImportField.IGNORED: ("本局状态", "本局期限", "本局灯号", "文件行号", "问题和改法"),
    }
)
"""Headings by field, from tables and exports of hotline platforms, mailboxes and ministries' forms."""

DISCLOSURE_SYNONYMS: Mapping[ImportField, tuple[str, ...]] = MappingProxyType(
    {
        ImportField.APPLICANT_TYPE: (
            *("申请人类型", "申请人性质", "申请主体类别", "申请人情况", "申请人身份"),
        ),
        ImportField.OBTAIN_METHOD: ("获取信息方式", "信息获取方式", "获取信息的方式", "提供方式"),
        ImportField.RECEIPT_METHOD: ("申请方式", "提交方式", "收件方式", "申请渠道"),
        ImportField.SOURCE_NUMBER: ("申请编号", "收文编号", "登记编号"),
        ImportField.RECEIVED: ("申请时间", "收到申请时间"),
        ImportField.TITLE: ("申请事项", "申请名称", "申请标题"),
        ImportField.CONTENT: (
            *("申请内容", "所需信息", "所需信息内容", "所需政府信息", "申请公开内容", "申请公开的内容"),
            *("所需信息内容描述", "申请信息内容"),
        ),
        ImportField.NAME: ("申请人", "申请人姓名", "申请人名称", "申请人姓名或名称"),
        ImportField.REPLIED: ("告知时间",),
        ImportField.RESULT: ("答复结果", "答复类型", "处理决定"),
    }
)

WEAK_HEADINGS = frozenset({"时间", "日期", "编号", "id", "类型", "来源", "性质", "联系人", "首次满意度"})
"""Words so general that a more exact heading for the same field is preferred to them."""


def fields_of(kind: Kind) -> tuple[ImportField, ...]:
    """Return the fields a column of this kind's files may be mapped to, in the order a screen offers them."""
    if kind is Kind.DISCLOSURE:
        return tuple(ImportField)
    return tuple(field for field in ImportField if field not in DISCLOSURE_FIELDS)
