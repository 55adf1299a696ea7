"""The ring of keys under which the keys of probes are sealed.

``PROBE_KEYS`` names them, the first of which seals and all of which open; without it, and for what
was sealed before it was set, they follow from ``SECRET_KEY`` and its fallbacks. What is sealed says
itself whose it is and for which host: a row moved to another place opens nothing there.
"""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from yarl import URL


class Unopened(Exception):
    """The seal cannot be opened, or is for another host or another organisation."""


def origin_of(url: str) -> str:
    """``https://api.example.com:443``: what a key is bound to."""
    parts = URL(url)
    return f"{parts.scheme}://{parts.raw_host}:{parts.port}".lower()


def seal(key: str, organization: int, origin: str) -> str:
    told = json.dumps([organization, origin, key])
    return _ring().encrypt(told.encode()).decode()


def unseal(sealed: str, organization: int, origin: str) -> str:
    """The key, if it is for that host of that organisation; else `Unopened`, which says nothing."""
    try:
        whose, where, key = json.loads(_ring().decrypt(sealed.encode()))
    except (InvalidToken, ValueError, TypeError):
        raise Unopened from None
    if (whose, where) != (organization, origin):
        raise Unopened
    return key


def again(sealed: str) -> str:
    """The same under the first key of the ring."""
    try:
        return _ring().rotate(sealed.encode()).decode()
    except (InvalidToken, TypeError):
        raise Unopened from None


def _ring() -> MultiFernet:
    derived = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(key) for key in settings.PROBE_KEYS] + [Fernet(_derived(s)) for s in derived]
    )


def _derived(secret: str) -> bytes:
    told = hashlib.blake2b(secret.encode(), digest_size=32, person=b"probe-keys").digest()
    return base64.urlsafe_b64encode(told)
