"""Reading the official text of a notice (放假通知原文), for a person to check before it counts.

Nothing is guessed in silence: a sentence that speaks of days but is not understood, a weekday in brackets that
contradicts its date, and a 共 n 天 that does not add up are each reported.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.domain.holiday_notices import Holiday, Notice
from tracker.domain.labels import CalendarLayer

ONE_DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"
KNOWN_HOLIDAYS = "元旦|春节|清明节|劳动节|端午节|中秋节|国庆节|开斋节|古尔邦节"

_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[(](\d{4})[〕\])]\d+号")
_YEAR = re.compile(r"(\d{4})年(?:部分|法定)?(?:节假日|元旦|春节|劳动节|放假)")
_SIGNED = re.compile(r"^(?:国务院办公厅|.{0,20}人民政府办公厅)?\s*(\d{4})年(\d{1,2})月(\d{1,2})日$")
_NUMERAL = r"(?:[一二三四五六七八九十]+、|[(][一二三四五六七八九十]+[)]|\d+[.、])"
_HEADING = re.compile(rf"^{_NUMERAL}?\s*([^\d:。,、(]{{1,8}}(?:、[^\d:。,、(]{{1,8}})?):")
_ITEM_START = re.compile(rf"^{_NUMERAL}")
_DATE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_COUNT = re.compile(r"共?(\d+)天")
_UNDERSTOOD = re.compile(
    r"放假调休|放假|调休|补休|公休|上班|与周末连休|照常|正常|共?\d+天|[,、至到和及—~\-\s]"
)
_RANGE = re.compile(r"^\s*(?:至|到|—+|-|~)\s*$")


@dataclass(frozen=True, slots=True)
class NoticeProblem:
    """Something a person must look at; ``sentence`` is the text it stands in."""

    sentence: str
    message: str


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """What was read from a text. ``passed_over`` are sentences that say nothing about days."""

    year: int
    number: str | None
    issued_on: date | None
    layer: CalendarLayer
    holidays: tuple[Holiday, ...]
    problems: tuple[NoticeProblem, ...]
    passed_over: tuple[str, ...]

    def as_notice(self, *, number: str | None = None, region: str | None = None) -> Notice:
        """Return the notice as checked by a person, who may give the number and, for a regional one, the place."""
        return Notice(
            self.year,
            number or self.number or "",
            self.holidays,
            layer=CalendarLayer.REGIONAL if region else self.layer,
            region=region,
            issued_on=self.issued_on,
        )


def parse_notice_text(text: str, year: int | None = None) -> NoticeDraft:
    """Read pasted official text. ``year`` is needed only when the text does not name its own."""
    return _Reader(text, year).read()


@dataclass(slots=True)
class _Found:
    """The days gathered under one heading."""

    name: str
    days_off: list[date] = field(default_factory=list)
    makeup_days: list[date] = field(default_factory=list)


class _Reader:
    def __init__(self, text: str, year: int | None) -> None:
        self.plain = unicodedata.normalize("NFKC", text)
        number = _NUMBER.search(self.plain.replace("\n", " "))
        named = _YEAR.search(re.sub(r"\s", "", self.plain))
        self.number = re.sub(r"[\[(](\d{4})[\])]", r"〔\1〕", number.group(0)) if number else None
        self.found: list[_Found] = []
        self._current: _Found | None = None
        self.problems: list[NoticeProblem] = []
        self.passed_over: list[str] = []
        self.issued_on: date | None = None
        self.year = year or (int(named.group(1)) if named else 0)
        if not self.year:
            self.problems.append(NoticeProblem("", "文中没有写明是哪一年的安排，请填写年份。"))

    def read(self) -> NoticeDraft:
        for sentence in _sentences(self.plain):
            heading = _HEADING.match(sentence)
            if heading and self.year:
                self._begin(heading.group(1).strip())
            body = sentence[heading.end() :] if heading else sentence
            for clause in _off_and_worked(body.strip()):
                self._read_sentence(clause)
        self._check_overlaps()
        national = self.number is None or self.number.startswith("国办")
        return NoticeDraft(
            self.year,
            self.number,
            self.issued_on,
            CalendarLayer.NATIONAL if national else CalendarLayer.REGIONAL,
            tuple(
                Holiday(each.name, tuple(each.days_off), tuple(each.makeup_days))
                for each in self.found
                if each.days_off or each.makeup_days
            ),
            tuple(self.problems),
            tuple(self.passed_over),
        )

    def _read_sentence(self, sentence: str) -> None:
        signed = _SIGNED.match(sentence)
        if signed:
            self.issued_on = self._date(sentence, *(int(part) for part in signed.groups()))
            return
        has_days = _DATE.search(sentence) is not None
        if not has_days or not self.year or not re.search(r"放假|调休|补休|上班", sentence):
            if has_days and self.year and not _YEAR.search(sentence):
                self._report(sentence, "提到了日期，但没有读懂，请人工核对。")
            else:
                self.passed_over.append(sentence)
            return
        if _UNDERSTOOD.sub("", _DATE.sub("", sentence)):
            self._report(sentence, "这一句没有读懂，未计入，请人工核对。")
            return
        self._take(sentence, self._current or self._unnamed(sentence))

    def _begin(self, name: str) -> _Found:
        self._current = _Found(name)
        self.found.append(self._current)
        return self._current

    def _unnamed(self, sentence: str) -> _Found:
        known = re.findall(KNOWN_HOLIDAYS, self.plain)
        name = known[0] if known else "未写明"
        self._report(sentence, f"这一句没有写在节日名下，暂记为“{name}”，请核对。")
        return self._begin(name)

    def _take(self, sentence: str, current: _Found) -> None:
        days = self._days(sentence)
        if "上班" in sentence:
            current.makeup_days += days
            for day in days:
                if day.weekday() < len(WEEKDAYS) - 2:
                    self._report(sentence, f"{day} 是周{WEEKDAYS[day.weekday()]}，本来就上班。")
            return
        current.days_off += days
        count = _COUNT.search(sentence)
        if count and int(count.group(1)) != len(days):
            self._report(sentence, f"写明共 {count.group(1)} 天，读出 {len(days)} 天。")

    def _days(self, sentence: str) -> list[date]:
        days: list[date] = []
        previous: date | None = None
        explicit_year: int | None = None
        end = 0
        for match in _DATE.finditer(sentence):
            explicit_year = int(match.group(1)) if match.group(1) else explicit_year
            month = int(match.group(2)) if match.group(2) else (previous.month if previous else 0)
            day = self._date(sentence, explicit_year or self.year, month, int(match.group(3)))
            if day is None:
                return days
            if previous is not None and _RANGE.match(sentence[end : match.start()]):
                days += self._span(sentence, days.pop(), day, is_dated=explicit_year is not None)
                day = days[-1]
            else:
                days.append(day)
            self._check_weekday(sentence, match, day)
            previous, end = day, match.end()
        return days

    def _span(self, sentence: str, first: date, last: date, *, is_dated: bool) -> list[date]:
        if last < first:
            if is_dated:
                last = last.replace(year=last.year + 1)
            else:
                first = first.replace(year=first.year - 1)
            self._report(sentence, f"按 {first} 至 {last} 跨年理解，请核对。")
        return [first + ONE_DAY * offset for offset in range((last - first).days + 1)]

    def _date(self, sentence: str, year: int, month: int, day: int) -> date | None:
        try:
            return date(year, month, day)
        except ValueError:
            self._report(sentence, f"{year} 年 {month} 月 {day} 日不是存在的日期。")
            return None

    def _check_weekday(self, sentence: str, match: re.Match[str], day: date) -> None:
        said = _WEEKDAY.search(match.group(4) or "")
        if said and WEEKDAYS.index(said.group(1).replace("天", "日")) != day.weekday():
            self._report(sentence, f"{day} 是周{WEEKDAYS[day.weekday()]}，文中写作“{said.group(0)}”。")

    def _check_overlaps(self) -> None:
        seen: dict[date, str] = {}
        for each in self.found:
            for day in [*each.days_off, *each.makeup_days]:
                if day in seen:
                    self._report(each.name, f"{day} 在“{seen[day]}”和“{each.name}”中重复出现。")
                seen[day] = each.name

    def _report(self, sentence: str, message: str) -> None:
        self.problems.append(NoticeProblem(sentence, message))


def _off_and_worked(sentence: str) -> list[str]:
    """Part ``…放假，共8天，2月4日上班`` into its days off and its make-up days; other sentences stay whole."""
    clauses = sentence.split(",")
    last_off = max((at for at, clause in enumerate(clauses) if re.search(r"放假|天$", clause)), default=-1)
    parts = [",".join(clauses[: last_off + 1]), ",".join(clauses[last_off + 1 :])]
    if "上班" in parts[1] and parts[0]:
        return parts
    return [sentence] if sentence else []


def _sentences(text: str) -> Iterator[str]:
    """Yield sentences; a line broken in the middle of an item is joined to the next."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    joined: list[str] = []
    for line in lines:
        starts_anew = (
            _ITEM_START.match(line) or _HEADING.match(line) or _SIGNED.match(line) or "办公厅" in line
        )
        goes_on = joined and _HEADING.match(joined[-1]) and not joined[-1].endswith("。")
        if goes_on and not starts_anew:
            joined[-1] += line
        else:
            joined.append(line)
    for line in joined:
        for sentence in re.split(r"[。;]", line):
            if sentence.strip():
                yield sentence.strip()
