"""Not one connection to this machine or its network, in whatever way it is asked for.

A listener on 127.0.0.1 and ::1 counts every connection that is made; the resolver is one that an
attacker holds.
"""

import asyncio
import socket
from contextlib import asynccontextmanager, suppress

import pytest

from continuity.providers.fetch import Fetcher, Request
from tests.providers.hostile import response

INNER_LINES = (
    "127.0.0.1 127.1 127.0.1 127.255.255.254 2130706433 0x7f000001 0x7f.0.0.1",
    "0x7f.1 017700000001 0177.0.0.1 0177.0.0.01 127.0.0.1. 127.0.0.1.. 127。0。0。1",
    "127．0．0．1 １２７.0.0.1 ①②⑦.0.0.1 0 0.0.0.0 0x0 localhost localhost. LOCALHOST",
    "localhost6 [::1] [0:0:0:0:0:0:0:1] [::] [::127.0.0.1] [::ffff:127.0.0.1]",
    "[::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:0001] [64:ff9b::7f00:1]",
    "[64:ff9b::127.0.0.1] [64:ff9b:1::7f00:1] [2002:7f00:1::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe] [fe80::1%25lo] [fe80::1%25eth0]",
    "[::1%25lo] [fc00::1] [fd00:ec2::254] [fec0::1] [ff02::1] 10.0.0.1 172.16.0.1",
    "192.168.0.1 169.254.169.254 169.254.170.2 100.64.0.1 100.100.100.200",
    "168.63.129.16 192.0.0.192 198.18.0.1 224.0.0.1 255.255.255.255 metadata",
    "metadata.google.internal instance-data.ec2.internal 8.8.8.8 %31%32%37.0.0.1",
    "127%2e0%2e0%2e1 user@127.0.0.1 user:pass@localhost",
    "status.example.com@127.0.0.1 127.0.0.1#@status.example.com",
    "127.0.0.1\\@status.example.com status.example.com\\@127.0.0.1 ⓛocalhost",
    "ʟocalhost.localdomain inner.example.com inner.example.com. INNER.example.com",
    "bücher-innen.example xn--inner-kva.example",
)
INNER = [one for line in INNER_LINES for one in line.split()]
SCHEMES_LINES = (
    "http://inner.example.com:PORT/ ftp://127.0.0.1:PORT/ file:///etc/passwd",
    "gopher://127.0.0.1:PORT/_x dict://127.0.0.1:PORT/ ws://127.0.0.1:PORT/",
    "wss://127.0.0.1:PORT/ //127.0.0.1:PORT/ 127.0.0.1:PORT unix:///run/x.sock",
    "data:,x javascript:x https:127.0.0.1:PORT https:///127.0.0.1:PORT/",
    "https://inner.example.com:22/ https://inner.example.com:8443/",
    "https://inner.example.com:0/ https://inner.example.com:99999/",
    "https://inner.example.com:-1/ http://inner.example.com/",
)
SCHEMES = [one for line in SCHEMES_LINES for one in line.split()]
ANSWERS = {  # what the attacker's resolver says of a name: all of them lead inside
    "loopback": ["127.0.0.1"],
    "loopback of IPv6": ["::1"],
    "mapped": ["::ffff:127.0.0.1"],
    "NAT64": ["64:ff9b::7f00:1"],
    "6to4": ["2002:7f00:1::"],
    "Teredo": ["2001:0:4136:e378:8000:63bf:80ff:fffe"],
    "compatible": ["::127.0.0.1"],
    "nowhere": ["0.0.0.0"],
    "nowhere of IPv6": ["::"],
    "scoped": ["fe80::1%lo"],
    "carrier": ["100.64.0.1"],
    "metadata": ["169.254.169.254"],
    "one good and one bad": ["93.184.216.34", "127.0.0.1"],
    "one bad and one good": ["127.0.0.1", "93.184.216.34"],
    "no address": ["localhost"],
    "in hexadecimal": ["0x7f000001"],
}


class Listener:
    """Accepts on one port of both loopback addresses, and remembers that it did."""

    def __init__(self):
        self.accepted, self.servers, self.port = [], [], 0

    async def accept(self, reader, writer):
        self.accepted.append(writer.get_extra_info("sockname"))
        writer.close()

    async def open(self):
        first = await asyncio.start_server(self.accept, "127.0.0.1", 0)
        self.port = first.sockets[0].getsockname()[1]
        self.servers.append(first)
        if socket.has_ipv6:
            with suppress(OSError):  # a machine without IPv6
                self.servers.append(await asyncio.start_server(self.accept, "::1", self.port))


