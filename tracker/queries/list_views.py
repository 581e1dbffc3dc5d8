"""Views of a list as a person sees them: one's own in one's order, then what others share with the section."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, or_, select
from sqlalchemy.orm import contains_eager

from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.list_view import ListChoice, SavedView
from tracker.models.user import User
from tracker.queries.organisation import NAME_ONLY

MOST_TABS = 12


@dataclass(frozen=True, slots=True)
class ViewsSeen:
    """The views of one person: ``own`` and ``shared`` by others."""

    own: Sequence[SavedView]
    shared: Sequence[SavedView]

    @property
    def tabs(self) -> Sequence[SavedView]:
        """Those that stand over the list."""
        return [*self.own, *self.shared][:MOST_TABS]

    def find(self, view_id: int | None) -> SavedView | None:
        """The view of that id, if the person may see it."""
        return next((view for view in (*self.own, *self.shared) if view.id == view_id), None)


def views_of(actor: Actor) -> ViewsSeen:
    """Every view ``actor`` may open."""
    mine = SavedView.owner_id == actor.user_id
    reach = [mine]
    if actor.section_id is not None:
        reach.append(SavedView.shared_section_id == actor.section_id)
    statement = (
        select(SavedView)
        .join(User, User.id == SavedView.owner_id)
        .where(or_(*reach))
        .options(contains_eager(SavedView.owner).options(*NAME_ONLY))
        .order_by(case((mine, 0), else_=1), SavedView.sort, SavedView.id)
    )
    found = list(db.session.execute(statement).scalars())
    return ViewsSeen(
        [view for view in found if view.owner_id == actor.user_id],
        [view for view in found if view.owner_id != actor.user_id],
    )


def list_choice(user_id: int) -> ListChoice | None:
    """列与行高 of an account, None while nothing was chosen."""
    return db.session.get(ListChoice, user_id)
