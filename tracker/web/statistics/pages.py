"""What templates/statistics shows: every figure with the address of its cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.domain.completion import Completion, Counts, Group, Identity, Rate, identities
from tracker.domain.indicators import INDICATORS, SINGLE_FIGURES, DaysUsed, one_decimal
from tracker.domain.labels import Kind
from tracker.queries.completion import FigureCase, FigureCases
from tracker.services.rules import Rules
from tracker.web import wording
from tracker.web.statistics.choice import Choice
from tracker.web.statistics.figure_words import COLUMNS, FIGURE_WORDS, ended_by, replied_by
from tracker.web.statistics.links import LinkedRate, Links

ALL = "all"
OVERDUE = "超期"
LISTED = 200
FEW = 20


@dataclass(frozen=True, slots=True)
class Figure:
    number: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    figures: tuple[Figure, ...]
    rates: tuple[LinkedRate, ...]


@dataclass(frozen=True, slots=True)
class ListedCase:
    number: str
    title: str
    url: str
    holder: str
    received: date
    due: str
    replied: str
    ended: str
    fate: str
    days: str


@dataclass(frozen=True, slots=True)
class CaseList:
    """The cases behind the chosen figure; ``more`` says that not all are shown."""

    title: str
    note: str
    cases: tuple[ListedCase, ...]
    export_url: str
    close_url: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    label: str
    rate: LinkedRate
    definition: str


@dataclass(frozen=True, slots=True)
class OtherIndicators:
    """其他指标 of the whole, each with its definition; ``counts`` pair a word with a linked number."""

    lines: tuple[IndicatorLine, ...]
    counts: tuple[tuple[str, Figure], ...]
    days: str


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    period_words: str
    group_word: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line
    identities: tuple[Identity, ...]
    denominators: str
    sentence: str
    sentence_note: str
    sentence_url: str
    sentence_label: str
    cautions: tuple[str, ...]
    table_url: str
    print_url: str
    bulletin_url: str
    mended: tuple[tuple[str, str], ...]
    other: OtherIndicators
    chosen: CaseList | None = None


def _line(links: Links, label: str, key: str, counts: Counts, chosen: tuple[str, str]) -> Line:
    return Line(
        label,
        tuple(
            Figure(getattr(counts, figure), links.to(figure, key), (figure, key) == chosen)
            for figure, _ in COLUMNS
        ),
        (
            links.rate(counts.completion_rate(links.rounding), "closed", "valid", key),
            links.rate(counts.in_time_rate(links.rounding), "closed_in_time", "closed", key),
        ),
    )


def _cautions(groups: Sequence[Group]) -> tuple[str, ...]:
    """A rate over few items moves by whole points with each of them."""
    return tuple(
        f"{group.label}件数少：{group.counts.closed} 件中 {group.counts.closed_late} 件逾期即 "
        f"{Rate(group.counts.closed_late, group.counts.closed).value} 个百分点，引用时请连同件数。"
        for group in groups
        if 0 < group.counts.closed <= FEW and group.counts.closed_late
    )


def period_words(choice: Choice) -> str:
    return f"{choice.start} 至 {choice.end}，截至 {choice.as_of}"


def denominators_of(choice: Choice) -> str:
    """What the rates divide by, how they are rounded, and as of when a case is judged."""
    return (
        "办结率分母：上期结转 ＋ 收到 － 退回合并等；按期办结率分母：办结。"
        f"百分比{choice.rounding.label}。各数都是截至日当天结束时的情况。"
        "重办的件只数一次，按截至日所在的那一轮算；上期结转数期间之前收到的，其中也有办结后在期间里重办的。"
    )


def statistics_page(
    choice: Choice,
    figures: Completion,
    *,
    other: OtherIndicators,
    bulletin_url: str,
    is_split: bool,
    chosen: CaseList | None,
    chosen_place: tuple[str, str],
) -> StatisticsPage:
    """The page for figures already counted; ``is_split`` asks for the sentence channel by channel."""
    total, links = figures.told, Links.of(choice)
    return StatisticsPage(
        period_words=period_words(choice),
        group_word=choice.by.label,
        columns=tuple(label for _, label in COLUMNS),
        lines=tuple(_line(links, each.label, each.key, each.counts, chosen_place) for each in figures.groups),
        total=_line(links, "合计", ALL, figures.total, chosen_place),
        identities=identities(figures.total),
        denominators=denominators_of(choice),
        sentence=figures.split_sentence if is_split else figures.sentence,
        sentence_note=f"口径：{choice.cohort.label}；含上期结转 {total.carried_in} 件，"
        f"不含退回合并等 {total.removed} 件；只计热线和信箱。",
        sentence_url=url_for(
            "statistics.show", **choice.address(**({} if is_split else {"sentence": "split"}))
        ),
        sentence_label="改为合计写法" if is_split else "改为分渠道写法",
        cautions=_cautions(figures.groups),
        print_url=url_for(
            "statistics.printed", **choice.address(**({"sentence": "split"} if is_split else {}))
        ),
        table_url=url_for("statistics.table_file", **choice.address()),
        bulletin_url=bulletin_url,
        mended=choice.mended,
        other=other,
        chosen=chosen,
    )


def other_indicators(
    choice: Choice, figures: Mapping[str, int], used: DaysUsed, petitions: DaysUsed
) -> OtherIndicators:
    """The indicators with links to both their numbers; petitions are counted in days of their own."""
    links = Links.of(choice)
    lines = tuple(
        IndicatorLine(
            each.label,
            links.rate(each.rate(figures, links.rounding), each.numerator, each.denominator, ALL),
            each.definition,
        )
        for each in INDICATORS
    )
    counts = tuple(
        (label, Figure(figures[code], links.to(code, ALL), is_chosen=False)) for code, label in SINGLE_FIGURES
    )
    return OtherIndicators(lines, counts, days_used_words(used, petitions))


def days_used_words(used: DaysUsed, petitions: DaysUsed) -> str:
    """平均 and 中位数 of what was closed; empty where nothing was."""
    return "；".join(
        f"{name}：平均 {one_decimal(each.mean)} {unit}，中位数 {one_decimal(each.median)} {unit}（{each.cases} 件）"
        for name, each, unit in (("办结用时", used, "个工作日"), ("信访办结用时", petitions, "天"))
        if each.cases
    )


def case_list(
    choice: Choice, figure: str, key: str, found: FigureCases, group: str, rules: Rules
) -> CaseList:
    """The list under the table for one figure."""
    shown = len(found.cases)
    return CaseList(
        title=" · ".join(part for part in (group, FIGURE_WORDS[figure]) if part),
        note=f"{found.total} 件，与上表同一查询",
        cases=tuple(_listed(case, choice, rules) for case in found.cases),
        export_url=url_for("statistics.cases_file", **choice.address(figure=figure, key=key)),
        close_url=url_for("statistics.show", **choice.address()),
        more=f"这里列出前 {shown} 件，导出可得全部 {found.total} 件。" if shown < found.total else "",
    )


def _listed(case: FigureCase, choice: Choice, rules: Rules) -> ListedCase:
    year = choice.end.year
    ended, replied = ended_by(case, choice.as_of), replied_by(case, choice.as_of)
    return ListedCase(
        number=case.number,
        title=case.title,
        url=url_for("cases.show", case_id=case.id),
        holder=" ".join(part for part in (case.section, case.handler) if part) or "未分办",
        received=case.received_on,
        due=wording.short_day(case.due_on, year=year) if case.due_on else "—",
        replied=wording.short_day(replied, year=year) if replied else "—",
        ended=wording.short_day(ended, year=year) if ended else "—",
        fate=fate_of(case, choice.as_of),
        days=days_words(case, choice.as_of, rules),
    )


def days_words(case: FigureCase, as_of: date, rules: Rules) -> str:
    """办理天数 of a closed case and by how much it was late, 超期天数 of one that is overdue on ``as_of``."""
    unit = "天" if case.kind is Kind.PETITION else "个工作日"
    if case.closed_on and case.closed_on <= as_of:
        late = _days_after_due(case, case.replied_on or case.closed_on, rules) if case.is_late else 0
        return f"办理 {case.days_used} {unit}" + (f"，逾期 {late} {unit}" if late else "")
    if fate_of(case, as_of) != OVERDUE:
        return ""
    return f"已超期 {_days_after_due(case, as_of, rules)} {unit}"


def _days_after_due(case: FigureCase, day: date, rules: Rules) -> int:
    if case.due_on is None or day <= case.due_on:
        return 0
    if case.kind is Kind.PETITION:
        return (day - case.due_on).days
    return rules.calendar(case.kind).count(case.due_on, day)


def fate_of(case: FigureCase, as_of: date) -> str:
    """How the case stood on ``as_of``, in one word."""
    if case.removed_on and case.removed_on <= as_of:
        return "退回合并等"
    if case.closed_on and case.closed_on <= as_of:
        return "逾期办结" if case.is_late else "按期办结"
    answered = case.replied_on is not None and case.replied_on <= as_of
    return OVERDUE if case.due_on and case.due_on < as_of and not answered else "在办"
