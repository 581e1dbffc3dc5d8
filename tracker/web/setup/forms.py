"""Forms of the first start."""

from collections.abc import Iterable

from wtforms import PasswordField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField

from tracker.domain.errors import DomainError
from tracker.domain.regions import REGION_NAMES
from tracker.models.agency import Channel
from tracker.services.setup import ChannelSwitches, FirstAdministrator
from tracker.web.form_base import TrackerForm, said


class CodeForm(TrackerForm):
    """一次性代码 as the server printed it."""

    code = StringField("一次性代码", validators=[said("请填写启动服务的窗口里显示的一次性代码。")])


class OfficeForm(TrackerForm):
    """The agency, its first administrator, its sections, the channels and their switches."""

    name = StringField("机关全称", validators=[said("请填写机关全称。")])
    number_prefix = StringField("编号字头", validators=[said("请填写编号字头，例如“示自然资”。")])
    region_code = SelectField("地区放假日", choices=[], validate_choice=False)
    username = StringField("用户名", validators=[said("请填写用户名，登录时用。")])
    display_name = StringField("姓名", validators=[said("请填写姓名。")])
    password = PasswordField("密码", validators=[said("请填写密码。")])
    repeated = PasswordField("再输一次密码", validators=[said("请再输一次密码。")])
    sections = TextAreaField("科室")
    in_use = SelectMultipleField("启用的渠道", choices=[], validate_choice=False)
    signature = SelectMultipleField("要签收", choices=[], validate_choice=False)
    review = SelectMultipleField("答复要审核", choices=[], validate_choice=False)
    callback = SelectMultipleField("办结前要回访", choices=[], validate_choice=False)

    def offer(self, channels: Iterable[Channel]) -> None:
        """Offer the channels that ship, and the regions that have a calendar."""
        choices = [SelectChoice(channel.code, channel.name) for channel in channels]
        for field in (self.in_use, self.signature, self.review, self.callback):
            field.choices = choices
        self.region_code.choices = [
            SelectChoice("", "没有地方放假日"),
            *(SelectChoice(code, name) for code, name in sorted(REGION_NAMES.items())),
        ]

    def facts(self) -> dict[str, str]:
        """The agency's name and the beginning of its numbers."""
        return {"name": self.name.data or "", "number_prefix": self.number_prefix.data or ""}

    def administrator(self) -> FirstAdministrator:
        """The first account; raises DomainError when the two passwords differ."""
        if self.password.data != self.repeated.data:
            raise DomainError("两次输入的密码不一样。", field="repeated")
        return FirstAdministrator(
            self.username.data or "", self.display_name.data or "", self.password.data or ""
        )

    def switches(self) -> ChannelSwitches:
        """The channels ticked in each row."""
        return ChannelSwitches(
            *(
                frozenset(field.data or ())
                for field in (self.in_use, self.signature, self.review, self.callback)
            )
        )
