"""A fresh installation holds one agency and its channels

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

AGENCY = {"code": "main", "name": "本机关", "number_prefix": "本机关"}
CHANNELS = (
    ("hotline_12345", "12345热线", "12345政府服务热线", "hotline", "热线", ["12345", "12345政府服务热线", "12345政务服务便民热线"]),
    ("mailbox_secretary", "区委书记信箱", "区委书记信箱", "mailbox", "书记", ["书记信箱"]),
    ("mailbox_district_head", "区长信箱", "区长信箱", "mailbox", "区长", []),
    ("mailbox_mayor", "市长信箱", "市长信箱", "mailbox", "市长", []),
    ("disclosure", "依申请公开", "依申请公开", "disclosure", "依申请", ["政府信息公开申请"]),
    ("petition", "信访", "信访", "petition", "信访", ["信访件"]),
)

agencies = sa.table(
    "agencies",
    *(sa.column(name) for name in (
        "id", "code", "name", "number_prefix", "address", "postcode", "phone", "email", "website",
        "office_hours", "reviewing_agency", "court",
    )),
    sa.column("is_demonstration", sa.Boolean),
)
channels = sa.table(
    "channels",
    *(sa.column(name) for name in ("agency_id", "code", "name", "report_name", "kind", "number_word", "sort")),
    sa.column("aliases", sa.JSON),
    *(sa.column(name, sa.Boolean) for name in ("needs_signature", "needs_review", "needs_callback", "is_active")),
)


def upgrade():
    blank = {name: "" for name in (
        "address", "postcode", "phone", "email", "website", "office_hours", "reviewing_agency", "court",
    )}
    bind = op.get_bind()
    bind.execute(agencies.insert().values(is_demonstration=False, **AGENCY, **blank))
    agency_id = bind.execute(sa.select(agencies.c.id).where(agencies.c.code == "main")).scalar_one()
    op.bulk_insert(channels, [
        {
            "agency_id": agency_id, "code": code, "name": name, "report_name": report_name, "kind": kind,
            "number_word": word, "aliases": aliases, "sort": place, "needs_signature": True,
            "needs_review": True, "needs_callback": False, "is_active": True,
        }
        for place, (code, name, report_name, kind, word, aliases) in enumerate(CHANNELS, start=1)
    ])


def downgrade():
    op.execute(channels.delete())
    op.execute(agencies.delete())
