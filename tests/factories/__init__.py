"""Rows for tests, one factory per model; people and places are plainly artificial."""

from tests.factories.people import SectionFactory, UserFactory

__all__ = ["SectionFactory", "UserFactory"]
