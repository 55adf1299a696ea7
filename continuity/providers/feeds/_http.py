"""What an HTTP answer means before anybody looks into its body."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import parse_headers
from io import BytesIO
from urllib.parse import urlsplit

from . import Reason, header

REDIRECTS = frozenset({301, 302, 303, 307, 308})
CHALLENGERS = ("x-amzn-waf-action", "cf-mitigated", "x-datadome", "x-sucuri-block")


@dataclass(frozen=True)
class Answer:
    """A response as it was recorded."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def refusal(status: int, headers: Mapping[str, str], host: str = "") -> str | None:
    """The reason why an answer of ``status`` is no reading, or None if its body is one.

    ``host`` is who was asked; a redirect that names another host is a move.
    """
    if status in REDIRECTS:
        target = urlsplit(header(headers, "location")).hostname
        return str(Reason.MOVED if target and target != host else Reason.BAD_REDIRECT)
    if status == 200:
        return None
    if status >= 400 and any(header(headers, name) for name in CHALLENGERS):
        return str(Reason.CHALLENGE)
    if status == 429:
        return str(Reason.RATE_LIMITED)
    return f"http_{status}" if 100 <= status <= 599 else str(Reason.BAD_RESPONSE)


def recorded(raw: bytes) -> Answer | None:
    """A file that holds a whole response, taken apart; None if it is a mere body."""
    first, newline, rest = raw.partition(b"\n")
    words = first.split()
    if not newline or not first.startswith(b"HTTP/") or len(words) < 2 or not words[1].isdigit():
        return None
    stream = BytesIO(rest)
    try:
        headers = dict(parse_headers(stream).items())
    except Exception:  # http.client has no common base for what it refuses
        return Answer(0, {}, b"")
    return Answer(int(words[1][:4]), headers, stream.read())
