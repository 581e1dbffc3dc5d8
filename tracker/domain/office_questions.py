"""Settings of the office that move no deadline: undoing an import, keeping personal data, who approves what."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.labels import Kind, Mark, Role

UNDO_DAYS = {"same_day": 0, "three_days": 2, "seven_days": 6}
ON, OFF = "on", "off"
MASKED, EMPTIED = "masked", "emptied"


@dataclass(frozen=True, slots=True)
class OfficeQuestion:
    """One setting: its choices with their labels, the default, and what speaks for it."""

    key: str
    name: str
    choices: Mapping[str, str]
    default: str
    source: str
    mark: Mark


IMPORT_UNDO = OfficeQuestion(
    "import_undo",
    "导入以后多久可以整批撤销",
    {
        "same_day": "导入当天",
        "three_days": "导入当天和以后两天",
        "seven_days": "导入当天和以后六天",
        OFF: "不可以撤销",
    },
    "same_day",
    "本系统的规则：当天还没有人据以办理，撤销不影响任何人",
    Mark.DESIGN,
)

NO_PERIOD_FOUND = "个人信息保护法第十九条：保存期限应当为实现处理目的所必要的最短时间；具体年数未见规定"
RETENTION = OfficeQuestion(
    "retention",
    "保存期满以后清除个人信息",
    {OFF: "不清除", ON: "期满的列出来，由安全管理员逐次确认后清除"},
    OFF,
    "本系统的规则：清除不能恢复，由本机关按档案和个人信息保护的规定决定后开启",
    Mark.DESIGN,
)
RETENTION_YEARS: Mapping[Kind, OfficeQuestion] = {
    kind: OfficeQuestion(
        f"retention_years_{kind.value}",
        f"{kind.label}办结以后，个人信息保存几年",
        {str(years): f"{years} 年" for years in (3, 5, 10, 15, 20, 30)},
        "30",
        NO_PERIOD_FOUND,
        Mark.UNCONFIRMED,
    )
    for kind in Kind
}
RETENTION_TEXTS = OfficeQuestion(
    "retention_texts",
    "清除个人信息时，标题、内容和答复怎么办",
    {
        MASKED: "留下，其中的姓名和号码遮盖掉",
        EMPTIED: "内容、地点和答复清空，标题遮盖后留下",
    },
    MASKED,
    "本系统的规则：正文里可能有个人信息，遮盖只认得出姓名和号码",
    Mark.DESIGN,
)

OFFICE_QUESTIONS: tuple[OfficeQuestion, ...] = (
    IMPORT_UNDO,
    RETENTION,
    *RETENTION_YEARS.values(),
    RETENTION_TEXTS,
)

_HENGYANG = "衡阳市城乡规划局12345政府服务热线办理工作实施办法"
_LEVELS = {role.value: role.label for role in (Role.SECTION_LEAD, Role.DEPUTY_CHIEF, Role.CHIEF)}
REVIEW_ORDINARY = OfficeQuestion(
    "review_ordinary",
    "一般件的答复由谁审核",
    _LEVELS,
    Role.DEPUTY_CHIEF.value,
    f"{_HENGYANG}：一般件由分管领导审批",
    Mark.CONFIRMED,
)
REVIEW_WEIGHTY = OfficeQuestion(
    "review_weighty",
    "重要件、复杂件、集体件的答复由谁审核",
    _LEVELS,
    Role.CHIEF.value,
    f"{_HENGYANG}：重要、复杂或者群体性的由主要领导审批",
    Mark.CONFIRMED,
)
EXTENSION_OF_ITEM = OfficeQuestion(
    "extension_of_item",
    "热线工单、信箱来信的延期由谁批准",
    _LEVELS,
    Role.DEPUTY_CHIEF.value,
    "本系统的规则：与一般件的答复同一级，未见明文",
    Mark.UNCONFIRMED,
)
EXTENSION_OF_PETITION = OfficeQuestion(
    "extension_of_petition",
    "信访件的延期由谁批准",
    _LEVELS,
    Role.CHIEF.value,
    "信访工作条例第三十四条：经本机关、单位负责人批准",
    Mark.CONFIRMED,
)
EXTENSION_OF_REQUEST = OfficeQuestion(
    "extension_of_request",
    "依申请公开的延期由谁批准",
    _LEVELS,
    Role.SECTION_LEAD.value,
    "条例第三十三条：经政府信息公开工作机构负责人同意",
    Mark.CONFIRMED,
)
APPROVAL_QUESTIONS: tuple[OfficeQuestion, ...] = (
    REVIEW_ORDINARY,
    REVIEW_WEIGHTY,
    EXTENSION_OF_ITEM,
    EXTENSION_OF_PETITION,
    EXTENSION_OF_REQUEST,
)
"""What each level decides; where nobody who may decide holds a level, the next lower one does."""

OFFICE_QUESTION_BY_KEY = {question.key: question for question in (*OFFICE_QUESTIONS, *APPROVAL_QUESTIONS)}
