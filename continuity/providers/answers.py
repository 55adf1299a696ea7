"""Taking an answer in with caps: the body as it is unpacked, and what it says of waiting."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

from .feeds import Reason
from .feeds._text import Unreadable

BODY_BYTES = 8 * 1024 * 1024  # unpacked; the largest real feed seen has 1.35 MB
LARGE_BYTES, MOST_LARGE = 256 * 1024, 8
CHUNK = 64 * 1024
GZIP_OR_ZLIB = 47  # zlib's window bits: 15, plus 32 to tell the two apart


@dataclass(frozen=True)
class Called:
    """What came back. ``status`` 0: nothing did, and ``reason`` says why.

    With a status and a ``reason``: it began to answer and did not end well. ``arrivals``: how many
    bytes of the body had come after so many milliseconds; the first is that of the header.
    """

    reason: str | None = None
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    arrivals: tuple[tuple[int, int], ...] = ()
    total_ms: int = 0

    def ms_at(self, offset: int) -> int:
        """When the first ``offset`` bytes of the body had come."""
        return next((ms for size, ms in self.arrivals if size >= offset), self.total_ms)


class Stream(Protocol):
    def iter_chunked(self, n: int) -> AsyncIterator[bytes]: ...


async def body_of(
    stream: Stream, headers: Mapping[str, str], large: asyncio.Semaphore | None = None
) -> bytes:
    """The body, unpacked. Raises ``Unreadable`` when it is too large or not what it claims.

    Few at a time may be ``large``: else many endless ones together fill the memory.
    """
    async with AsyncExitStack() as turn:
        return await _body_of(stream, headers, large, turn)


async def _body_of(
    stream: Stream,
    headers: Mapping[str, str],
    large: asyncio.Semaphore | None,
    turn: AsyncExitStack,
) -> bytes:
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        raise Unreadable(Reason.BAD_RESPONSE)
    if _claims(headers) > BODY_BYTES:
        raise Unreadable(Reason.TOO_LARGE)
    unpack = _Gunzip() if encoding.endswith("gzip") else None
    body, came = bytearray(), 0
    async for chunk in stream.iter_chunked(CHUNK):
        came += len(chunk)
        if large and len(body) > LARGE_BYTES:
            await turn.enter_async_context(large)
            large = None
        body += unpack(chunk, BODY_BYTES - len(body) + 1) if unpack else chunk
        if len(body) > BODY_BYTES or came > BODY_BYTES:
            raise Unreadable(Reason.TOO_LARGE)
        if unpack and unpack.done:  # whatever follows is no part of it
            break
    if unpack and not unpack.done:
        raise Unreadable(Reason.BAD_RESPONSE)
    return bytes(body)


class _Gunzip:
    """Unpacks no more than it is asked for, so that a bomb stays small."""

    def __init__(self) -> None:
        self._zip = zlib.decompressobj(GZIP_OR_ZLIB)
        self._fed = False

    def __call__(self, chunk: bytes, limit: int) -> bytes:
        self._fed = True
        try:
            return self._zip.decompress(chunk, limit)
        except zlib.error:
            raise Unreadable(Reason.BAD_RESPONSE) from None

    @property
    def done(self) -> bool:
        return self._zip.eof or not self._fed


def _claims(headers: Mapping[str, str]) -> int:
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0


def retry_after_of(headers: Mapping[str, str], now: datetime | None = None) -> timedelta | None:
    """``Retry-After`` in either form; None when absent, past or nonsense."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return timedelta(seconds=int(text))
    try:
        moment = parsedate_to_datetime(text)
        wait = moment - (now or datetime.now(UTC))
    except (ValueError, TypeError, OverflowError):
        return None
    return wait if wait > timedelta(0) else None


def max_age_of(headers: Mapping[str, str]) -> timedelta | None:
    """``max-age`` of ``Cache-Control``; None when absent or nonsense."""
    for part in headers.get("cache-control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        if name == "max-age" and value.isascii() and value.isdigit() and len(value) < 10:
            return timedelta(seconds=int(value))
    return None
