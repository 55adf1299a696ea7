"""A loopback status server of its own process, for benchmarks: quick, and ill on request.

``python -m continuity.providers.bench_server SECONDS [ADDRESSES]`` prints its port. The first part
of a path says how it answers.
"""

import asyncio
import json
import socket
import sys

ROWS = [
    {"id": f"c{n}", "name": f"Component {n}", "status": "operational", "group": False}
    for n in range(12)
]
PAGE = {"id": "abcdefghij12", "name": "Example AI"}
BODY = json.dumps(
    {"page": PAGE, "components": ROWS, "incidents": [], "scheduled_maintenances": []}
).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
GOOD = HEAD + b'ETag: "v1"\r\nContent-Length: %d\r\n\r\n' % len(BODY) + BODY
UNCHANGED = b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\nConnection: close\r\n\r\n'
LONG = HEAD + b"Content-Length: 9999999\r\n\r\n"
ENDLESS = HEAD + b"\r\n"


class Page(asyncio.Protocol):
    delay = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.asked = b""
        self.flows = asyncio.Event()
        self.flows.set()

    def data_received(self, data: bytes) -> None:
        self.asked += data
        if b"\r\n\r\n" in self.asked:
            loop = asyncio.get_running_loop()
            loop.call_later(self.delay, self.answer)

    def answer(self) -> None:
        kind = self.asked.split(b" ", 2)[1].split(b"/")[1].decode()
        if kind in {"drip", "endless"}:
            self.task = asyncio.get_running_loop().create_task(getattr(self, kind)())
        elif kind == "reset":
            self.transport.write(LONG)
            self.transport.abort()
        elif kind != "hang":
            self.transport.write(UNCHANGED if b"If-None-Match" in self.asked else GOOD)
            self.transport.close()

    async def drip(self) -> None:
        self.transport.write(LONG)
        while not self.transport.is_closing():
            self.transport.write(b" ")
            await asyncio.sleep(0.2)

    async def endless(self) -> None:
        self.transport.write(ENDLESS)
        while not self.transport.is_closing():
            await self.flows.wait()
            self.transport.write(bytes(64 * 1024))
            await asyncio.sleep(0)

    def pause_writing(self) -> None:
        self.flows.clear()

    def resume_writing(self) -> None:
        self.flows.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.flows.set()


def addresses(number: int) -> list[str]:
    """So many of this machine's own, each a host of its own."""
    return [f"127.0.{n // 250}.{n % 250 + 1}" for n in range(number)]


async def main(delay: float, number: int) -> None:
    Page.delay = delay
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    server = await asyncio.get_running_loop().create_server(
        Page, addresses(number), port, backlog=2048
    )
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    async with server:
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)  # until let go


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
