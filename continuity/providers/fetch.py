"""The only way out: every outbound HTTP request of the status readers starts here.

An address is somebody's word. So: https to a name on the usual port, resolved once, every
address checked, the checked address called under the name's certificate; redirects followed by
hand and only on the same host; caps on header, body and time; no cookies, proxies or disguise.
"""

import asyncio
import ipaddress
import re
import socket
import ssl
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parseaddr
from functools import partial

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from .addresses import is_public
from .answers import MOST_LARGE, body_of, max_age_of, retry_after_of
from .feeds import Reason
from .feeds._http import REDIRECTS, refusal
from .feeds._text import Unreadable

NAME, READER = "Continuity/0.1", "status reader"
TOTAL_S, CONNECT_S = 7.0, 5.0
HEADER_BYTES = 64 * 1024
MOST_HOPS = 3
OF_A_MAKER = 10  # pages of one maker that are asked at once
PORTS = {"https": frozenset({443}), "http": frozenset({80})}
UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
NUMERIC_LABEL = re.compile(r"(0x[0-9a-f]*|\d+)\Z", re.IGNORECASE)

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]


@dataclass(frozen=True)
class Request:
    """One address to read. ``etag``, ``last_modified``: what it said; ``maker``: the page's."""

    url: str
    etag: str = ""
    last_modified: str = ""
    maker: str = ""


@dataclass(frozen=True)
class Fetched:
    """What came back. ``reason`` is None when ``body`` (or ``not_modified``) can be used."""

    reason: str | None
    status: int | None = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    not_modified: bool = False
    retry_after: timedelta | None = None
    max_age: timedelta | None = None
    moved_to: str = ""


class Refused(Exception):
    """Carries a reason code; never leaves this module."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = str(reason)


class RefusedAddress(OSError):
    """Raised inside the client's connect, which passes only ``OSError`` on unchanged."""


class PinnedResolver(AbstractResolver):
    """Resolves once, refuses the name if any of its addresses is not public, and hands the
    client those addresses and no name to resolve again."""

    def __init__(self, lookup: Lookup, allow: frozenset[str]) -> None:
        self._lookup, self._allow = lookup, allow

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        addresses = await self._lookup(host, port)
        if not addresses:
            raise OSError(None, "no address")
        if f"{host}:{port}" not in self._allow and not all(map(is_public, addresses)):
            raise RefusedAddress(host)
        return [_pinned(host, address, port) for address in addresses]

    async def close(self) -> None:
        """Nothing is held."""


def _pinned(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=0, flags=flags
    )


def checked(address: str, allow: frozenset[str] = frozenset()) -> URL:
    """``address`` as the one URL that is both judged and called, or ``Refused``."""
    if len(address) > 2000 or UNFIT.search(address):
        raise Refused(Reason.BAD_ADDRESS)
    try:
        url = URL(address)
        port = url.port
    except ValueError:
        raise Refused(Reason.BAD_ADDRESS) from None
    if url.scheme not in PORTS or not url.raw_host or url.user or url.password:
        raise Refused(Reason.BAD_ADDRESS)
    if f"{url.raw_host}:{port}" in allow:
        return url
    if url.scheme != "https" or port not in PORTS["https"]:
        raise Refused(Reason.BAD_ADDRESS)
    if not _is_name(url.raw_host):
        raise Refused(Reason.REFUSED_ADDRESS)
    return url


def _is_name(host: str) -> bool:
    """A name with a dot; not an address in any of the ways to write one."""
    labels = host.rstrip(".").split(".")
    if len(labels) < 2 or ":" in host or "%" in host:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return all(labels) and not NUMERIC_LABEL.match(labels[-1])
    return False


