"""A change to one case: lock it, ask the domain, append events, project, plan reminders.

Every write goes through here: ``open_case`` gathers, ``CaseWork.take`` asks the lifecycle, ``CaseWork.finish``
replays the clock and writes. Nothing commits; the edge does, once.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import Deadline
from tracker.domain.errors import DomainError, VersionClash
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.apply import apply, refusal
from tracker.domain.lifecycle.standing import Standing, fold
from tracker.domain.permissions import Actor, may_see
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow, CaseEventText
from tracker.now import local
from tracker.services.cases import facts
from tracker.services.cases.projection import project
from tracker.services.cases.search_index import index_case
from tracker.services.cases.telling import tell
from tracker.services.rules import Rules, rules_for
from tracker.services.timers import reminders


@dataclass(slots=True)
class CaseWork:
    """One case held for change by one actor at one instant."""

    case: Case
    events: list[CaseEvent]
    standing: Standing
    rules: Rules
    actor: Actor
    at: datetime
    fresh: list[CaseEvent] = field(default_factory=list)
    deadline: Deadline | None = None
    words_changed: bool = False
    untold: set[int] = field(default_factory=set)

    @property
    def today(self) -> date:
        return local(self.at).date()

    def take(
        self,
        action: Action,
        *,
        on: date | None = None,
        payload: Mapping[str, Any] | None = None,
        texts: Mapping[str, str | None] | None = None,
    ) -> CaseEvent:
        """Do ``action`` as of ``on`` (today when not given); raises a DomainError the lifecycle names.

        ``payload`` holds codes, dates and numbers; words go into ``texts``, which are stored sealed.
        """
        made = apply(
            kind=self.case.kind,
            switches=facts.switches(self.case.channel),
            standing=self.standing,
            action=action,
            actor=self.actor,
            case=facts.acting_view(self.case, self.standing, action),
            on=on or self.today,
            as_of=self.today,
            payload=payload,
        )
        for event in made:
            self._append(event)
        self._write_texts(made[0], texts or {})
        return made[0]

    def refuse_unless_open(self, action: Action) -> None:
        """Raise what ``take`` would, for a service that has more to do before it."""
        view = facts.acting_view(self.case, self.standing, action)
        switches = facts.switches(self.case.channel)
        if error := refusal(self.case.kind, switches, self.standing, action, self.actor, view):
            raise error

    def reassign(
        self,
        *,
        section_id: int | None,
        handler_id: int | None,
        because: str,
        assistant_ids: Sequence[int] | None = None,
    ) -> None:
        """移交: name who holds the case from today on, in whatever state it stands; the state stays.

        ``because`` stands in the timeline. Who handles it before and after is not told of it.
        """
        others = self.standing.assistant_ids if assistant_ids is None else assistant_ids
        payload = {
            "section": section_id,
            "handler": handler_id,
            "assistants": [one for one in others if one != section_id],
        }
        event = CaseEvent(
            type=EventType.ASSIGNED, on=self.today, seq=self.standing.last_seq + 1, payload=payload
        )
        if handler_id is not None and handler_id == self.standing.handler_id:
            self.untold.add(event.seq)
        self._append(event)
        self._write_texts(event, {"note": because})

    def _append(self, event: CaseEvent) -> None:
        self.events.append(event)
        self.fresh.append(event)
        self.standing = fold(self.events)
        db.session.add(
            CaseEventRow(
                case_id=self.case.id,
                seq=event.seq,
                type=event.type,
                on=event.on,
                at=self.at,
                actor_id=self.actor.user_id,
                payload=dict(event.payload),
            )
        )

    def _write_texts(self, event: CaseEvent, texts: Mapping[str, str | None]) -> None:
        for name, words in texts.items():
            if words and words.strip():
                row = CaseEventText(case_id=self.case.id, seq=event.seq, field=name)
                row.text = words
                db.session.add(row)

    def finish(self) -> Deadline:
        """Replay the clock, write the columns and the reminders; raises ClockRefused for an impossible date."""
        self.standing, self.deadline = project(self.case, self.events, self.rules)
        self.case.version += 1
        if self.words_changed:
            index_case(self.case)
        reminders.plan(case=self.case, deadline=self.deadline, rules=self.rules, at=self.at)
        news = [event for event in self.fresh if event.seq not in self.untold]
        tell(self.case, news, actor_id=self.actor.user_id, at=self.at)
        db.session.flush()
        return self.deadline


@contextmanager
def case_work(*, case_id: int, version: int | None, actor: Actor, at: datetime) -> Iterator[CaseWork]:
    """Hold a case for change and finish the change at the end of the block.

    Raises DomainError where there is no such case for this actor, VersionClash where somebody saved it since
    ``version`` was shown (None skips that check, for steps that lose nothing). Whatever is raised, also by the
    block or by the clock, leaves nothing of this change behind: the rest of the transaction may go on.
    """
    with db.session.begin_nested():
        work = open_case(case_id=case_id, version=version, actor=actor, at=at)
        yield work
        work.finish()


def open_case(*, case_id: int, version: int | None, actor: Actor, at: datetime) -> CaseWork:
    """Lock the case and gather what a change needs; see ``case_work``."""
    work = open_for_administration(case_id=case_id, actor=actor, at=at)
    if not may_see(actor, facts.case_view(work.case, work.standing)):
        raise DomainError("没有这一件。")
    if version is not None and version != work.case.version:
        raise VersionClash("您打开以后，别人刚改过这一件。请核对后再交。", since=version)
    return work


def open_for_administration(*, case_id: int, actor: Actor, at: datetime) -> CaseWork:
    """Lock a case whoever ``actor`` is: for ``reassign`` when a person leaves or a section ends, never for steps."""
    case = db.session.execute(
        select(Case)
        .where(Case.id == case_id)
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if case is None or case.taken_back_on is not None:
        raise DomainError("没有这一件。")
    rows = db.session.execute(
        select(CaseEventRow).where(CaseEventRow.case_id == case_id).order_by(CaseEventRow.seq)
    ).scalars()
    events = [row.as_event() for row in rows]
    return CaseWork(
        case=case, events=events, standing=fold(events), rules=rules_for(case.agency), actor=actor, at=at
    )
