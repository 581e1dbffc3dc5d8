"""Registration pages."""

from datetime import date, timedelta
from types import SimpleNamespace as Thing
from typing import Any

from wtforms import (
    BooleanField,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from tests.browser.gallery.fronts import is_workday
from tracker.domain.labels import ApplicantType, ItemType, ReceiptMethod

NEEDED = [InputRequired()]
AREAS = {"current": "登记", "words": "工作台 办件 登记 导入", "person": "孙登记"}


class AssignFields(Form):
    section = SelectField("承办科室", choices={"1": "耕地保护股（建议）", "2": "规划股"})
    handler = SelectField("承办人", choices={"1": "周承办"})
    reported_section = SelectField("被反映科室", choices={"": "无"})
    reported_user = SelectField("被反映的人", choices={"": "无"})
    is_important = BooleanField("重要件")


class DisclosureForm(AssignFields):
    receipt_method = RadioField("收到方式", NEEDED, choices={m.value: m.label for m in ReceiptMethod})
    received_on = StringField("收到日期", NEEDED)
    applicant_type = RadioField("申请人类别", NEEDED, choices={m.value: m.label for m in ApplicantType})
    name = StringField("姓名", NEEDED)
    phone = StringField("联系电话", NEEDED)
    postcode = StringField("邮编")
    id_type = SelectField("证件", choices={"id": "居民身份证"})
    id_number = StringField("证件号码", NEEDED)
    address = StringField("通信地址")
    content = TextAreaField("所需信息的描述", NEEDED)
    delivery_form = SelectMultipleField("提供方式", choices={"p": "纸质", "e": "电子邮件", "d": "光盘"})
    delivery_route = SelectField("获取途径", choices={"m": "邮寄"})
    needs_assistance = BooleanField("视听障碍或阅读困难（条例第四十三条）")


class HotlineForm(AssignFields):
    source_number = StringField("工单编号", NEEDED)
    received_on = StringField("收到时间", NEEDED)
    upstream_due = StringField("上级时限")
    item_type = RadioField("诉求类型", NEEDED, choices={m.value: m.label for m in ItemType})
    title = StringField("标题", NEEDED)
    content = TextAreaField("内容", NEEDED)
    place = StringField("地点")
    is_urgent = BooleanField("紧急，当日首次回复")
    is_complex = None
    is_group = None
    name = StringField("姓名")
    phone = StringField("电话")
    is_anonymous = BooleanField("匿名")
    is_secret = BooleanField("要求保密")
    wants_reply = BooleanField("需要回复")


def mini_strip(received: date, due: date, today: date) -> Thing:
    cells, number = [], 0
    day = received - timedelta(days=received.weekday())
    while day <= due + timedelta(days=6 - due.weekday()):
        sign, kind = "", "plain"
        if not is_workday(day):
            sign, kind = "休", "off"
        elif day == received:
            sign, kind = "收", "receipt"
        elif received < day <= due:
            number += 1
            sign, kind = str(number), "due" if day == due else "ahead" if day > today else "counted"
        words = f"{day.month}/{day.day}" if day.day == 1 or not cells else str(day.day)
        cells.append(
            Thing(
                day_words=words,
                sign=sign,
                kind=kind,
                is_today=day == today,
                is_makeup=False,
                is_voided=False,
            )
        )
        day += timedelta(days=1)
    return Thing(weeks=[Thing(cells=cells[at : at + 7], fold="") for at in range(0, len(cells), 7)], lines=[])


def duplicates() -> list[Thing]:
    return [
        Thing(
            number="示自然资依申请〔2026〕29号",
            url="#",
            same="同一申请人，09-02 收到",
            standing="09-23 予以公开",
            title="样本村 2023 年度设施农业用地备案材料",
            is_linked=True,
            actions=[("关联为前件", "previous", "29")],
        ),
        Thing(
            number="示自然资热线〔2026〕288号",
            url="#",
            same="同一电话，10-30 收到",
            standing="已办结",
            title="咨询设施农业用地备案能否查询",
            is_linked=False,
            actions=[("关联", "previous", "288")],
        ),
    ]


def page(**more: Any) -> Thing:
    answer = Thing(
        title="答复期限",
        date="2026-12-18",
        weekday_words="周五",
        nth_words="第 20 个工作日",
        refusal="",
        strip=mini_strip(date(2026, 11, 20), date(2026, 12, 18), date(2026, 11, 20)),
        because=[
            ("为什么", "自收到之日起 20 个工作日（条例第三十三条）；收到当日 11-20 不计，11-23 为第 1 日。"),
            ("跳过", "4 个双休日，共 8 天；期间无节假日、无调休。"),
            ("如需补正", "最迟 12-01 周二发出告知（第 7 个工作日，第三十条）。"),
            ("宁夏日历", "同一天，无地方放假。"),
        ],
    )
    facts = {
        "kind": "disclosure",
        "heading": "依申请公开",
        "note": "登记时取号，格式 示自然资依申请〔2026〕□号",
        "others": [("12345热线", "#"), ("信箱来信", "#"), ("信访", "#")],
        "import_url": "",
        "action_url": "",
        "preview": answer,
        "preview_title": "答复期限",
        "preview_url": "/p",
        "duplicates": duplicates(),
        "duplicates_url": "/d",
        "receipt_label": "登记并打印回执",
        "receipt_value": "receipt",
        "hints": ["Tab 下一项", "数字键选类别", "Enter 不提交，以免误登"],
        "receipt_rule": "当面提交：以提交之日为收到之日（条例第三十一条）。",
    }
    return Thing(**(facts | more))


def disclosure() -> tuple[str, dict[str, Any]]:
    form = DisclosureForm(
        data={
            "receipt_method": "handed_in",
            "received_on": "2026-11-20",
            "applicant_type": "natural_person",
            "name": "张测试",
            "phone": "13800000000",
            "postcode": "755000",
            "id_number": "640500199001010000",
            "address": "示例区测试镇样本村一组",
            "content": "样本村 2024 年度设施农业用地备案材料，含备案表、用地协议和勘测定界图。",
            "delivery_form": ["p"],
        }
    )
    return "register/form.html", {"page": page(), "form": form, "frame": AREAS}


def errors() -> tuple[str, dict[str, Any]]:
    form = DisclosureForm(
        data={
            "receipt_method": "handed_in",
            "received_on": "2026-11-23",
            "name": "张测试",
            "phone": "13800000000",
            "id_number": "64050019900101000",
        }
    )
    for name, sentence in (
        ("received_on", "2026-11-23 晚于今天，收到日期不能在将来。"),
        ("applicant_type", "请选一类，年报按类别统计。"),
        ("id_number", "应为 18 位，现在是 17 位。"),
        ("content", "请填写，至少写明名称、文号或能够查找的特征。"),
    ):
        form[name].errors = [sentence]
    return "register/form.html", {"page": page(preview=None, duplicates=[]), "form": form, "frame": AREAS}


def hotline() -> tuple[str, dict[str, Any]]:
    form = HotlineForm(
        data={
            "source_number": "NX20261119000417",
            "received_on": "2026-11-19 15:20",
            "upstream_due": "2026-11-25 18:00",
            "item_type": "complaint",
            "title": "投诉样本小区北侧绿地被圈占堆料",
            "content": "来电人称，样本小区北侧规划绿地自 11 月 10 日起被彩钢板圈占，堆放砂石料，希望核查是否办理临时用地手续并清理。",
            "place": "测试街道样本小区北侧",
            "name": "李示例",
            "phone": "13900000000",
            "wants_reply": True,
        }
    )
    shown = page(
        kind="hotline",
        heading="12345热线",
        note="今天已登记 2 件，上一件 示自然资热线〔2026〕318号",
        receipt_label="登记",
        duplicates=duplicates()[1:],
        dispatch_words='{"工单编号": "source_number"}',
        dispatch_text="工单编号：NX20261119000417　受理时间：2026-11-19 15:20　诉求类型：投诉",
        preview=Thing(
            title="办结期限",
            date="2026-11-25",
            weekday_words="周三 18:00",
            nth_words="上级派单写明",
            refusal="",
            strip=mini_strip(date(2026, 11, 19), date(2026, 11, 25), date(2026, 11, 20)),
            because=[
                ("为什么", "派单时限早于本局规则（投诉 5 个工作日，11-26），以派单为准。"),
                ("内部期限", "11-24 周二，提前 1 个工作日。"),
            ],
        ),
    )
    return "register/form.html", {"page": shown, "form": form, "frame": AREAS}


def choose() -> tuple[str, dict[str, Any]]:
    channels = [
        Thing(name=name, kind_words=kind, url="#", count=count)
        for name, kind, count in (
            ("12345热线", "热线工单", 318),
            ("区委书记信箱", "信箱来信", 12),
            ("依申请公开", "依申请公开", 41),
        )
    ]
    return "register/choose.html", {
        "page": Thing(channels=channels, import_url="#", today_words="今天已登记 2 件"),
        "frame": AREAS,
    }


PAGES = {
    "register-disclosure": disclosure,
    "register-errors": errors,
    "register-hotline": hotline,
    "register": choose,
}
