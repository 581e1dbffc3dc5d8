"""视图: those every role finds over its list, and what the address of a kept one holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from tracker.domain.labels import Light, Role, State
from tracker.domain.lifecycle.transitions import APPROVING, CHIEFS
from tracker.domain.permissions import Actor
from tracker.queries.cases.filters import CaseFilter
from tracker.queries.cases.lights import Awaited
from tracker.web.cases.forms import FilterForm

OPEN = "open"
EVERYBODY = frozenset(Role)
R = Role


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A view that ships. ``roles`` find it as a tab; its address opens for everybody."""

    name: str
    narrow: Callable[[Actor], CaseFilter]
    roles: frozenset[Role] = EVERYBODY
    light: Light | None = None
    is_by_receipt: bool = False


def _of_light(light: Light) -> BuiltIn:
    return BuiltIn(light.label, lambda _: CaseFilter(is_open=True, light=light), light=light)


def _in_state(state: State, *roles: Role) -> BuiltIn:
    return BuiltIn(state.label, lambda _: CaseFilter(is_open=True, state=state), frozenset(roles))


def _behind_a_figure(name: str, chosen: CaseFilter) -> BuiltIn:
    """A view that figures of the board lead to; it is nobody's tab."""
    return BuiltIn(name, lambda _: chosen, frozenset())


BUILT_IN: Mapping[str, BuiltIn] = {
    OPEN: BuiltIn("在办", lambda _: CaseFilter(is_open=True)),
    **{
        light.value: _of_light(light)
        for light in (Light.OVERDUE, Light.RED, Light.YELLOW, Light.GREEN, Light.STOPPED)
    },
    "unassigned": _in_state(State.AWAITING_ASSIGNMENT, R.CLERK, R.SECTION_LEAD),
    "returns": _in_state(State.RETURN_PENDING, R.CLERK, R.SECTION_LEAD),
    "unsigned": _in_state(State.AWAITING_SIGNATURE, R.HANDLER),
    "review": _in_state(State.AWAITING_REVIEW, *APPROVING),
    "callback": _in_state(State.AWAITING_CALLBACK, R.CLERK, R.SUPERVISOR),
    "supervised": BuiltIn(
        "督办", lambda _: CaseFilter(is_open=True, is_supervised=True), frozenset({R.SUPERVISOR}) | CHIEFS
    ),
    "section": BuiltIn(
        "本科室",
        lambda actor: CaseFilter(is_open=True, section_id=actor.section_id or 0),
        frozenset({R.SECTION_LEAD}),
    ),
    "mine": BuiltIn(
        "我的",
        lambda actor: CaseFilter(is_open=True, handler_id=actor.user_id),
        frozenset({R.HANDLER, R.SECTION_LEAD}),
    ),
    "nobody": _behind_a_figure("没有科室", CaseFilter(is_open=True, unassigned=True)),
    "unanswered": _behind_a_figure("有期限、未答复", CaseFilter(is_open=True, awaited=Awaited.DATED)),
    "undated": _behind_a_figure("不设期限", CaseFilter(is_open=True, awaited=Awaited.UNDATED)),
    "answered": _behind_a_figure("已答复、未办结", CaseFilter(is_open=True, awaited=Awaited.ANSWERED)),
    "closed": BuiltIn("已办结", lambda _: CaseFilter(is_open=False), is_by_receipt=True),
    "all": BuiltIn("全部", lambda _: CaseFilter(), is_by_receipt=True),
}


def built_in_of(actor: Actor) -> Sequence[str]:
    """The tabs that ship for the roles of ``actor``, in their order."""
    return [key for key, view in BUILT_IN.items() if actor.has(*view.roles)]


def filter_of(query: Mapping[str, str], actor: Actor) -> CaseFilter:
    """What an address chooses: its filters within its view."""
    form = FilterForm(MultiDict(query))
    return form.case_filter(within=BUILT_IN[view_of(query)].narrow(actor))


def view_of(query: Mapping[str, str]) -> str:
    """The view an address names; the open cases where it names none we know."""
    view = query.get("view", OPEN)
    return view if view in BUILT_IN else OPEN
