"""没有保存: somebody saved first. What happened since, and both versions column by column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from wtforms import Field, SelectMultipleField

from tracker.domain.lifecycle.actions import Action
from tracker.queries.cases.one import CaseFile
from tracker.web import wording
from tracker.web.cases import kept_steps, timeline
from tracker.web.cases.step_forms import StepForm
from tracker.web.cases.step_page import visible_fields
from tracker.web.cases.step_words import step_label

LONGEST_CELL = 400


@dataclass(frozen=True, slots=True)
class ClashField:
    """One column; ``yours`` is None where it was left as it was shown."""

    name: str
    label: str
    now: str
    yours: str | None
    is_same: bool
    has_choice: bool


@dataclass(frozen=True, slots=True)
class ClashPage:
    """See templates/cases/clash.html."""

    number: str
    case_url: str
    list_url: str
    action_url: str
    heading: str
    who: str
    at_words: str
    what: str
    theirs: str
    mine: str
    fields: Sequence[ClashField]
    kept: Sequence[tuple[str, str]]
    events: Sequence[timeline.Entry]
    give_up_url: str
    has_draft: bool
    refusal: str = ""


def clash_page(
    file: CaseFile,
    action: Action,
    form: StepForm,
    fresh: StepForm,
    *,
    names: timeline.Names,
    today: date,
    kept_words: str = "",
    give_up_url: str = "",
    refusal: str = "",
) -> ClashPage:
    """What happened since ``form`` was opened, beside what ``fresh`` shows now; nothing typed is lost.

    ``refusal`` says why the step is not open any more, where it is not.
    """
    case = file.case
    since = kept_steps.events_since(file, form.since.data) or list(file.lines[-1:])
    entries = timeline.entries(since, names, today=today)
    latest = since[-1].row
    who, when = entries[0].who or "别人", wording.since(latest.at, today=today)
    compared = list(_compared(form, fresh))
    return ClashPage(
        number=case.number,
        case_url=url_for("cases.show", case_id=case.id),
        list_url=url_for("cases.index"),
        action_url=url_for("steps.take", case_id=case.id, action=action.value),
        heading=step_label(case, action),
        who=who,
        at_words=when,
        what=f"办了“{entries[0].label}”，状态现在是“{case.state.label}”",
        theirs=f"{who} {when} 保存",
        mine=f"草稿，{kept_words}" if kept_words else "刚才填写",
        fields=compared,
        kept=[
            *((name, str(fresh[name].data)) for name in ("version", "since", "shown")),
            *_sent_again(form, fresh),
        ],
        events=entries,
        give_up_url=give_up_url,
        has_draft=bool(give_up_url),
        refusal=refusal,
    )


def _typed(form: StepForm) -> Iterator[tuple[Field, str, bool]]:
    """The fields that matter, what they say, and whether they were left as shown."""
    left = kept_steps.untouched(form)
    for field in visible_fields(form):
        words = str((field.raw_data or [""])[0] or "")
        if words or field.name in left:
            yield field, words, left.get(field.name, False)


def _compared(form: StepForm, fresh: StepForm) -> Iterator[ClashField]:
    for field, words, is_left in _typed(form):
        is_stored = field.name in fresh.stored
        if field.name == "on" and words == kept_steps.words_in(fresh["on"]):
            continue
        now = kept_steps.words_in(fresh[field.name]) if is_stored else ""
        if is_left and _plain(now) == _plain(words):
            continue
        yield ClashField(
            name=field.name,
            label=field.label.text,
            now=_shown(fresh[field.name], now) if is_stored else "—",
            yours=None if is_left else "、".join(_shown(field, each) for each in field.raw_data),
            is_same=is_stored and _plain(now) == _plain(words),
            has_choice=is_stored and not is_left and _plain(now) != _plain(words),
        )


def _sent_again(form: StepForm, fresh: StepForm) -> Iterator[tuple[str, str]]:
    """What goes along hidden: what was typed, and what is stored where nothing was."""
    for field, _, is_left in _typed(form):
        if is_left:
            yield field.name, kept_steps.words_in(fresh[field.name])
        else:
            yield from ((field.name, str(each)) for each in field.raw_data or ())


def _plain(words: str) -> str:
    return "\n".join(words.splitlines()).strip()


def _shown(field: Field, words: str) -> str:
    """``words`` as people read them: the label of a choice, a long text from its beginning."""
    choices = {} if isinstance(field, SelectMultipleField) else dict(getattr(field, "choices", None) or {})
    by_code = {str(code): str(label) for code, label in choices.items()}
    label = by_code.get(words, words)
    if not label:
        return "（没有）"
    return label if len(label) <= LONGEST_CELL else f"{label[:LONGEST_CELL]}…（共 {len(label)} 字）"
