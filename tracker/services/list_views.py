"""我的视图, 列与行高: what a person keeps about lists."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from tracker.domain.errors import DomainError, PermissionRefused
from tracker.domain.labels import Role
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.list_view import ListChoice, SavedView

LONGEST_NAME = 20
MOST_VIEWS = 20
PAGE_ROWS = (18, 25, 50)


def keep_view(
    *, actor: Actor, name: str, query: Mapping[str, str], columns: Sequence[str], is_shared: bool = False
) -> SavedView:
    """Keep a filter with its order and columns under ``name``; the same name again replaces what it held."""
    words = _named(name)
    own = _own(actor)
    view = next((each for each in own if each.name == words), None)
    if view is None:
        if len(own) >= MOST_VIEWS:
            raise DomainError(f"最多存 {MOST_VIEWS} 个视图，请先删去不用的。", field="name")
        view = SavedView(
            owner_id=actor.user_id, name=words, sort=max((each.sort for each in own), default=0) + 1
        )
        db.session.add(view)
    view.chosen, view.columns = dict(query), list(columns)
    _share(view, actor, is_shared=is_shared)
    db.session.flush()
    return view


def rename_view(*, actor: Actor, view_id: int, name: str) -> SavedView:
    """Give a view of one's own another name."""
    words, view = _named(name), _mine(actor, view_id)
    if any(each.name == words and each.id != view_id for each in _own(actor)):
        raise DomainError(f"您已有一个叫“{words}”的视图，请换一个名字。", field="name")
    view.name = words
    db.session.flush()
    return view


def share_view(*, actor: Actor, view_id: int, is_shared: bool) -> SavedView:
    """Show a view to one's section, or no longer; only its lead may."""
    view = _mine(actor, view_id)
    _share(view, actor, is_shared=is_shared)
    db.session.flush()
    return view


def move_view(*, actor: Actor, view_id: int, by: int) -> str:
    """Move a view of one's own ``by`` places; at an end it stays; gives its name."""
    view, own = _mine(actor, view_id), _own(actor)
    place = own.index(view)
    own.insert(max(0, place + by), own.pop(place))
    for number, each in enumerate(own, 1):
        each.sort = number
    db.session.flush()
    return view.name


def delete_view(*, actor: Actor, view_id: int) -> str:
    """Forget a view of one's own; gives its name."""
    view = _mine(actor, view_id)
    db.session.delete(view)
    db.session.flush()
    return view.name


def choose_columns(*, actor: Actor, columns: Sequence[str], page_rows: int) -> ListChoice:
    """Keep the columns and the rows of a page for every list of this account."""
    if page_rows not in PAGE_ROWS:
        raise DomainError(f"每页行数可选 {'、'.join(map(str, PAGE_ROWS))}。", field="page_rows")
    choice = db.session.get(ListChoice, actor.user_id)
    if choice is None:
        choice = ListChoice(user_id=actor.user_id)
        db.session.add(choice)
    choice.columns, choice.page_rows = list(columns), page_rows
    db.session.flush()
    return choice


def forget_columns(*, actor: Actor) -> None:
    """Go back to the list's own columns and rows."""
    choice = db.session.get(ListChoice, actor.user_id)
    if choice is not None:
        db.session.delete(choice)
        db.session.flush()


def _named(name: str) -> str:
    words = " ".join(name.split())
    if not words:
        raise DomainError("请给视图起个名字，例如“本周到期”。", field="name")
    if len(words) > LONGEST_NAME:
        raise DomainError(f"名字最多 {LONGEST_NAME} 个字，现在是 {len(words)} 个。", field="name")
    return words


def _share(view: SavedView, actor: Actor, *, is_shared: bool) -> None:
    if is_shared and not may_share(actor):
        raise PermissionRefused("视图由科室负责人共享给本科室。", field="is_shared")
    view.shared_section_id = actor.section_id if is_shared else None


def may_share(actor: Actor) -> bool:
    """Whether ``actor`` leads a section to share with."""
    return actor.has(Role.SECTION_LEAD) and actor.section_id is not None


def _own(actor: Actor) -> list[SavedView]:
    statement = select(SavedView).where(SavedView.owner_id == actor.user_id)
    return list(db.session.execute(statement.order_by(SavedView.sort, SavedView.id)).scalars())


def _mine(actor: Actor, view_id: int) -> SavedView:
    view = next((each for each in _own(actor) if each.id == view_id), None)
    if view is None:
        raise DomainError("没有这个视图，可能已经删除。")
    return view
