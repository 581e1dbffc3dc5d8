"""Every table, imported once so that metadata is complete."""

from tracker.models.agency import Agency, Channel, PolicyChoice, ReasonRow, Section
from tracker.models.api_token import ApiToken
from tracker.models.audit import AuditEntry, AuditHead
from tracker.models.calendar import CalendarDay, CalendarNotice, PeriodVersion
from tracker.models.case import Case, CaseAssistant, CaseCycle
from tracker.models.case_record import CaseEventRow, CaseEventText, CasePerson, CaseReply, RetentionHold
from tracker.models.document import CaseDocument, RemedyWording
from tracker.models.draft import Draft, DraftFile
from tracker.models.imports import ImportBatch, ImportMapping, ImportRow, ImportUndo
from tracker.models.list_view import ListChoice, SavedView
from tracker.models.numbers import NumberCounter, ReleasedNumber
from tracker.models.reminder import Heartbeat, Job, Notice, OutboxMessage, Reminder
from tracker.models.report import AnnualReport, AnnualReportVersion, ChildReportFile, RemedyCase
from tracker.models.search import CaseWords
from tracker.models.statistics import StatisticsSnapshot
from tracker.models.user import User, UserRole

__all__ = [
    "Agency",
    "AnnualReport",
    "AnnualReportVersion",
    "ApiToken",
    "AuditEntry",
    "AuditHead",
    "CalendarDay",
    "CalendarNotice",
    "Case",
    "CaseAssistant",
    "CaseCycle",
    "CaseDocument",
    "CaseEventRow",
    "CaseEventText",
    "CasePerson",
    "CaseReply",
    "CaseWords",
    "Channel",
    "ChildReportFile",
    "Draft",
    "DraftFile",
    "Heartbeat",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "ImportUndo",
    "Job",
    "ListChoice",
    "Notice",
    "NumberCounter",
    "OutboxMessage",
    "PeriodVersion",
    "PolicyChoice",
    "ReasonRow",
    "ReleasedNumber",
    "RemedyCase",
    "RemedyWording",
    "Reminder",
    "RetentionHold",
    "SavedView",
    "Section",
    "StatisticsSnapshot",
    "User",
    "UserRole",
]
