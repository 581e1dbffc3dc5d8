"""设置变更: what an audit line about a setting says was before and is now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from tracker.domain.annual_report.reading import READING_QUESTION_BY_KEY
from tracker.domain.deadline_clock.policy import QUESTION_BY_KEY
from tracker.domain.office_questions import OFFICE_QUESTION_BY_KEY
from tracker.domain.periods import SHIPPED_PERIODS, PeriodRefused
from tracker.domain.regions import REGION_NAMES

LAW_SETTINGS = (
    "policy.chosen",
    "setting.chosen",
    "period.set",
    "remedy.worded",
    "letter_template.replaced",
    "letter_template.restored",
)
GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "rules": ("口径、期限和设置", LAW_SETTINGS),
        "calendar": ("工作日历", ("calendar.loaded",)),
        "channels": ("渠道", ("channel.created", "channel.changed", "channel.closed", "channel.reopened")),
        "reasons": (
            "理由清单",
            ("reason.added", "reason.renamed", "reason.switched_off", "reason.switched_on", "reason.moved"),
        ),
        "sections": (
            "科室",
            (
                "section.created",
                "section.changed",
                "section.closed",
                "section.reopened",
                "section.merged",
                "section.split",
            ),
        ),
        "agencies": (
            "机关",
            (
                "agency.changed",
                "agency_below.created",
                "agency_below.changed",
                "agency_below.closed",
                "agency_below.reopened",
            ),
        ),
    }
)
"""The audit actions that change a setting, by the name the page narrows to."""
ALL_ACTIONS = tuple(action for _, actions in GROUPS.values() for action in actions)

_FIELDS = MappingProxyType(
    {
        "name": "名称",
        "number_word": "编号用字",
        "report_name": "年报和通报中的名称",
        "aliases": "导入时也认作",
        "needs_signature": "要签收",
        "needs_review": "答复要审核",
        "needs_callback": "办结前要回访",
        "has_period": "有期限",
        "number_prefix": "编号字头",
        "region_code": "地区放假日",
        "address": "地址",
        "postcode": "邮编",
        "phone": "电话",
        "email": "电子邮箱",
        "website": "网站",
        "office_hours": "办公时间",
        "reviewing_agency": "行政复议机关",
        "court": "管辖法院",
        "online_review": "在线申请行政复议的渠道",
        "founded_on": "成立日期",
        "closed_on": "撤销日期",
    }
)
_STATES = MappingProxyType(
    {
        "created": ("—", "新建"),
        "added": ("—", "增加"),
        "closed": ("在用", "停用"),
        "reopened": ("停用", "在用"),
        "switched_off": ("在用", "停用"),
        "switched_on": ("停用", "在用"),
    }
)
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One thing that changed; ``basis`` is what it rests on, where the setting asks for one."""

    what: str
    before: str
    after: str
    basis: str = ""


def changes_in(action: str, subject: str, detail: Mapping[str, Any]) -> tuple[SettingChange, ...]:
    """Read an audit line; one whose detail another version wrote otherwise still names its subject."""
    verb = action.partition(".")[2]
    match action, verb:
        case _, "chosen":
            found = [_chosen(subject, detail)]
        case "period.set", _:
            found = [_period(subject, detail)]
        case "letter_template.replaced" | "letter_template.restored", _:
            found = [_template(subject, action, detail)]
        case "remedy.worded", _:
            found = [_worded(subject, detail)]
        case "calendar.loaded", _:
            days = f"第 {detail.get('version', '')} 版，{detail.get('days', '')} 天"
            found = [SettingChange(subject, NOTHING, days)]
        case _, "merged":
            found = [SettingChange(subject, "在用", f"并入{detail.get('into', '')}")]
        case _, "split":
            found = [SettingChange(subject, "一个科室", f"分出{detail.get('into', '')}")]
        case _, "moved" if isinstance(detail.get("place"), int):
            found = [SettingChange(subject, f"第 {detail['place'] + 1} 位", f"第 {detail['place']} 位")]
        case _ if verb in _STATES:
            label = detail.get("label") or detail.get("to") or ""
            found = [SettingChange(f"{subject}：{label}" if label else subject, *_STATES[verb])]
        case _:
            found = list(_fields(subject, detail))
    return tuple(found) or (SettingChange(subject, NOTHING, NOTHING),)


def _chosen(subject: str, detail: Mapping[str, Any]) -> SettingChange:
    key = str(detail.get("key", ""))
    question = QUESTION_BY_KEY.get(key) or OFFICE_QUESTION_BY_KEY.get(key) or READING_QUESTION_BY_KEY.get(key)
    labels = {str(choice): label for choice, label in question.choices.items()} if question else {}
    before, after = str(detail.get("from", "")), str(detail.get("to", ""))
    return SettingChange(
        subject, labels.get(before, before), labels.get(after, after), str(detail.get("basis", ""))
    )


def _period(subject: str, detail: Mapping[str, Any]) -> SettingChange:
    code, since = str(detail.get("code", "")), detail.get("valid_from", "")
    before, after = (_length(code, detail.get(name)) for name in ("from", "to"))
    return SettingChange(subject, before, f"{after}，{since} 起收到的件", str(detail.get("basis", "")))


def _worded(subject: str, detail: Mapping[str, Any]) -> SettingChange:
    after = f"{detail.get('to', '')}（{detail.get('valid_from', '')} 起的文书）"
    return SettingChange(subject, _words(detail.get("from")), after, str(detail.get("basis", "")))


def _template(subject: str, action: str, detail: Mapping[str, Any]) -> SettingChange:
    whose = "本机关的" if action.endswith("replaced") else "系统的"
    marks = [str(detail.get(name, ""))[:12] for name in ("from", "to")]
    return SettingChange(subject, f"校验值 {marks[0]}", f"{whose}，校验值 {marks[1]}")


def _length(code: str, length: Any) -> str:
    try:
        return replace(SHIPPED_PERIODS[code], length=int(length)).length_label
    except (PeriodRefused, TypeError, ValueError):
        return _words(length)


def _fields(subject: str, detail: Mapping[str, Any]) -> Iterator[SettingChange]:
    """The fields of a form: a pair of values each; a line of an older version gives the names alone."""
    changed = detail.get("changed", {})
    if isinstance(changed, Mapping):
        for name, pair in changed.items():
            before, after = pair
            if name == "region_code":
                before, after = (REGION_NAMES.get(code, code) for code in pair)
            yield SettingChange(f"{subject}：{_FIELDS.get(name, name)}", _words(before), _words(after))
    else:
        names = "、".join(_FIELDS.get(name, name) for name in changed)
        yield SettingChange(f"{subject}：{names}", NOTHING, "已改（那时没有记下改前改后）")
    if not changed and "from" in detail:
        yield SettingChange(subject, _words(detail["from"]), _words(detail.get("to", subject)))


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(map(str, value)) or NOTHING
    return NOTHING if value in (None, "") else str(value)
