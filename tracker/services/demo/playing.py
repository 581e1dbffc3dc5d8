"""One case played through the real services, step by step on its true dates, up to today."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from tracker.domain.labels import ItemType, Kind, Party, Satisfaction
from tracker.domain.permissions import Actor
from tracker.domain.workdays import WorkdayCalendar
from tracker.models.agency import Channel, Section
from tracker.now import LOCAL_ZONE, local
from tracker.services.cases import aftercare, assign, disclosure, ending, handle, oversee, register, reply
from tracker.services.cases.register import CaseFields
from tracker.services.cases.work import CaseWork
from tracker.services.demo.words import DISCLOSURE_REPLIES, REPLIES

OPENS = time(9, 0)


class NotYet(Exception):
    """The next step lies after today, or the story leaves the case where it is."""


@dataclass(slots=True)
class Bureau:
    """Who and what the stories need. ``now`` is the instant of loading, ``latest`` each channel's last number."""

    actors: Mapping[str, Actor]
    sections: Mapping[str, Section]
    channels: Mapping[str, Channel]
    handlers: Mapping[str, str]
    now: datetime
    rng: random.Random
    latest: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Play:
    """A case on its way. ``day`` names working days after receipt; each verb is one step by its right person."""

    bureau: Bureau
    work: CaseWork
    section: str
    moment: datetime
    received_on: date
    earlier: str
    calendar: WorkdayCalendar = field(init=False)

    def __post_init__(self) -> None:
        self.calendar = self.work.rules.calendar(self.work.case.kind)

    def day(self, n: int) -> date:
        """The ``n``-th working day after receipt; for 0 the receipt day if it is worked."""
        return self.calendar.add(self.received_on, n) if n else self.calendar.next_workday(self.received_on)

    def _on(self, n: int | date, who: str) -> date:
        day = n if isinstance(n, date) else self.day(n)
        opening = datetime.combine(day, OPENS, LOCAL_ZONE).astimezone(UTC)
        pause = timedelta(minutes=self.bureau.rng.randint(11, 70))
        moment = max(opening, self.moment) + pause
        if local(moment).date() > day:
            moment = self.moment + timedelta(minutes=1)
        if moment > self.bureau.now:
            if day > local(self.bureau.now).date():
                raise NotYet
            moment = max(self.moment, self.bureau.now - timedelta(seconds=30))
        self.moment = moment
        self.work.at = moment
        self.work.actor = self.bureau.actors[who]
        return max(day, local(moment).date())

    @property
    def handler(self) -> str:
        return self.bureau.handlers[self.section]

    def stop(self) -> None:
        """Leave the case as it is."""
        raise NotYet

    def assign(self, n: int, *, by: str = "孙登记") -> None:
        on = self._on(n, by)
        handler = self.bureau.actors[self.handler].user_id
        section_id = self.bureau.sections[self.section].id
        assign.assign(self.work, section_id=section_id, handler_id=handler, on=on)

    def sign(self, n: int) -> None:
        assign.sign(self.work, on=self._on(n, self.handler))

    def taken(self, n: int = 0) -> None:
        """Assigned and signed for."""
        self.assign(0)
        self.sign(n)

    def ask_return(self, n: int) -> None:
        assign.request_return(self.work, reason="职责清单第 3 项，属另一科室", on=self._on(n, self.handler))

    def approve_return(self, n: int) -> None:
        """Back at the desk, and on to another section."""
        assign.approve_return(self.work, note="职责清单属实，改派", on=self._on(n, "孙登记"))
        self.section = self.bureau.rng.choice([one for one in self.bureau.handlers if one != self.section])

    def contact(self, n: int) -> None:
        on = self._on(n, self.handler)
        handle.contact(self.work, method="phone", result="reached", note="说明办理安排", on=on)

    def draft(self, n: int | date, code: str) -> None:
        on = self._on(n, self.handler)
        is_disclosure = self.work.case.kind is Kind.DISCLOSURE
        words = self.bureau.rng.choice(DISCLOSURE_REPLIES if is_disclosure else REPLIES)
        reply.submit_reply(self.work, public_text=words, internal_text="办理情况已存档。", ending=code, on=on)

    def send_back(self, n: int) -> None:
        reply.send_back(self.work, reason="请补充现场照片和法律依据", on=self._on(n, "郑审核"))

    def review(self, n: int | date) -> None:
        reply.pass_review(self.work, on=self._on(n, "郑审核"))

    def answer(self, n: int | date, *, method: str = "phone") -> None:
        reply.reply(self.work, method=method, on=self._on(n, self.handler))

    def answered(self, n: int | date, code: str, *, method: str = "phone") -> None:
        """Drafted, reviewed and answered on one day."""
        self.draft(n, code)
        self.review(n)
        self.answer(n, method=method)

    def call_back(self, n: int | date, satisfaction: Satisfaction) -> None:
        if self.work.case.channel.needs_callback:
            ending.call_back(self.work, satisfaction=satisfaction, on=self._on(n, "孙登记"))

    def publish(self, n: int) -> None:
        """Put on the web with the writer's consent, where it is a letter that may be."""
        case = self.work.case
        if case.kind is not Kind.MAILBOX or case.item_type is ItemType.REPORT:
            return
        aftercare.publish(
            self.work,
            writer_agreed=True,
            owner_chose=True,
            is_desensitised=True,
            where="政府网站“信箱选登”",
            on=self._on(n, "孙登记"),
        )

    def archive(self, n: int) -> None:
        ending.archive(self.work, on=self._on(n, "孙登记"))

    def ask_longer(self, n: int, days: int) -> None:
        on = self._on(n, self.handler)
        handle.request_extension(self.work, days=days, reason="需现场测量并核对历史资料", on=on)

    def grant_longer(self, n: int, days: int) -> None:
        handle.grant_extension(self.work, days=days, on=self._on(n, "郑审核"))

    def promise(self, n: int, promised: int) -> None:
        on = self._on(n, self.handler)
        plan = "已列入整治计划，分两步完成"
        handle.stage_reply(self.work, promised_on=self.day(promised), plan=plan, on=on)

    def accept(self, n: int) -> None:
        handle.accept(self.work, on=self._on(n, self.handler))

    def urge(self, n: int) -> None:
        oversee.urge(self.work, words="请抓紧办理，今天反馈进展", on=self._on(n, "冯督办"))

    def supervise(self, n: int) -> None:
        oversee.supervise(self.work, words="列入督办，两日内书面说明", on=self._on(n, "冯督办"))

    def rehandle(self, n: int) -> None:
        ending.rehandle(self.work, reason="回访不满意，现场仍有残留", on=self._on(n, "冯督办"))

    def return_to_source(self, n: int) -> None:
        words = "属于示例区住建部门职责"
        ending.return_to_source(self.work, reason_code="not_our_duty", reason=words, on=self._on(n, "孙登记"))

    def not_accept(self, n: int) -> None:
        on = self._on(n, "孙登记")
        ending.not_accept(self.work, reason_code="other_legal_path", note="已告知诉讼途径", on=on)

    def merge(self, n: int) -> None:
        """Into the case that came before it in its channel."""
        ending.merge(self.work, into_number=self.earlier, on=self._on(n, "孙登记"))

    def terminate(self, n: int) -> None:
        on = self._on(n, "冯督办")
        ending.terminate(
            self.work,
            reason_code="no_cooperation",
            reason="多次联系，拒绝提供现场位置",
            consent="热线 3 日书面回复同意",
            on=on,
        )

    def withdraw(self, n: int) -> None:
        ending.withdraw(self.work, reason="本人电话说明不再需要", on=self._on(n, "孙登记"))

    def ask_correction(self, n: int, respond_by: int) -> None:
        on = self._on(n, self.handler)
        items = "请写明所需文件的名称或文号"
        disclosure.request_correction(self.work, items=items, respond_by=self.day(respond_by), on=on)

    def corrected(self, n: int) -> None:
        disclosure.receive_correction(self.work, on=self._on(n, "孙登记"))

    def consult(self, n: int) -> None:
        on = self._on(n, self.handler)
        disclosure.start_consultation(
            self.work, party=Party.THIRD_PARTY, whom="某测试公司", reason="涉及商业秘密", on=on
        )

    def delivered(self, n: int) -> None:
        disclosure.deliver_consultation(self.work, on=self._on(n, self.handler))

    def opinion(self, n: int) -> None:
        on = self._on(n, self.handler)
        disclosure.end_consultation(self.work, opinion="不同意公开评估报告", on=on)

    def bill(self, n: int) -> None:
        disclosure.send_fee_notice(self.work, pages=120, on=self._on(n, self.handler))

    def paid(self, n: int) -> None:
        yuan = next(e.payload["yuan"] for e in reversed(self.work.events) if "yuan" in e.payload)
        disclosure.record_payment(self.work, yuan=yuan, on=self._on(n, "孙登记"))

    def search(self, n: int | date) -> None:
        """What an answer that nothing was found rests on."""
        on = self._on(n, self.handler)
        disclosure.record_search(
            self.work,
            where="局档案室、办公系统",
            catalogue="2015 年以来文书档案目录",
            words=self.work.case.title[:10],
            searcher=self.handler,
            found="没有找到相符的文件。",
            on=on,
        )

    def ask_reasons(self, n: int, respond_by: int) -> None:
        on = self._on(n, self.handler)
        found = "自 3 月以来就同类事项提出申请 46 件"
        disclosure.ask_reasons(self.work, found=found, respond_by=self.day(respond_by), on=on)

    def reasons_given(self, n: int) -> None:
        disclosure.receive_reasons(
            self.work, words="称用于个人研究，未说明数量的必要", on=self._on(n, "孙登记")
        )

    def lapse(self, n: int) -> None:
        disclosure.lapse(self.work, reason="期满未补正，也未说明理由", on=self._on(n, "郑审核"))


def begin(bureau: Bureau, *, channel: str, section: str, fields: CaseFields) -> Play:
    """Register the case on the day it came, at the desk's opening hour."""
    moment = datetime.combine(fields.received_on, OPENS, LOCAL_ZONE).astimezone(UTC)
    moment = min(moment + timedelta(minutes=bureau.rng.randint(0, 240)), bureau.now - timedelta(minutes=2))
    work = register.begin(
        channel=bureau.channels[channel], fields=fields, actor=bureau.actors["孙登记"], at=moment
    )
    earlier = bureau.latest.get(channel, "")
    bureau.latest[channel] = work.case.number
    return Play(
        bureau=bureau,
        work=work,
        section=section,
        moment=moment,
        received_on=fields.received_on,
        earlier=earlier,
    )
