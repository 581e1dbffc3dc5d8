"""Rows for tests; people and places are plainly artificial."""

from tests.factories.cases import actor_of, channel_of, registered
from tests.factories.people import SectionFactory, UserFactory

__all__ = ["SectionFactory", "UserFactory", "actor_of", "channel_of", "registered"]
