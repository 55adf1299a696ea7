"""How fast a thousand status pages are read, beside a bare client; and what a quiet round costs."""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp

from continuity.core.bench import ROOT, Line, peak_mb

from .crowd import answers
from .fetch import Request

FEEDS, IN_FLIGHT, DELAY_S = 1000, 250, 0.05
ILL = ("hang", "drip", "endless", "reset")  # a twentieth each
CHILD = "from continuity.providers import bench_fetch; bench_fetch.{}({!r}, {!r})"


def bench_fetch() -> list[Line]:
    """A thousand pages that take 50 ms each; then with a fifth of them ill, in four ways."""
    with served(DELAY_S) as port:
        bare = _in_a_process("measure_bare", port, "")
        clean = _in_a_process("measure", port, "")
        ill = _in_a_process("measure", port, "ill")
    expected = {"ok": FEEDS - FEEDS // 5, "ill": FEEDS // 5}
    if clean["told"] != {"ok": FEEDS} or ill["told"] != expected:
        raise RuntimeError(f"read {clean['told']} and {ill['told']}")
    return [
        Line("1,000 pages of 50 ms", clean["seconds"], "s", 2),
        Line("the same (bare: an aiohttp loop)", clean["seconds"], "s", 3, bare["seconds"]),
        Line("1,000 pages, a fifth of them ill", ill["seconds"], "s", 10),
        Line("the same: memory", ill["peak"], "MB", 300),
    ]


def measure(port: int, how: str) -> None:
    """Through the real way out; each page a host of its own."""

    async def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    kinds = [ILL[n // 5 % 4] if how and n % 5 == 0 else "ok" for n in range(FEEDS)]
    places = [f"page{n}.bench.example:{port}" for n in range(FEEDS)]
    requests = [Request(f"http://{p}/{kind}/") for p, kind in zip(places, kinds, strict=True)]
    begun = time.perf_counter()
    told: Counter[str] = Counter()
    for place, got in answers(requests, places, IN_FLIGHT, lookup=here):
        well = got is not None and got.reason is None
        told["ok" if well else "ill" if kinds[place] != "ok" else f"lost: {got}"] += 1
    _tell(time.perf_counter() - begun, told)


def measure_bare(port: int, how: str) -> None:
    """What a client that checks nothing needs for the same."""

    async def all_of_them() -> int:
        connector = aiohttp.TCPConnector(limit=IN_FLIGHT, force_close=True)
        async with aiohttp.ClientSession(connector=connector) as client:

            async def one() -> bool:
                async with client.get(f"http://127.0.0.1:{port}/ok/") as response:
                    return bool(await response.read())

            return sum(await asyncio.gather(*(one() for _ in range(FEEDS))))

    begun = time.perf_counter()
    told = Counter(ok=asyncio.run(all_of_them()))
    _tell(time.perf_counter() - begun, told)


def _tell(seconds: float, told: Counter[str]) -> None:
    sys.stdout.write(json.dumps({"seconds": seconds, "told": told, "peak": peak_mb()}))


def _in_a_process(function: str, port: int, how: str) -> dict:
    """So that neither time nor memory is what other benchmarks left behind."""
    done = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-c", CHILD.format(function, port, how)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return json.loads(done.stdout)


@contextmanager
def served(delay: float, addresses: int = 1) -> Iterator[int]:
    """The port of a server of its own process."""
    command = [sys.executable, "-m", "continuity.providers.bench_server"]
    server = subprocess.Popen(  # noqa: S603  our own command
        [*command, str(delay), str(addresses)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield int(server.stdout.readline())  # type: ignore[union-attr]
    finally:
        server.kill()
        server.wait()
