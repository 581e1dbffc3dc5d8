"""审计: read by the audit administrator alone, narrowed, paged, and checked for changes."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from tracker.domain.audit_actions import ACTIONS
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.now import now, today
from tracker.queries.audit import AuditFilter, lines
from tracker.services import audit

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def auditor(client_as):
    return client_as(Role.AUDIT_ADMIN, name="周测试")


def noted(action="section.created", subject="测试股", **facts):
    entry = audit.record(
        action=action, at=now(), actor_id=facts.pop("actor_id", None), subject=subject, **facts
    )
    db.session.commit()
    return entry


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDIT_ADMIN])
def test_nobody_else_reads_it(client_as, role):
    client = client_as(role)
    assert (client.get("/audit/").status_code, client.post("/audit/check").status_code) == (403, 403)


def test_a_line_says_who_did_what_to_whom(auditor):
    noted(actor_id=auditor.user.id, detail={"from": "旧名"}, address="10.0.0.9")
    page = auditor.get("/audit/").text
    for words in ("周测试", "新建科室", "测试股", "10.0.0.9", "旧名"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["乙", "甲"]),
        ("?action=section.closed", ["乙"]),
        ("?subject=甲", ["甲"]),
        ("?only_refused=y", ["甲"]),
        ("?username=nobody", []),
        (f"?first={today()}", ["乙", "甲"]),
        ("?last=2020-01-01", []),
    ],
)
def test_the_log_is_narrowed(auditor, query, expected):
    noted(subject="甲科", succeeded=False)
    noted("section.closed", "乙科")
    page = auditor.get(f"/audit/{query}").text
    assert re.findall(r"<td>([甲乙])科</td>", page) == expected


def test_a_day_that_is_none_is_named_at_its_field(auditor):
    assert "没有 2 月 30 日" in auditor.get("/audit/?first=2026-02-30").text


def test_older_lines_follow_page_by_page(session):
    for number in range(5):
        noted(subject=f"第{number}")
    first = lines(AuditFilter(action="section.created"), most=3)
    rest = lines(AuditFilter(action="section.created"), most=3, before=first.next_before)
    assert [line.entry.subject for line in (*first.lines, *rest.lines)] == ["第4", "第3", "第2", "第1", "第0"]
    assert rest.next_before is None


def test_a_whole_chain_is_confirmed(auditor):
    noted()
    assert "首尾相接，没有被改动" in auditor.post("/audit/check").text


def let_lines_be_changed():
    """What somebody with the database's own password could do."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("drop trigger audit_entries_no_update"))
    else:
        db.session.execute(text("drop trigger audit_entries_append_only on audit_entries"))


def test_a_changed_line_is_named(auditor):
    broken = noted()
    noted(subject="后来的")
    let_lines_be_changed()
    db.session.execute(text("update audit_entries set subject = '改过的' where id = :id"), {"id": broken.id})
    db.session.commit()
    db.session.expire_all()
    assert f"第 {broken.id} 条与它前面的记录接不上" in auditor.post("/audit/check").text


def test_every_recorded_action_has_its_chinese_name():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tracker").glob("**/*.py"))
    recorded = set(re.findall(r'\baction="([a-z_.]+)"', code))
    assert len(recorded) > 20
    assert recorded - set(ACTIONS) == set()


def test_the_log_keeps_what_was_written(session):
    entry = noted(detail={"reason": "测试"})
    assert db.session.get(AuditEntry, entry.id).detail == {"reason": "测试"}
