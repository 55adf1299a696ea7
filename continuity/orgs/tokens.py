"""``Authorization: Bearer …``: who holds a key of the API. Looked up by hash, on every request."""

from datetime import timedelta

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from .keys import token_of
from .models import Token, User

PREFIX = "cty_"
NOTED_EVERY = timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    """A token opens the one organisation that it was made for, and what its person may do there."""

    keyword = "Bearer"

    def authenticate_header(self, request: Request) -> str:
        return self.keyword

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """None without such a header; 401 for a bad token, 404 elsewhere, 403 to write with
        a token that may only read."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != self.keyword.lower().encode():
            return None
        token = token_of(words[1].decode("latin-1")) if len(words) == 2 else None
        if token is None:
            raise AuthenticationFailed(_("This token is not valid, or no longer."))
        slug = (request.parser_context or {}).get("kwargs", {}).get("org")
        if slug not in (None, token.organization.slug):
            raise Http404
        if request.method not in SAFE_METHODS and not token.may_write:
            raise PermissionDenied(_("This token may only read."))
        _note_use(token)
        return token.user, token


def _note_use(token: Token) -> None:
    """When it was last used, to the minute: a busy script must not write at every call."""
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EVERY)
    Token.unscoped.filter(stale, pk=token.pk).update(last_used_at=now)
