"""What the artificial people ask, by the section that answers; nothing here is about a real person or place."""

from dataclasses import dataclass

from tracker.domain.labels import ApplicantType, ItemType

I = ItemType  # noqa: E741 - six short names in a table


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to ask about and who answers it."""

    section: str
    item_type: ItemType
    title: str


MATTERS = (
    Matter("耕地保护股", I.COMPLAINT, "反映{place}三组耕地上堆放建筑垃圾，要求清理"),
    Matter("耕地保护股", I.CONSULTATION, "咨询高标准农田建设期间临时用地审批流程"),
    Matter("耕地保护股", I.HELP, "求助{place}耕地地力保护补贴面积核对"),
    Matter("耕地保护股", I.REPORT, "举报{place}有人占用基本农田挖塘"),
    Matter("耕地保护股", I.CONSULTATION, "咨询临时占用耕地的补偿标准和申请程序"),
    Matter("规划股", I.COMPLAINT, "反映{street}小区规划绿地被占作停车位"),
    Matter("规划股", I.CONSULTATION, "咨询{street}地块规划用途和建设高度"),
    Matter("规划股", I.SUGGESTION, "建议{street}增设社区公园用地"),
    Matter("规划股", I.COMPLAINT, "反映{street}沿街建筑与批复图不一致"),
    Matter("矿产股", I.COMPLAINT, "反映{place}采石场扬尘影响居住，要求停产整治"),
    Matter("矿产股", I.REPORT, "举报{place}河道内夜间采砂"),
    Matter("矿产股", I.CONSULTATION, "咨询砂石料场到期后的复垦要求"),
    Matter("林草股", I.SUGGESTION, "建议在示例湖湿地增设巡护标识和垃圾收集点"),
    Matter("林草股", I.REPORT, "反映{place}灌溉渠旁林木被砍伐"),
    Matter("林草股", I.HELP, "求助{place}退耕还林补助发放时间"),
    Matter("林草股", I.CONSULTATION, "咨询自家承包林采伐手续"),
    Matter("不动产登记中心", I.HELP, "求助承包地四至与确权证不符"),
    Matter("不动产登记中心", I.CONSULTATION, "咨询房屋继承转移登记所需材料"),
    Matter("不动产登记中心", I.COMPLAINT, "投诉{street}小区不动产权证办理时间长"),
    Matter("不动产登记中心", I.HELP, "求助{street}老旧小区不动产登记遗留问题"),
    Matter("不动产登记中心", I.PRAISE, "表扬登记窗口为老人上门办理"),
    Matter("执法监察股", I.COMPLAINT, "投诉{street}某工地未批先建"),
    Matter("执法监察股", I.REPORT, "举报{place}耕地上违法搭建彩钢房"),
    Matter("执法监察股", I.COMPLAINT, "反映{place}违法占地拆除后复建"),
    Matter("用地审批股", I.COMPLAINT, "反映{place}宅基地审批进度慢"),
    Matter("用地审批股", I.CONSULTATION, "咨询{place}征地补偿安置标准"),
    Matter("用地审批股", I.SUGGESTION, "建议公开征地补偿安置标准查询入口"),
    Matter("用地审批股", I.HELP, "求助{place}设施农业用地备案"),
)
REQUESTS = (
    ("规划股", "示例路（样本街至测试街段）道路红线图及批复文件"),
    ("规划股", "测试镇国土空间总体规划（2021—2035年）图件"),
    ("规划股", "{street}某小区规划许可证及附图"),
    ("耕地保护股", "样本村高标准农田建设项目土地流转补偿方案及评估报告"),
    ("耕地保护股", "{place}永久基本农田划定图"),
    ("用地审批股", "{place}征收土地公告、补偿登记表"),
    ("用地审批股", "{place}农用地转用批复"),
    ("矿产股", "{place}采石场采矿许可证和环境恢复方案"),
    ("矿产股", "近三年砂石采矿权出让结果"),
    ("林草股", "示例湖湿地保护规划文本"),
    ("不动产登记中心", "{street}某宗地登记办法和收费依据"),
    ("执法监察股", "{place}违法用地处罚决定书"),
)
PLACES = ("测试镇样本村", "测试镇示例村", "样例乡演示村", "样例乡测试村", "示范镇样板村")
STREETS = ("测试街道", "示例路", "样本街", "演示大道")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
GIVEN_NAMES = ("测试", "示例", "样本", "演示")
ORGANISATIONS = {
    ApplicantType.BUSINESS: "某测试商贸有限公司",
    ApplicantType.RESEARCH: "某示例大学土地研究所",
    ApplicantType.PUBLIC_WELFARE: "某样本环保协会",
    ApplicantType.LEGAL_SERVICE: "某测试律师事务所",
    ApplicantType.OTHER: "某演示村民合作社",
}
CONTENT = (
    "来电人反映：{title}。希望核实情况并尽快答复。",
    "诉求人称：{title}。已多次联系未果，要求说明办理进展。",
    "来信反映：{title}。请有关科室到现场查看后处理。",
)
REPLIES = (
    "经核实，您反映的情况属实。我局已安排人员现场处理，现已处理完毕，感谢您的监督。",
    "您好，关于您提出的问题，现将有关政策答复如下：请携带有效证件到我局窗口办理，联系电话 0000-0000000。",
    "经现场查看并与当地核对，所反映事项已列入整改计划，我局将继续跟踪。",
)
DISCLOSURE_REPLIES = (
    "您申请的政府信息我局依法答复如下，有关材料按您要求的方式提供。",
    "经检索，现就您申请的政府信息作出答复，详见所附答复书。",
    "您申请的政府信息，我局已按《中华人民共和国政府信息公开条例》的规定作出答复。",
)
