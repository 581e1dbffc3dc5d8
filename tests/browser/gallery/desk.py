"""Workbench and lists."""

from datetime import datetime
from types import SimpleNamespace as Thing
from typing import Any

from werkzeug.datastructures import MultiDict

from tracker.domain.labels import Light
from tracker.now import LOCAL_ZONE
from tracker.web.cases.columns import COLUMNS, ShownColumn, keys_of
from tracker.web.cases.forms import FilterForm
from tracker.web.frame import Banner
from tracker.web.used_time import used_time

LIGHTS = {light.value: light for light in Light}


def row(light: str, words: str, due: str, left: str, number: str, title: str, **more: Any) -> Thing:
    facts = {
        "id": number,
        "url": "#case",
        "light": light,
        "light_words": words,
        "due_words": due,
        "due_note": "",
        "left_words": left,
        "unit_short": "",
        "number": number,
        "title": title,
        "channel": "12345热线",
        "person": "王*",
        "marks": [],
        "state_words": "办理中",
        "holder": "耕地保护股 周承办",
        "received_words": "11-13 周五",
        "ended_words": "",
        "is_pressing": light in {"overdue", "red"},
        "next": None,
        "used": used_time(LIGHTS[light], used=3, total=5),
    }
    return Thing(**(facts | more))


def rows() -> list[Thing]:
    step = lambda label: Thing(label=label, url="#step")  # noqa: E731
    return [
        row(
            "overdue",
            "超期 2 个工作日",
            "11-18 周三",
            "−2",
            "示自然资热线〔2026〕301号",
            "反映测试镇样本村三组耕地上堆放建筑垃圾，要求清理",
            marks=["督办"],
            next=step("填写答复"),
            used=used_time(Light.OVERDUE, used=5, total=5),
        ),
        row(
            "red",
            "今天到期",
            "11-20 周五",
            "0",
            "示自然资热线〔2026〕305号",
            "咨询临时占用耕地的补偿标准和申请程序",
            person="赵*",
            marks=["退回修改 1 次"],
            next=step("修改答复"),
            used=used_time(Light.RED, used=5, total=5),
        ),
        row(
            "yellow",
            "临近",
            "11-24 周二",
            "2",
            "示自然资热线〔2026〕311号",
            "咨询高标准农田建设期间临时用地审批流程",
            person="孙*",
            next=step("联系诉求人"),
        ),
        row(
            "green",
            "正常",
            "11-25 周三",
            "3",
            "示自然资热线〔2026〕312号",
            "求助承包地四至与确权证不符",
            person="何*",
            state_words="待签收",
            next=step("签收"),
            used=used_time(Light.GREEN, used=2, total=5),
        ),
        row(
            "green",
            "正常",
            "12-28 周一",
            "26",
            "示自然资依申请〔2026〕40号",
            "样本村占补平衡项目验收报告",
            channel="依申请公开",
            person="张**",
            marks=["已延期"],
            due_note="暂定",
            next=step("拟制答复"),
            used=used_time(Light.GREEN, used=14, total=40),
        ),
        row(
            "stopped",
            "停止计时",
            "11-27 周五",
            "3",
            "示自然资依申请〔2026〕36号",
            "样本村高标准农田建设项目土地流转补偿方案及评估报告，含第三方经营信息与分户补偿清册",
            channel="依申请公开",
            person="李**",
            marks=["第三方"],
            state_words="征求意见中",
            due_note="预计",
            next=step("登记意见"),
            used=used_time(Light.STOPPED, used=17, total=20),
        ),
    ]


def weeks() -> Thing:
    def day(
        number: int, *, off: bool = False, today: bool = False, marks: tuple[tuple[str, str], ...] = ()
    ) -> Thing:
        return Thing(
            number=number,
            is_off=off,
            is_today=today,
            marks=[Thing(light=light, words=words, url="#case") for light, words in marks],
        )

    first = [
        day(16),
        day(17),
        day(18, marks=(("overdue", "301号"),)),
        day(19),
        day(20, today=True, marks=(("red", "305号"),)),
        day(21, off=True),
        day(22, off=True),
    ]
    second = [
        day(23),
        day(24, marks=(("yellow", "311号"), ("stopped", "36号"))),
        day(25, marks=(("green", "312号"),)),
        day(26),
        day(27, marks=(("stopped", "36号"),)),
        day(28, off=True),
        day(29, off=True),
    ]
    return Thing(weeks=[first, second], note="24 日：36号第三方答复期满；27 日：36号预计答复期限。")


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LOCAL_ZONE)


