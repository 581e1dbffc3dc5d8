"""Forms of signing in and of one's own password."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField

from tracker.domain.errors import DomainError
from tracker.models.user import User
from tracker.services import accounts


class SignInForm(FlaskForm):  # type: ignore[misc]
    """用户名 and 密码."""

    username = StringField("用户名")
    password = PasswordField("密码")


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """The old password once, the new one twice."""

    old_password = PasswordField("现在的密码")
    new_password = PasswordField("新密码")
    repeated = PasswordField("再输一次新密码")

    def refuse_mistakes(self, user: User) -> None:
        """Raise DomainError naming the field that is wrong."""
        if not accounts.check_password(user, self.old_password.data or ""):
            raise DomainError("现在的密码不对。", field="old_password")
        if self.new_password.data != self.repeated.data:
            raise DomainError("两次输入的新密码不一样。", field="repeated")
        if self.new_password.data == self.old_password.data:
            raise DomainError("新密码不能和现在的一样。", field="new_password")
