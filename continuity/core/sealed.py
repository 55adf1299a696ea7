"""Secrets that the app itself must be able to use again: sealed at rest with a ring of keys.

What need only be recognised is kept as a hash (``orgs/keys.py``). ``settings.SEALING_KEYS``: texts
of any length, the first seals, each opens. To turn the ring put a new one in front, save what was
sealed anew (`resealed`), and take the old one away.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """Sealed with a key that is not on the ring, or damaged. Says nothing of what it held."""


def seal(text: str) -> str:
    """``text`` as only the holder of the ring can read it; never twice the same."""
    return _ring(tuple(settings.SEALING_KEYS)).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    try:
        return _ring(tuple(settings.SEALING_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def resealed(sealed: str) -> str:
    """The same secret under the first key of the ring."""
    return seal(unseal(sealed))


@lru_cache(maxsize=4)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(text: str) -> bytes:
    """The settings' texts are random and long: stretched apart, they need no slow hash."""
    derived = HKDF(SHA256(), 32, salt=None, info=b"continuity.core.sealed").derive(text.encode())
    return base64.urlsafe_b64encode(derived)
