"""What differs from django-allauth as it comes: links in mail name this site, as it is set."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from continuity.orgs.models import User

from .actions import keep_person, refuse_visitor


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """The first person on an installation looks after it: sees its mail, and nothing else."""
        user = super().save_user(request, user, form, commit=False)
        return keep_person(user) if commit else user

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries count by address and account together: nobody locks somebody else out."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{self.get_client_ip(request)}:{key}"

    def clean_email(self, email: str) -> str:
        """Nobody has mail sent to strangers by way of a visit."""
        refuse_visitor(getattr(self.request, "user", None))
        return super().clean_email(email)

    def set_password(self, user: User, password: str) -> None:
        """Nobody signs in to an account that was made for one visit."""
        refuse_visitor(user)
        super().set_password(user, password)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A forged Host header must not find its way into the link of a mail."""
        ours = {
            name: here(value) if name.endswith("_url") and isinstance(value, str) else value
            for name, value in context.items()
        }
        super().send_mail(template_prefix, email, ours)


def here(url: str) -> str:
    """The same place below SITE_URL, whatever host ``url`` names."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{settings.SITE_URL}{parts.path}{query}"
