"""Settings of the office that move no deadline: how long an import can be undone, how long personal data is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.labels import Mark

UNDO_DAYS = {"same_day": 0, "three_days": 2, "seven_days": 6}
OFF = "off"


@dataclass(frozen=True, slots=True)
class OfficeQuestion:
    """One setting: its choices with their labels, the default, and what speaks for it."""

    key: str
    name: str
    choices: Mapping[str, str]
    default: str
    source: str
    mark: Mark


IMPORT_UNDO = OfficeQuestion(
    "import_undo",
    "导入以后多久可以整批撤销",
    {
        "same_day": "导入当天",
        "three_days": "导入当天和以后两天",
        "seven_days": "导入当天和以后六天",
        OFF: "不可以撤销",
    },
    "same_day",
    "本系统的规则：当天还没有人据以办理，撤销不影响任何人",
    Mark.DESIGN,
)

OFFICE_QUESTIONS: tuple[OfficeQuestion, ...] = (IMPORT_UNDO,)
OFFICE_QUESTION_BY_KEY = {question.key: question for question in OFFICE_QUESTIONS}