@asynccontextmanager
async def listening():
    listener = Listener()
    await listener.open()
    try:
        yield listener
    finally:
        for server in listener.servers:
            server.close()


def attempt(url, answers=("127.0.0.1",), allow=()):
    """What came of one fetch; connections made, and how often the name was looked up."""
    looked_up = []

    async def lookup(host, port):
        looked_up.append(host)
        return list(answers)

    async def go():
        async with listening() as listener:
            own = url.replace("PORT", str(listener.port))
            async with Fetcher(allow, lookup, total_s=2) as fetcher:
                got = await fetcher.fetch(Request(own))
            return got, listener.accepted, looked_up

    return asyncio.run(go())


def test_the_listener_would_see_a_connection():
    async def go():
        async with listening() as listener:
            place = f"127.0.0.1:{listener.port}"
            async with Fetcher([place], total_s=2) as fetcher:
                await fetcher.fetch(Request(f"http://{place}/"))
            return listener.accepted

    assert asyncio.run(go())


@pytest.mark.parametrize("host", INNER)
@pytest.mark.parametrize("port", ["", ":PORT"], ids=["443", "any port"])
def test_no_spelling_of_an_inner_address_is_called(host, port):
    got, accepted, looked_up = attempt(f"https://{host}{port}/x")
    assert got.reason in {"bad_address", "refused_address"}
    assert accepted == []
    assert len(looked_up) <= 1


@pytest.mark.parametrize("url", SCHEMES)
def test_no_other_scheme_or_port_is_called(url):
    got, accepted, looked_up = attempt(url)
    assert got.reason in {"bad_address", "refused_address"}
    assert accepted == []
    assert looked_up == []


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS.keys())
def test_no_name_that_leads_inside_is_called(answers):
    got, accepted, looked_up = attempt("https://inner.example.com/x", answers)
    assert got.reason == "refused_address"
    assert accepted == []
    assert looked_up == ["inner.example.com"]


@pytest.fixture
def connects(monkeypatch):
    """Every address to which a socket is connected, which fails."""
    seen = []

    async def connect(self, sock, address):
        seen.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", connect)
    return seen


def test_a_resolver_that_changes_its_answer_is_asked_once_and_its_first_answer_is_called(connects):
    """Checked and called are one and the same: there is no second look to lie to."""
    asked = []

    async def lookup(host, port):
        asked.append(host)
        return ["93.184.216.34"] if len(asked) % 2 else ["127.0.0.1"]

    async def go():
        async with Fetcher(lookup=lookup, total_s=2) as fetcher:
            return [await fetcher.fetch(Request("https://turns.example.com/x")) for _ in range(4)]

    reasons = [got.reason for got in asyncio.run(go())]
    assert reasons == ["unreachable", "refused_address"] * 2
    assert asked == ["turns.example.com"] * 4  # once a fetch
    assert set(connects) == {"93.184.216.34"}


REDIRECTS = [
    *(f"https://{host}/" for host in INNER[:60]),
    *(url for url in SCHEMES if not url.startswith("https:127")),
]


@pytest.mark.parametrize("target", REDIRECTS)
def test_no_redirect_leads_inside(target):
    """From a page that may be called to each of them: told where it went, and not followed."""
    inner = []

    async def go():
        async with listening() as listener:

            async def serve(reader, writer):
                await reader.readuntil(b"\r\n\r\n")
                where = target.replace("PORT", str(listener.port)).encode("utf-8").decode("latin-1")
                writer.write(response("302 Found", b"", Location=where))
                await writer.drain()
                writer.close()

            async def lookup(host, port):
                inner.append(host)
                return ["127.0.0.1"]

            page = await asyncio.start_server(serve, "127.0.0.1", 0)
            place = f"page.example.com:{page.sockets[0].getsockname()[1]}"
            async with Fetcher([place], lookup, total_s=2) as fetcher:
                got = await fetcher.fetch(Request(f"http://{place}/"))
            page.close()
            return got, listener.accepted

    got, accepted = asyncio.run(go())
    assert got.reason in {
        "moved",
        "bad_redirect",
        "bad_address",
        "refused_address",
        "bad_response",
        "http_404",
        "too_many_redirects",
    }
    assert accepted == []
    assert set(inner) == {"page.example.com"}


def test_the_table_is_long_enough():
    assert len(set(INNER)) >= 40
