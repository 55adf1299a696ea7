"""Whether a message was sent by who knows the secret. Pure, and every comparison in equal time.

``standard``: Standard Webhooks, as Svix sends it: ``webhook-id``, ``webhook-timestamp`` and
``webhook-signature``, HMAC-SHA256 in base64 under a secret ``whsec_…``. ``timed``: the header
``X-Signature: t=<seconds>,v1=<hex>``, HMAC-SHA256 of the seconds, a full stop and the body.
``bearer``: the secret itself, as ``Authorization: Bearer …``.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Mapping
from datetime import datetime

TOLERANCE = 300  # seconds that the clocks may differ, or a message be under way
UNSIGNED, WRONG, TOO_OLD = "unsigned", "wrong_signature", "wrong_time"
SECONDS = re.compile(r"[0-9]{1,12}")


def fault(how: str, secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """Why the message is not believed; empty if it is. ``headers`` by names in small letters."""
    return {"standard": _standard, "timed": _timed, "bearer": _bearer}[how](
        secret, headers, body, now
    )


def signed(how: str, secret: str, number: str, seconds: int, body: bytes) -> dict[str, str]:
    """The headers with which who knows the secret would send ``body``."""
    if how == "bearer":
        return {"authorization": f"Bearer {secret}"}
    if how == "timed":
        return {"x-signature": f"t={seconds},v1={_hex(secret, str(seconds), body)}"}
    return {
        "webhook-id": number,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{_base64(secret, number, str(seconds), body)}",
    }


def is_standard(secret: str) -> bool:
    """Whether it can be the secret of a sender of Standard Webhooks."""
    return bool(_key(secret))


def _standard(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    number, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    offered = headers.get("webhook-signature", "").split()
    if not (number and at and offered):
        return UNSIGNED
    if not _timely(at, now):
        return TOO_OLD
    if not is_standard(secret):
        return WRONG  # an empty key would be anybody's
    wanted = f"v1,{_base64(secret, number, at, body)}"
    return "" if any(_same(one, wanted) for one in offered[:10]) else WRONG


def _timed(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    parts = dict(part.partition("=")[::2] for part in headers.get("x-signature", "").split(","))
    at, offered = parts.get("t", ""), parts.get("v1", "")
    if not (at and offered):
        return UNSIGNED
    if not _timely(at, now):
        return TOO_OLD
    return "" if _same(offered, _hex(secret, at, body)) else WRONG


def _bearer(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    scheme, _space, offered = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not offered:
        return UNSIGNED
    return "" if _same(offered, secret) else WRONG


def _timely(at: str, now: datetime) -> bool:
    return bool(SECONDS.fullmatch(at)) and abs(now.timestamp() - int(at)) <= TOLERANCE


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _hex(secret: str, at: str, body: bytes) -> str:
    return hmac.digest(secret.encode(), at.encode() + b"." + body, "sha256").hex()


def _base64(secret: str, number: str, at: str, body: bytes) -> str:
    content = f"{number}.{at}.".encode("utf-8", "replace") + body
    return base64.b64encode(hmac.digest(_key(secret), content, "sha256")).decode()


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return b""
