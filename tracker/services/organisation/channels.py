"""来源渠道: made, renamed, switched, closed. The kind of a channel never changes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.agency import Channel
from tracker.services import audit

LONGEST_NAME = 60
WITHOUT_STATUTE = frozenset({Kind.HOTLINE, Kind.MAILBOX})
LONGEST_WORD = 20


@dataclass(frozen=True, slots=True)
class ChannelFields:
    """What a channel is called and which steps it keeps."""

    name: str
    number_word: str
    report_name: str = ""
    aliases: tuple[str, ...] = ()
    needs_signature: bool = True
    needs_review: bool = True
    needs_callback: bool = False
    has_period: bool = True


def create_channel(*, actor: Actor, kind: Kind, fields: ChannelFields, at: datetime) -> Channel:
    """Make a channel at the end of the list; only of items and letters may it be one without a period."""
    fitted = _fit(actor.agency_id, fields)
    if not fields.has_period and kind not in WITHOUT_STATUTE:
        raise DomainError(f"{kind.label}的期限由法规规定，不能不设期限。", field="has_period")
    last, count = db.session.execute(
        select(func.coalesce(func.max(Channel.sort), 0), func.count(Channel.id)).where(
            Channel.agency_id == actor.agency_id
        )
    ).one()
    channel = Channel(
        agency_id=actor.agency_id,
        code=f"{kind.value}_{count + 1}",
        kind=kind,
        sort=last + 1,
        is_active=True,
        **_columns(fitted),
    )
    db.session.add(channel)
    db.session.flush()
    audit.record(action="channel.created", at=at, actor_id=actor.user_id, subject=channel.name)
    return channel


def change_channel(*, actor: Actor, channel: Channel, fields: ChannelFields, at: datetime) -> None:
    """Rename a channel or set its switches; cases keep the numbers they have."""
    after = _columns(_fit(actor.agency_id, fields, but=channel.id))
    after["has_period"] = channel.has_period
    before = {name: getattr(channel, name) for name in after}
    changed = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    for name, value in after.items():
        setattr(channel, name, value)
    db.session.flush()
    if changed:
        audit.record(
            action="channel.changed",
            at=at,
            actor_id=actor.user_id,
            subject=channel.name,
            detail={"changed": changed},
        )


def close_channel(*, actor: Actor, channel: Channel, at: datetime) -> None:
    """停用 a channel: nothing new is registered in it, its open cases go on."""
    others = db.session.execute(
        select(func.count(Channel.id)).where(
            Channel.agency_id == actor.agency_id, Channel.is_active, Channel.id != channel.id
        )
    ).scalar_one()
    if not others:
        raise DomainError("这是唯一在用的渠道，不能停用。")
    channel.is_active = False
    db.session.flush()
    audit.record(action="channel.closed", at=at, actor_id=actor.user_id, subject=channel.name)


def reopen_channel(*, actor: Actor, channel: Channel, at: datetime) -> None:
    """启用 a closed channel."""
    channel.is_active = True
    db.session.flush()
    audit.record(action="channel.reopened", at=at, actor_id=actor.user_id, subject=channel.name)


def _columns(fields: ChannelFields) -> dict[str, object]:
    return {
        "name": fields.name,
        "number_word": fields.number_word,
        "report_name": fields.report_name or fields.name,
        "aliases": list(fields.aliases),
        "needs_signature": fields.needs_signature,
        "needs_review": fields.needs_review,
        "needs_callback": fields.needs_callback,
        "has_period": fields.has_period,
    }


def _fit(agency_id: int, fields: ChannelFields, *, but: int = 0) -> ChannelFields:
    name, word = "".join(fields.name.split()), "".join(fields.number_word.split())
    if not name:
        raise DomainError("请填写渠道名称。", field="name")
    if not word:
        raise DomainError(
            "请填写编号用字，例如“热线”，编号就是“示例局热线〔2026〕1号”。", field="number_word"
        )
    if len(name) > LONGEST_NAME or len(fields.report_name) > LONGEST_NAME:
        raise DomainError(f"名称超过 {LONGEST_NAME} 个字。", field="name")
    if len(word) > LONGEST_WORD:
        raise DomainError(f"编号用字超过 {LONGEST_WORD} 个字。", field="number_word")
    others = db.session.execute(
        select(Channel).where(Channel.agency_id == agency_id, Channel.id != but).order_by(Channel.id)
    ).scalars()
    for other in others:
        if other.name == name:
            raise DomainError(f"已有名为「{name}」的渠道。", field="name")
        if other.number_word == word:
            raise DomainError(
                f"编号用字「{word}」已用于{other.name}，两个渠道的编号会重复，请另取。", field="number_word"
            )
    return ChannelFields(
        name,
        word,
        fields.report_name.strip(),
        tuple(dict.fromkeys(alias.strip() for alias in fields.aliases if alias.strip())),
        fields.needs_signature,
        fields.needs_review,
        fields.needs_callback,
        fields.has_period,
    )
