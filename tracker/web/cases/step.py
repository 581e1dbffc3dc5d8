"""What a step is to the pages: its form, and which service does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tracker.services.cases.work import CaseWork
from tracker.web.cases.step_forms import StepForm


@dataclass(frozen=True, slots=True)
class Step:
    """``perform`` does the step with a valid form; ``note`` stands above it."""

    form: type[StepForm]
    perform: Callable[[CaseWork, Any], None]
    note: str = ""
    is_danger: bool = False
