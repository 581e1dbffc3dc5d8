"""机构人员: the addresses of the area, bound when its parts are imported."""

from tracker.web.accounts import agency_routes, channel_routes, people_routes, reason_routes, section_routes
from tracker.web.accounts.blueprint import blueprint

__all__ = ["agency_routes", "blueprint", "channel_routes", "people_routes", "reason_routes", "section_routes"]
