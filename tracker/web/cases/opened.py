"""What every page of one case begins with: the case if the person may see it, its standing and its deadline."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import abort, url_for
from flask_login import current_user

from tracker.domain.deadline_clock import Deadline
from tracker.domain.lifecycle.standing import Standing, fold
from tracker.domain.permissions import is_recused, may_see_person
from tracker.domain.reasons import ReasonList
from tracker.models.case import Case
from tracker.now import today
from tracker.queries import organisation
from tracker.queries.cases import one
from tracker.queries.cases.counts import Choices
from tracker.queries.cases.one import CaseFile
from tracker.queries.reasons import ReasonLine, reasons
from tracker.services.cases.facts import case_view
from tracker.services.cases.projection import deadline_of
from tracker.web.access import current_actor
from tracker.web.cases import timeline
from tracker.web.cases.forms import FilterForm
from tracker.web.cases.todays import my_rules


@dataclass(frozen=True)
class OpenedCase:
    """A case the signed-in person has open."""

    file: CaseFile
    standing: Standing
    deadline: Deadline

    @property
    def case(self) -> Case:
        return self.file.case

    @cached_property
    def reasons(self) -> dict[ReasonList, list[ReasonLine]]:
        """The agency's lists, looked up once for all forms of a page."""
        return reasons(self.case.agency_id)


def opened(case_id: int) -> OpenedCase:
    """The case with today's deadline; for anybody who may not see it there is no such page."""
    case = one.find(current_actor(), case_id)
    if case is None:
        abort(404)
    file = one.case_file(case)
    deadline = deadline_of(case, file.events, my_rules(), as_of=today())
    standing = fold(file.events)
    knows = may_see_person(current_actor(), case_view(case, standing))
    return OpenedCase(file if knows else file.masked(), standing, deadline)


def names(*, merged_into: int | None = None) -> timeline.Names:
    """What the ids in event payloads stand for; the case merged into where the reader may see it."""
    agency_id = current_user.agency_id
    main = one.find(current_actor(), merged_into) if merged_into else None
    return timeline.section_names(
        organisation.sections(agency_id, with_inactive=True),
        people=organisation.people_names(agency_id),
        case_address=lambda number: url_for("cases.show", case_id=number),
        case_numbers={main.id: main.number} if main else {},
    )


def handler_choices(sections: Mapping[int | str, str]) -> dict[int | str, str]:
    """Handlers with their section out of ``sections``, as forms offer them."""
    return {"": "由科室定"} | {
        person.id: f"{person.display_name}（{sections.get(person.section_id or 0, '')}）"
        for person in organisation.handlers(current_user.agency_id)
    }


def offer_choices(form: FilterForm, counted: Choices | None = None) -> dict[int | str, str]:
    """Fill the filters with the agency's channels, sections and people; gives the sections a batch may go to.

    What closed and who left can be looked for: their cases stay theirs.
    """
    agency_id = current_user.agency_id
    sections = organisation.sections(agency_id, with_inactive=True)
    people = organisation.handlers(agency_id, with_former=True)
    form.offer(
        {channel.id: channel.name for channel in organisation.channels(agency_id, with_inactive=True)},
        {each.id: each.name + ("" if each.is_active else "（已撤销）") for each in sections},
        {each.id: each.display_name + ("" if each.is_enabled else "（已停用）") for each in people},
        counted,
    )
    batch: dict[int | str, str] = {"": "选择科室"}
    return batch | {each.id: each.name for each in sections if each.is_active}


def section_choices(empty: str, *, keeping: int | None = None) -> dict[int | str, str]:
    """Sections in use, led by what leaving it open means; ``keeping`` is offered even where it is closed."""
    sections = organisation.sections(current_user.agency_id, with_inactive=keeping is not None)
    offered = [section for section in sections if section.is_active or section.id == keeping]
    return {"": empty} | {section.id: section.name for section in offered}


def is_hidden_now(case: Case) -> bool:
    """Whether what was just entered keeps the case from the very person who entered it (回避)."""
    return is_recused(current_actor(), case_view(case))


def reported_choices(empty: str) -> dict[int | str, str]:
    """The people of the agency whom a case may report, led by what leaving it open means."""
    people = organisation.colleagues(current_user.agency_id)
    return {"": empty} | {person.id: person.display_name for person in people}
