"""The forms of accounts in our words: one label for one thing, and no label twice.

``account_names.py`` says which is which.
"""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

ADDRESS, PASSWORD, NEW = _("E-mail address"), _("Password"), _("New password")
STAY = _("Stay signed in on this device")


class _Words:
    """``WORDS``: labels by field. Placeholders, which only say the label again, go."""

    WORDS: dict[str, Any] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.WORDS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class Login(_Words, forms.LoginForm):
    WORDS = {"login": ADDRESS, "password": PASSWORD, "remember": STAY}


class Signup(_Words, forms.SignupForm):
    WORDS = {"email": ADDRESS, "password1": PASSWORD}


class AddEmail(_Words, forms.AddEmailForm):
    WORDS = {"email": ADDRESS}


class ResetPassword(_Words, forms.ResetPasswordForm):
    WORDS = {"email": ADDRESS}


class ResetPasswordFromKey(_Words, forms.ResetPasswordKeyForm):
    WORDS = {"password1": NEW, "password2": _("The same once more")}


class ChangePassword(_Words, forms.ChangePasswordForm):
    WORDS = {
        "oldpassword": _("Password now"),
        "password1": NEW,
        "password2": _("The new one once more"),
    }


class Reauthenticate(_Words, forms.ReauthenticateForm):
    WORDS = {"password": PASSWORD}
