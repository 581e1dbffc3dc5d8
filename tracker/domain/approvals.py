"""审核层级: who passes a reply and who grants more time, by how much the case weighs.

The level is a setting (``APPROVAL_QUESTIONS``). Where nobody holds it who may decide this very case (no such
account, recused, the drafter), the next lower one decides, so that an answer never waits for nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tracker.domain.labels import Kind, Role
from tracker.domain.lifecycle.actions import Action
from tracker.domain.office_questions import (
    APPROVAL_QUESTIONS,
    EXTENSION_OF_ITEM,
    EXTENSION_OF_PETITION,
    EXTENSION_OF_REQUEST,
    REVIEW_ORDINARY,
    REVIEW_WEIGHTY,
    OfficeQuestion,
)
from tracker.domain.permissions import EXTENDING, LEVELS, REVIEWING, Actor, CaseView, is_recused, weight_words

EXTENSION_OF: Mapping[Kind, OfficeQuestion] = MappingProxyType(
    {
        Kind.HOTLINE: EXTENSION_OF_ITEM,
        Kind.MAILBOX: EXTENSION_OF_ITEM,
        Kind.PETITION: EXTENSION_OF_PETITION,
        Kind.DISCLOSURE: EXTENSION_OF_REQUEST,
    }
)


@dataclass(frozen=True, slots=True)
class Approvals:
    """The office's choices, and the people who hold a level above the section's lead (分管领导、主要领导)."""

    chosen: Mapping[str, Role] = field(default_factory=dict)
    people: tuple[Actor, ...] = ()

    def level(self, question: OfficeQuestion) -> Role:
        """The level that the office, or the default, names."""
        return self.chosen.get(question.key, Role(question.default))

    def levels_from(self, question: OfficeQuestion) -> tuple[Role, ...]:
        """That level and those below it, the highest first: the order in which they are asked for."""
        return LEVELS[LEVELS.index(self.level(question)) :: -1]

    def approver(self, action: Action, case: CaseView) -> Role:
        """Who decides ``action`` in this case."""
        question = question_of(action, case)
        if question is None or not self.people:
            return Role.SECTION_LEAD
        drafter = case.drafted_by if action in REVIEWING else None
        free = [one for one in self.people if one.user_id != drafter and not is_recused(one, case)]
        return next(
            (level for level in self.levels_from(question) if any(one.has(level) for one in free)),
            Role.SECTION_LEAD,
        )

    def of_case(self, case: CaseView) -> dict[Action, Role]:
        """The steps of this case that a higher level than the section's lead decides."""
        found = {action: self.approver(action, case) for action in REVIEWING | EXTENDING}
        return {action: level for action, level in found.items() if level is not Role.SECTION_LEAD}


def question_of(action: Action, case: CaseView) -> OfficeQuestion | None:
    """The setting that names who decides ``action``; None where none does."""
    if action in REVIEWING:
        return REVIEW_WEIGHTY if weight_words(case) else REVIEW_ORDINARY
    return EXTENSION_OF[case.kind] if action in EXTENDING else None


def chosen_levels(choices: Mapping[str, str]) -> dict[str, Role]:
    """The choices kept in words that are still offered."""
    return {
        question.key: Role(choices[question.key])
        for question in APPROVAL_QUESTIONS
        if choices.get(question.key) in question.choices
    }
