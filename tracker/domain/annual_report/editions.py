"""The two official formats of the annual report and the years they govern."""

from tracker.domain.labels import Labelled

FIRST_YEAR_OF_2021_FORMAT = 2021


class Edition(Labelled):
    """年报格式: 国办公开办函〔2019〕60号 (trial) and 国办公开办函〔2021〕30号."""

    TRIAL = "2019", "2019年试行格式"
    CURRENT = "2021", "2021年格式"

    @property
    def notice(self) -> str:
        return "国办公开办函〔2019〕60号" if self is Edition.TRIAL else "国办公开办函〔2021〕30号"


def edition_for(year: int) -> Edition:
    """Return the format of the report on ``year``: the trial one up to 2020, then that of 2021."""
    return Edition.CURRENT if year >= FIRST_YEAR_OF_2021_FORMAT else Edition.TRIAL
