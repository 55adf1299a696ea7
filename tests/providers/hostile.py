"""A loopback status server that misbehaves on request, over real sockets."""

import asyncio
import gzip
import ssl
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.providers.payloads import component, summary

GOOD = summary(component("c1", "operational"))


def bomb(megabytes: int) -> bytes:
    """Zeros, packed a thousandfold."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(megabytes))
    return packed + packer.flush()


def response(status: str = "200 OK", body: bytes = GOOD, **headers: str) -> bytes:
    own = {name.replace("_", "-"): value for name, value in headers.items()}
    fields = {"Content-Length": str(len(body)), "Content-Type": "application/json", **own}
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


class Server:
    """Serves raw bytes by path and remembers every connection and request."""

    def __init__(self) -> None:
        self.connections = 0
        self.in_flight = self.most_in_flight = 0
        self.requests: list[str] = []
        self.port = 0

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/good", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.requests.append(head)
            await self.answer(head.split()[1], head, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.in_flight -= 1
            writer.close()

    async def answer(self, path: str, head: str, writer: asyncio.StreamWriter) -> None:
        name = path.strip("/").partition("?")[0]
        if plain := PLAIN.get(name):
            writer.write(plain)
        elif name.startswith("redirect-to"):
            target = path.partition("?")[2].replace("PLACE", self.place)
            writer.write(response("302 Found", b"", Location=target))
        elif name == "conditional":
            known = "if-none-match: " in head.lower()
            fields = {"ETag": 'W/"v1"', "Last-Modified": "Thu, 20 Nov 2026 10:00:00 GMT"}
            writer.write(
                response(
                    "304 Not Modified" if known else "200 OK", b"" if known else GOOD, **fields
                )
            )
        else:
            await getattr(self, name)(writer)
        await writer.drain()

    async def drip(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)

    async def endless(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(bytes(256 * 1024))
            await writer.drain()

    async def endless_header(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(1_000_000):
            writer.write(b"X-%d: %s\r\n" % (number, b"x" * 1000))
            await writer.drain()

    async def hang(self, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    async def slow(self, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        writer.write(response())

    async def reset(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        await writer.drain()
        writer.transport.abort()


PLAIN = {
    "good": response(),
    "zipped": response(body=gzip.compress(GOOD), Content_Encoding="gzip"),
    "bomb": response(body=bomb(64), Content_Encoding="gzip"),
    "half_zipped": response(body=gzip.compress(GOOD)[:-20], Content_Encoding="gzip"),
    "not_zipped": response(body=GOOD, Content_Encoding="gzip"),
    "brotli": response(body=GOOD, Content_Encoding="br"),
    "claims_much": response(body=b"", Content_Length=str(10**10)),
    "too_short": response(body=GOOD, Content_Length=str(len(GOOD) + 50)),
    "too_long": response(body=GOOD + b"}}}", Content_Length=str(len(GOOD))),
    "not_http": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "long_header": response(X_Long="x" * 9000),
    "many_headers": response(**{f"X_{n}": "x" * 1000 for n in range(90)}),
    "cookie": response(Set_Cookie="seen=1; Path=/"),
    "forbidden": response("403 Forbidden", b""),
    "missing": response("404 Not Found", b""),
    "broken": response("503 Service Unavailable", b"", Retry_After="120"),
    "busy": response("429 Too Many Requests", b"", Retry_After="90"),
    "challenge": response("405 Not Allowed", b"", x_amzn_waf_action="captcha"),
    "unasked_304": response("304 Not Modified", b""),
    "no_content": response("204 No Content", b"", Content_Length=""),
    "to_nowhere": response("302 Found", b""),
    "cached": response(Cache_Control="public, max-age=300"),
}


@asynccontextmanager
async def running(
    address: str = "127.0.0.1", tls: ssl.SSLContext | None = None, port: int = 0
) -> AsyncIterator[Server]:
    server = Server()
    listener = await asyncio.start_server(server.serve, address, port, ssl=tls)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
