"""存为快照: keep what a page of statistics says under a name, with its hash."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tracker.domain.errors import DomainError
from tracker.extensions import db
from tracker.models.statistics import StatisticsSnapshot
from tracker.services import audit

LONGEST_NAME = 80


def keep_snapshot(
    *,
    agency_id: int,
    name: str,
    address: Mapping[str, str],
    content: Mapping[str, Any],
    actor_id: int,
    at: datetime,
) -> StatisticsSnapshot:
    """Keep ``content`` word for word; raises DomainError without a name or with one too long."""
    if not name.strip():
        raise DomainError("请给快照起个名字，例如“11 月通报用”。", field="name")
    if len(name.strip()) > LONGEST_NAME:
        raise DomainError(f"快照名字超过 {LONGEST_NAME} 个字，请写短些。", field="name")
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    snapshot = StatisticsSnapshot(
        agency_id=agency_id,
        name=name.strip(),
        address=dict(address),
        content=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        made_by_id=actor_id,
        made_at=at,
    )
    db.session.add(snapshot)
    db.session.flush()
    audit.record(
        action="statistics.kept",
        at=at,
        actor_id=actor_id,
        subject=snapshot.name,
        detail={"snapshot": snapshot.id, "sha256": snapshot.sha256},
    )
    return snapshot


def is_whole(snapshot: StatisticsSnapshot) -> bool:
    """Whether what was kept still has the hash it was kept with."""
    return hashlib.sha256(snapshot.content.encode()).hexdigest() == snapshot.sha256
