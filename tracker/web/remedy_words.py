"""复议、诉讼 in words, for the register and for the page of the request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from markupsafe import Markup

from tracker.domain.annual_report.section_four import PATH_LABELS, RESULT_LABELS
from tracker.domain.new_rounds import NewRound
from tracker.domain.outcomes import Outcome
from tracker.models.report import RemedyCase
from tracker.queries.remedies import RegisterLine, owed_answers
from tracker.web import wording


def remedy_words(remedy: RemedyCase) -> str:
    """``行政复议，示例区人民政府，2026-05-06 提起，2026-07-01 结果纠正``."""
    ending = (
        f"{remedy.closed_on} {RESULT_LABELS[remedy.result]}"
        if remedy.closed_on and remedy.result
        else "尚未审结"
    )
    return f"{PATH_LABELS[remedy.route]}，{remedy.authority}，{remedy.filed_on} 提起，{ending}"


def round_words(led_to: NewRound) -> str:
    """``第 2 轮，2026-07-25 答复：予以公开``, or that the round is not answered yet."""
    if led_to.replied_on is None:
        return f"第 {led_to.number} 轮，{led_to.began_on} 起重新办理，还没有答复"
    outcome = f"：{Outcome(led_to.outcome).label}" if led_to.outcome else ""
    return f"第 {led_to.number} 轮，{led_to.replied_on} 重新答复{outcome}"


@dataclass(frozen=True, slots=True)
class OwedAnswer:
    """``words`` of the reviews and suits that wait for our answer, and where their register stands."""

    words: str
    url: str
    is_late: bool


def owed_answer(agency_id: int, *, on: date) -> OwedAnswer | None:
    """What board and report say while a review or suit waits for our answer; None when none does."""
    owed = owed_answers(agency_id)
    if owed is None or owed.first.answer_due_on is None:
        return None
    due, is_late = owed.first.answer_due_on, owed.first.answer_due_on < on
    day = wording.day_with_weekday(due, year=on.year)
    first = f"最早的 {day} 前" + ("，已过期" if is_late else "")
    address = url_for(
        "annual_report.show",
        year=owed.first.filed_on.year,
        part="four",
        _anchor=f"remedy-{owed.first.id}",
    )
    return OwedAnswer(f"{owed.number} 件复议、诉讼等我方答复，{first}", address, is_late)


def remedy_pairs(lines: Sequence[RegisterLine], *, may_see_register: bool) -> list[tuple[str, str]]:
    """The panel of the request's page: each review or suit, what it led to, and its row of the register."""
    return [
        (PATH_LABELS[line.remedy.route], _told(line, may_see_register=may_see_register)) for line in lines
    ]


def _told(line: RegisterLine, *, may_see_register: bool) -> str:
    remedy = line.remedy
    words = remedy_words(remedy).partition("，")[2]
    if line.round is not None:
        words += f"；{round_words(line.round)}"
    if not may_see_register:
        return words
    address = url_for(
        "annual_report.show", year=remedy.filed_on.year, part="four", _anchor=f"remedy-{remedy.id}"
    )
    return Markup('{}　<a href="{}">看登记</a>').format(words, address)
