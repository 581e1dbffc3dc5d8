"""One case: its page, a step, a clash."""

from datetime import date, timedelta
from types import SimpleNamespace as Thing
from typing import Any

from wtforms import Form, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from tests.browser.gallery.fronts import is_workday
from tracker.domain.case_events import EventType

RECEIVED, STOPPED, TODAY, GOES_ON, DUE = (
    date(2026, 9, 28),
    date(2026, 10, 27),
    date(2026, 11, 20),
    date(2026, 11, 24),
    date(2026, 11, 27),
)
AREAS = {"current": "办件"}


def strip() -> Thing:
    cells, lines, number = [], [], 0
    for offset in range(63):
        day = RECEIVED + timedelta(days=offset)
        if not is_workday(day):
            sign, kind = "休", "off"
        elif day == RECEIVED:
            sign, kind = "收", "receipt"
        elif STOPPED < day <= GOES_ON:
            sign, kind = "停", "stopped" if day <= TODAY else "stopped cell-stopped-ahead"
        elif day <= DUE:
            number += 1
            sign, kind = str(number), "due" if day == DUE else "counted" if day <= TODAY else "ahead"
        else:
            sign, kind = "", "plain"
        words = f"{day.month}/{day.day}" if day.day == 1 or not offset else str(day.day)
        makeup = day == date(2026, 10, 10)
        cells.append(
            Thing(
                day_words=words,
                sign=sign,
                kind=kind,
                is_today=day == TODAY,
                is_makeup=makeup,
                is_voided=False,
            )
        )
        lines.append(
            Thing(
                date=day,
                verdict="计入" if sign.isdigit() else "不计",
                number=number if sign.isdigit() else None,
                reason={"休": "休息日", "停": "征求第三方意见", "收": "收到当日"}.get(sign, "工作日"),
                is_today=day == TODAY,
            )
        )
    return Thing(weeks=[Thing(cells=cells[at : at + 7], fold="") for at in range(0, 63, 7)], lines=lines)


def line(
    on: str,
    event: str,
    note: str,
    counted: int,
    used: int,
    left: int,
    due: str,
    basis: list[str],
    **more: bool,
) -> Thing:
    facts = {"is_today": False, "is_expected": False, "is_stopped": due == "停止计时"}
    return Thing(
        on=on,
        event=event,
        note=note,
        counted=counted,
        used=used,
        left=left,
        due_words=due,
        basis=basis,
        **(facts | more),
    )


def entry(kind: EventType, on: date, who: str, **more: Any) -> Thing:
    facts = {
        "type": kind.value,
        "label": kind.label,
        "on": on,
        "on_words": f"{on:%m-%d} 周{'一二三四五六日'[on.weekday()]}",
        "who": who,
        "moves_clock": False,
        "is_expected": False,
        "recorded_words": "",
        "words": {},
        "documents": [],
        "changes": [],
    }
    return Thing(**(facts | more))


def entries() -> list[Thing]:
    return [
        entry(
            EventType.CONSULTATION_ENDED,
            GOES_ON,
            "",
            label="第三方答复期满",
            is_expected=True,
            words={"note": "期满前 2 个工作日已提醒。"},
        ),
        entry(
            EventType.URGED,
            date(2026, 11, 16),
            "周承办",
            words={"note": "电话，对方称材料内部传阅，本周内书面答复。"},
        ),
        entry(
            EventType.CONSULTATION_DELIVERED,
            date(2026, 11, 3),
            "周承办",
            moves_clock=True,
            recorded_words="11-04 录入",
            words={"due": "11-24 周二", "note": "邮政 XA00000000042。"},
        ),
        entry(
            EventType.CONSULTATION_STARTED,
            STOPPED,
            "周承办，郑审核签批",
            moves_clock=True,
            words={"party": "第三方", "note": ""},
            documents=[("示自然资征〔2026〕4号 征求第三方意见书", "#")],
        ),
        entry(
            EventType.AMENDED,
            date(2026, 10, 9),
            "孙登记",
            words={"reason": "申请人来电更正"},
            changes=[("获取途径", "自取", "邮寄")],
        ),
        entry(EventType.ASSIGNED, RECEIVED, "郑审核", words={"section": "耕地保护股", "handler": "周承办"}),
        entry(
            EventType.REGISTERED,
            RECEIVED,
            "孙登记",
            moves_clock=True,
            words={"receipt_method": "当面提交，", "receipt_note": "已打印登记回执。"},
        ),
    ]


