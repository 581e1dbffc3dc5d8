"""A pasted text or a file as a notice, with everything a person must look at before it counts."""

import re
from dataclasses import dataclass

from tracker.domain.holiday_notices import Notice
from tracker.domain.labels import CalendarLayer
from tracker.domain.notice_format import NoticeRefused, faults_of, read_notice
from tracker.domain.notice_text import NoticeProblem, parse_notice_text

LONGEST_NUMBER = 80
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class NoticeReading:
    """What was read; ``problems`` were not understood or contradict themselves, ``passed_over`` name no days."""

    notice: Notice
    problems: tuple[NoticeProblem, ...] = ()
    passed_over: tuple[str, ...] = ()


def read_pasted(
    text: str, *, year: int | None = None, number: str = "", region: str | None = None
) -> NoticeReading:
    """Read the official text (放假通知原文) or one of the file formats.

    A ``number`` or ``year`` given by the person stands before what the text says. Raises NoticeRefused with
    every fault that no person can decide away.
    """
    plain = text.lstrip("\ufeff").strip()
    if not plain:
        raise NoticeRefused("请粘贴放假通知原文，或选择文件。", field="text")
    if not _is_official(plain):
        return NoticeReading(_within_bounds(read_notice(plain)))
    draft = parse_notice_text(plain, year)
    notice = draft.as_notice(number=number.strip() or None, region=region)
    if notice.layer is CalendarLayer.REGIONAL and not notice.region:
        raise NoticeRefused("看文号是地方的通知，请把范围选为所在地区。", field="scope")
    if not notice.year:
        raise NoticeRefused("文中没有写明是哪一年的安排，请填写年份。", field="year")
    if faults := faults_of(notice):
        raise NoticeRefused("；".join(faults) + "。", field="text")
    return NoticeReading(_within_bounds(notice), draft.problems, draft.passed_over)


def _is_official(plain: str) -> bool:
    return not plain.startswith("{") and re.search(r"放假|上班", plain) is not None


def _within_bounds(notice: Notice) -> Notice:
    if len(notice.number) > LONGEST_NUMBER:
        raise NoticeRefused(f"文号超过 {LONGEST_NUMBER} 个字，请核对。", field="number")
    long = next((each.name for each in notice.holidays if len(each.name) > LONGEST_NAME), None)
    if long:
        raise NoticeRefused(f"“{long}”超过 {LONGEST_NAME} 个字，请改短名称。", field="text")
    return notice
