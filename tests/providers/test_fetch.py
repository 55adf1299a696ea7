"""The way out, against a real server on loopback that misbehaves."""

import asyncio
import ssl
import tracemalloc
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from continuity.providers import fetch
from continuity.providers.fetch import Fetcher, Request
from tests.providers.hostile import GOOD, running


def get(path, total_s=5.0, **request):
    """One fetch of a path of the hostile server; also the server, to see what it saw."""

    async def go():
        async with running() as server, Fetcher([server.place], total_s=total_s) as fetcher:
            return await fetcher.fetch(Request(server.url(path), **request)), server

    return asyncio.run(go())


def test_it_says_who_it_is_and_whom_to_write_to():
    told = fetch.agent_of("https://bc.example.org", "Continuity <ops@example.org>")
    assert told == "Continuity/0.1 (+https://bc.example.org; ops@example.org)"
    assert fetch.agent_of("https://bc.example.org", "a@localhost").endswith("bc.example.org)")


def test_an_installation_that_nobody_can_reach_gives_no_address():
    told = fetch.agent_of("http://localhost:8000", "Continuity <continuity@localhost>")
    assert told == "Continuity/0.1 (status reader)"


def test_what_an_installation_calls_itself_cannot_add_a_header():
    told = fetch.agent_of("https://bc.example.org\r\nX-Other: 1", "")
    assert "\n" not in told
    assert "\r" not in told


def test_a_good_answer_comes_back_whole():
    got, server = get("/good")
    assert (got.reason, got.status, got.body) == (None, 200, GOOD)
    assert got.headers["content-type"] == "application/json"
    head = server.requests[0].lower()
    assert "user-agent: continuity/0.1 (status reader)" in head
    assert f"host: {server.place}" in head
    assert "accept-encoding: gzip\r\n" in head
    assert "cookie" not in head


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/zipped", None),
        ("/bomb", "too_large"),
        ("/endless", "too_large"),
        ("/claims_much", "too_large"),
        ("/many_headers", "too_large"),
        ("/half_zipped", "bad_response"),
        ("/not_zipped", "bad_response"),
        ("/brotli", "bad_response"),
        ("/too_short", "bad_response"),
        ("/too_long", "bad_response"),
        ("/not_http", "bad_response"),
        ("/long_header", "bad_response"),
        ("/endless_header", "bad_response"),
        ("/reset", "bad_response"),
        ("/forbidden", "http_403"),
        ("/missing", "http_404"),
        ("/broken", "http_503"),
        ("/no_content", "http_204"),
        ("/unasked_304", "http_304"),
        ("/busy", "rate_limited"),
        ("/challenge", "challenge"),
        ("/to_nowhere", "bad_redirect"),
    ],
)
def test_what_a_server_may_do(path, reason):
    got, _ = get(path)
    assert got.reason == reason
    assert got.body == (GOOD if reason is None else b"")


@pytest.mark.parametrize("path", ["/hang", "/drip"])
def test_the_deadline_holds_for_the_whole(path):
    got, _ = get(path, total_s=0.5)
    assert got.reason == "timeout"


def test_a_bomb_stays_small():
    tracemalloc.start()
    get("/bomb")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * 1024 * 1024


def test_unchanged_is_told_by_etag_and_date():
    got, _ = get("/conditional")
    assert got.headers["etag"] == 'W/"v1"'
    got, server = get("/conditional", etag='W/"v1"', last_modified=got.headers["last-modified"])
    assert got.not_modified
    assert got.reason is None
    head = server.requests[0]
    assert 'If-None-Match: W/"v1"' in head
    assert "If-Modified-Since: Thu, 20 Nov 2026 10:00:00 GMT" in head


def test_waiting_times_are_read():
    assert get("/busy")[0].retry_after == timedelta(seconds=90)
    assert get("/broken")[0].retry_after == timedelta(minutes=2)
    assert get("/cached")[0].max_age == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("target", "reason", "calls"),
    [
        ("/good", None, 2),
        ("http://PLACE/good", None, 2),
        ("https://elsewhere.example/x", "moved", 1),
        ("http://localhost/x", "moved", 1),
        ("http://169.254.169.254/latest/meta-data", "moved", 1),
        ("//evil.example/x", "moved", 1),
        ("http://127.0.0.1:1/x", "bad_address", 1),
        ("http://me:pw@PLACE/good", "bad_address", 1),
        ("file:///etc/passwd", "bad_redirect", 1),
    ],
)
def test_where_a_redirect_may_lead(target, reason, calls):
    got, server = get(f"/redirect-to?{target}")
    assert got.reason == reason
    assert server.connections == calls
    if reason == "moved":
        assert got.moved_to


