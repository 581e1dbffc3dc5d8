"""The only clock. Everything below the edge is given its day as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date where the bureau is (Asia/Shanghai)."""
    return now().astimezone(LOCAL_ZONE).date()


def local(instant: datetime) -> datetime:
    """``instant`` on the bureau's wall clock."""
    return instant.astimezone(LOCAL_ZONE)