def case() -> tuple[str, dict[str, Any]]:
    ledger = [
        line(
            "2026-09-28",
            "收到申请",
            "当面提交，以提交之日为收到之日；当日不计",
            0,
            0,
            20,
            "2026-10-30",
            ["条例第三十一条", "第三十三条第二款"],
        ),
        line(
            "2026-10-27",
            "发出征求意见书（第三方）",
            "发出当日计入；10-01 至 10-07 国庆休，10-10 调休计入",
            17,
            17,
            3,
            "停止计时",
            ["条例第三十二条", "第三十三条第三款"],
        ),
        line("2026-11-20", "已停 18 个工作日", "", 0, 17, 3, "停止计时", [], is_today=True),
        line(
            "2026-11-24",
            "第三方答复期满",
            "不答复的，由本机关决定是否公开",
            0,
            17,
            3,
            "2026-11-27",
            ["条例第三十二条"],
            is_expected=True,
        ),
        line("2026-11-27", "答复期限", "", 3, 20, 0, "2026-11-27", ["条例第三十三条"], is_expected=True),
    ]
    page = Thing(
        number="示自然资依申请〔2026〕36号",
        title="样本村高标准农田建设项目土地流转补偿方案及评估报告",
        state_words="征求意见中",
        holder="耕地保护股 周承办",
        kind_words="依申请公开",
        list_url="#",
        kind_url="#",
        marks=["第三方"],
        head=Thing(
            light="stopped",
            light_words="停止计时",
            used_words="已用 17 个工作日，余 3 个",
            date="2026-11-27",
            weekday="周五",
            date_prefix="预计",
            because="第三方最迟 11-24 答复，期满次日接着算",
        ),
        actions=Thing(
            main=Thing(label="登记第三方意见", url="#"),
            others=[
                Thing(label=label, url="#", key=None, danger=False)
                for label in ("催问第三方", "申请延期", "添加附件")
            ]
            + [Thing(label="打印卷宗", url="#", key="p", danger=False)],
            more=[Thing(label="退回来源", url="#", danger=True)],
            refusals=["现在不能拟制答复：征求意见尚未结束（11-24 期满，或登记意见后即可）。"],
        ),
        strip=strip(),
        strip_note="2026-09-28 收到 至 2026-11-27 预计期限，共 61 天，计入 20 天",
        ledger=ledger,
        ledger_note="从严口径（期满当日即恢复计时）为 2026-11-26；宁夏日历同为 2026-11-27。",
        settings_url="#",
        timeline=entries(),
        timeline_note="已发生 6 条，新的在上",
        audit_url="#",
        replies=[],
        replies_note="",
        panels=[
            Thing(
                title="申请",
                id="request",
                reveal_url="#",
                pairs=[
                    ("申请人", "李**　自然人"),
                    ("联系电话", "138****0000"),
                    ("证件号码", "不显示"),
                    ("收到方式", "当面提交"),
                    (
                        "描述",
                        "样本村 2023 年高标准农田建设项目的土地流转补偿方案，以及第三方出具的评估报告。",
                    ),
                ],
            ),
            Thing(
                title="征求意见",
                id="consultation",
                reveal_url="",
                pairs=[
                    ("对象", "某测试农业开发有限公司"),
                    ("发出", "2026-10-27"),
                    ("期满", "2026-11-24 周二，余 2 个工作日"),
                ],
            ),
        ],
        papers=[("申请表（扫描件）.pdf", "#", "312 KB"), ("征求第三方意见书", "#", "10-27")],
        papers_kept=2,
        papers_link=("出文书、加附件", "#"),
        next=[("11-24", "第三方期满，时钟次日恢复"), ("11-27", "答复期限；交邮当日为答复日")],
    )
    return "cases/show.html", {"page": page, "frame": AREAS}


