"""How the key of a probe is sealed: for one host of one organisation, and for no other.

What is sealed says itself whose it is and where it may be sent, so that a row moved to another
place, by whatever hand, opens nothing there.
"""

import json

from yarl import URL

from continuity.core import sealed as box


class Unopened(Exception):
    """There is no key, or none that opens here. Says nothing of what it held."""


def origin_of(url: str) -> str:
    """``https://api.example.com:443``: what a key is bound to."""
    parts = URL(url)
    return f"{parts.scheme}://{parts.raw_host}:{parts.port}".lower()


def seal(key: str, organization: int, origin: str) -> str:
    return box.seal(json.dumps([organization, origin, key]))


def unseal(sealed: str, organization: int, origin: str) -> str:
    try:
        whose, where, key = json.loads(box.unseal(sealed))
    except (box.Unreadable, ValueError, TypeError):
        raise Unopened from None
    if (whose, where) != (organization, origin):
        raise Unopened
    return str(key)


def again(sealed: str) -> str:
    """The same under the first key of the installation's ring."""
    try:
        return box.resealed(sealed)
    except box.Unreadable:
        raise Unopened from None
