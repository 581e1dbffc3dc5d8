"""Forms of 机构人员: people, sections, channels, the agency."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from tracker.domain.labels import Kind, Role
from tracker.domain.regions import REGION_NAMES
from tracker.models.agency import Agency, Channel, Section
from tracker.models.user import User
from tracker.queries.organisation import PersonLine
from tracker.services.organisation.channels import ChannelFields
from tracker.web.form_base import DayField, NumberedSelect, TrackerForm, options, said

NO_SECTION = ("", "不属于任何科室")


def section_choices(sections: Iterable[Section]) -> list[SelectChoice]:
    """The sections a person may be put into, none first."""
    return [SelectChoice(*NO_SECTION), *(SelectChoice(str(one.id), one.name) for one in sections)]


class PersonForm(TrackerForm):
    """姓名 and 科室 of a person."""

    display_name = StringField("姓名", validators=[said("请填写姓名。")])
    section = NumberedSelect("科室")


class NewPersonForm(PersonForm):
    """新建账号; the password is generated."""

    username = StringField("用户名", validators=[said("请填写用户名，登录时用。")])
    roles = SelectMultipleField("角色", choices=options(Role), validate_choice=False)

    def chosen_roles(self) -> frozenset[Role]:
        """The roles ticked; what is no role is left out."""
        return _roles(self.roles.data)


class RolesForm(TrackerForm):
    """角色 of an account."""

    roles = SelectMultipleField("角色", choices=options(Role), validate_choice=False)

    def chosen_roles(self) -> frozenset[Role]:
        """The roles ticked; what is no role is left out."""
        return _roles(self.roles.data)


def _roles(words: Iterable[str] | None) -> frozenset[Role]:
    known = {role.value for role in Role}
    return frozenset(Role(word) for word in words or () if word in known)


class HandOverForm(TrackerForm):
    """移交给: one person or several."""

    recipients = SelectMultipleField("接手的人", choices=[], validate_choice=False)

    def offer(self, lines: Iterable[PersonLine]) -> None:
        """Offer people with their section and the open cases they hold already."""
        self.recipients.choices = [
            SelectChoice(
                str(line.user.id),
                f"{line.user.display_name}（{line.user.section.name}，在办 {line.open_cases} 件）",
            )
            for line in lines
            if line.user.section
        ]

    def chosen(self, people: Sequence[User]) -> list[User]:
        """The people ticked, in the order offered."""
        ticked = set(self.recipients.data or ())
        return [one for one in people if str(one.id) in ticked]


class SectionForm(TrackerForm):
    """名称 and 职责 of a section."""

    name = StringField("科室名称", validators=[said("请填写科室名称。")])
    duty = TextAreaField("职责")


class SplitForm(TrackerForm):
    """分设: the new section, who goes there, and whether the cases nobody handles yet go along."""

    name = StringField("新科室名称", validators=[said("请填写新科室的名称。")])
    duty = TextAreaField("职责")
    people = SelectMultipleField("过去的人", choices=[], validate_choice=False)
    takes_unassigned = BooleanField("还没有分到人的在办件也过去")

    def offer(self, lines: Sequence[PersonLine]) -> None:
        """Offer the people of the section, with the open cases each takes along."""
        self.people.choices = [
            SelectChoice(str(line.user.id), f"{line.user.display_name}（在办 {line.open_cases} 件）")
            for line in lines
        ]

    def chosen(self, lines: Sequence[PersonLine]) -> list[User]:
        """The people ticked, in the order offered."""
        ticked = set(self.people.data or ())
        return [line.user for line in lines if str(line.user.id) in ticked]


class MergeForm(TrackerForm):
    """并入 another section."""

    into = NumberedSelect("并入", validators=[said("请选择并入哪个科室。")])


class ReasonForm(TrackerForm):
    """How a reason is worded."""

    label = StringField("理由", validators=[said("请写明理由。")])


class NewReasonForm(ReasonForm):
    """A reason of the office's own, for every kind of case or for one."""

    kind = SelectField("用于", choices={"": "各种办件", **options(Kind)}, default="")


class ChannelForm(TrackerForm):
    """名称, 编号 and 开关 of a channel."""

    name = StringField("渠道名称", validators=[said("请填写渠道名称。")])
    number_word = StringField("编号用字", validators=[said("请填写编号用字，例如“热线”。")])
    report_name = StringField("年报和通报中的名称")
    aliases = StringField("导入时也认作")
    needs_signature = BooleanField("要签收")
    needs_review = BooleanField("答复要审核")
    needs_callback = BooleanField("办结前要回访")

    @classmethod
    def of(cls, channel: Channel) -> "ChannelForm":
        """The form of a channel as it is."""
        form = cls(formdata=None, obj=channel)
        form.aliases.data = "、".join(channel.aliases)
        return form

    def as_fields(self) -> ChannelFields:
        """What the form says."""
        written = (self.aliases.data or "").replace("，", "、").replace(",", "、")
        return ChannelFields(
            name=self.name.data or "",
            number_word=self.number_word.data or "",
            report_name=self.report_name.data or "",
            aliases=tuple(written.split("、")),
            needs_signature=self.needs_signature.data,
            needs_review=self.needs_review.data,
            needs_callback=self.needs_callback.data,
        )


class NewChannelForm(ChannelForm):
    """A new channel also says by which law and lifecycle it goes; that never changes."""

    kind = RadioField("种类", choices=options(Kind), validators=[said("请选择种类，以后不能改。")])
    has_no_period = BooleanField("不设固定期限")

    def as_fields(self) -> ChannelFields:
        """What the form says; a channel without a period stays one."""
        return replace(super().as_fields(), has_period=not self.has_no_period.data)


class AgencyBelowForm(TrackerForm):
    """名称, 代码 and 成立 of an agency below."""

    name = StringField("机关全称", validators=[said("请填写机关全称。")])
    code = StringField("机关代码")
    founded_on = DayField("成立日期")


class CloseAgencyForm(TrackerForm):
    """撤销 of an agency below."""

    closed_on = DayField("撤销日期", validators=[said("请填写撤销日期。")])


class AgencyForm(TrackerForm):
    """本机关, as numbers and letters name it."""

    name = StringField("机关全称", validators=[said("请填写机关全称。")])
    number_prefix = StringField("编号字头", validators=[said("请填写编号字头，例如“示自然资”。")])
    region_code = SelectField("地区放假日", choices=[], validate_choice=False)
    address = StringField("地址")
    postcode = StringField("邮编")
    phone = StringField("电话")
    email = StringField("电子邮箱")
    website = StringField("网站")
    office_hours = StringField("办公时间")
    reviewing_agency = StringField("行政复议机关")
    court = StringField("管辖法院")
    online_review = StringField("在线申请行政复议的渠道")

    def offer_regions(self) -> None:
        """Offer the regions that have a calendar."""
        self.region_code.choices = [
            SelectChoice("", "没有地方放假日"),
            *(SelectChoice(code, name) for code, name in sorted(REGION_NAMES.items())),
        ]

    @classmethod
    def of(cls, agency: Agency) -> "AgencyForm":
        """The form of the agency as it is."""
        return cls(formdata=None, obj=agency)

    def facts(self) -> dict[str, str]:
        """Everything but the region."""
        return {
            name: field.data or ""
            for name, field in self._fields.items()
            if name not in {"csrf_token", "region_code"}
        }
