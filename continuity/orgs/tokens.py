"""``Authorization: Bearer …``: who holds a key of the API."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request


class TokenAuthentication(BaseAuthentication):
    """Written with the pages that make tokens."""

    def authenticate(self, request: Request) -> None:
        return None