def workbench(**more: Any) -> tuple[str, dict[str, Any]]:
    every = rows()
    groups = [
        Thing(name="已超期", note="1 件", rows=every[:1]),
        Thing(name="今天到期", note="1 件", rows=every[1:2]),
        Thing(name="两个工作日内", note="1 件", rows=every[2:3]),
        Thing(name="之后", note="2 件", rows=every[3:5]),
        Thing(name="时钟停着", note="1 件，等对方", rows=every[5:]),
    ]
    opening = [
        Thing(words="1 件已超期", url="#", is_red=True, after="，"),
        Thing(words="1 件今天到期", url="#", is_red=True, after="，"),
        Thing(words="1 件临近", url="#", is_red=False, after="；另有 "),
        Thing(words="1 件等第三方答复", url="#", is_red=False, after="。"),
    ]
    notices = [
        Thing(
            at=at(20, 9, 42),
            time_words="09:42",
            text="郑审核退回修改：请写明补偿标准的文号。",
            is_unread=True,
            case_words="305号",
            case_url="#",
        ),
        Thing(
            at=at(20, 8, 30),
            time_words="08:30",
            text="督办：超期 2 个工作日，今天 17:00 前报办理情况。",
            is_unread=True,
            case_words="301号",
            case_url="#",
        ),
        Thing(
            at=at(19, 8, 30),
            time_words="昨天",
            text="第三方答复还有 3 个工作日期满（11-24）。",
            is_unread=False,
            case_words="36号",
            case_url="#",
        ),
    ]
    facts = {
        "opening": opening,
        "opening_end": "",
        "actions": [],
        "groups": groups,
        "total_note": "6 件，按期限先后",
        "mine_url": "#",
        "closed_url": "#",
        "waiting": [],
        "waiting_note": "",
        "weeks": weeks(),
        "month_url": "#",
        "notices": notices,
        "unread": 2,
        "notices_url": "#",
        "drafts": [Thing(time_words="09:50", case_words="305号", case_url="#", words="答复稿，已存 2 次")],
        "nothing": None,
    }
    return "workbench/show.html", {"page": Thing(**(facts | more))}


def empty_workbench() -> tuple[str, dict[str, Any]]:
    waiting = [rows()[5], rows()[4]]
    waiting[0].waiting_for, waiting[1].waiting_for = "第三方，11-24 期满", "郑审核，11-19 送审"
    nothing = Thing(
        sentence="您名下的 2 件都在等别人：1 件在审核，1 件等第三方答复。",
        next_url="#",
        next_number="示自然资依申请〔2026〕36号",
        next_words="预计 11-27 周五，余 3 个工作日（停止计时）",
        note="",
    )
    return workbench(
        groups=[],
        opening=[],
        opening_end="今天没有等您办的。",
        total_note="0 件",
        waiting=waiting,
        waiting_note="2 件",
        notices=[],
        unread=0,
        drafts=[],
        nothing=nothing,
    )


def stopped_scheduler() -> tuple[str, dict[str, Any]]:
    template, context = workbench()
    fault = Banner(
        "fault",
        "定时服务已停 12 分钟",
        "（最后一次 10:30，现在 10:42）。提醒和邮件暂不发出；本页的期限、灯号和件数按当前时间现算，不受影响。",
        [("查看运行状况", "#")],
    )
    return template, {**context, "frame": {"banners": [fault]}}


def filter_form() -> FilterForm:
    form = FilterForm(MultiDict())
    form.offer({1: "12345热线", 2: "区委书记信箱"}, {1: "耕地保护股"}, {1: "周承办"})
    return form


def tab(label: str, count: str, *, light: str | None = None, current: bool = False) -> Thing:
    return Thing(label=label, url="#", count=count, light=light, is_current=current, note="")


def shown_columns() -> list[ShownColumn]:
    keys, wide = keys_of((), is_by_receipt=False)
    return [
        ShownColumn(
            COLUMNS[key], key in wide, "ascending" if key == "due" else "", "#" if key == "due" else ""
        )
        for key in keys
    ]


def case_list(**more: Any) -> tuple[str, dict[str, Any]]:
    tabs = [
        tab("在办", "24", current=True),
        tab("超期", "2", light="overdue"),
        tab("今天到期", "2", light="red"),
        tab("临近", "4", light="yellow"),
        tab("正常", "13", light="green"),
        tab("停止计时", "3", light="stopped"),
        tab("待分办", "2"),
        tab("待审核", "1"),
        tab("我的", "8"),
        tab("已办结", "396"),
        tab("全部", "426"),
    ]
    facts = {
        "heading": "在办 24 件",
        "scope_words": "本局可见范围，截至 10:42",
        "tabs": tabs,
        "rows": rows() * 3,
        "columns": shown_columns(),
        "order_words": "按期限先后",
        "hidden": {"view": "open"},
        "is_filtered": True,
        "has_seldom_used": False,
        "filter_url": "#",
        "clear_url": "#",
        "keep_url": "#",
        "keep_words": "存为视图",
        "views_url": "#",
        "columns_url": "#",
        "sheet_url": "#",
        "sheet_label": "导出本表（24 件）",
        "export_url": "#",
        "register_url": "#",
        "can_batch": True,
        "batch_url": "#",
        "pager": Thing(
            first=1, last=18, total_words="24", unit="件", previous_url="", next_url="#", remaining=6
        ),
        "empty": None,
    }
    return "cases/index.html", {
        "page": Thing(**(facts | more)),
        "form": filter_form(),
        "sections": {"": "选择科室", 1: "耕地保护股"},
        "frame": {"current": "办件"},
    }


def empty_list() -> tuple[str, dict[str, Any]]:
    empty = Thing(
        sentence="在办的 24 件里，没有同时满足这 4 个条件的。",
        ways=[("去掉“区长信箱”", "#", "1 件"), ("在全部 426 件里找“绿地”", "#", "3 件")],
        note="",
    )
    return case_list(rows=[], heading="没有符合条件的办件", empty=empty)


PAGES = {
    "workbench": workbench,
    "workbench-empty": empty_workbench,
    "workbench-stopped": stopped_scheduler,
    "cases": case_list,
    "cases-empty": empty_list,
}
