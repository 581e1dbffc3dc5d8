"""HTTP in, HTML out."""

from flask import Flask

from tracker.web import access, errors, frame_context, headers, transaction
from tracker.web.accounts import routes as accounts
from tracker.web.annual_report import children, file_check, remedies
from tracker.web.annual_report import routes as annual_report
from tracker.web.audit import routes as audit
from tracker.web.auth import routes as auth
from tracker.web.board import routes as board
from tracker.web.calendar import routes as calendar
from tracker.web.cases import routes as cases
from tracker.web.cases import step_routes as steps
from tracker.web.documents import delivery_routes as deliveries
from tracker.web.documents import letter_routes as letters
from tracker.web.documents import routes as documents
from tracker.web.drafts import routes as drafts
from tracker.web.imports import batch_routes as imports
from tracker.web.lists import routes as lists
from tracker.web.notices import routes as notices
from tracker.web.papers import routes as papers
from tracker.web.policies import routes as policies
from tracker.web.policies import template_routes as letter_templates
from tracker.web.policies import wording_routes as wordings
from tracker.web.register import routes as registration
from tracker.web.retention import routes as retention
from tracker.web.setup import routes as setup
from tracker.web.statistics import bulletin, reasons, snapshots
from tracker.web.statistics import routes as statistics
from tracker.web.status import routes as status
from tracker.web.workbench import routes as workbench

AREAS = (
    annual_report,
    audit,
    auth,
    board,
    bulletin,
    snapshots,
    calendar,
    cases,
    children,
    deliveries,
    documents,
    drafts,
    file_check,
    imports,
    letter_templates,
    letters,
    lists,
    notices,
    papers,
    policies,
    reasons,
    registration,
    remedies,
    retention,
    setup,
    statistics,
    status,
    steps,
    wordings,
    workbench,
    accounts,
)


def register(app: Flask) -> None:
    """Bind the pages to ``app``. The transaction comes first: it must know of a write before anything reads."""
    transaction.register(app)
    setup.register(app)
    access.register(app)
    headers.register(app)
    errors.register(app)
    frame_context.register(app)
    for area in AREAS:
        app.register_blueprint(area.blueprint)
