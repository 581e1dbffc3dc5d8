"""Another write holds SQLite for too long: nothing typed is lost, and long looks hold nothing."""

import sqlite3
from io import BytesIO

import pytest
from lxml import html

from tests.factories import UserFactory
from tests.harness.browser_client import sign_in
from tracker import database
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.agency import Channel
from tracker.models.case import Case
from tracker.services.imports import batches
from tracker.unit_of_work import will_write

ADDRESS = "/register/hotline_12345"
FORM = {
    "submission_key": "busy-1",
    "received_on": "今天",
    "item_type": "help",
    "title": "样本村“路灯”不亮<3天>",
}


@pytest.fixture
def clerk(installation, monkeypatch):
    """A clerk of an installation whose database waits for nobody."""
    if installation.config["SETTINGS"].is_server:
        pytest.skip("PostgreSQL lets two write at once")
    monkeypatch.setattr(database, "PATIENCE_MS", 1)
    with installation.app_context():
        db.engine.dispose()
        client = sign_in(installation.test_client(), UserFactory(roles=(Role.CLERK,)))
        yield client


@pytest.fixture
def another_writer(installation):
    other = sqlite3.connect(installation.config["SETTINGS"].instance_dir / "tracker.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_what_was_typed_comes_back_and_can_be_sent_again(clerk, another_writer):
    answer = clerk.post(ADDRESS, data=FORM)
    assert answer.status_code == 503
    assert "刚才的操作没有保存" in answer.text
    page = html.fromstring(answer.text)
    again = {field.get("name"): field.get("value") for field in page.xpath("//form//input[@type='hidden']")}
    assert again == FORM
    another_writer.execute("ROLLBACK")
    assert clerk.post(ADDRESS, data=again).status_code == 302
    assert db.session.query(Case).one().title == FORM["title"]
    db.session.rollback()


def test_files_cannot_come_back_and_the_page_says_so(clerk, another_writer):
    answer = clerk.post(ADDRESS, data=FORM | {"files": (BytesIO(b"%PDF-1.4"), "照片.pdf")})
    assert answer.status_code == 503
    assert "重新选好文件再交" in answer.text
    assert "<form" not in answer.text


def test_a_page_that_only_reads_opens_meanwhile(clerk, another_writer):
    assert clerk.get("/cases/").status_code == 200


def test_an_import_is_planned_before_the_write_lock_is_taken(client_as, monkeypatch):
    client = client_as(Role.CLERK)
    table = "渠道,收到日期,标题\n12345热线,2026-03-02,样本村路灯不亮\n".encode()
    channel = db.session.query(Channel).filter_by(code="hotline_12345").one()
    uploaded = client.post("/imports/", data={"file": (BytesIO(table), "台账.csv"), "channel": channel.id})
    batch = uploaded.headers["Location"].split("/")[2]
    seen = []
    plan_batch = batches.plan_batch
    monkeypatch.setattr(
        batches, "plan_batch", lambda *args, **facts: seen.append(will_write()) or plan_batch(*args, **facts)
    )
    assert client.post(f"/imports/{batch}/commit").headers["Location"] == f"/imports/{batch}"
    assert db.session.query(Case).count() == 1
    assert seen == [False]
