"""A request with a body and a secret, by the same way out and the same rules as `fetch`.

The secret goes to the address that was asked for and nowhere else: no redirect is followed, and a
call is never written out with it. The answer is kept up to a cap, with the times at which it came.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yarl import URL

from .answers import Called
from .feeds import Reason
from .feeds._text import Unreadable
from .fetch import Fetcher, Refused, _reason_of, _small, checked

BODY_BYTES = 256 * 1024
SAME_HOST = 10  # in flight at once: many organisations probe the same few


@dataclass(frozen=True)
class Call:
    """One request. ``secret``: headers that are shown to nobody, not even in an error."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = field(default=None, repr=False)
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)


class Caller(Fetcher):
    """One client for one event loop, as a `Fetcher` is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places: dict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(SAME_HOST)
        )

    async def __aenter__(self) -> "Caller":
        return self

    async def call(self, wanted: Call) -> Called:
        """Send one request and take its answer in, within the deadline. Never raises.

        Waiting for a place in the queue is not counted.
        """
        try:
            url = checked(wanted.url, self._allow)
        except Refused as refused:
            return Called(refused.reason)
        async with self._places[str(url.raw_host)], self._gate:
            return await _Taking(time.monotonic()).take(self, url, wanted)


@dataclass
class _Taking:
    """An answer as it comes in, so that what had come is still there when it breaks off."""

    begun: float
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)
    arrivals: list[tuple[int, int]] = field(default_factory=list)

    async def take(self, caller: Caller, url: URL, wanted: Call) -> Called:
        reason: str | None = None
        try:
            async with asyncio.timeout(caller._total_s):
                await self._send(caller, url, wanted)
        except (Refused, Unreadable) as refused:
            reason = str(refused.reason)
        except TimeoutError:
            reason = str(Reason.TIMEOUT)
        except Exception as error:  # only its kind is kept: its words may hold what was sent
            reason = str(_reason_of(error))
        arrivals, body = tuple(self.arrivals), bytes(self.body)
        return Called(reason, self.status, self.headers, body, arrivals, self._ms())

    async def _send(self, caller: Caller, url: URL, wanted: Call) -> None:
        own = {"User-Agent": caller._agent, "Accept-Encoding": "identity"}
        async with caller._client.request(
            wanted.method,
            url,
            headers={**own, **wanted.headers, **wanted.secret},
            data=wanted.body,
            allow_redirects=False,
        ) as response:
            self.headers = _small(response)
            self.status = response.status
            self.arrivals.append((0, self._ms()))
            if self.headers.get("content-encoding", "identity").lower() != "identity":
                raise Refused(Reason.BAD_RESPONSE)
            async for chunk in response.content.iter_any():
                self.body += chunk
                self.arrivals.append((len(self.body), self._ms()))
                if len(self.body) > BODY_BYTES:
                    raise Refused(Reason.TOO_LARGE)

    def _ms(self) -> int:
        return round(1000 * (time.monotonic() - self.begun))