class StepForm(Form):
    on = StringField("哪天", [InputRequired()])
    opinion = RadioField(
        "意见",
        [InputRequired()],
        choices={"agrees": "同意公开", "objects": "不同意公开", "silent": "期满未答复"},
    )
    reason = TextAreaField("说明", [InputRequired()])


def step() -> tuple[str, dict[str, Any]]:
    form = StepForm(data={"on": "今天", "opinion": "objects"})
    form.reason.errors = ["请写明第三方不同意的理由，决定是否公开时要用。"]
    page = Thing(
        number="示自然资依申请〔2026〕36号",
        title="样本村高标准农田建设项目土地流转补偿方案及评估报告",
        case_url="#",
        list_url="#",
        action_url="",
        heading="登记意见",
        note="登记后时钟从次日接着算。",
        main_label="登记意见",
        preview_url="",
        danger=False,
        facts=[
            ("期限", "预计 2026-11-27 周五"),
            ("已用", "17 个工作日，余 3 个"),
            ("承办", "耕地保护股 周承办"),
        ],
        others=[],
        what_if=[("新期限", "2026-11-25 周三（第 20 个工作日）")],
        text="",
        text_title="",
        fields=[(form.on, "w-12"), (form.opinion, ""), (form.reason, "w-full")],
    )
    return "cases/act.html", {"page": page, "form": form, "frame": AREAS}


def clash() -> tuple[str, dict[str, Any]]:
    fields = [
        Thing(
            name="public_text",
            label="公开答复",
            now="临时占用耕地须先取得临时用地批准，补偿按测试镇现行标准执行。",
            yours="临时占用耕地须先取得临时用地批准；补偿标准见示政规发〔2025〕3号，可到镇自然资源所查阅。",
            is_same=False,
            has_choice=True,
        ),
        Thing(
            name="opinion",
            label="审核意见",
            now="退回修改：请写明补偿标准的文号。",
            yours=None,
            is_same=False,
            has_choice=True,
        ),
        Thing(name="result", label="是否解决", now="已解释", yours="已解释", is_same=True, has_choice=False),
    ]
    page = Thing(
        number="示自然资热线〔2026〕305号",
        case_url="#",
        list_url="#",
        action_url="",
        heading="修改答复",
        who="郑审核",
        at_words="10:41",
        what="把它退回修改",
        fields=fields,
        theirs="郑审核 10:41 保存",
        mine="10:44 提交",
        kept=[("version", "7")],
        events=[
            entry(
                EventType.REVIEW_SENT_BACK,
                TODAY,
                "郑审核",
                moves_clock=False,
                words={"opinion": "请写明补偿标准的文号。"},
            )
        ],
    )
    return "cases/clash.html", {"page": page, "frame": AREAS}


def every_event() -> tuple[str, dict[str, Any]]:
    template, context = case()
    words = {
        "reason": "示例理由",
        "note": "示例说明",
        "section": "规划股",
        "days": "15 个工作日",
        "due": "12-28 周一",
        "outcome": "予以公开",
        "cycle": 2,
        "opinion": "示例意见",
        "party": "第三方",
        "amount": 300,
        "step": "签收",
        "file": "示例.xlsx",
        "row": 3,
        "main_number": "示自然资热线〔2026〕1号",
        "promised": "12-01 周二",
        "until": "12-30 周三",
        "respond_by": "12-04 周五",
        "method": "电话",
        "result": "已联系",
    }
    context["page"].timeline = [
        entry(kind, TODAY, "周承办", words=words, moves_clock=True) for kind in EventType
    ]
    return template, context


def refused() -> tuple[str, dict[str, Any]]:
    page = Thing(
        number="示自然资依申请〔2026〕36号",
        case_url="#",
        list_url="#",
        heading="拟制答复",
        reason="征求意见尚未结束（11-24 期满，或登记意见后即可）。",
    )
    return "cases/refused.html", {"page": page, "frame": AREAS}


PAGES = {"case": case, "case-events": every_event, "step": step, "clash": clash, "refused": refused}
