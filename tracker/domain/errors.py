"""Refusals: what the domain does not allow, each with a Chinese message for the person at the desk."""

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """A refused input or step.

    ``message`` is Chinese and says what is wrong and how to mend it; ``code`` is stable English for programs;
    ``field`` names the input it is about, where there is one.
    """

    code = "refused"

    def __init__(self, message: str, *, field: str | None = None, **context: Any) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.context: Mapping[str, Any] = context


class ActionRefused(DomainError):
    """The lifecycle does not offer this step now, or not to this person."""

    code = "action_refused"


class PermissionRefused(ActionRefused):
    """This person may not do or see this."""

    code = "permission_refused"


class VersionClash(DomainError):
    """Somebody saved the case after this form was opened."""

    code = "version_clash"


class ClockRefused(DomainError):
    """A dated event the clock cannot accept; ``event`` is its index in the input, or None."""

    code = "clock_refused"

    def __init__(self, message: str, *, event: int | None = None, **context: Any) -> None:
        super().__init__(message, **context)
        self.event = event