class Fetcher:
    """One client for one event loop. ``allow``: private servers, as ``host:port``, that may be
    called over plain HTTP and at any address."""

    def __init__(
        self,
        allow: Iterable[str] = (),
        lookup: Lookup | None = None,
        total_s: float = TOTAL_S,
        tls: ssl.SSLContext | None = None,
        concurrency: int = 50,
        agent: str = f"{NAME} ({READER})",
    ) -> None:
        self._allow = frozenset(allow)
        self._agent = agent
        self._gate = asyncio.Semaphore(concurrency)
        self._large = asyncio.Semaphore(MOST_LARGE)
        self._total_s = total_s
        # Lookups block, and a hostile name server may hang: so a thread for each, and no waiting.
        self._threads = ThreadPoolExecutor(concurrency, "lookup")
        self._busy: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._makers = defaultdict[str, asyncio.Semaphore](lambda: asyncio.Semaphore(OF_A_MAKER))
        connector = aiohttp.TCPConnector(
            resolver=PinnedResolver(lookup or self._lookup, self._allow),
            use_dns_cache=False,
            force_close=True,  # no connection outlives the check that allowed it
            limit=0,
            ssl=tls or True,
        )
        self._client = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=total_s, connect=CONNECT_S),
            auto_decompress=False,
            trust_env=False,
            max_headers=100,
            skip_auto_headers={"User-Agent", "Accept", "Accept-Encoding"},
        )

    async def __aenter__(self) -> "Fetcher":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self._client.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _lookup(self, host: str, port: int) -> list[str]:
        """All addresses of a name, by the system's resolver."""
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        return list(dict.fromkeys(str(row[4][0]) for row in found))

    async def fetch(self, request: Request) -> Fetched:
        """Read one address, within the deadline. Never raises."""
        try:
            url = checked(request.url, self._allow)
        except Refused as refused:
            return Fetched(refused.reason)
        maker = self._makers[request.maker] if request.maker else nullcontext()
        async with self._busy[str(url.raw_host)], maker, self._gate:
            return await self._within_deadline(url, request)

    async def _within_deadline(self, url: URL, request: Request) -> Fetched:
        try:
            async with asyncio.timeout(self._total_s):
                return await self._follow(url, request)
        except (Refused, Unreadable) as refused:
            return Fetched(str(refused.reason))
        except TimeoutError:
            return Fetched(str(Reason.TIMEOUT))
        except Exception as error:
            return Fetched(str(_reason_of(error)))

    async def _follow(self, url: URL, request: Request) -> Fetched:
        """Up to three redirects on the same host, each judged like the first address."""
        for _ in range(MOST_HOPS + 1):
            answer = await self._once(url, request)
            if isinstance(answer, Fetched):
                return answer
            url = answer
        return Fetched(str(Reason.TOO_MANY_REDIRECTS))

    async def _once(self, url: URL, request: Request) -> Fetched | URL:
        async with self._client.get(
            url, headers=_headers(request, self._agent), allow_redirects=False
        ) as response:
            headers = _small(response)
            if response.status in REDIRECTS:
                return self._redirected(url, response.status, headers)
            if response.status == 304 and (request.etag or request.last_modified):
                age = max_age_of(headers)
                return Fetched(None, 304, headers=headers, not_modified=True, max_age=age)
            if reason := refusal(response.status, headers):
                later = retry_after_of(headers)
                return Fetched(reason, response.status, headers=headers, retry_after=later)
            body = await body_of(response.content, headers, self._large)
            return Fetched(None, 200, body, headers, max_age=max_age_of(headers))

    def _redirected(self, url: URL, status: int, headers: Mapping[str, str]) -> Fetched | URL:
        location = headers.get("location", "")
        try:
            target = url.join(URL(location))
        except ValueError:
            raise Refused(Reason.BAD_REDIRECT) from None
        if not location or target.scheme not in PORTS:
            raise Refused(Reason.BAD_REDIRECT)
        if target.raw_host != url.raw_host:
            place = str(target)[:300]
            return Fetched(str(Reason.MOVED), status, headers=headers, moved_to=place)
        if url.scheme == "https" and target.scheme != "https":
            raise Refused(Reason.BAD_REDIRECT)
        return checked(str(target), self._allow)


def agent_of(site: str, contact: str) -> str:
    """Who we say we are: this installation and whom to write to, where it can be reached at all."""
    mail = parseaddr(contact)[1]
    whence = [
        f"+{site}" if site.startswith("https://") else "",
        "" if mail.endswith("@localhost") else mail,
    ]
    return f"{NAME} ({'; '.join(UNFIT.sub('', part) for part in whence if part) or READER})"


def _headers(request: Request, agent: str) -> dict[str, str]:
    headers = {
        "User-Agent": agent,
        "Accept": "application/json, application/xml;q=0.9, */*;q=0.1",
        "Accept-Encoding": "gzip",
    }
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    return headers


def _small(response: aiohttp.ClientResponse) -> dict[str, str]:
    """The header with names in small letters, if it is within the cap."""
    if sum(len(k) + len(v) + 4 for k, v in response.raw_headers) > HEADER_BYTES:
        raise Refused(Reason.TOO_LARGE)
    return {name.lower(): value for name, value in response.headers.items()}


def _reason_of(error: Exception) -> Reason:
    if isinstance(error, RefusedAddress) or isinstance(error.__cause__, RefusedAddress):
        return Reason.REFUSED_ADDRESS
    if isinstance(error, aiohttp.ClientConnectorDNSError | socket.gaierror):
        return Reason.NO_SUCH_NAME
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return Reason.TLS_FAILED
    if isinstance(error, aiohttp.ClientPayloadError | aiohttp.ClientResponseError):
        return Reason.BAD_RESPONSE
    if isinstance(error, aiohttp.ClientError | OSError):
        return Reason.UNREACHABLE
    return Reason.BAD_RESPONSE
