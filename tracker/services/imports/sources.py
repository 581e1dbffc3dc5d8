"""Which channel and section of ours a word in an imported file means."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind
from tracker.extensions import db
from tracker.models.agency import Agency, Channel, Section

_BETWEEN_SECTIONS = re.compile(r"[、,，;；/\n]+")


def _key(word: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", word)).casefold()


@dataclass(slots=True)
class Sources:
    """The agency's channels and sections by every name they go under; ``default`` serves rows that name none."""

    agency: Agency
    kind: Kind
    default: Channel
    channels: dict[str, Channel] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)

    def channel(self, word: str) -> Channel:
        """Return the channel a row belongs to.

        A word for another channel of handled items is obeyed, whatever kind was named; an unknown word stays text.
        Raises DomainError where the word names a channel whose fields differ from the file's.
        """
        found = self.channels.get(_key(word)) if word else None
        if found is None:
            return self.default
        if (found.kind is Kind.DISCLOSURE) != (self.kind is Kind.DISCLOSURE):
            raise DomainError(
                f"“{word}”是{found.kind.label}的渠道，这次导入的是{self.kind.label}。请分成两个文件导入。",
                field="来源渠道",
            )
        return found

    def channel_key(self, word: str) -> str:
        """Return what makes two source words the same channel."""
        found = self.channels.get(_key(word)) if word else None
        return str((found or self.default).id)

    def is_known(self, word: str) -> bool:
        """Whether ``word`` names a channel of ours."""
        return _key(word) in self.channels

    def section(self, word: str) -> Section | None:
        """Return the section in use that ``word`` names, or None."""
        return self.sections.get(_key(word))

    def assistants(self, words: str) -> tuple[list[Section], list[str]]:
        """Split 协办单位 into sections of ours and words that name none."""
        found: list[Section] = []
        unknown: list[str] = []
        for word in filter(None, (one.strip() for one in _BETWEEN_SECTIONS.split(words))):
            section = self.section(word)
            if section is None:
                unknown.append(word)
            else:
                found.append(section)
        return found, unknown


def sources_of(*, agency: Agency, kind: Kind, channel_name: str | None = None) -> Sources:
    """Gather the agency's channels and sections; raises DomainError where ``channel_name`` is none of this kind."""
    rows = db.session.execute(
        select(Channel).where(Channel.agency_id == agency.id).order_by(Channel.sort, Channel.id)
    ).scalars()
    channels = list(rows)
    sections = db.session.execute(
        select(Section).where(Section.agency_id == agency.id, Section.is_active).order_by(Section.id)
    ).scalars()
    return Sources(
        agency=agency,
        kind=kind,
        default=_default(channels, kind, channel_name),
        channels=_by_name(channels),
        sections={_key(section.name): section for section in sections},
    )


def _by_name(channels: Iterable[Channel]) -> dict[str, Channel]:
    names: dict[str, Channel] = {}
    for channel in channels:
        for word in (channel.name, channel.code, channel.report_name, *channel.aliases):
            if word:
                names.setdefault(_key(word), channel)
    return names


def _default(channels: list[Channel], kind: Kind, name: str | None) -> Channel:
    own = [channel for channel in channels if channel.kind is kind]
    if not own:
        raise DomainError(f"本机关没有{kind.label}的渠道，请先由系统管理员添加。", field="来源渠道")
    if name is None:
        return next((channel for channel in own if channel.is_active), own[0])
    found = _by_name(own).get(_key(name))
    if found is None:
        known = "、".join(channel.name for channel in own)
        raise DomainError(f"{kind.label}没有名为“{name}”的渠道，现有：{known}。", field="来源渠道")
    return found
