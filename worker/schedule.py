"""What runs by itself and why. Every entry names a registered task; a test compares."""

from typing import Any

from celery.schedules import crontab

EVERY_MINUTE = 60.0
BEFORE_THE_NEXT = {"expires": 55}

SCHEDULE: dict[str, dict[str, Any]] = {
    # a reminder is due at a minute; a late sweep catches up, so a missed message may expire
    "sweep reminders": {
        "task": "tracker.sweep_reminders",
        "schedule": EVERY_MINUTE,
        "options": BEFORE_THE_NEXT,
    },
    # a job whose message was lost, or whose worker died, is woken up again
    "resend jobs": {
        "task": "tracker.resend_jobs",
        "schedule": EVERY_MINUTE,
        "options": BEFORE_THE_NEXT,
    },
    # stored columns are compared with the events at night, when nobody waits for the disk
    "verify cases": {
        "task": "tracker.verify_cases",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 3600},
    },
    # a changed audit line is found within a day
    "verify audit": {
        "task": "tracker.verify_audit",
        "schedule": crontab(hour=2, minute=40),
        "options": {"expires": 3600},
    },
    # what was typed and given up holds personal data: it goes at night, when nobody is typing
    "sweep drafts": {
        "task": "tracker.sweep_drafts",
        "schedule": crontab(hour=3, minute=5),
        "options": {"expires": 3600},
    },
    # the file an import was read from goes the night after the last of its cases was erased
    "sweep raw files": {
        "task": "tracker.sweep_raw_files",
        "schedule": crontab(hour=3, minute=25),
        "options": {"expires": 3600},
    },
    # lists of many cases stay quick only while SQLite knows which index is worth reading
    "refresh planner": {
        "task": "tracker.refresh_planner",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 3600},
    },
}