def test_a_loop_of_redirects_ends():
    async def go():
        async with running() as server, Fetcher([server.place]) as fetcher:
            loop = "/redirect-to?" + "/redirect-to?" * 20
            return await fetcher.fetch(Request(server.url(loop))), server

    got, server = asyncio.run(go())
    assert got.reason == "too_many_redirects"
    assert server.connections == 4


def test_cookies_are_not_kept():
    async def go():
        async with running() as server, Fetcher([server.place]) as fetcher:
            for _ in range(2):
                await fetcher.fetch(Request(server.url("/cookie")))
            return server

    assert "\ncookie:" not in asyncio.run(go()).requests[1].lower()


def test_a_proxy_of_the_environment_is_not_used(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert get("/good")[0].reason is None


def test_one_host_is_asked_one_thing_at_a_time():
    async def go():
        async with running() as server, Fetcher([server.place]) as fetcher:
            urls = [Request(server.url(f"/slow?{n}")) for n in range(5)]
            return await asyncio.gather(*map(fetcher.fetch, urls)), server

    got, server = asyncio.run(go())
    assert [g.reason for g in got] == [None] * 5
    assert server.most_in_flight == 1


def test_hosts_that_hang_do_not_hold_up_the_others():
    async def go():
        async with AsyncExitStack() as stack:
            bad, good = [await stack.enter_async_context(running()) for _ in range(2)]
            allow = [bad.place, f"localhost:{good.port}"]
            hang = Request(bad.url("/hang"))
            fetcher = await stack.enter_async_context(Fetcher(allow, total_s=1.0, concurrency=3))
            hanging = [asyncio.create_task(fetcher.fetch(hang)) for _ in range(20)]
            await asyncio.sleep(0.05)
            begun = asyncio.get_running_loop().time()
            answer = await fetcher.fetch(Request(good.url("/good", "localhost")))
            took = asyncio.get_running_loop().time() - begun
            for task in hanging:
                task.cancel()
            return answer, took

    answer, took = asyncio.run(go())
    assert answer.reason is None
    assert took < 0.8


async def fetch_name(*answers, url="https://status.example.com/x", **options):
    """Fetch a name whose lookups give ``answers`` one after the other; and list them."""
    lookups = []

    async def lookup(host, port):
        lookups.append(host)
        return answers[min(len(lookups), len(answers)) - 1]

    async with Fetcher([], lookup, total_s=3, **options) as fetcher:
        return await fetcher.fetch(Request(url)), lookups


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["1.1.1.1", "127.0.0.1"],
        ["127.0.0.1", "1.1.1.1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["169.254.169.254"],
        ["fd00:ec2::254"],
        ["100.100.100.200"],
        ["not an address"],
    ],
    ids=str,
)
def test_a_name_that_leads_inside_is_not_called(addresses):
    async def go():
        async with running() as server:
            got, lookups = await fetch_name(addresses)
            return got, lookups, server

    got, lookups, server = asyncio.run(go())
    assert got.reason == "refused_address"
    assert len(lookups) == 1
    assert server.connections == 0


def test_a_name_that_leads_nowhere_is_told():
    assert asyncio.run(fetch_name([]))[0].reason == "no_such_name"


def certificate(folder, name):
    """A self-signed certificate for ``name``, as one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / f"{name}.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("owner", "reason"), [("status.example.com", None), ("evil.example.com", "tls_failed")]
)
def test_the_checked_address_is_called_under_the_certificate_of_the_name(
    tmp_path, monkeypatch, owner, reason
):
    """A name that leads outside when asked first and inside when asked again."""
    path = certificate(tmp_path, owner)
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(path)
    asked_for = []
    served.sni_callback = lambda _socket, name, _context: asked_for.append(name)
    outside, inside = "127.0.0.2", "127.0.0.1"
    monkeypatch.setattr(fetch, "is_public", lambda address: address == outside)

    async def go():
        async with running(outside, served) as good, running(inside, port=good.port) as trap:
            ports = {"https": frozenset({good.port})}
            monkeypatch.setattr(fetch, "PORTS", ports)
            url = f"https://status.example.com:{good.port}/good"
            trusting = ssl.create_default_context(cafile=path)
            got, lookups = await fetch_name([outside], [inside], url=url, tls=trusting)
            return got, lookups, good, trap

    got, lookups, good, trap = asyncio.run(go())
    assert got.reason == reason
    assert len(lookups) == 1
    assert trap.connections == 0
    assert asked_for == ["status.example.com"]
    if reason is None:
        assert good.requests[0].lower().count(f"host: status.example.com:{good.port}") == 1
